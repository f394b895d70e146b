//! What the quarter's and the year's documents are made of: each function fills one section from figures that
//! were counted already.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::growth::{to_date, with_growth, with_rank};
use crate::domain::indicator::{Grouping, Indicator};
use crate::domain::publication::{Figure, FigureKey, is_provisional};
use crate::domain::target::{Attainment, Measured, Target};
use crate::domain::values::{Date, Period, Quarter};
use crate::i18n::codes::label;
use crate::i18n::{
    Lang, forecasts, publications, quarterly as say, say as common, stock as stock_words,
};
use crate::ledger::{Ledger, LedgerError, Snapshot};
use crate::operations::Refusal;
use crate::report::document::{Chart, Document, Form, Goal, Section, Series, Style};
use crate::report::views::figures::{
    FigureLookup, change_cell, member_name, name as figure_name, unit, value_cell,
};
use crate::report::views::forecast::{forecast as targets_ahead, path as way_ahead};
use crate::report::views::program;
use crate::report::views::stock::{WorkedOut, at_least, notes, worked_out};
use crate::report::views::target::{decimal, goal_period, named};
use crate::report::{Cell, Table, shown};
use crate::stats::plans::{self, PlanChoice};
use crate::stats::publication::reference;
use crate::stats::{
    LeftOut, PER_10K, SplitBy, first_loans_by_bank, statement, stock as count_stock,
};

/// The figures of a quarter and what they were counted at.
pub struct Facts {
    pub lang: Lang,
    pub quarter: Quarter,
    pub snapshot: Snapshot,
    /// The entry whose anchor the document carries.
    pub anchor_at: i64,
    pub figures: Vec<Figure>,
    /// What is said of the publication; none for a draft.
    pub published: Option<String>,
    /// Loans that are no part of what is owed, and why.
    pub left_out: LeftOut,
}

impl Facts {
    pub fn book(&self) -> FigureLookup<'_> {
        FigureLookup::new(&self.figures)
    }

    pub fn end(&self) -> Date {
        self.quarter.period().last()
    }

    /// A figure that is no count of ours, by its code.
    fn counted(&self, code: &str, period: Period) -> Option<Decimal> {
        let key = FigureKey { indicator: code.to_owned(), period, group: None };
        self.figures.iter().find(|figure| figure.key == key).map(|figure| figure.value)
    }

    fn value(&self, indicator: Indicator, period: Period) -> Option<Decimal> {
        self.book().of(indicator, period).map(|figure| figure.value)
    }

    /// What a target has reached at the quarter's end, by the figures; a level is of that day.
    fn reached(&self, target: &Target) -> Option<Decimal> {
        match Indicator::from_code(&target.indicator) {
            Some(indicator) => {
                let to_date = match indicator.is_level() {
                    true => Period::alone(self.end()),
                    false => Period::between(
                        target.period.first(),
                        self.end().min(target.period.last()),
                    )?,
                };
                target.in_unit(indicator, self.value(indicator, to_date)?)
            }
            None => self.counted(&target.indicator, Period::alone(self.end())),
        }
    }

    fn attainments(&self, ledger: &Ledger) -> Result<Vec<(Target, Attainment)>, LedgerError> {
        let (end, at_end) = (self.end(), Snapshot { as_of: self.end(), ..self.snapshot });
        let counts = |target: &Target| target.period.first() <= end && !target.is_step_over(end);
        let all = plans::targets_of(ledger, at_end, PlanChoice::OfTheDay)?;
        let targets = all.iter().filter(|target| counts(target));
        Ok(targets
            .map(|target| {
                let is_ours = Indicator::from_code(&target.indicator).is_some();
                // What others report of a flow is all of it so far: it says nothing of a part of the plan's years.
                let is_told = is_ours || !target.is_step_of_a_flow(&all);
                let reached = is_told.then(|| self.reached(target)).flatten();
                (target.clone(), target.attainment(reached, self.end()))
            })
            .collect())
    }

    /// The longest target of an indicator that holds the quarter: the plan's own, not the step of a year.
    fn target(&self, ledger: &Ledger, indicator: Indicator) -> Result<Option<Target>, LedgerError> {
        let mut targets = self.attainments(ledger)?;
        targets.retain(|(target, _)| {
            target.indicator == indicator.code()
                && target.measured == Measured::Cumulative
                && target.period.contains(self.end())
        });
        let targets = targets.into_iter().map(|(target, _)| target);
        Ok(targets.max_by_key(|target| target.period.days()))
    }

    /// What the plan asks of an indicator in single years.
    fn steps(
        &self,
        ledger: &Ledger,
        indicator: Indicator,
    ) -> Result<BTreeMap<i32, Decimal>, LedgerError> {
        let at_end = Snapshot { as_of: self.end(), ..self.snapshot };
        let mut steps = plans::targets_of(ledger, at_end, PlanChoice::OfTheDay)?;
        steps.retain(|step| {
            step.indicator == indicator.code() && step.measured == Measured::Cumulative
        });
        let of_year = |step: Target| {
            let year = step.period.first().year();
            (Period::year(year) == Some(step.period)).then_some((year, step.goal))
        };
        Ok(steps.into_iter().filter_map(of_year).collect())
    }

    /// The plan an indicator has a target for, up to the quarter's end; none without one.
    pub fn plan_to_date(
        &self,
        ledger: &Ledger,
        indicator: Indicator,
    ) -> Result<Option<Period>, LedgerError> {
        let target = self.target(ledger, indicator)?;
        Ok(target.and_then(|target| {
            Period::between(target.period.first(), self.end().min(target.period.last()))
        }))
    }

    /// How far an indicator's goal is, for a headline.
    pub fn goal(&self, ledger: &Ledger, indicator: Indicator) -> Result<Option<Goal>, LedgerError> {
        let Some(target) = self.target(ledger, indicator)? else { return Ok(None) };
        let at = target.attainment(self.reached(&target), self.end());
        let permille = |part: Decimal| {
            let share = part.checked_mul(Decimal::from(1000))?.checked_div(target.goal)?;
            share.round().to_i64()
        };
        let goal = shown(&Cell::Decimal(target.goal.normalize().to_string()), self.lang);
        Ok(at.actual.and_then(permille).map(|reached| Goal {
            label: say::goal(self.lang, goal),
            permille: reached,
            expected_permille: at.expected_by_now.and_then(permille),
        }))
    }
}

/// What every document of figures has around its sections.
///
/// `now`: how the table is headed is no figure; it is as it is now, not as it was when figures were sealed.
pub fn frame(ledger: &Ledger, now: Snapshot, facts: &Facts) -> Result<Document, Refusal> {
    let lang = facts.lang;
    let office = ledger.office(facts.snapshot)?.name;
    let mut heading = ledger.report_heading(now)?;
    heading.entry("issuer".to_owned()).or_insert(office);
    let said = |field: &str| heading.get(field).cloned().unwrap_or_default();
    let fields = ["table_no", "issuer", "filed_with", "approval_no", "valid_until"];
    let head = fields.into_iter().filter(|field| heading.contains_key(*field));
    let snapshot = facts.snapshot;
    Ok(Document {
        head: head.map(|field| (heading_name(lang, field), said(field))).collect(),
        notes: vec![
            publications::flags_note(lang),
            say::note_assumed(lang),
            say::note_registered(lang),
            say::note_levels(lang),
        ],
        signatures: vec![
            (say::prepared_by(lang), said("prepared_by")),
            (say::reviewed_by(lang), said("reviewed_by")),
            (say::signed_on(lang), String::new()),
        ],
        times: common::as_of_line(lang, snapshot.as_of, snapshot.known_at),
        anchor: ledger.anchor_at(facts.anchor_at)?.to_string(),
        ..Document::default()
    })
}

/// The name of a line of an official table's head.
pub fn heading_name(lang: Lang, field: &str) -> String {
    match field {
        "table_no" => say::table_no(lang),
        "issuer" => say::issuer(lang),
        "filed_with" => say::filed_with(lang),
        "approval_no" => say::approval_no(lang),
        "valid_until" => say::valid_until(lang),
        "prepared_by" => say::prepared_by(lang),
        _ => say::reviewed_by(lang),
    }
}

/// The plan's targets at the quarter's end.
pub fn targets(ledger: &Ledger, facts: &Facts) -> Result<Option<Section>, Refusal> {
    let lang = facts.lang;
    let keys =
        ["indicator", "unit", "goal", "actual", "ratio", "expected_by_now", "needed_per_year"];
    let attainments = facts.attainments(ledger)?;
    let periods: BTreeSet<Period> = attainments.iter().map(|(target, _)| target.period).collect();
    let mut keys = keys.to_vec();
    if periods.len() > 1 {
        keys.insert(1, "goal_period");
    }
    let mut table = Table::of(lang, &keys);
    let by_then = Snapshot { as_of: facts.end(), ..facts.snapshot };
    for (target, at) in attainments {
        let name = named(lang, &target);
        let is_ours = Indicator::from_code(&target.indicator).is_some();
        if let Some(reported) = ledger
            .latest_reported(&target.indicator, by_then)?
            .filter(|_| !is_ours && at.actual.is_some())
        {
            let value = reported.value.normalize();
            table.note(common::note_reported(lang, &name, value, reported.source, reported.day));
        }
        let mut cells = vec![Cell::code(&target.indicator, name)];
        if periods.len() > 1 {
            cells.push(goal_period(&target));
        }
        cells.extend([
            Cell::text(target.unit.unwrap_or_default()),
            decimal(Some(target.goal)),
            decimal(at.actual),
            Cell::opt(at.ratio, |ratio| Cell::Percent(format!("{:.2}", ratio.points()))),
            decimal(at.expected_by_now),
            decimal(at.needed_per_year),
        ]);
        table.row(cells);
    }
    if table.rows.is_empty() {
        return Ok(None);
    }
    let section = Section::new("targets", say::targets(lang), table);
    Ok(Some(section.led(say::targets_lead(lang, facts.end()))))
}

const OF_PATENTS: [Indicator; 7] = [
    Indicator::InventionFilings,
    Indicator::InventionGrants,
    Indicator::UtilityFilings,
    Indicator::UtilityGrants,
    Indicator::DesignFilings,
    Indicator::DesignGrants,
    Indicator::PctFilings,
];

/// What a plan asks of each of its years: the goal it sets for the year, else an even share of the whole.
struct Pace {
    period: Period,
    even: Decimal,
    steps: BTreeMap<i32, Decimal>,
}

impl Pace {
    fn of(target: Target, steps: BTreeMap<i32, Decimal>) -> Self {
        let years = target.period.last().year() - target.period.first().year() + 1;
        let even = (target.goal / Decimal::from(years.max(1))).round_dp(1);
        Self { period: target.period, even, steps }
    }

    fn in_year(&self, year: i32) -> Option<Decimal> {
        let first = Period::year(year)?.first();
        let even = self.period.contains(first).then_some(self.even);
        self.steps.get(&year).copied().or(even)
    }
}

/// Filings and grants by year, against the plan's yearly pace.
pub fn years(ledger: &Ledger, facts: &Facts) -> Result<Section, Refusal> {
    let lang = facts.lang;
    let mut keys = vec!["year"];
    keys.extend(OF_PATENTS.map(Indicator::code));
    let pace = |indicator| -> Result<Option<Pace>, Refusal> {
        let Some(target) = facts.target(ledger, indicator)? else { return Ok(None) };
        Ok(Some(Pace::of(target, facts.steps(ledger, indicator)?)))
    };
    let paces = [
        ("filings_pace", pace(Indicator::InventionFilings)?),
        ("grants_pace", pace(Indicator::InventionGrants)?),
    ];
    let paced: Vec<_> = paces.into_iter().filter_map(|(key, pace)| Some((key, pace?))).collect();
    keys.extend(paced.iter().map(|(key, _)| *key));
    let mut table = Table::of(lang, &keys);
    let mut periods: Vec<Period> = facts
        .figures
        .iter()
        .map(|figure| figure.key.period)
        .filter(|period| Period::year(period.first().year()) == Some(*period))
        .collect();
    periods.push(facts.quarter.year_to_date());
    periods.sort_unstable();
    periods.dedup();
    for period in &periods {
        let mut cells = vec![Cell::Ordinal(i64::from(period.first().year()))];
        cells.extend(OF_PATENTS.map(|indicator| facts.cell(indicator, *period)));
        cells.extend(paced.iter().map(|(_, pace)| decimal(pace.in_year(period.first().year()))));
        table.row(cells);
    }
    let last = facts.quarter.year_to_date();
    if facts.quarter.number() < 4 {
        table.note(say::note_part_of_year(lang, publications::period(lang, last)));
    }
    let said = |indicator| shown(&facts.cell(indicator, last), lang);
    let first = periods.first().map_or(last, |period| *period).first().year();
    let mut series = vec![
        Series { column: 1, style: Style::Actual },
        Series { column: 2, style: Style::Actual },
    ];
    let path = |n: usize| Series { column: 1 + OF_PATENTS.len() + n, style: Style::Path };
    series.extend((0..paced.len()).map(path));
    let summary = say::years_summary(
        lang,
        first,
        last.first().year(),
        said(Indicator::InventionFilings),
        said(Indicator::InventionGrants),
    );
    let unit = label(lang, "counter", "patents");
    let title = say::years_chart(lang);
    let section = Section::new("years", say::years(lang), table);
    Ok(section.drawn(Chart { title, summary, form: Form::Columns, category: 0, series, unit }))
}

/// The plan quarter by quarter: what has come together against an even pace.
pub fn progress(ledger: &Ledger, facts: &Facts) -> Result<Option<Section>, Refusal> {
    let lang = facts.lang;
    let mut targets = Vec::new();
    for (indicator, keys) in [
        (Indicator::InventionFilings, ["invention_filings", "filings_so_far", "filings_path"]),
        (Indicator::InventionGrants, ["invention_grants", "grants_so_far", "grants_path"]),
    ] {
        // Quarters add up to a plan that begins with one.
        let begins =
            |target: &Target| target.period.first() == Quarter::of(target.period.first()).first();
        if let Some(target) = facts.target(ledger, indicator)?.filter(begins) {
            targets.push((indicator, keys, target));
        }
    }
    let Some(first) = targets.iter().map(|(_, _, target)| target.period.first()).min() else {
        return Ok(None);
    };
    let mut keys = vec!["quarter"];
    keys.extend(targets.iter().flat_map(|(_, keys, _)| *keys));
    let mut table = Table::of(lang, &keys);
    let mut quarter = Quarter::of(first);
    let mut sums = vec![Decimal::ZERO; targets.len()];
    while quarter <= facts.quarter {
        let mut cells = vec![Cell::id(quarter)];
        for ((indicator, _, target), sum) in targets.iter().zip(&mut sums) {
            *sum += facts.value(*indicator, quarter.period()).unwrap_or_default();
            let pace = target.attainment(None, quarter.period().last()).expected_by_now;
            cells.extend([
                facts.cell(*indicator, quarter.period()),
                value_cell(indicator.code(), *sum),
                decimal(pace),
            ]);
        }
        table.row(cells);
        quarter = quarter.plus(1);
    }
    let mut section = Section::new("progress", say::quarters(lang), Table::default());
    for (n, ((indicator, _, target), sum)) in targets.iter().zip(&sums).enumerate() {
        let column = 1 + n * 3;
        let name = facts.name(*indicator);
        let expected = target.attainment(None, facts.end()).expected_by_now.unwrap_or_default();
        section = section.drawn(Chart {
            title: say::quarters_chart(lang, &name),
            summary: say::quarters_summary(lang, &name, sum.normalize(), expected.normalize()),
            form: Form::Lines,
            category: 0,
            series: vec![
                Series { column: column + 1, style: Style::Actual },
                Series { column: column + 2, style: Style::Path },
            ],
            unit: label(lang, "counter", "patents"),
        });
    }
    for ((indicator, _, target), sum) in targets.iter().zip(&sums) {
        let reached = facts.reached(target).unwrap_or_default();
        if reached > *sum {
            let n = (reached - *sum).normalize();
            table.note(say::note_year_only(lang, facts.name(*indicator), n));
        }
    }
    section.table = table;
    Ok(Some(section))
}

/// Where the targets of plans still running will be, and the way of the filings there.
pub fn forecast(ledger: &Ledger, facts: &Facts) -> Result<Vec<Section>, Refusal> {
    let lang = facts.lang;
    let at_end = Snapshot { as_of: facts.end(), is_now: false, ..facts.snapshot };
    let mut told = crate::stats::forecast::forecast(ledger, at_end)?;
    told.retain(|forecast| forecast.target.period.last() > facts.end());
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let table = targets_ahead(lang, &told);
    let mut sections = vec![Section::new("forecast", say::forecast(lang), table)];
    let filings = Indicator::InventionFilings;
    let of_filings = told.iter().find(|forecast| forecast.target.indicator == filings.code());
    if let Some(outcome) = of_filings.and_then(|forecast| forecast.outcome.as_ref().ok()) {
        let mut table = way_ahead(lang, outcome, 0);
        // One name for a place along the axis.
        table.columns.remove(0);
        for (row, step) in table.rows.iter_mut().zip(&outcome.path) {
            row.remove(0);
            row[0] = Cell::id(step.quarter);
            if step.is_known() {
                // What is known is drawn once.
                row.iter_mut().skip(2).for_each(|cell| *cell = Cell::Empty);
            }
        }
        let name = facts.name(filings);
        let said = |n: i64| shown(&Cell::Count(n), lang);
        let end = outcome.at_end;
        let summary =
            say::forecast_summary(lang, &name, said(end.expected), said(end.low), said(end.high));
        let series = [(1, Style::Actual), (2, Style::Estimate), (3, Style::Path), (4, Style::Path)];
        let chart = Chart {
            title: say::forecast_chart(lang, &name),
            summary,
            form: Form::Lines,
            category: 0,
            series: series.map(|(column, style)| Series { column, style }).to_vec(),
            unit: label(lang, "counter", "patents"),
        };
        let title = say::forecast_chart(lang, &name);
        sections.push(Section::new("forecast_path", title, table).drawn(chart));
    }
    Ok(sections)
}

/// How much of a quarter is usually known at its age, while more may come in.
pub fn completeness(ledger: &Ledger, facts: &Facts) -> Result<Option<String>, Refusal> {
    let (quarter, snapshot) = (facts.quarter, facts.snapshot);
    if !is_provisional(quarter.period(), snapshot.as_of) {
        return Ok(None);
    }
    let known = facts.cell(Indicator::InventionFilings, quarter.period());
    let usual = crate::stats::completeness(ledger, snapshot, quarter)?;
    Ok(usual.map(|usual| {
        let share = (usual.share_permille + 5) / 10;
        let known =
            format!("{} {}", facts.name(Indicator::InventionFilings), shown(&known, facts.lang));
        forecasts::so_far(facts.lang, quarter, known, share, usual.quarters)
    }))
}

/// Pledges and loans by bank, with the loans that are a firm's first from any.
pub fn finance(ledger: &Ledger, facts: &Facts) -> Result<Option<Section>, Refusal> {
    const COLUMNS: [Indicator; 8] = [
        Indicator::PledgeRegistrations,
        Indicator::PledgedPatents,
        Indicator::SecuredAmount,
        Indicator::LoansGranted,
        Indicator::LoanAmount,
        Indicator::LoansOutstanding,
        Indicator::Outstanding,
        Indicator::OverduePrincipal,
    ];
    let lang = facts.lang;
    let Some(mut table) = by_group(facts, Grouping::Bank, "bank", &COLUMNS) else {
        return Ok(None);
    };
    let to_date = facts.quarter.year_to_date();
    let firsts = first_loans_by_bank(ledger, facts.snapshot, to_date)?;
    let of_bank = |row: &Vec<Cell>| match row.first() {
        Some(Cell::Code { code, .. }) => firsts.get(code).copied().unwrap_or_default(),
        _ => 0,
    };
    let cells = table.rows.iter().map(|row| Cell::Count(of_bank(row))).collect();
    let beside = table.columns.iter().position(|column| column.key == COLUMNS[3].code());
    let beside = beside.map_or(table.columns.len(), |at| at + 1);
    table.insert(beside, lang, "first_loans", cells, Cell::Count(firsts.values().sum()));
    let at = |of: Indicator| table.columns.iter().position(|column| column.key == of.code());
    let [secured_at, owed_at] =
        [Indicator::SecuredAmount, Indicator::Outstanding].map(|of| at(of).unwrap_or_default());
    let said = |indicator| shown(&facts.cell(indicator, to_date), lang);
    let chart = |title, summary, column| Chart {
        title,
        summary,
        form: Form::Bars,
        category: 0,
        series: vec![Series { column, style: Style::Actual }],
        unit: label(lang, "counter", "fen"),
    };
    let banks = table.rows.len();
    let secured = say::finance_summary(lang, banks, said(Indicator::SecuredAmount));
    let owed = say::outstanding_summary(lang, said(Indicator::Outstanding));
    let section = Section::new("finance", say::finance(lang), table).led(say::finance_lead(lang));
    let secured = chart(say::finance_chart(lang), secured, secured_at);
    let owed = chart(say::outstanding_chart(lang), owed, owed_at);
    Ok(Some(section.drawn(secured).drawn(owed)))
}

/// Filings and grants of the year so far by park, size or industry, with the change on the year before.
pub fn groups(
    ledger: &Ledger,
    facts: &Facts,
    grouping: Grouping,
) -> Result<Option<Section>, Refusal> {
    let lang = facts.lang;
    let (key, split) = match grouping {
        Grouping::Park => ("by_park", SplitBy::Park),
        Grouping::Size => ("by_size", SplitBy::Size),
        Grouping::Industry => ("by_industry", SplitBy::Industry),
        Grouping::Bank | Grouping::Fund | Grouping::PartyKind | Grouping::IpcSection => {
            return Ok(None);
        }
    };
    let mut columns = OF_PATENTS.to_vec();
    columns.extend([Indicator::InventionInForce, Indicator::HighValueValid]);
    let Some(table) = by_group(facts, grouping, split.code(), &columns) else { return Ok(None) };
    let table = with_growth(table, &to_date(ledger, (facts.snapshot, facts.quarter), split)?, lang);
    // Sizes have an order of their own.
    let by = OF_PATENTS[0].code();
    let table = if split == SplitBy::Size { table } else { with_rank(table, by, lang) };
    let name = label(lang, "grouping", grouping.code());
    let summary = say::groups_summary(lang, table.rows.len(), &name);
    let at = |key: &str| table.columns.iter().position(|column| column.key == key);
    let drawn = OF_PATENTS[..2].iter().filter_map(|of| at(of.code()));
    let chart = Chart {
        title: say::groups_chart(lang, &name),
        summary,
        form: Form::Bars,
        category: at(split.code()).unwrap_or_default(),
        series: drawn.map(|column| Series { column, style: Style::Actual }).collect(),
        unit: label(lang, "counter", "patents"),
    };
    let section = Section::new(key, say::groups(lang, name), table).led(say::groups_lead(lang));
    Ok(Some(section.drawn(chart)))
}

/// What there was at the quarter's end: patents in force, inventions of high value by class, for each 10,000 people, as a
/// share, and how old they are.
pub fn stock(ledger: &Ledger, facts: &Facts) -> Result<Option<Section>, Refusal> {
    const ROWS: [Indicator; 10] = [
        Indicator::InventionInForce,
        Indicator::HighValueValid,
        Indicator::HighValueEmerging,
        Indicator::HighValueAbroad,
        Indicator::HighValueMaintained,
        Indicator::HighValueFinanced,
        Indicator::HighValueAwarded,
        Indicator::HighValueUnknown,
        Indicator::UtilityInForce,
        Indicator::DesignInForce,
    ];
    let (lang, book) = (facts.lang, facts.book());
    let end = Period::alone(facts.end());
    if !book.counts(Indicator::InventionInForce) || book.of(ROWS[1], end).is_none() {
        return Ok(None);
    }
    let before = facts.quarter.plus(-4).last();
    let year_end = Quarter::new(facts.quarter.year() - 1, 4).map(Quarter::last);
    let days: Vec<Date> = [facts.end(), before].into_iter().chain(year_end).collect();
    let found = count_stock(ledger, facts.snapshot, None, &days)?;
    let counted = found.groups.values().next().cloned().unwrap_or_default();
    let [before, year_end] = [Some(before), year_end].map(|day| day.map(Period::alone));
    let keys = [
        "indicator",
        "value",
        "per_10k",
        "year_before",
        "change",
        "year_end",
        "since_year_end",
        "flags",
    ];
    let mut table = Table::of(lang, &keys).sparing(&["year_end"]);
    for indicator in ROWS {
        let code = indicator.code();
        let value = |period| book.of(indicator, period).map(|figure| figure.value);
        let cell =
            |value: Option<Decimal>| value.map_or(Cell::Empty, |value| value_cell(code, value));
        let Some(figure) = book.of(indicator, end) else { continue };
        let (was, at_year_end) = (before.and_then(value), year_end.and_then(value));
        let each = PER_10K.iter().find(|(of, _)| *of == indicator);
        let each = each.and_then(|(_, each)| facts.counted(each, end));
        let unknown = counted.first().map_or(0, |of| of.unknown_of(indicator));
        table.row(vec![
            Cell::code(code, label(lang, "indicator", code)),
            at_least(lang, &cell(Some(figure.value)), unknown),
            Cell::opt(each, |each: Decimal| Cell::Decimal(each.to_string())),
            cell(was),
            change_cell(figure.value, was),
            cell(at_year_end),
            cell(at_year_end.map(|was| figure.value - was)),
            Cell::text(figure.flags.letters()),
        ]);
        if indicator != Indicator::HighValueUnknown {
            continue;
        }
        let [now, was, at_year_end] = [0, 1, 2].map(|day| counted.get(day).map(worked_out));
        for (at, (row, now, unknown)) in now.into_iter().flatten().enumerate() {
            let of = |day: &Option<[WorkedOut; 2]>| {
                day.as_ref().map_or(Cell::Empty, |figures| figures[at].1.clone())
            };
            table.row(vec![
                Cell::code(row.code(), row.name(lang)),
                at_least(lang, &now, unknown),
                Cell::Empty,
                of(&was),
                Cell::Empty,
                of(&at_year_end),
            ]);
        }
    }
    notes(lang, &found, None, &mut table);
    let section = Section::new("stock", stock_words::section(lang), table);
    Ok(Some(section.led(stock_words::section_lead(lang))))
}

/// A row a group, the largest first column first; totals are those of the whole, not of the rows.
fn by_group(
    facts: &Facts,
    grouping: Grouping,
    title: &'static str,
    columns: &[Indicator],
) -> Option<Table> {
    let book = facts.book();
    let to_date = facts.quarter.year_to_date();
    let mut members: BTreeMap<&str, BTreeMap<Indicator, Decimal>> = BTreeMap::new();
    for indicator in columns {
        for (member, value) in book.groups(*indicator, to_date, grouping) {
            members.entry(member).or_default().insert(*indicator, value);
        }
    }
    if members.is_empty() {
        return None;
    }
    let mut keys = vec![title];
    keys.extend(columns.iter().map(|indicator| indicator.code()));
    let mut table = Table::of(facts.lang, &keys);
    let mut rows: Vec<_> = members.into_iter().collect();
    let first = |values: &BTreeMap<Indicator, Decimal>| {
        values.get(&columns[0]).copied().unwrap_or_default()
    };
    // Those that state nothing come last; else the largest first.
    rows.sort_by(|(a, x), (b, y)| (a.is_empty(), first(y), a).cmp(&(b.is_empty(), first(x), b)));
    for (member, values) in rows {
        let mut cells = vec![Cell::code(member, member_name(facts.lang, grouping, member))];
        cells.extend(columns.iter().map(|indicator| {
            value_cell(indicator.code(), values.get(indicator).copied().unwrap_or_default())
        }));
        table.row(cells);
    }
    let mut total = vec![Cell::text(crate::i18n::titles::title(facts.lang, "total"))];
    total.extend(columns.iter().map(|indicator| facts.cell(*indicator, to_date)));
    table.total(total);
    Some(table)
}

/// The funds known when the figures were counted.
pub fn funds_of(ledger: &Ledger, facts: &Facts) -> Result<BTreeSet<String>, LedgerError> {
    if !ledger.holds_compensation()? {
        return Ok(BTreeSet::new());
    }
    let compensation = ledger.compensation(facts.snapshot)?;
    let of_schemes = compensation.schemes.iter().map(|card| card.scheme.fund().to_owned());
    let of_money = compensation.fund.iter().map(|line| line.event.fund.clone());
    Ok(of_schemes.chain(of_money).collect())
}

/// What went in and out of the funds, quarter by quarter, and what was left.
pub fn funds(ledger: &Ledger, facts: &Facts) -> Result<Option<Section>, Refusal> {
    let names = funds_of(ledger, facts)?;
    if names.is_empty() {
        return Ok(None);
    }
    let lang = facts.lang;
    let compensation = ledger.compensation(facts.snapshot)?;
    let mut moved: BTreeMap<Quarter, BTreeMap<&'static str, i64>> = BTreeMap::new();
    for name in &names {
        let (_, lines) = statement(&compensation, name, None, facts.end())?;
        for line in lines {
            let quarter = moved.entry(Quarter::of(line.day)).or_default();
            *quarter.entry(fund_column(line.kind)).or_default() += line.amount.fen();
        }
    }
    let Some(first) = moved.keys().next().copied() else { return Ok(None) };
    let keys = [
        "quarter",
        "fund_given",
        "fund_interest",
        "compensation_recovered",
        "compensation_paid",
        "fees",
        "fund_balance",
    ];
    let mut table = Table::of(lang, &keys);
    let (mut quarter, mut balance) = (first, 0);
    while quarter <= facts.quarter {
        let none = BTreeMap::new();
        let of = moved.get(&quarter).unwrap_or(&none);
        balance += of.values().sum::<i64>();
        let mut cells = vec![Cell::id(quarter)];
        cells.extend(keys[1..6].iter().map(|key| Cell::Yuan(of.get(key).copied().unwrap_or(0))));
        cells.push(Cell::Yuan(balance));
        table.row(cells);
        quarter = quarter.plus(1);
    }
    let chart = Chart {
        title: say::fund_chart(lang),
        summary: say::fund_summary(lang, facts.end(), shown(&Cell::Yuan(balance), lang)),
        form: Form::Columns,
        category: 0,
        series: vec![Series { column: 6, style: Style::Actual }],
        unit: label(lang, "counter", "fen"),
    };
    Ok(Some(Section::new("funds", say::fund(lang), table).drawn(chart)))
}

/// The column a movement of a fund's cash stands in.
fn fund_column(kind: &str) -> &'static str {
    match kind {
        "interest" => "fund_interest",
        "pay" => "compensation_paid",
        "recover" => "compensation_recovered",
        "fee" => "fees",
        // What was withdrawn is taken off what was contributed.
        _ => "fund_given",
    }
}

/// Figures this publication gives otherwise than the last that had them.
pub fn restatements(ledger: &Ledger, facts: &Facts) -> Result<Option<Section>, Refusal> {
    let lang = facts.lang;
    let published = ledger.publications(facts.snapshot)?;
    let Some(before) = reference(&published, facts.quarter) else { return Ok(None) };
    let known: BTreeMap<FigureKey, Decimal> = ledger
        .published_figures(before.number, facts.snapshot)?
        .into_iter()
        .map(|figure| (figure.key, figure.value))
        .collect();
    let mut table =
        Table::of(lang, &["figure_of", "publication", "published", "restated", "change"]);
    for figure in facts.figures.iter().filter(|figure| figure.key.group.is_none()) {
        let Some(value_before) = known.get(&figure.key) else { continue };
        if *value_before != figure.value {
            let value = |value| value_cell(&figure.key.indicator, value);
            table.row(vec![
                Cell::text(figure_name(lang, &figure.key)),
                Cell::Ordinal(before.number),
                value(*value_before),
                value(figure.value),
                change_cell(figure.value, Some(*value_before)),
            ]);
        }
    }
    if table.rows.is_empty() {
        return Ok(None);
    }
    let section = Section::new("restatements", say::restatements(lang), table);
    Ok(Some(section.led(say::restatements_lead(lang))))
}

/// How many of each programme applied, were recommended, recognised and accepted by the quarter's end (认定情况表).
pub fn programs(ledger: &Ledger, facts: &Facts) -> Result<Option<Section>, Refusal> {
    let lang = facts.lang;
    let at_end = Snapshot { as_of: facts.end(), ..facts.snapshot };
    let mut table = program::figures(lang, ledger, at_end)?;
    if table.rows.is_empty() {
        return Ok(None);
    }
    let title = table.title.take().unwrap_or_default();
    Ok(Some(Section::new("programs", title, table).led(say::programs_lead(lang, facts.end()))))
}

/// What each indicator counts, since when, on whose word.
pub fn definitions(ledger: &Ledger, facts: &Facts) -> Result<Section, Refusal> {
    let lang = facts.lang;
    let mut table =
        Table::of(lang, &["indicator", "unit", "basis", "valid_from", "valid_to", "source"]);
    let all = ledger.definitions(facts.snapshot)?;
    let mut order: Vec<&str> = Vec::new();
    for definition in &all {
        if !order.contains(&definition.indicator.as_str()) {
            order.push(&definition.indicator);
        }
    }
    let of = |indicator: &str| {
        let indicator = indicator.to_owned();
        all.iter().filter(move |definition| definition.indicator == indicator)
    };
    for definition in order.into_iter().flat_map(of) {
        let basis = definition.basis.code();
        table.row(vec![
            Cell::code(&definition.indicator, label(lang, "indicator", &definition.indicator)),
            Cell::text(unit(lang, &definition.indicator)),
            Cell::code(basis, label(lang, "basis", basis)),
            Cell::opt(definition.from, Cell::date),
            Cell::opt(definition.to, Cell::date),
            Cell::text(&definition.source),
        ]);
    }
    Ok(Section::new("definitions", say::definitions(lang), table))
}
