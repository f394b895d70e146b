//! Stopping halfway: whether somebody asked for it (Ctrl-C), and whether it may be done on the spot.
//!
//! While something is half done (an entry being written, a file beside its place) a program must not end where it
//! stands: a [`Hold`] says so, and the work itself looks whether it is to stop, and undoes what it began. A program that
//! has a ledger open and only reads is given a moment to close it. Once an entry is on the disk the program goes on and says what it recorded.
//!
//! One piece of work of several is stopped by its own flag, on the thread that does it ([`stoppable`]).
//!
//! Signals belong to the whole process, so this does too; the next room (`signals`) catches them.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use super::digest::Hash;
use super::error::LedgerError;
use super::signals;

/// The signal that asked to stop; 0 if none did.
pub(super) static SIGNAL: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);

/// Whether the program may end where it stands.
pub(super) static MAY_END: LazyLock<Arc<AtomicBool>> =
    LazyLock::new(|| Arc::new(AtomicBool::new(true)));

static STATE: Mutex<State> = Mutex::new(State { holds: 0, readers: 0, is_recorded: false });
static RECORDED: Mutex<Option<(i64, Hash)>> = Mutex::new(None);

struct State {
    /// What is half done.
    holds: u32,
    /// Files that are open: they are to be closed, but nothing is lost otherwise.
    readers: u32,
    /// What was to be recorded is: only the telling is left.
    is_recorded: bool,
}

fn change(change: impl FnOnce(&mut State)) {
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    change(&mut state);
    let is_idle = state.holds == 0 && state.readers == 0;
    MAY_END.store(is_idle && !state.is_recorded, Ordering::SeqCst);
}

/// Something is half done, or a file is open, as long as this lives.
#[derive(Debug)]
pub struct Hold {
    reads: bool,
}

/// Begins something that must be finished or undone before the program ends.
pub fn hold() -> Hold {
    caught(|state| state.holds += 1);
    Hold { reads: false }
}

/// Opens a file that must be closed before the program ends, if that can be waited for.
pub(super) fn reading() -> Hold {
    caught(|state| state.readers += 1);
    Hold { reads: true }
}

fn caught(begins: impl FnOnce(&mut State)) {
    change(begins);
    signals::held();
}

impl Drop for Hold {
    fn drop(&mut self) {
        change(|state| match self.reads {
            true => state.readers -= 1,
            false => state.holds -= 1,
        });
    }
}

/// Whether nothing would be lost if the program ended here: files are open, nothing is half done.
pub fn only_reads() -> bool {
    let state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    state.holds == 0 && !state.is_recorded
}

/// A new entry begins: from here on there is something to undo again.
pub(super) fn entry_begins() -> Hold {
    change(|state| state.is_recorded = false);
    hold()
}

/// The entry is on the disk: what is left to do for it is not stopped any more.
pub(super) fn entry_recorded(entry: i64, hash: Hash) {
    STOP.set(None);
    *RECORDED.lock().unwrap_or_else(PoisonError::into_inner) = Some((entry, hash));
    change(|state| state.is_recorded = true);
}

/// Returns the last entry this process brought to the disk, with its hash.
pub fn recorded() -> Option<(i64, Hash)> {
    *RECORDED.lock().unwrap_or_else(PoisonError::into_inner)
}

thread_local! {
    /// Set when the work this thread does is to stop.
    static STOP: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// Does `work` until it ends or `stop` is set, which it notices where it would notice a signal.
pub fn stoppable<T>(stop: Arc<AtomicBool>, work: impl FnOnce() -> T) -> T {
    /// Forgets the flag however the work ends.
    struct Forget;
    impl Drop for Forget {
        fn drop(&mut self) {
            STOP.set(None);
        }
    }
    STOP.set(Some(stop));
    let _forget = Forget;
    work()
}

fn is_stopped() -> bool {
    STOP.with_borrow(|stop| stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed)))
}

/// Whether a signal asked the program to end, whatever it is doing.
pub fn is_signalled() -> bool {
    SIGNAL.load(Ordering::Relaxed) != 0
}

/// Whether the work at hand is to stop.
pub fn is_requested() -> bool {
    is_stopped()
        || (is_signalled() && !STATE.lock().unwrap_or_else(PoisonError::into_inner).is_recorded)
}

/// Stops the work at hand if somebody asked for it. Errors: `Interrupted`.
pub fn check() -> Result<(), LedgerError> {
    if is_requested() { Err(LedgerError::Interrupted) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_stopped_on_its_own_thread_alone() {
        let stop = Arc::new(AtomicBool::new(false));
        stoppable(stop.clone(), || {
            assert!(check().is_ok());
            stop.store(true, Ordering::Relaxed);
            assert!(matches!(check(), Err(LedgerError::Interrupted)));
            let beside = std::thread::spawn(is_requested);
            assert!(!beside.join().unwrap(), "another thread goes on");
        });
        assert!(check().is_ok(), "what comes next is not stopped");
    }
}
