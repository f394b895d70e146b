//! What an entry did, read back: each thing, each field before and after, the row of its file.

use super::outcome::EffectKind;
use crate::domain::patent::Change;
use crate::ledger::{ChangedLine, ChangedThing, EntryRecord, Ledger, LedgerError, NounCount};

/// An entry with what it did.
#[derive(Debug, Clone)]
pub struct EntryDetail {
    pub entry: EntryRecord,
    pub counts: Vec<NounCount>,
    /// The first things it changed, as many as were asked for.
    pub things: Vec<ThingChange>,
}

/// What became of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThingChange {
    pub noun: &'static str,
    pub id: String,
    pub act: EffectKind,
    pub changes: Vec<Change>,
    /// The row of the entry's file.
    pub row: Option<i64>,
}

impl EntryDetail {
    /// How many things the entry changed.
    pub fn changed(&self) -> i64 {
        self.counts.iter().map(|count| count.added + count.corrected + count.ended).sum()
    }
}

/// Reads an entry with at most `most` of the things it changed.
///
/// Errors: `NotFound`.
pub fn entry_detail(ledger: &Ledger, entry: i64, most: usize) -> Result<EntryDetail, LedgerError> {
    let entry = ledger.entry(entry)?;
    let (counts, things) = ledger.changed_things(entry.entry, most)?;
    let things = things.into_iter().map(ThingChange::of).collect();
    Ok(EntryDetail { entry, counts, things })
}

impl ThingChange {
    fn of(thing: ChangedThing) -> Self {
        let own =
            |brought| thing.lines.iter().any(|line| line.is_primary && line.is_brought == brought);
        let act = match (own(true), own(false)) {
            (true, false) => EffectKind::Added,
            (false, true) => EffectKind::Ended,
            (true, true) | (false, false) => EffectKind::Corrected,
        };
        let tables = thing.lines.chunk_by(|a, b| a.table == b.table);
        let changes = tables.flat_map(changes).collect();
        let row = thing.lines.iter().find_map(|line| line.row);
        Self { noun: thing.noun, id: thing.id, act, changes, row }
    }
}

/// The fields that differ between the lines ended and those that came in their place, in order.
fn changes(of_table: &[ChangedLine]) -> Vec<Change> {
    let of = |brought| of_table.iter().filter(move |line| line.is_brought == brought);
    let (mut went, mut came) = (of(false), of(true));
    let mut changes = Vec::new();
    loop {
        let (old, new) = (went.next(), came.next());
        let Some(either) = new.or(old) else { return changes };
        for (at, (field, _)) in either.values.iter().enumerate() {
            let text = |line: Option<&ChangedLine>| {
                line.and_then(|line| line.values.get(at)).map_or_else(String::new, |v| v.1.clone())
            };
            let (old, new) = (text(old), text(new));
            if old != new {
                changes.push(Change { field, old, new });
            }
        }
    }
}
