//! `demo`: a ledger from the samples, and the main result.

use std::path::PathBuf;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::{stats, target};
use crate::domain::Fault;
use crate::domain::numbers::RegionCode;
use crate::domain::program::Program;
use crate::exchange::source::{ReadOptions, Source};
use crate::i18n::say;
use crate::ledger::{Ledger, LedgerError, interrupt};
use crate::operations::fact_noun::PCT;
use crate::operations::import::{Noun, Quiet, Request};
use crate::operations::{self, Refusal, program};

/// The ledger of the demonstration.
struct Demo {
    /// Its office; a ledger of another name is never touched.
    office: &'static str,
    region: &'static str,
    /// The sample files, in the order in which an office would bring them in.
    files: &'static [(Noun, &'static str, &'static [u8])],
}

const DEMO: Demo = include!("../../../samples/demo.rs");

/// The programmes its firms apply to.
const PROGRAMS: [(&str, &str); 2] = [
    ("programs/pilot.toml", include_str!("../../../samples/programs/pilot.toml")),
    ("programs/demonstration.toml", include_str!("../../../samples/programs/demonstration.toml")),
];

pub fn run(context: &Context) -> Result<Done, Failure> {
    let lang = context.lang;
    let context = &context.at(match context.names_a_db() {
        true => context.db().to_owned(),
        false => PathBuf::from("ipledger-demo.db"),
    });
    let mut ledger = open_or_found(context)?;
    context.tell(say::demo_title(lang, context.db().display()));
    let _hold = interrupt::hold();
    let folder = tempfile::tempdir()?;
    for (noun, name, bytes) in DEMO.files.iter().copied() {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes)?;
        let mut source = Source::open(&path.to_string_lossy(), &ReadOptions::default())?;
        let request = Request::default();
        let mut office = context.office(&mut ledger)?;
        let (outcome, _) = office.import(noun, &mut source, &request, &Quiet)?;
        let counts = say::import_counts(
            lang,
            outcome.rows,
            outcome.accepted,
            outcome.unchanged,
            outcome.corrected,
            outcome.rejected(),
        );
        context.tell(format!("{}  {counts}", say::demo_file(lang, name)));
    }
    for (name, text) in PROGRAMS {
        let unreadable = |faults| Refusal::ProgramFile { file: name.to_owned(), faults };
        let program = Program::read(text).map_err(unreadable)?;
        let add = program::Request::Add { program: Box::new(program), text: text.to_owned() };
        match context.office(&mut ledger)?.perform(operations::Request::Program(add)) {
            // The demonstration was shown before.
            Err(Refusal::Ledger(LedgerError::AlreadyThere { .. })) => {}
            recorded => {
                recorded?;
                context.tell(say::demo_file(lang, name));
            }
        }
    }
    drop(ledger);
    context.tell("");
    stats::annual(context, stats::Years::default(), None)?;
    if !context.json {
        context.print("")?;
        target::status(context, None)?;
    }
    Ok(Done::Well)
}

fn open_or_found(context: &Context) -> Result<Ledger, Failure> {
    if !context.db().exists() {
        let region = DEMO.region.parse::<RegionCode>();
        let region =
            region.map_err(|refusal| Failure::field(Fault { field: "region", refusal }))?;
        return super::init::found(context, context.db(), DEMO.office, region);
    }
    let ledger = Ledger::open(context.db())?;
    let snapshot = context.snapshot(&ledger)?;
    if ledger.office(snapshot)?.name == DEMO.office {
        Ok(ledger)
    } else {
        Err(LedgerError::Exists { path: context.db().to_owned() }.into())
    }
}
