//! The terminal: how wide it is, and sentences that break where a reader expects it.

use std::io::IsTerminal;

use super::streams::to_stderr;
use crate::report::lines_within;

/// Columns of the terminal; a pipe gets a generous page.
pub fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let size = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.or_else(size).unwrap_or(120)
}

/// Tells people something on standard error.
pub fn told(text: &str) {
    to_stderr(fitting(text, std::io::stderr().is_terminal()));
}

/// On a screen lines break where a reader expects it, which a terminal does not care for.
pub fn fitting(text: &str, is_screen: bool) -> String {
    if is_screen { lines_within(text, width()) } else { text.to_owned() }
}
