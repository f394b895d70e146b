//! `ipledger stats ...`

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::output::{self, Shown};
use super::typed::Typed;
use crate::domain::counting::Basis;
use crate::domain::indicator::Indicator;
use crate::domain::numbers::PatentKind;
use crate::domain::stock::{MOST_DECIMALS, PopulationRule, StockRule};
use crate::domain::values::{Period, Quarter};
use crate::domain::{Fault, Problem};
use crate::i18n::loans::loan_problem;
use crate::i18n::quarterly::heading_none;
use crate::i18n::words::Words;
use crate::i18n::{publications, say, stock};
use crate::ledger::{Definition, Ledger, Snapshot};
use crate::operations::figures::Request;
use crate::report::terminal::render;
use crate::report::views::counts::{self, FiguresQuery, Periods};
use crate::report::views::difference::DifferenceView;
use crate::report::views::stock::{self as stock_view, StockQuery};
use crate::report::views::{
    Detail, figures, forecast as forecast_view, program, publication as publication_view,
};
use crate::stats::SplitBy;
use crate::stats::plans::YearsAsked;
use crate::stats::publication::{Edition, difference, left_out_of, prepare, published, reproduce};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("annual", args)) => {
            let years = match Typed::new(context, args).year("year")? {
                Some(year) => YearsAsked { from: Some(year), to: Some(year) },
                None => years(context, args)?,
            };
            annual(context, years, split(context, args)?)
        }
        Some(("quarterly", args)) => quarterly(context, args),
        Some(("finance", args)) => finance(context, args),
        Some(("trend", args)) => {
            let years = years(context, args)?;
            output::show_table(context, "stats.trend", |ledger, snapshot| {
                let years = span(context, years, ledger, snapshot)?;
                Ok(counts::trend(context.lang, ledger, snapshot, years)?)
            })
        }
        Some(("publish", args)) => publish(context, args),
        Some(("published", args)) => publications_list(context, args),
        Some(("show", args)) => show(context, args),
        Some(("diff", args)) => diff(context, args),
        Some(("forecast", args)) if args.get_flag("backtest") => backtest(context),
        Some(("forecast", _)) => forecast(context),
        Some(("completeness", args)) => completeness(context, args),
        Some(("programs", _)) => output::show_table(context, "stats.programs", |ledger, at| {
            Ok(program::figures(context.lang, ledger, at)?)
        }),
        Some(("stock", args)) => stock(context, args),
        Some(("map", _)) => output::show_table(context, "stats.map", |ledger, snapshot| {
            Ok(stock_view::maps(context.lang, ledger, snapshot)?)
        }),
        _ => Ok(Done::Well),
    }
}

/// `stats stock [--on DAY] [--by park] [--cases]`: what there is at the close of a day.
fn stock(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (lang, detail) = (context.lang, context.detail());
    let day = Typed::new(context, matches).day("on")?;
    let split = match split(context, matches)? {
        // Which kind of patent a figure is of, each row says.
        Some(SplitBy::Kind) => Some(SplitBy::ApplicantKind),
        split => split,
    };
    let ledger = &mut context.open()?;
    let at = context.snapshot(ledger)?;
    let snapshot = match day {
        // Of a day that is not over nobody knows.
        Some(day) if day > at.as_of => {
            let problem = Problem::DateInFuture { today: at.as_of };
            return Err(Failure::field(Fault::new("on", day.to_string(), problem)));
        }
        Some(day) => Snapshot { as_of: day, is_now: at.is_now && day == at.as_of, ..at },
        None => at,
    };
    let table = match matches.get_flag("cases") {
        true => stock_view::cases(lang, ledger, snapshot)?,
        false => stock_view::figures(lang, ledger, snapshot, &StockQuery { split, detail })?,
    };
    let warnings = table.notes.clone();
    let shown = Shown { snapshot, ..Shown::of(context, ledger, "stats.stock")? };
    shown.warned(warnings).tables(context, &[table])?;
    Ok(Done::Well)
}

/// `stats annual [--from YEAR --to YEAR] [--by industry]`
pub fn annual(
    context: &Context,
    years: YearsAsked,
    split: Option<SplitBy>,
) -> Result<Done, Failure> {
    output::show_table(context, "stats.annual", |ledger, snapshot| {
        let (from, to) = span(context, years, ledger, snapshot)?;
        let periods = Periods::Years { from, to };
        let query = FiguresQuery { periods, split, detail: context.detail() };
        Ok(counts::figures(context.lang, ledger, snapshot, &query)?)
    })
}

/// `stats quarterly [--year YEAR] [--by park]`
fn quarterly(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let year = Typed::new(context, matches).year("year")?;
    let split = split(context, matches)?;
    output::show_table(context, "stats.quarterly", |ledger, snapshot| {
        let periods = Periods::QuartersOf(year.unwrap_or(snapshot.as_of.year()));
        let query = FiguresQuery { periods, split, detail: context.detail() };
        Ok(counts::figures(context.lang, ledger, snapshot, &query)?)
    })
}

/// `stats finance [--from YEAR --to YEAR] [--year YEAR] [--by bank|park|industry|street|party]`
fn finance(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let year = Typed::new(context, matches).year("year")?;
    let (years, split) = (years(context, matches)?, split(context, matches)?);
    output::show_table(context, "stats.finance", |ledger, snapshot| {
        let (from, to) = span(context, years, ledger, snapshot)?;
        let periods = match year {
            Some(year) => Periods::QuartersOf(year),
            // What was pledged or lent after the plan's years is not left out unasked.
            None if years.to.is_none() => Periods::YearsOn { from, to },
            None => Periods::Years { from, to },
        };
        let query = FiguresQuery { periods, split, detail: context.detail() };
        Ok(counts::finance(context.lang, ledger, snapshot, &query)?)
    })
}

/// `stats completeness [--kind utility]`
fn completeness(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let kind = match matches.get_one::<String>("kind") {
        None => PatentKind::Invention,
        Some(word) => PatentKind::from_code(word).ok_or_else(|| {
            Failure::unknown_word(context.lang, word, &PatentKind::ALL.map(PatentKind::code))
        })?,
    };
    output::show_table(context, "stats.completeness", |ledger, snapshot| {
        Ok(forecast_view::completeness(context.lang, ledger, snapshot, kind)?)
    })
}

/// `stats forecast`
fn forecast(context: &Context) -> Result<Done, Failure> {
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let outlook = forecast_view::outlook(context.lang, ledger, snapshot)?;
    let warnings = outlook.table.notes.clone();
    let shown = Shown::of(context, ledger, "stats.forecast")?.warned(warnings);
    match context.json {
        true => shown.data(context, outlook.json(context.lang))?,
        false => shown.tables(context, &outlook.tables(context.lang, context.detail()))?,
    }
    Ok(Done::Well)
}

/// `stats forecast --backtest`
fn backtest(context: &Context) -> Result<Done, Failure> {
    output::show_tables(context, "stats.backtest", |ledger, snapshot| {
        Ok(forecast_view::backtests(context.lang, ledger, snapshot, context.detail())?)
    })
}

/// `stats published [--indicator CODE]`
fn publications_list(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (lang, detail) = (context.lang, context.detail());
    let indicator = matches.get_one::<String>("indicator").map(|code| {
        let known: Vec<&str> = Indicator::ALL.iter().map(|known| known.code()).collect();
        Indicator::from_code(code).ok_or_else(|| Failure::unknown_word(lang, code, &known))
    });
    let indicator = indicator.transpose()?;
    output::show_table(context, "stats.published", |ledger, snapshot| {
        Ok(match indicator {
            Some(indicator) => {
                publication_view::revisions(lang, ledger, snapshot, indicator, detail)?
            }
            None => publication_view::publications(lang, ledger, snapshot, detail)?,
        })
    })
}

/// `stats show QUARTER`: a publication counted again from the lines.
fn show(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let quarter = quarter(matches)?;
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let found = reproduce(ledger, snapshot, published(ledger, snapshot, quarter)?)?;
    let faults = publication_view::faults(lang, &found);
    let publication = &found.publication;
    let left_out: Vec<String> = left_out_of(ledger, publication)?
        .iter()
        .map(|(loan, problem)| say::loan_left_out(lang, loan, loan_problem(lang, problem).message))
        .collect();
    let snapshot = publication.snapshot();
    let anchor = ledger.anchor_at(snapshot.known_at)?;
    let warnings = [&faults[..], &left_out].concat();
    let shown = Shown { schema: "stats.show", snapshot, anchor, warnings };
    if context.json {
        shown.data(context, publication_view::reproduced_json(lang, &found))?;
    } else {
        let tables = publication_view::reproduced(lang, ledger, &found, context.detail())?;
        shown.tables(context, &tables)?;
    }
    if !context.json {
        left_out.iter().for_each(|note| context.warn(note));
    }
    if context.detail() == Detail::Screen {
        context.print(publications::sealed_at(
            lang,
            publication.number,
            publication.as_of,
            publication.known_at,
            crate::ledger::digest::hex(&publication.head),
        ))?;
        match found.holds() {
            true => context.print(publications::reproduced(lang, found.figures.len()))?,
            false => faults.iter().for_each(|fault| context.warn(fault)),
        }
    }
    Ok(if found.holds() { Done::Well } else { Done::Tampered })
}

/// `stats diff QUARTER`: today against published.
fn diff(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let quarter = quarter(matches)?;
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let found = difference(ledger, snapshot, published(ledger, snapshot, quarter)?)?;
    let view = DifferenceView::new(context.lang, ledger, snapshot, found)?;
    let shown = Shown::of(context, ledger, "stats.diff")?;
    if context.json {
        shown.data(context, view.json()?)?;
    } else if context.detail() == Detail::Whole {
        shown.tables(context, &[view.lines()?])?;
    } else {
        if !view.is_empty() {
            shown.tables(context, &view.overview()?)?;
        }
        context.print(view.verdict())?;
    }
    Ok(if view.is_empty() { Done::Well } else { Done::WithDifferences })
}

/// `stats publish QUARTER`: a quarter's figures counted, held against what was published, and sealed.
fn publish(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let quarter = quarter(matches)?;
    if context.looks_back() {
        let message = publications::not_at_past(lang);
        return Err(Failure::Usage(Words { message, hint: String::new() }));
    }
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let edition = prepare(ledger, snapshot, quarter, context.today())?;
    for (loan, problem) in &edition.left_out {
        let why = loan_problem(lang, problem).message;
        context.warn(say::loan_left_out(lang, loan, why));
    }
    let keep = !context.dry_run && !edition.is_known;
    let asks = keep && !context.yes;
    // Nobody agrees to figures unseen.
    if !context.json && !context.csv && (asks || !context.quiet) {
        let style = output::style(context);
        for table in publication_view::edition(lang, ledger, &edition)? {
            context.print(render(&table, &style))?;
        }
    }
    if edition.is_known && !context.json {
        let last = published(ledger, snapshot, quarter)?.number;
        let quarter = publications::quarter(lang, quarter);
        context.say(publications::nothing_to_publish(lang, quarter, last))?;
        return Ok(Done::Well);
    }
    if asks && !context.can_ask() {
        let (message, hint) = (publications::not_asked(lang), publications::not_asked_hint(lang));
        return Err(Failure::Usage(Words { message, hint }));
    }
    if asks {
        let of = publications::quarter(lang, quarter);
        let figures = edition.figures.len();
        let question = publications::ask(lang, figures, &of);
        let explained = publications::ask_explained(lang, of, figures);
        if !ledger.away(|| context.asks(&question, &explained))?? {
            context.say(publications::not_sealed(lang))?;
            return Ok(Done::Well);
        }
    }
    let sealed = if keep { seal(context, ledger, &edition)? } else { None };
    let shown = Shown { snapshot, ..Shown::of(context, ledger, "stats.publish")? };
    if context.json {
        shown.data(context, publication_view::edition_json(lang, &edition, sealed))?;
        return Ok(Done::Well);
    }
    if context.detail() == Detail::Whole {
        shown.tables(context, &[figures::long(lang, &edition.figures)])?;
    }
    match sealed {
        Some((number, entry)) => {
            let (quarter, figures) = (publications::quarter(lang, quarter), edition.figures.len());
            context.say(publications::sealed(lang, quarter, number, figures, entry))?;
            context.say(context.anchor_said(&shown.anchor))?;
        }
        None => context.say(say::rehearsed(lang))?,
    }
    Ok(Done::Well)
}

/// The publication's number and its entry.
fn seal(
    context: &Context,
    ledger: &mut Ledger,
    edition: &Edition,
) -> Result<Option<(i64, i64)>, Failure> {
    let (number, recorded) = context.office(ledger)?.publish(edition)?;
    Ok(recorded.entry.map(|entry| (number, entry)))
}

/// The years asked for, or the plan's; the first is not after the last.
fn span(
    context: &Context,
    asked: YearsAsked,
    ledger: &Ledger,
    snapshot: Snapshot,
) -> Result<(i32, i32), Failure> {
    let (from, to) = asked.or_of_the_plan(ledger, snapshot)?;
    let turned = || Words { message: say::years_turned(context.lang), hint: String::new() };
    if from <= to { Ok((from, to)) } else { Err(Failure::Usage(turned())) }
}

/// The years of `--from` and `--to`.
fn years(context: &Context, matches: &ArgMatches) -> Result<YearsAsked, Failure> {
    let usage = |message| Failure::Usage(Words { message, hint: String::new() });
    let year = |name: &str, last: bool| {
        let Some(text) = matches.get_one::<String>(name) else { return Ok(None) };
        let example = context.today().year().to_string();
        let period: Period =
            text.parse().map_err(|_| Failure::unknown_word(context.lang, text, &[&*example]))?;
        let day = if last { period.last() } else { period.first() };
        let end =
            Period::year(day.year()).map(|year| if last { year.last() } else { year.first() });
        // Figures of part of a year would be taken for the year's.
        match end == Some(day) {
            true => Ok(Some(day.year())),
            false => Err(usage(say::whole_years(context.lang, text))),
        }
    };
    Ok(YearsAsked { from: year("from", false)?, to: year("to", true)? })
}

/// The quarter a command names.
pub fn quarter(matches: &ArgMatches) -> Result<Quarter, Failure> {
    let text = matches.get_one::<String>("quarter").map_or("", String::as_str);
    text.parse().map_err(|refusal| Failure::field(Fault { field: "quarter", refusal }))
}

/// What `--by` says to split by; without it nothing is split.
fn split(context: &Context, matches: &ArgMatches) -> Result<Option<SplitBy>, Failure> {
    let Some(word) = matches.get_one::<String>("by") else { return Ok(None) };
    let unknown = || {
        let (message, hint) =
            (say::split_unknown(context.lang, word), say::split_hint(context.lang));
        Failure::Usage(Words { message, hint })
    };
    SplitBy::from_code(word).map(Some).ok_or_else(unknown)
}

/// The flags of `report heading`, and the field each sets.
pub const HEADING: [(&str, &str); 7] = [
    ("table-no", "table_no"),
    ("issuer", "issuer"),
    ("filed-with", "filed_with"),
    ("approval-no", "approval_no"),
    ("valid-until", "valid_until"),
    ("prepared-by", "prepared_by"),
    ("reviewed-by", "reviewed_by"),
];

/// `report heading --table-no ... --approval-no ...`: the head official tables carry, from now on.
fn heading(typed: &Typed<'_>) -> Result<Request, Failure> {
    let given: Vec<(&'static str, String)> = HEADING
        .into_iter()
        .filter_map(|(flag, field)| Some((field, typed.text(flag)?.trim().to_owned())))
        .collect();
    if given.is_empty() {
        let message = heading_none(typed.lang());
        return Err(Failure::Usage(Words { message, hint: String::new() }));
    }
    Ok(Request::Heading(given))
}

/// `stats define invention_filings --basis received --from 2019-01-01 --source ...`: what an indicator counts from a
/// day on. What was published stays; the next publication begins a new series.
pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    match verb {
        "define" => {}
        "heading" => return heading(typed).map(Some),
        "rule" => return rule(typed).map(Some),
        "map" => return map(typed),
        _ => return Ok(None),
    }
    let codes = Indicator::FILINGS.map(Indicator::code);
    let filing = |text: &str| {
        Indicator::from_code(text).filter(|indicator| Indicator::FILINGS.contains(indicator))
    };
    let indicator = typed.choice("indicator", &codes, filing)?;
    let bases = [Basis::Received, Basis::FeePaid].map(Basis::code);
    let basis = typed.choice("basis", &bases, Basis::from_code)?;
    Ok(Some(Request::Define(Definition {
        indicator: indicator.code().to_owned(),
        basis,
        from: typed.day("from")?,
        to: typed.day("to")?,
        // On one line: it is sealed with what is published.
        source: typed.word("source").split_whitespace().collect::<Vec<_>>().join(" "),
    })))
}

/// The most years anybody asks a patent to be maintained for: no right lasts longer.
const MOST_YEARS: u32 = 20;

/// `stats rule --pledge-least 5000000 --source ...`: what the stock is judged and divided by from a day on.
pub fn rule(typed: &Typed<'_>) -> Result<Request, Failure> {
    let number = |name: &'static str, least: u32, most: u32| {
        let Some(text) = typed.text(name) else { return Ok(None) };
        let read = text.trim().parse().ok().filter(|n| (least..=most).contains(n));
        let (first, last) = (least.to_string(), most.to_string());
        let unknown = || Failure::unknown_word(typed.lang(), text, &[&first, "…", &last]);
        read.map(Some).ok_or_else(unknown)
    };
    let over_years = number("over-years", 1, MOST_YEARS)?;
    let least = match typed.text("pledge-least") {
        Some(_) => Some(typed.amount("pledge-least", "pledge_least")?),
        None => None,
    };
    let rules = PopulationRule::ALL.map(PopulationRule::code);
    let rule = StockRule {
        from: typed.day("from")?,
        to: typed.day("to")?,
        over_years: over_years.and_then(|years| i32::try_from(years).ok()),
        pledge_least: least,
        population: typed.choice_if("population-rule", &rules, PopulationRule::from_code)?,
        decimals: number("decimals", 0, MOST_DECIMALS)?,
        source: typed.word("source").split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let StockRule { over_years, pledge_least, population, decimals, .. } = &rule;
    if over_years.is_none() && pledge_least.is_none() && population.is_none() && decimals.is_none()
    {
        let (message, hint) =
            (stock::rule_empty(typed.lang()), stock::rule_empty_hint(typed.lang()));
        return Err(Failure::Usage(Words { message, hint }));
    }
    Ok(Request::Rule(rule))
}

/// `stats map FILE`: a table of the IPC symbols that make an invention one of a strategic emerging industry. Without a
/// file those that are recorded are listed.
pub fn map(typed: &Typed<'_>) -> Result<Option<Request>, Failure> {
    let Some(file) = typed.text("map-file") else { return Ok(None) };
    Ok(Some(Request::of_map_file(file)?))
}
