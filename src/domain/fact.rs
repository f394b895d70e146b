//! Facts that stand in a record alone: a form, a row of a file or a line of the ledger says all of one.

use super::record::{LONGEST_NAME, Reader, Reading, Record, Texts, is_too_long};
use super::refusal::{Problem, Read, Refusal};
use super::values::{Date, text};

/// What a noun says of itself, once for the file, the form, the ledger's lines and every view of them.
pub trait Fact: Sized {
    const NOUN: &'static str;
    /// The keys of its fields: headers, flags and JSON names.
    const FIELDS: &'static [&'static str];
    /// The fields that tell one from another. Commands take the first as their argument, the others as flags.
    const KEYS: &'static [usize];
    /// Fields that are only said together.
    const GROUPS: &'static [&'static [usize]] = &[];

    /// Reads a key field by itself, as [`Fact::texts`] writes it: a name, unless the noun says otherwise.
    fn read_key(reader: &mut Reader<'_, '_>, field: usize) -> Option<String> {
        reader.require(field);
        reader.value(field, name)
    }

    /// Reads a whole record; `today` is the last day a date may name.
    ///
    /// Errors: a fault for each field that cannot be taken.
    fn read(record: &Record<'_>, today: Date) -> Reading<Self>;

    /// The text of every field; [`Fact::read`] takes it back.
    fn texts(&self) -> Texts;
}

/// A name, blanks squeezed.
fn name(spelled: &str) -> Result<Read<String>, Refusal> {
    let name = text::squeeze(spelled).into_owned();
    match is_too_long(&name) {
        true => Err(Refusal::new(name, Problem::TextTooLong { most: LONGEST_NAME })),
        false => Ok(Read::clean(name)),
    }
}
