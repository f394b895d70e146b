//! Working ahead: one thread reads and checks records while another takes them into the ledger.

use std::mem;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

use crate::domain::{Fault, Record};
use crate::exchange::error::ExchangeError;
use crate::exchange::source::Source;
use crate::exchange::{Place, SheetReading};
use crate::ledger::{LedgerError, interrupt};

use super::outcome::{ImportOutcome, Reject};
use super::scan::{At, Wanted, scan};

/// Records read before they are handed over together.
pub const BATCH: usize = 512;

/// Batches that may wait: enough to even out the two threads, few enough to bound memory.
const WAITING: usize = 8;

/// Where each sheet's records stand, for refusals found after the sheet was left.
#[derive(Debug, Default)]
pub struct Sheets(Vec<(SheetReading, Place)>);

impl Sheets {
    pub fn keep(&mut self, at: &At<'_>) {
        if self.0.len() <= at.sheet {
            self.0.resize_with(at.sheet + 1, Default::default);
            self.0[at.sheet] = (at.reading.clone(), at.place().clone());
        }
    }

    /// Returns the name of a sheet for a sentence about another one; none where both are the same.
    pub fn name_beside(&self, sheet: u32, other: u32) -> Option<String> {
        let (_, place) = self.0.get(sheet as usize)?;
        place.sheet.clone().filter(|_| sheet != other)
    }

    /// As [`Sheets::reject`], showing each cell as it stood.
    pub fn refuse(&self, sheet: u32, row: u32, record: &Record<'_>, faults: Vec<Fault>) -> Reject {
        let (reading, place) = &self.0[sheet as usize];
        At::new(sheet as usize, row, reading, place).refuse(record, faults)
    }

    /// Refuses a record that stood in `row` of a sheet (counted from 0).
    pub fn reject(&self, sheet: u32, row: u32, faults: Vec<Fault>) -> Reject {
        let (reading, place) = &self.0[sheet as usize];
        At::new(sheet as usize, row, reading, place).reject(faults)
    }
}

/// Records on their way from one thread to the other.
///
/// A batch taken goes back to be filled again, so that memory is freed by the thread that took it:
/// the other way round costs more than working ahead gains.
pub trait Batch: Default + Send {
    fn clear(&mut self);
}

/// The consumer has stopped; it reports its own error.
pub struct Disconnected;

/// Where one thread puts batches for the other.
pub struct Producer<B> {
    sender: SyncSender<B>,
    emptied: Receiver<B>,
    /// The batch being filled.
    pub batch: B,
}

impl<B: Batch> Producer<B> {
    /// Hands the batch over and goes on with an empty one.
    pub fn send(&mut self) -> Result<(), Disconnected> {
        let mut next = self.emptied.try_recv().unwrap_or_default();
        next.clear();
        self.sender.send(mem::replace(&mut self.batch, next)).map_err(|_| Disconnected)
    }
}

/// Runs `fill` on a thread of its own, some batches ahead of `take`, which runs here.
///
/// Returns what `fill` ended with; it must stop when it is told `Disconnected`. Errors: those of `take`.
pub fn work_ahead<B: Batch, R: Send, E: From<LedgerError>>(
    fill: impl FnOnce(&mut Producer<B>) -> R + Send,
    mut take: impl FnMut(&mut B) -> Result<(), E>,
) -> Result<R, E> {
    thread::scope(|scope| {
        let (sender, batches) = sync_channel(WAITING);
        let (giver_back, emptied) = channel();
        let filling = scope.spawn(move || {
            let mut outlet = Producer { sender, emptied, batch: B::default() };
            let end = fill(&mut outlet);
            // The last batch; if the consumer has stopped, it reports why.
            let _ = outlet.send();
            end
        });
        let mut taken = Ok(());
        for mut batch in batches {
            taken = interrupt::check().map_err(E::from).and_then(|()| take(&mut batch));
            if taken.is_err() {
                break;
            }
            // After the last batch nothing is returned for reuse.
            let _ = giver_back.send(batch);
        }
        let end = filling.join().unwrap_or_else(|panic| resume_unwind(panic));
        taken.map(|()| end)
    })
}

/// Why the reading thread stopped early.
enum Halt {
    File(ExchangeError),
    Disconnected,
}

impl From<ExchangeError> for Halt {
    fn from(error: ExchangeError) -> Self {
        Self::File(error)
    }
}

/// Reads every sheet on a thread of its own. There `read` turns each record into something of the
/// batch or refuses it; here `take` is given the batches in file order.
///
/// Errors: what keeps the file as a whole from being read, and what `take` fails with.
pub fn scan_ahead<B: Batch, E: From<ExchangeError> + From<LedgerError>>(
    source: &mut Source,
    wanted: &Wanted<'_>,
    outcome: &mut ImportOutcome,
    read: impl Fn(&At<'_>, &Record<'_>, &mut ImportOutcome, &mut B) + Send,
    mut take: impl FnMut(&B, &mut ImportOutcome) -> Result<(), E>,
) -> Result<Sheets, E> {
    let fill = move |outlet: &mut Producer<B>| {
        let (mut seen, mut sheets, mut held) = (ImportOutcome::default(), Sheets::default(), 0);
        let scanned = scan(source, wanted, &mut seen, |at, record, seen| {
            sheets.keep(at);
            read(at, record, seen, &mut outlet.batch);
            held += 1;
            if held == BATCH {
                held = 0;
                outlet.send().map_err(|Disconnected| Halt::Disconnected)?;
            }
            Ok(())
        });
        (scanned, seen, sheets)
    };
    let (scanned, seen, sheets) = work_ahead(fill, |batch| take(batch, outcome))?;
    outcome.absorb(seen);
    match scanned {
        Err(Halt::File(error)) => Err(error.into()),
        Ok(()) | Err(Halt::Disconnected) => Ok(sheets),
    }
}
