//! Standard output and standard error.

use std::io::{ErrorKind, Write};

/// Tells people something beside the data. Where nobody can be told, nobody is left to tell that to.
pub fn to_stderr(text: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Prints the data. A reader that has seen enough (`| head`) is no failure.
pub fn to_stdout(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
