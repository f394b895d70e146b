//! `ipledger evidence ...`: what speaks for inventions being of high value.

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::typed::Typed;
use crate::domain::evidence::{
    APPLICATION_NO, AWARD, AWARD_YEAR, CLASS, COUNTRY, DOCUMENT, FIELDS, FOREIGN_NO, INDUSTRY,
    SINCE,
};
use crate::domain::record::Form;
use crate::domain::stock::ValueClass;
use crate::operations::evidence::{EvidenceQuery, Request};
use crate::operations::import::Noun;
use crate::report::views::evidence;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    let typed = Typed::new(context, args);
    match verb {
        "list" => {
            let classes = ValueClass::ALL.map(ValueClass::code);
            let class = typed.choice_if("value-class", &classes, ValueClass::read)?;
            let query = EvidenceQuery { class, text: typed.owned("text") };
            reading::list(context, args, "evidence.list", |ledger, snapshot| {
                evidence::list(lang, ledger, snapshot, &query)
            })
        }
        "show" => reading::card(context, "evidence.show", |ledger, snapshot| {
            let number = super::patent::named(args, ledger, snapshot)?;
            Ok::<_, Failure>(evidence::card(lang, ledger, snapshot, number)?)
        }),
        "export" => reading::export(context, args, "evidence.export", |ledger, snapshot| {
            evidence::export(lang, ledger, snapshot)
        }),
        "import" => super::import::run(context, Noun::Evidence, args),
        _ => Ok(Done::Well),
    }
}

/// What the verbs of `patent` take, and the field each says.
const FAMILY: [(&str, usize); 4] =
    [("country", COUNTRY), ("number", FOREIGN_NO), ("granted-on", SINCE), ("document", DOCUMENT)];
const AWARDED: [(&str, usize); 4] =
    [("name", AWARD), ("award-year", AWARD_YEAR), ("on", SINCE), ("document", DOCUMENT)];
const FLAGGED: [(&str, usize); 4] =
    [("value_class", CLASS), ("since", SINCE), ("evidence", DOCUMENT), ("industry", INDUSTRY)];

/// `patent family NO --country US --number N --granted-on DAY`, `patent award NO --name N --year Y`,
/// `patent flag NO CLASS --since DAY --evidence DOCUMENT`
pub fn of_patent(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let (class, said) = match verb {
        "family" => (Some(ValueClass::Abroad), FAMILY),
        "award" => (Some(ValueClass::Awarded), AWARDED),
        "flag" => (None, FLAGGED),
        _ => return Ok(None),
    };
    let mut form = Form::new(&FIELDS, None).with(APPLICATION_NO, typed.word("application_no"));
    if let Some(class) = class {
        form.say(CLASS, class.code());
    }
    for (flag, field) in said {
        if let Some(text) = typed.text(flag) {
            form.say(field, text);
        }
    }
    Ok(Some(Request::Add { form }))
}
