//! `patent event NUMBER EVENT --on DAY`: a dated event in a patent's legal life.

use clap::ArgMatches;

use super::number;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::{day_or_today, recorded, unknown_word};
use crate::domain::patent::{EVENTS, TRANSFER};
use crate::domain::pledge::{Evidence, Rule};
use crate::domain::{Fault, Problem};
use crate::i18n::codes::label;
use crate::i18n::{Lang, say};
use crate::ledger::{PatentEvent, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let word = text("event").unwrap_or_default();
    // The code, or how it is called; what stands in brackets is left out.
    let called =
        |lang: Lang, code: &str| label(lang, "event", code).split('（').next().map(str::to_owned);
    let meant = |code: &&str| {
        *code == word
            || [Lang::Zh, Lang::En].iter().any(|lang| called(*lang, code).as_ref() == Some(&word))
    };
    let event = EVENTS.into_iter().find(meant).map(str::to_owned);
    let event = event.ok_or_else(|| unknown_word(context.lang, &word, &EVENTS))?;
    if event == TRANSFER && text("to").is_none() {
        context.warn(say::transfer_to_nobody(context.lang));
    }
    let day = day_or_today(context, matches, "on")?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let party = text("to").map(|party| ledger.find_party(&party, snapshot)).transpose()?;
    if let Some(filed) = ledger.patent(number, snapshot)?.patent.filing.filter(|filed| day < *filed)
    {
        let problem = Problem::DateBefore { earlier: "filing_date", than: filed };
        return Err(Failure::Record(vec![Fault::new("on", day.to_string(), problem)]));
    }
    let (detail, document) = (text("detail"), text("document"));
    let event = PatentEvent { event, day, party, detail, document, brought_by: 0 };
    let ((), receipt) = ledger.write(context.act("patent.event"), |entry| {
        // A pledged patent is not disposed of without the pledgee (R13).
        if entry.unconsented(number, &event.event, day)?.is_some() {
            let evidence = Evidence::DisposedWithoutConsent { event: event.event.clone(), day };
            return Err(Failure::rule(Rule::R13, number, evidence));
        }
        entry.add_patent_event(number, &event, None)?;
        Ok::<_, Failure>(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "patent.event", ledger, receipt)
}
