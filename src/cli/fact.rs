//! `ipledger NOUN add|show|list|import|export|correct|void` of nouns whose facts stand in a record alone.

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::typed::Typed;
use crate::domain::record::Form;
use crate::operations::fact_noun::{FactNoun, FactQuery, Request, Verb};
use crate::operations::import::Noun;
use crate::report::views::fact;

/// The fields that were typed; the first key field is the argument.
fn form(typed: &Typed<'_>, noun: &FactNoun) -> Form {
    let key = noun.keys[0];
    typed.form(noun.fields, &[(key, typed.word(noun.fields[key]))])
}

/// The request of a verb that writes; none of one that reads, or takes a file.
pub fn request(
    typed: &Typed<'_>,
    noun: &'static FactNoun,
    verb: &str,
) -> Result<Option<Request>, Failure> {
    let verb = match verb {
        "add" => Verb::Add,
        "correct" => Verb::Correct { seen: typed.seen()? },
        "void" => Verb::Void,
        _ => return Ok(None),
    };
    Ok(Some(Request { noun, verb, form: form(typed, noun) }))
}

/// Carries out a verb that makes no request.
pub fn run(
    context: &Context,
    noun: &'static FactNoun,
    matches: &ArgMatches,
) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    let typed = Typed::new(context, args);
    let schema = format!("{}.{verb}", noun.noun);
    match verb {
        "list" => reading::list(context, args, &schema, |ledger, snapshot| {
            let party = typed.parties("party", ledger, snapshot)?;
            let query = FactQuery { party, text: typed.owned("text") };
            Ok::<_, Failure>(fact::list(lang, ledger, snapshot, noun, &query)?)
        }),
        "show" => reading::card(context, &schema, |ledger, snapshot| {
            let party = |name: &str| context.party(ledger, name, snapshot);
            let card = noun.one(ledger, snapshot, &form(&typed, noun), party)?;
            Ok::<_, Failure>(fact::card(lang, noun, &card))
        }),
        "export" => reading::export(context, args, &schema, |ledger, snapshot| {
            fact::export(lang, ledger, snapshot, noun)
        }),
        "import" => super::import::run(context, Noun::Fact(noun), args),
        _ => Ok(Done::Well),
    }
}
