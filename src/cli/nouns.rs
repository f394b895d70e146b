//! The nouns of the command line, a row each: what makes its and what carries out the rest.

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::typed::Typed;
use super::{
    bundle, certificate, claim, evidence, fact, fund, ledger, loan, party, patent, pct, plan,
    pledge, population, program, reconcile, report, scheme, stats, target,
};
use crate::operations::Request;
use crate::operations::fact_noun::{FactNoun, PCT};

/// A noun of the grammar.
pub struct Noun {
    pub name: &'static str,
    /// Returns the request a verb makes; none when it reads, or takes a file.
    pub request: fn(&Typed<'_>, &str) -> Result<Option<Request>, Failure>,
    /// Carries out a verb that makes no request.
    pub run: fn(&Context, &ArgMatches) -> Result<Done, Failure>,
}

/// A noun of which nothing is asked but to read.
const fn reading(
    name: &'static str,
    run: fn(&Context, &ArgMatches) -> Result<Done, Failure>,
) -> Noun {
    Noun { name, request: |_, _| Ok(None), run }
}

macro_rules! noun {
    ($name:literal, $requests:path => $request:ident, $run:path) => {
        Noun {
            name: $name,
            request: |typed, verb| Ok($requests(typed, verb)?.map(Request::$request)),
            run: $run,
        }
    };
}

/// A noun with an operation of its own whose facts stand in a record: `add`, `correct` and `void` by a form, the key field as the argument.
macro_rules! facts {
    ($name:literal, $room:ident, $key:ident => $request:ident, $run:path) => {
        Noun {
            name: $name,
            request: |typed, verb| {
                use crate::domain::$room::{FIELDS, $key};
                use crate::operations::$room::Request as Asked;
                let form = || typed.form(&FIELDS, &[($key, typed.word(FIELDS[$key]))]);
                Ok(Some(Request::$request(match verb {
                    "add" => Asked::Add { form: form() },
                    "correct" => Asked::Correct { form: form(), seen: typed.seen()? },
                    "void" => Asked::Void { form: form() },
                    _ => return Ok(None),
                })))
            },
            run: $run,
        }
    };
}

/// Every noun with rules of its own, in the order of the grammar.
const NOUNS: &[Noun] = &[
    noun!("party", party::request => Party, party::run),
    Noun {
        name: "patent",
        request: |typed, verb| {
            let evidence = evidence::of_patent(typed, verb)?.map(Request::Evidence);
            let patent = || Ok(patent::request(typed, verb)?.map(Request::Patent));
            evidence.map_or_else(patent, |request| Ok(Some(request)))
        },
        run: patent::run,
    },
    Noun {
        name: "pct",
        request: |typed, verb| Ok(fact::request(typed, &PCT, verb)?.map(Request::Fact)),
        run: pct::run,
    },
    noun!("pledge", pledge::request => Pledge, pledge::run),
    noun!("loan", loan::request => Loan, loan::run),
    noun!("scheme", scheme::request => Scheme, scheme::run),
    noun!("fund", fund::request => Fund, fund::run),
    noun!("claim", claim::request => Claim, claim::run),
    noun!("plan", plan::request => Plan, plan::run),
    noun!("program", program::request => Program, program::run),
    noun!("certificate", certificate::request => Certificate, certificate::run),
    facts!("evidence", evidence, APPLICATION_NO => Evidence, evidence::run),
    noun!("population", population::request => Population, population::run),
    noun!("target", target::request => Target, target::run),
    noun!("stats", stats::request => Figures, stats::run),
    noun!("report", stats::request => Figures, report::run),
    noun!("reconcile", reconcile::request => Reconciliation, reconcile::run),
    reading("export", ledger::export),
    reading("bundle", bundle::run),
];

/// Returns the request that a command line makes; none when it asks for nothing to be written, or for a file.
pub fn request(context: &Context, matches: &ArgMatches) -> Result<Option<Request>, Failure> {
    let Some((noun, args)) = matches.subcommand() else { return Ok(None) };
    let Some((verb, args)) = args.subcommand() else {
        return ledger::request(&Typed::new(context, args), noun);
    };
    let typed = &Typed::new(context, args);
    match (find(noun), FactNoun::named(noun)) {
        (Some(noun), _) => (noun.request)(typed, verb),
        (None, Some(noun)) => Ok(fact::request(typed, noun, verb)?.map(Request::Fact)),
        (None, None) => Ok(None),
    }
}

/// Carries out a command line that makes no request.
pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        None => ledger::welcome(context),
        Some((name, args)) => match (find(name), FactNoun::named(name)) {
            (Some(noun), _) => (noun.run)(context, args),
            (None, Some(noun)) => fact::run(context, noun, args),
            (None, None) => ledger::run(context, name, args),
        },
    }
}

fn find(name: &str) -> Option<&'static Noun> {
    NOUNS.iter().find(|noun| noun.name == name)
}

#[cfg(test)]
mod tests {
    use super::super::grammar;
    use super::*;
    use crate::operations::fact_noun::FACTS;

    #[test]
    fn every_noun_of_the_grammar_has_its_row() {
        let rows = NOUNS.iter().map(|noun| noun.name);
        let all = grammar::nouns().map(|noun| noun.name);
        // A noun whose facts stand in a record alone needs none.
        let is_plain = |name: &str| FactNoun::named(name).is_some() && find(name).is_none();
        assert!(rows.eq(all.filter(|name| !is_plain(name))));
        for fact in FACTS {
            let known = grammar::nouns().any(|noun| noun.name == fact.noun);
            assert!(known, "{} has no line in the grammar", fact.noun);
        }
    }
}
