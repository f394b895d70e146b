//! `stats define invention_filings --basis received --from 2019-01-01 --source ...`: what an indicator counts
//! from a day on. What was published stays; the next publication begins a new series.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::unknown_word;
use crate::domain::counting::Basis;
use crate::domain::indicator::Indicator;
use crate::domain::values::Date;
use crate::i18n::codes::label;
use crate::i18n::publications as say;
use crate::i18n::words::Words;
use crate::ledger::{Definition, LedgerError, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let text = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let codes = Indicator::FILINGS.map(Indicator::code);
    let indicator = Indicator::from_code(text("indicator"))
        .filter(|indicator| Indicator::FILINGS.contains(indicator))
        .ok_or_else(|| unknown_word(lang, text("indicator"), &codes))?;
    let basis = match Basis::from_code(text("basis")) {
        Some(basis @ (Basis::Received | Basis::FeePaid)) => basis,
        _ => {
            let message = say::basis_unfit(lang, text("basis"));
            return Err(Failure::Usage(Words { message, hint: say::basis_hint(lang) }));
        }
    };
    let day = |name: &str| match matches.get_one::<String>(name) {
        None => Ok(None),
        Some(text) => {
            let read: Result<Date, _> = text.parse();
            read.map(Some).map_err(|_| {
                let message = crate::i18n::say::flag_date(lang, format!("--{name}"), text);
                Failure::Usage(Words { message, hint: String::new() })
            })
        }
    };
    let (from, to) = (day("from")?, day("to")?);
    let begins = |day: Date| day.day() == 1;
    let ends = |day: Date| day.add_days(1).is_some_and(begins);
    let fits = from.is_some_and(begins)
        && to.is_none_or(|to| ends(to) && from.is_some_and(|from| from <= to));
    if !fits {
        let message = say::definition_months(lang);
        return Err(Failure::Usage(Words { message, hint: say::definition_months_hint(lang) }));
    }
    let definition = Definition {
        indicator: indicator.code().to_owned(),
        basis,
        from,
        to,
        // On one line: it is sealed with what is published.
        source: text("source").split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let ledger = context.open()?;
    if ledger.definitions(context.snapshot(ledger)?)?.contains(&definition) {
        return Err(LedgerError::NoChange.into());
    }
    let ((), receipt) = ledger.write(context.act("stats.define"), |entry| {
        entry.define_indicator(&definition)?;
        Ok::<_, LedgerError>(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    if !context.json {
        let from = definition.from.map_or_else(String::new, |from| from.to_string());
        let name = label(lang, "indicator", indicator.code());
        context.print(say::defined(lang, name, label(lang, "basis", basis.code()), from))?;
    }
    crate::cli::ledger::recorded(context, "stats.define", ledger, receipt)
}
