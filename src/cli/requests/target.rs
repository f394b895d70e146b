//! `target set void`, `stats define`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::counting::Basis;
use crate::domain::indicator::Indicator;
use crate::domain::record::Form;
use crate::domain::target::FIELDS;
use crate::domain::values::Date;
use crate::i18n::publications as say;
use crate::i18n::quarterly::heading_none;
use crate::i18n::words::Words;
use crate::ledger::Definition;
use crate::operations::{figures, target};

/// The flags of `target set`, in the order of a record's fields.
const FLAGS: [&str; FIELDS.len()] = [
    "category",
    "indicator",
    "title",
    "goal",
    "unit-of",
    "from",
    "to",
    "measure",
    "note",
    "plan",
    "baseline",
    "baseline-year",
    "reported-by",
    "paragraph",
];

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

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<target::Request>, Failure> {
    Ok(Some(match verb {
        "set" => {
            let mut form = Form::new(&FIELDS, None);
            for (field, flag) in FLAGS.into_iter().enumerate() {
                if let Some(text) = typed.text(flag) {
                    form.say(field, text);
                }
            }
            target::Request::Set { form }
        }
        "void" => target::Request::Void {
            indicator: typed.word("indicator").to_owned(),
            plan: typed.owned("plan"),
        },
        _ => return Ok(None),
    }))
}

/// `report heading --table-no ... --approval-no ...`: the head official tables carry, from now on.
fn heading(typed: &Typed<'_>) -> Result<figures::Request, Failure> {
    let given: Vec<(&'static str, String)> = HEADING
        .into_iter()
        .filter_map(|(flag, field)| Some((field, typed.text(flag)?.trim().to_owned())))
        .collect();
    if given.is_empty() {
        let message = heading_none(typed.lang());
        return Err(Failure::Usage(Words { message, hint: String::new() }));
    }
    Ok(figures::Request::Heading(given))
}

/// `stats define invention_filings --basis received --from 2019-01-01 --source ...`: what an indicator counts from a
/// day on. What was published stays; the next publication begins a new series.
pub fn figures_request(typed: &Typed<'_>, verb: &str) -> Result<Option<figures::Request>, Failure> {
    let lang = typed.lang();
    match verb {
        "define" => {}
        "heading" => return heading(typed).map(Some),
        "rule" => return super::stock::rule(typed).map(Some),
        "map" => return super::stock::map(typed),
        _ => return Ok(None),
    }
    let codes = Indicator::FILINGS.map(Indicator::code);
    let filing = |text: &str| {
        Indicator::from_code(text).filter(|indicator| Indicator::FILINGS.contains(indicator))
    };
    let indicator = typed.choice("indicator", &codes, filing)?;
    let basis = match Basis::from_code(typed.word("basis")) {
        Some(basis @ (Basis::Received | Basis::FeePaid)) => basis,
        _ => {
            let message = say::basis_unfit(lang, typed.word("basis"));
            return Err(Failure::Usage(Words { message, hint: say::basis_hint(lang) }));
        }
    };
    let (from, to) = (typed.day("from")?, typed.day("to")?);
    let begins = |day: Date| day.day() == 1;
    let ends = |day: Date| day.add_days(1).is_some_and(begins);
    let fits = from.is_some_and(begins)
        && to.is_none_or(|to| ends(to) && from.is_some_and(|from| from <= to));
    if !fits {
        let message = say::definition_months(lang);
        return Err(Failure::Usage(Words { message, hint: say::definition_months_hint(lang) }));
    }
    Ok(Some(figures::Request::Define(Definition {
        indicator: indicator.code().to_owned(),
        basis,
        from,
        to,
        // On one line: it is sealed with what is published.
        source: typed.word("source").split_whitespace().collect::<Vec<_>>().join(" "),
    })))
}
