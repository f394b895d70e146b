//! Stopping halfway: whether somebody asked for it (Ctrl-C), and whether it may be done on the spot.
//!
//! A program that only reads may end wherever it stands. While something is half done (an entry being written, a
//! file beside its place) it must not: a [`Hold`] says so, and the work itself looks whether it is to stop, and undoes
//! what it began. Once an entry is on the disk the program goes on and says what it recorded.
//!
//! Signals belong to the whole process, so this does too. A shell that wants them says how they are caught
//! ([`catch_with`]); that happens at the first hold, so that a command that holds nothing pays nothing.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::error::LedgerError;

/// The signal that asked to stop; 0 if none did.
pub static SIGNAL: AtomicUsize = AtomicUsize::new(0);

/// Whether the program may end where it stands.
pub static MAY_END: AtomicBool = AtomicBool::new(true);

static STATE: Mutex<State> = Mutex::new(State { holds: 0, is_recorded: false });
static CATCH: OnceLock<fn()> = OnceLock::new();

struct State {
    holds: u32,
    /// What was to be recorded is: only the telling is left.
    is_recorded: bool,
}

fn change(change: impl FnOnce(&mut State)) {
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    change(&mut state);
    MAY_END.store(state.holds == 0 && !state.is_recorded, Ordering::SeqCst);
}

/// Says how signals are caught: `catch` sets [`SIGNAL`], or ends the program when [`MAY_END`] holds. It is called at
/// every hold.
pub fn catch_with(catch: fn()) {
    // The first to say so is the program's shell.
    let _ = CATCH.set(catch);
}

/// Something is half done as long as this lives.
#[derive(Debug)]
pub struct Hold(());

/// Begins something that must be finished or undone before the program ends.
pub fn hold() -> Hold {
    change(|state| state.holds += 1);
    if let Some(catch) = CATCH.get() {
        catch();
    }
    Hold(())
}

impl Drop for Hold {
    fn drop(&mut self) {
        change(|state| state.holds -= 1);
    }
}

/// A new entry begins: from here on there is something to undo again.
pub(super) fn entry_begins() -> Hold {
    change(|state| state.is_recorded = false);
    hold()
}

/// The entry is on the disk.
pub(super) fn entry_recorded() {
    change(|state| state.is_recorded = true);
}

/// Whether the work at hand is to stop.
pub fn is_requested() -> bool {
    SIGNAL.load(Ordering::Relaxed) != 0
        && !STATE.lock().unwrap_or_else(PoisonError::into_inner).is_recorded
}

/// Stops the work at hand if somebody asked for it. Errors: `Interrupted`.
pub fn check() -> Result<(), LedgerError> {
    if is_requested() { Err(LedgerError::Interrupted) } else { Ok(()) }
}
