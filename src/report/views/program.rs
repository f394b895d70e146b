//! Recognition programmes and their cases: lists, and one with its timeline and what may be done.

use super::cells::{cards, coded, date, exported, joined, note_search, text};
use crate::domain::program::{DISTRICT, FIELDS, allows, term_ends};
use crate::domain::values::Date;
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::programs::called;
use crate::i18n::say;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, PartyCard, ProgramCard, Snapshot};
use crate::operations::Refusal;
use crate::operations::party::named;
use crate::operations::program::{CaseQuery, as_stated, find, wanted};
use crate::report::{Cell, Details, Table};
use crate::stats::{NotCounted, program_figures};

/// The programmes, each version a row.
pub fn programs(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let keys = ["program", "title", "level", "term_months", "valid_from", "valid_to"];
    let mut table = Table::of(lang, &keys);
    for card in ledger.programs(snapshot)?.0 {
        let of = &card.program;
        table.row(vec![
            Cell::id(&of.code),
            Cell::text(called(lang, of)),
            coded(lang, "level", of.level.code()),
            of.term_months.map_or(Cell::Empty, |months| Cell::Count(months.into())),
            date(Some(of.valid_from)),
            date(of.valid_to),
        ]);
    }
    Ok(table)
}

/// A programme's card.
pub fn terms(lang: Lang, card: &ProgramCard) -> Details {
    let of = &card.program;
    let kinds: Vec<String> =
        of.kinds.iter().map(|kind| label(lang, "party_kind", kind.code())).collect();
    let excludes: Vec<String> = of
        .excludes
        .iter()
        .map(|one| match one.recognised_before {
            None => one.program.clone(),
            Some(day) => say::recognised_before(lang, &one.program, day),
        })
        .collect();
    let count = |n: Option<i32>| n.map_or(Cell::Empty, |n| Cell::Count(n.into()));
    let mut record = Details::new(called(lang, of));
    record
        .field(lang, "program", Cell::id(&of.code))
        .field(lang, "title", Cell::text(called(lang, of)))
        .field(lang, "level", coded(lang, "level", of.level.code()))
        .field(lang, "kinds", joined(&kinds, lang))
        .field(lang, "age_years_least", count(of.age_years_least))
        .field(lang, "term_months", count(of.term_months))
        .field(lang, "recommend", Cell::Bool(of.recommend))
        .field(lang, "excludes", joined(&excludes, lang))
        .field(lang, "source", text(of.source.clone()))
        .field(lang, "valid_from", date(Some(of.valid_from)))
        .field(lang, "valid_to", date(of.valid_to))
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    record
}

/// 认定情况表: how many of each programme applied, were recommended, recognised and accepted, and where they stand.
pub fn figures(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let keys = [
        "program",
        "level",
        "applied",
        "recommended",
        "recognised",
        "accepted",
        "failed",
        "in_term",
        "overdue",
        "revoked",
        "acceptance_rate",
        "attempts_rate",
    ];
    let mut table = Table::of(lang, &keys).titled(say::programs_title(lang)).sparing(&[
        "attempts_rate",
        "level",
        "recommended",
    ]);
    for figures in program_figures(ledger, snapshot)? {
        let of = &figures.program;
        let counts = [
            figures.applied,
            figures.recommended,
            figures.recognised,
            figures.accepted,
            figures.failed,
            figures.in_term,
            figures.overdue,
            figures.revoked,
        ];
        let rates = [figures.acceptance_rate(), figures.attempts_rate()];
        let rates = rates
            .map(|rate| Cell::opt(rate, |rate| Cell::Percent(format!("{:.2}", rate.points()))));
        let mut cells =
            vec![Cell::code(&of.code, called(lang, of)), coded(lang, "level", of.level.code())];
        cells.extend(counts.map(Cell::Count));
        cells.extend(rates);
        table.row(cells);
        let left =
            [(NotCounted::Outside, figures.outside), (NotCounted::OtherKind, figures.other_kinds)];
        for (why, n) in left.into_iter().filter(|(_, n)| *n > 0) {
            let why = label(lang, "not_counted", why.code());
            let because = say::not_counted_because(lang, n, why);
            table.note(say::not_counted(lang, called(lang, of), n, because));
        }
    }
    Ok(table)
}

/// The cases that are wanted.
pub fn list(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &CaseQuery,
) -> Result<Table, Refusal> {
    let parties = cards(ledger, snapshot)?;
    let (found, of) = wanted(ledger, snapshot, query)?;
    let keys =
        ["case_no", "program", "organisation", "batch", "case_applied", "case_state", "term_until"];
    let mut table = Table::of(lang, &keys).sparing(&["batch", "program", "term_until"]);
    for row in found {
        let history = row.card.history();
        let organisation = parties.get(&row.card.party).and_then(|card| card.party.name.clone());
        let ends = term_ends(row.program.rules(), &history, snapshot.as_of);
        table.row(vec![
            Cell::id(row.card.called()),
            Cell::code(&row.program.code, called(lang, &row.program)),
            text(organisation),
            Cell::Ordinal(row.card.batch.into()),
            date(row.card.applied()),
            coded(lang, "case_state", row.state.code()),
            date(ends.filter(|_| row.state.is_recognised())),
        ]);
    }
    let searched = ["case_no", "organisation", "name_then"];
    note_search(lang, &mut table, query.text.as_ref(), "program_case", of, &searched);
    Ok(table)
}

/// A case's card: where it stands, its steps, and what may be done.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    case: &str,
) -> Result<Details, Refusal> {
    let row = find(ledger, snapshot, case)?;
    let (of, rules) = (&row.card, row.program.rules());
    let ends: Option<Date> = term_ends(rules, &of.history(), snapshot.as_of);
    let may_do = allows(rules, row.state);
    let word = |code: &'static str| (code, label(lang, "case_step", code));
    let may_do: Vec<_> = may_do.into_iter().map(|step| word(step.code())).collect();
    let mut record = Details::new(of.called());
    record
        .field(lang, "case_no", Cell::id(of.called()))
        .field(lang, "program", Cell::code(&of.program, called(lang, &row.program)))
        .field(lang, "level", coded(lang, "level", row.program.level.code()))
        .field(lang, "organisation", text(Some(ledger.party_name(of.party, snapshot)?)))
        .field(lang, "name_then", text(of.name_then.clone()))
        .field(lang, "batch", Cell::Ordinal(of.batch.into()))
        .field(lang, "state", coded(lang, "case_state", row.state.code()))
        .field(lang, "case_applied", date(of.applied()))
        .field(lang, "term_until", date(ends.filter(|_| row.state.is_recognised())))
        .codes(lang, "may_do", &may_do)
        .field(lang, "filed_by", text(of.filed_by.clone()))
        .field(lang, "brought_by", Cell::Ordinal(of.brought_by));
    let keys = [
        "step",
        "event",
        "day",
        "until",
        "document",
        "score",
        "decided_by",
        "detail",
        "brought_by",
    ];
    let mut steps = Table::of(lang, &keys)
        .titled(title(lang, "timeline"))
        .sparing(&["score", "detail", "document"]);
    for event in of.events.iter().filter(|event| event.event.day <= snapshot.as_of) {
        let step = &event.event;
        let score = |n: i32| Cell::Decimal(rust_decimal::Decimal::new(n.into(), 2).to_string());
        steps.row(vec![
            Cell::Ordinal(event.n),
            coded(lang, "case_step", step.step.code()),
            date(Some(step.day)),
            date(step.until),
            text(step.document.clone()),
            step.score.map_or(Cell::Empty, score),
            text(step.decided_by.clone()),
            text(step.detail.clone()),
            Cell::Ordinal(event.brought_by),
        ]);
    }
    record.table("events", steps);
    if of.id.is_none() {
        record.note(say::case_of_mark(lang));
    }
    Ok(record)
}

/// Every case as a file can bring it in again: a row for each step.
pub fn export(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let parties = cards(ledger, snapshot)?;
    let rows = ledger.cases(snapshot)?.into_iter().flat_map(|card| {
        let party = parties.get(&card.party);
        let district = party.and_then(PartyCard::stated_district);
        let mut rows = as_stated(&card, &named(party));
        rows.iter_mut().for_each(|row| row[DISTRICT] = district.clone());
        rows
    });
    Ok(exported(lang, &FIELDS, rows))
}
