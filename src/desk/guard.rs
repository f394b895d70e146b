//! The terminal lent to the desk and given back as it was, however the desk ends.

use std::fmt::Write as _;
use std::io::{self, Write, stdout};
use std::panic::PanicHookInfo;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::ThreadId;

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

/// Holds the terminal; gives it back when dropped, or when the thread that draws panics.
#[derive(Debug)]
pub struct Guard {
    holds: Arc<AtomicBool>,
    /// Whether a screen of its own was taken.
    is_full: bool,
}

impl Guard {
    /// Takes the terminal. A panic of this thread gives it back first and leaves a report in `folder`; a panic of
    /// another thread is that thread's own affair.
    pub fn take(
        is_full: bool,
        folder: Option<PathBuf>,
        crash: impl Fn(&str) -> String + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let guard = Self { holds: Arc::new(AtomicBool::new(true)), is_full };
        let (drawing, holds) = (std::thread::current().id(), guard.holds.clone());
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            // Nothing is printed over a screen that lives on.
            if is_ours(drawing) {
                let held = holds.swap(false, Ordering::SeqCst);
                if held {
                    // Whatever fails here, the panic goes on.
                    let _ = give_back(is_full);
                    let report = folder.as_ref().and_then(|folder| report(folder, info));
                    let place = report.map_or_else(String::new, |path| path.display().to_string());
                    eprintln!("{}", crash(&place));
                }
                before(info);
            }
        }));
        enable_raw_mode()?;
        if is_full {
            execute!(stdout(), EnterAlternateScreen)?;
        }
        execute!(stdout(), EnableBracketedPaste)?;
        Ok(guard)
    }
}

fn is_ours(drawing: ThreadId) -> bool {
    std::thread::current().id() == drawing
}

impl Drop for Guard {
    fn drop(&mut self) {
        if self.holds.swap(false, Ordering::SeqCst) {
            // A terminal that is gone needs nothing back.
            let _ = give_back(self.is_full);
        }
    }
}

fn give_back(is_full: bool) -> io::Result<()> {
    let mut out = stdout();
    execute!(out, DisableBracketedPaste)?;
    if is_full {
        execute!(out, LeaveAlternateScreen, Show)?;
    }
    out.flush()?;
    disable_raw_mode()
}

/// Writes what is known of a crash: where in the program, never what stood on the screen.
fn report(folder: &std::path::Path, info: &PanicHookInfo<'_>) -> Option<PathBuf> {
    std::fs::create_dir_all(folder).ok()?;
    let mut text = format!("ipledger {}\n", env!("CARGO_PKG_VERSION"));
    if let Some(at) = info.location() {
        writeln!(text, "{at}").ok()?;
    }
    let path = folder.join("crash.txt");
    std::fs::write(&path, text).ok()?;
    Some(path)
}
