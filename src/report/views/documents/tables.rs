//! Tables of the quarter's and the year's documents beside the sealed figures: counted at what the publication knew, so
//! that they come out the same whenever the document is made.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::sections::Facts;
use crate::domain::values::Percent;
use crate::i18n::quarterly as say;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, LedgerError};
use crate::operations::Refusal;
use crate::report::document::Section;
use crate::report::views::counts::{change, group_cell};
use crate::report::{Cell, Table};
use crate::stats::{AMOUNT_BANDS, FigureRow, Figures, Finance, SplitBy, Totals};

/// How many applicants are named.
const FIRST: usize = 10;

/// The year so far and the same months of the year before, by group; groups without anything in either are left out.
fn to_date(
    ledger: &Ledger,
    facts: &Facts,
    split: SplitBy,
) -> Result<Vec<(String, [Figures; 2])>, LedgerError> {
    let (year, last) = (facts.quarter.year(), facts.quarter.number());
    let totals = Totals::count(ledger, facts.snapshot, Some(split), year - 1..=year)?;
    let rows = |year: i32| -> Vec<FigureRow> {
        // Of a whole year what is known by the year alone counts too.
        let mut rows = if last == 4 { totals.annual(year, year) } else { totals.quarterly(year) };
        rows.retain(|row| row.quarter.is_none_or(|quarter| quarter <= last));
        rows
    };
    let mut groups: BTreeMap<String, [Figures; 2]> = BTreeMap::new();
    for (at, year) in [year, year - 1].into_iter().enumerate() {
        for row in rows(year) {
            groups.entry(row.group.unwrap_or_default()).or_default()[at].add(&row.figures);
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    // Those that state nothing come last; else the most filings first, of two alike the more grants.
    groups.sort_by(|(a, [x, _]), (b, [y, _])| {
        let order = |name: &str, now: &Figures| {
            (name.is_empty(), -now.invention_filings(), -now.invention_grants(), name.to_owned())
        };
        order(a, x).cmp(&order(b, y))
    });
    Ok(groups)
}

const COLUMNS: [&str; 10] = [
    "rank",
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
    let keys = [&[COLUMNS[0], split.code()][..], &COLUMNS[1..]].concat();
    let mut table = Table::of(facts.lang, &keys);
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
    let (mut rank, mut last) = (0, None);
    for (at, (group, figures)) in groups.iter().enumerate() {
        // Two alike share a rank; what states nothing has none.
        if last != Some(figures[0].invention_filings()) {
            (rank, last) = (at as i64 + 1, Some(figures[0].invention_filings()));
        }
        let ranked = if group.is_empty() { Cell::Empty } else { Cell::Ordinal(rank) };
        let mut row = vec![ranked, group_cell(facts.lang, split, group)];
        row.extend(cells(figures));
        table.row(row);
        all.iter_mut().zip(figures).for_each(|(all, figures)| all.add(figures));
    }
    let mut total = vec![Cell::Empty, Cell::text(title(facts.lang, "total"))];
    total.extend(cells(&all));
    table.total(total);
    table
}

/// Filings and grants of the year so far by street, kind of applicant ..., with ranks; none where all is in one group.
pub fn ranked(ledger: &Ledger, facts: &Facts, split: SplitBy) -> Result<Option<Section>, Refusal> {
    let groups = to_date(ledger, facts, split)?;
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
    let heading = say::ranked(facts.lang, title(facts.lang, split.code()));
    let section = Section::new(key, heading, table(facts, split, &groups));
    Ok(Some(section.led(say::ranked_lead(facts.lang))))
}

/// The applicants with the most invention filings of the year so far.
pub fn first_applicants(ledger: &Ledger, facts: &Facts) -> Result<Option<Section>, Refusal> {
    let mut groups = to_date(ledger, facts, SplitBy::Party)?;
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

/// The patentees with the most inventions in force at the quarter's end.
pub fn first_patentees(ledger: &Ledger, facts: &Facts) -> Result<Option<Section>, Refusal> {
    let found = crate::stats::stock(ledger, facts.snapshot, Some(SplitBy::Party), &[facts.end()])?;
    let groups = found.groups.iter().filter_map(|(name, of)| Some((name, of.first()?)));
    let mut groups: Vec<_> =
        groups.filter(|(name, of)| !name.is_empty() && of.in_force[0] > 0).collect();
    groups.sort_by_key(|(name, of)| (-of.in_force[0], -of.high_value, *name));
    groups.truncate(FIRST);
    if groups.len() < 2 {
        return Ok(None);
    }
    let keys = [
        "rank",
        "patentee",
        "invention_valid",
        "high_value_valid",
        "utility_valid",
        "design_valid",
    ];
    let mut table = Table::of(facts.lang, &keys);
    let (mut rank, mut last) = (0, None);
    for (at, (name, of)) in groups.iter().enumerate() {
        // Two alike share a rank.
        if last != Some(of.in_force[0]) {
            (rank, last) = (at as i64 + 1, Some(of.in_force[0]));
        }
        let mut row = vec![Cell::Ordinal(rank), Cell::text(*name)];
        row.extend(
            [of.in_force[0], of.high_value, of.in_force[1], of.in_force[2]].map(Cell::Count),
        );
        table.row(row);
    }
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
    if let (days, n @ 1..) = all.examined {
        let mean = (Decimal::from(days) / Decimal::from(n)).round_dp(1);
        table.note(say::days_to_register(lang, mean, n));
    }
    let section = Section::new("bands", say::bands(lang), table);
    Ok(Some(section.led(say::bands_lead(lang))))
}
