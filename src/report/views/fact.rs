//! Facts that stand in a record alone: lists, cards and exports, alike for all of their nouns.

use super::cells::{exported, field_cell, note_search};
use crate::i18n::Lang;
use crate::ledger::{FactCard, Ledger, Snapshot};
use crate::operations::Refusal;
use crate::operations::fact_noun::{FactNoun, FactQuery};
use crate::report::{Cell, Details, Table};

/// The facts that are wanted, by what they are known by.
pub fn list(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    noun: &FactNoun,
    query: &FactQuery,
) -> Result<Table, Refusal> {
    let (found, of) = noun.wanted(ledger, snapshot, query)?;
    let mut table = exported(lang, noun.fields, found.into_iter().map(|card| card.texts));
    note_search(lang, &mut table, query.text.as_ref(), noun.noun, of, noun.fields);
    Ok(table)
}

/// A fact's card.
pub fn card(lang: Lang, noun: &FactNoun, card: &FactCard) -> Details {
    let mut record = Details::new(noun.id(&card.texts));
    for (field, text) in noun.fields.iter().zip(&card.texts) {
        record.field(lang, field, field_cell(field, text.clone()));
    }
    record.field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    record
}

/// Every fact as a file can bring it in again.
pub fn export(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    noun: &FactNoun,
) -> Result<Table, Refusal> {
    let all = noun.all(ledger, snapshot)?.into_iter();
    Ok(exported(lang, noun.fields, all.map(|card| card.texts)))
}
