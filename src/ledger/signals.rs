//! Ctrl-C and its like: a command that is writing stops, undoes what it began and says so; one that reads closes the
//! ledger, or ends shortly after; any other ends on the spot.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(unix)]
use std::time::Duration;

#[cfg(unix)]
use signal_hook::consts::SIGHUP;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag::{register_conditional_shutdown, register_usize};
#[cfg(unix)]
use signal_hook::iterator::Signals;

#[cfg(unix)]
use super::interrupt::only_reads;
use super::interrupt::{MAY_END, SIGNAL};

#[cfg(unix)]
const SIGNALS: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];
#[cfg(not(unix))]
const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// How long a program that only reads may take to close what it has open.
#[cfg(unix)]
const GRACE: Duration = Duration::from_secs(2);

/// Whether the process is a program's own, whose signals may be caught.
static IS_WANTED: AtomicBool = AtomicBool::new(false);

/// Has signals caught from the first time on that something is half done: a command that holds nothing pays nothing.
pub fn prepare() {
    IS_WANTED.store(true, Ordering::SeqCst);
}

/// Something is half done, or a file is open.
pub(super) fn held() {
    if IS_WANTED.load(Ordering::SeqCst) {
        catch();
    }
}

/// Has signals caught from now on.
pub fn catch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let ignored = ignored();
        for signal in SIGNALS {
            if ignored & (1 << (signal - 1)) != 0 {
                continue;
            }
            // Where they cannot be caught the system ends the program, and the next opening undoes what it began.
            let _ = register_conditional_shutdown(signal, 128 + signal, MAY_END.clone())
                .and_then(|_| register_usize(signal, SIGNAL.clone(), signal as usize));
        }
        #[cfg(unix)]
        end_a_reader(SIGNALS.into_iter().filter(|signal| ignored & (1 << (signal - 1)) == 0));
    });
}

/// Ends a program that only reads when it has not closed its files by itself within [`GRACE`]: it may be waiting for
/// input, or be deep in a computation.
#[cfg(unix)]
fn end_a_reader(signals: impl Iterator<Item = i32>) {
    let Ok(mut signals) = Signals::new(signals) else { return };
    let wait = move || {
        for signal in signals.forever() {
            std::thread::sleep(GRACE);
            if only_reads() {
                std::process::exit(128 + signal);
            }
        }
    };
    // Without the thread the program ends as soon as it looks.
    let _ = std::thread::Builder::new().spawn(wait);
}

/// The exit code of a program that a signal stopped: 130 for Ctrl-C.
pub fn exit_code() -> u8 {
    let signal = match SIGNAL.load(Ordering::SeqCst) {
        0 => SIGINT as usize,
        signal => signal,
    };
    u8::try_from(128 + signal).unwrap_or(u8::MAX)
}

/// The signals that whoever started the program had it ignore, a bit each: what runs under `nohup` goes on when the
/// terminal is closed.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
