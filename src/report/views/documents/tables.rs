//! Tables of the quarter's and the year's documents beside the sealed figures: counted at what the publication knew, so
//! that they come out the same whenever the document is made.

use rust_decimal::Decimal;

use super::growth::{to_date, with_rank};
use super::sections::Facts;
use crate::domain::values::Percent;
use crate::i18n::codes::label;
use crate::i18n::titles::title;
use crate::i18n::{quarterly as say, stock as stock_words};
use crate::ledger::Ledger;
use crate::operations::Refusal;
use crate::report::document::Section;
use crate::report::views::counts::{change, group_cell};
use crate::report::views::stock as views;
use crate::report::{Cell, Table, shown};
use crate::stats::{AMOUNT_BANDS, Figures, Finance, SplitBy, stock as count_stock};

/// How many applicants are named.
const FIRST: usize = 10;

const COLUMNS: [&str; 9] = [
    "invention_filings",
    "filings_growth_to_date",
    "invention_grants",
    "grants_growth_to_date",
    "utility_filings",
    "utility_grants",
    "design_filings",
    "design_grants",
    "pct_filings",
];

fn table(facts: &Facts, split: SplitBy, groups: &[(String, [Figures; 2])]) -> Table {
    let mut table = Table::of(facts.lang, &[&[split.code()][..], &COLUMNS].concat());
    let mut all: [Figures; 2] = Default::default();
    let cells = |[now, before]: &[Figures; 2]| {
        let mut cells = vec![
            Cell::Count(now.filings[0]),
            change(now.filings[0], before.filings[0]),
            Cell::Count(now.grants[0]),
            change(now.grants[0], before.grants[0]),
        ];
        for kind in 1..3 {
            cells.extend([Cell::Count(now.filings[kind]), Cell::Count(now.grants[kind])]);
        }
        cells.push(Cell::Count(now.pct));
        cells
    };
    for (group, figures) in groups {
        let mut row = vec![group_cell(facts.lang, split, group)];
        row.extend(cells(figures));
        table.row(row);
        all.iter_mut().zip(figures).for_each(|(all, figures)| all.add(figures));
    }
    let mut total = vec![Cell::text(title(facts.lang, "total"))];
    total.extend(cells(&all));
    table.total(total);
    with_rank(table, "invention_filings", facts.lang)
}

/// Filings and grants of the year so far by street, kind of applicant ..., with ranks; none where all is in one group.
pub fn ranked(ledger: &Ledger, facts: &Facts, split: SplitBy) -> Result<Option<Section>, Refusal> {
    let groups = to_date(ledger, (facts.snapshot, facts.quarter), split)?;
    if groups.iter().filter(|(group, _)| !group.is_empty()).count() < 2 {
        return Ok(None);
    }
    let key = match split {
        SplitBy::District => "by_district",
        SplitBy::Street => "by_street",
        SplitBy::ApplicantKind => "by_applicant_kind",
        SplitBy::Ipc => "by_ipc",
        SplitBy::Industry
        | SplitBy::Park
        | SplitBy::Party
        | SplitBy::Bank
        | SplitBy::Kind
        | SplitBy::Size => "by_group",
    };
    let heading = say::ranked(facts.lang, label(facts.lang, "grouping", split.code()));
    let section = Section::new(key, heading, table(facts, split, &groups));
    Ok(Some(section.led(say::ranked_lead(facts.lang))))
}

/// The applicants with the most invention filings of the year so far.
pub fn first_applicants(ledger: &Ledger, facts: &Facts) -> Result<Option<Section>, Refusal> {
    let mut groups = to_date(ledger, (facts.snapshot, facts.quarter), SplitBy::Party)?;
    groups.retain(|(group, [now, _])| !group.is_empty() && now.invention_filings() > 0);
    groups.truncate(FIRST);
    if groups.len() < 2 {
        return Ok(None);
    }
    let heading = say::first_applicants(facts.lang, groups.len());
    let mut table = table(facts, SplitBy::Party, &groups);
    // The sum of ten is nobody's figure.
    table.total = None;
    let section = Section::new("applicants", heading, table);
    Ok(Some(section.led(say::ranked_lead(facts.lang))))
}

/// The stock at the quarter's end by district of a city, by what patentees are, by IPC section; none where all is in one
/// group.
pub fn stock_by(
    ledger: &Ledger,
    facts: &Facts,
    split: SplitBy,
) -> Result<Option<Section>, Refusal> {
    let key = match split {
        SplitBy::District => "stock_by_district",
        SplitBy::ApplicantKind => "stock_by_kind",
        SplitBy::Ipc => "stock_by_ipc",
        SplitBy::Industry
        | SplitBy::Park
        | SplitBy::Street
        | SplitBy::Party
        | SplitBy::Bank
        | SplitBy::Kind
        | SplitBy::Size => "stock_by_group",
    };
    let found = count_stock(ledger, facts.snapshot, Some(split), &views::days(facts.end()))?;
    if found.groups.keys().filter(|group| !group.is_empty()).count() < 2 {
        return Ok(None);
    }
    let heading = stock_words::by_group(facts.lang, label(facts.lang, "grouping", split.code()));
    let section = Section::new(key, heading, views::by_group(facts.lang, &found, split));
    Ok(Some(section.led(say::patentees_lead(facts.lang))))
}

/// The patentees with the most inventions in force at the quarter's end.
pub fn first_patentees(ledger: &Ledger, facts: &Facts) -> Result<Option<Section>, Refusal> {
    let found = count_stock(ledger, facts.snapshot, Some(SplitBy::Party), &[facts.end()])?;
    let groups = found.groups.iter().filter_map(|(name, of)| Some((name, of.first()?)));
    let mut groups: Vec<_> =
        groups.filter(|(name, of)| !name.is_empty() && of.in_force[0] > 0).collect();
    groups.sort_by_key(|(name, of)| (-of.in_force[0], -of.high_value, *name));
    groups.truncate(FIRST);
    if groups.len() < 2 {
        return Ok(None);
    }
    let keys = ["patentee", "invention_valid", "high_value_valid", "utility_valid", "design_valid"];
    let mut table = Table::of(facts.lang, &keys);
    for (name, of) in &groups {
        let mut row = vec![Cell::text(*name)];
        row.extend(
            [of.in_force[0], of.high_value, of.in_force[1], of.in_force[2]].map(Cell::Count),
        );
        table.row(row);
    }
    let table = with_rank(table, "invention_valid", facts.lang);
    let section = Section::new("patentees", say::first_patentees(facts.lang, groups.len()), table);
    Ok(Some(section.led(say::patentees_lead(facts.lang))))
}

/// Pledges of the year so far by the amount each secures, and how long registration took.
pub fn amount_bands(ledger: &Ledger, facts: &Facts) -> Result<Option<Section>, Refusal> {
    if !ledger.holds_finance()? {
        return Ok(None);
    }
    let lang = facts.lang;
    let (now, last_year) = (facts.quarter, facts.quarter.plus(-4));
    let of = |quarter: crate::domain::values::Quarter| {
        crate::stats::amount_bands(ledger, facts.snapshot, quarter.year_to_date())
    };
    let (now, before) = (of(now)?, of(last_year)?);
    let mut all = Finance::default();
    now.iter().for_each(|band| all.add(band));
    if all.registrations == 0 {
        return Ok(None);
    }
    let [small, large] = AMOUNT_BANDS.map(|yuan| yuan / 10_000);
    let names = [
        say::band_up_to(lang, small),
        say::band_between(lang, small, large),
        say::band_above(lang, large),
        say::band_none(lang),
    ];
    let mut table = Table::of(
        lang,
        &[
            "amount_band",
            "pledge_registrations",
            "growth",
            "registrations_share",
            "secured_amount",
            "amount_share",
        ],
    );
    let share = |part: i64, whole: i64| match Percent::ratio(part, whole) {
        Some(percent) => Cell::Percent(format!("{:.1}", percent.points().round_dp(1))),
        None => Cell::Empty,
    };
    for ((name, band), before) in names.into_iter().zip(&now).zip(&before) {
        if band.registrations == 0 && before.registrations == 0 {
            continue;
        }
        table.row(vec![
            Cell::text(name),
            Cell::Count(band.registrations),
            change(band.registrations, before.registrations),
            share(band.registrations, all.registrations),
            Cell::Yuan(band.secured_fen),
            share(band.secured_fen, all.secured_fen),
        ]);
    }
    table.total(vec![
        Cell::text(title(lang, "total")),
        Cell::Count(all.registrations),
        change(all.registrations, before.iter().map(|band| band.registrations).sum()),
        Cell::Empty,
        Cell::Yuan(all.secured_fen),
        Cell::Empty,
    ]);
    let mut inclusive = Finance::default();
    now[..AMOUNT_BANDS.len()].iter().for_each(|band| inclusive.add(band));
    let said = |cell: Cell| shown(&cell, lang);
    table.note(say::band_inclusive(
        lang,
        large,
        inclusive.registrations,
        said(Cell::Yuan(inclusive.secured_fen)),
    ));
    if let (days, n @ 1..) = all.examined {
        let mean = (Decimal::from(days) / Decimal::from(n)).round_dp(1);
        table.note(say::days_to_register(lang, mean, n));
    }
    let section = Section::new("bands", say::bands(lang), table);
    Ok(Some(section.led(say::bands_lead(lang))))
}
