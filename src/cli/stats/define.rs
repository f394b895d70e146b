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

const FILINGS: [Indicator; 3] =
    [Indicator::InventionFilings, Indicator::UtilityFilings, Indicator::DesignFilings];

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let text = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let codes = FILINGS.map(Indicator::code);
    let indicator = Indicator::from_code(text("indicator"))
        .filter(|indicator| FILINGS.contains(indicator))
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
    let definition = Definition {
        indicator: indicator.code().to_owned(),
        basis,
        from: day("from")?,
        to: day("to")?,
        source: text("source").to_owned(),
    };
    let ledger = context.open()?;
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
