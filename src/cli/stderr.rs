//! What people are told beside the data.

use std::io::Write;

/// Tells people something. Where nobody can be told, nobody is left to tell that to.
pub fn to_stderr(text: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
