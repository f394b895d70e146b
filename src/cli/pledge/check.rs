//! `pledge check PATENTS...`: every ground of refusal with its evidence, before anything is registered.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure, sentence};
use crate::cli::ledger::day;
use crate::cli::output::Shown;
use crate::domain::loan::record::positive_amount;
use crate::domain::numbers::ApplicationNo;
use crate::domain::patent::Named;
use crate::domain::pledge::{
    Case, Check, Consent, DebtKind, Finding, Outcome, PatentFacts, Waiver, Who, check,
};
use crate::domain::values::{Date, Money, Unit};
use crate::domain::{Fault, Problem};
use crate::i18n::codes::label;
use crate::i18n::{Lang, findings, say};
use crate::ledger::{Ledger, LedgerError, Snapshot};
use crate::report::{Cell, Record, Table};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let asked = Asked::read(context, matches)?;
    let asked_on = match day(matches, "on")? {
        None => day(matches, "registered_on")?,
        on => on,
    };
    let day = asked_on.unwrap_or(snapshot.as_of);
    let mut patents = Vec::with_capacity(asked.patents.len());
    for number in &asked.patents {
        patents.push(ledger.patent_facts(*number, day, snapshot)?);
    }
    let party = |name: &str| who(ledger, name, snapshot);
    let pledgors = asked.pledgors.iter().map(|name| party(name)).collect::<Result<Vec<_>, _>>()?;
    let pledgee = asked.pledgee.as_deref().map(party).transpose()?;
    let consents = asked
        .consents
        .iter()
        .map(|(name, on)| Ok::<_, Failure>(Consent { by: party(name)?, day: on.unwrap_or(day) }));
    let consents = consents.collect::<Result<Vec<_>, _>>()?;
    let case = asked.case(day, pledgors, pledgee, consents, patents);
    let found = check(&case);
    let mut record = table(context.lang, &found);
    // In the table a long piece of evidence may be cut; what stands against the pledge is said whole.
    let against =
        |finding: &&Finding| matches!(finding.outcome, Outcome::Refuse | Outcome::Waivable);
    for finding in found.findings.iter().filter(against) {
        record.note(sentence(context.lang, finding));
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "pledge.check", snapshot, anchor: &anchor, warnings: Vec::new() }
        .record(context, &record)?;
    Ok(Done::Well)
}

/// What a check or a registration was asked with.
pub struct Asked {
    pub patents: Vec<ApplicationNo>,
    pub pledgors: Vec<String>,
    pub pledgee: Option<String>,
    pub contract_no: Option<String>,
    pub debt_kind: DebtKind,
    pub secured: Option<Money>,
    pub debt_from: Option<Date>,
    pub debt_to: Option<Date>,
    pub scope: Option<String>,
    pub patents_stated: Option<u32>,
    pub forfeiture: Option<bool>,
    pub appraised: Option<Money>,
    /// A co-owner, and the day of the consent.
    pub consents: Vec<(String, Option<Date>)>,
    co_owner_agreement: bool,
    declared: bool,
    waivers: Vec<Waiver>,
    unfit: Option<(String, String)>,
}

impl Asked {
    /// Reads the flags; every fault in them is told.
    pub fn read(context: &Context, matches: &ArgMatches) -> Result<Self, Failure> {
        let texts = |name: &str| -> Vec<String> {
            matches
                .try_get_many::<String>(name)
                .ok()
                .flatten()
                .into_iter()
                .flatten()
                .flat_map(|text| text.split([';', '；', '、']))
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
                .collect()
        };
        let text = |name: &str| matches.try_get_one::<String>(name).ok().flatten().cloned();
        let mut faults = Vec::new();
        let mut patents = Vec::new();
        for part in texts("patent_nos").iter().flat_map(|text| text.split([',', '，', ' '])) {
            match ApplicationNo::read(part.trim()) {
                _ if part.trim().is_empty() => {}
                Ok(read) => patents.push(read.value),
                Err(refusal) => faults.push(Fault { field: "patent_nos", refusal }),
            }
        }
        let unit = context.unit.unwrap_or(Unit::Yuan);
        let mut money = |field: &'static str| {
            let read = positive_amount(&text(field)?, unit);
            read.map_err(|refusal| faults.push(Fault { field, refusal }))
                .ok()
                .map(|read| read.value)
        };
        let (secured, appraised) = (money("secured_amount"), money("appraised_value"));
        let debt_kind = match text("debt_kind").map(|kind| DebtKind::read(&kind)) {
            None => DebtKind::Ordinary,
            Some(Ok(read)) => read.value,
            Some(Err(refusal)) => {
                faults.push(Fault { field: "debt_kind", refusal });
                DebtKind::Ordinary
            }
        };
        let stated = text("patents_stated");
        let patents_stated = stated.as_deref().and_then(|text| text.trim().parse().ok());
        if let Some(text) = stated.filter(|_| patents_stated.is_none()) {
            faults.push(Fault::new("patents_stated", text, Problem::NumberUnreadable));
        }
        let forfeiture = match text("forfeiture").as_deref() {
            None => None,
            Some("yes" | "是" | "有") => Some(true),
            Some("no" | "否" | "无" | "没有") => Some(false),
            Some(other) => {
                faults.push(Fault::new("forfeiture", other, Problem::WordUnknown));
                None
            }
        };
        let mut consents = Vec::new();
        for consent in texts("consent") {
            let (name, on) =
                consent.split_once('@').map_or((consent.as_str(), None), |(n, d)| (n, Some(d)));
            match on.map(str::parse::<Date>).transpose() {
                Ok(on) => consents.push((name.trim().to_owned(), on)),
                Err(refusal) => faults.push(Fault { field: "consent", refusal }),
            }
        }
        if !faults.is_empty() {
            return Err(Failure::Record(faults));
        }
        let why = context.reason.clone().unwrap_or_default();
        let by = context.by.clone();
        let waivers = texts("waive").into_iter().map(|rule| Waiver {
            rule: rule.to_uppercase(),
            by: by.clone(),
            why: why.clone(),
        });
        Ok(Self {
            patents,
            pledgors: texts("pledgor"),
            pledgee: text("pledgee"),
            contract_no: text("contract_no"),
            debt_kind,
            secured,
            debt_from: day(matches, "debt_from")?,
            debt_to: day(matches, "debt_to")?,
            scope: text("scope"),
            patents_stated,
            forfeiture,
            appraised,
            consents,
            co_owner_agreement: flag(matches, "co-owner-agreement"),
            declared: flag(matches, "declared"),
            waivers: waivers.collect(),
            unfit: text("unfit").map(|why| (by.clone(), why)),
        })
    }

    pub fn case(
        &self,
        day: Date,
        pledgors: Vec<Who>,
        pledgee: Option<Who>,
        consents: Vec<Consent>,
        mut patents: Vec<PatentFacts>,
    ) -> Case {
        for patent in &mut patents {
            patent.consents.clone_from(&consents);
        }
        Case {
            day,
            pledgors,
            pledgee,
            contract_no: self.contract_no.clone(),
            debt_kind: self.debt_kind,
            secured: self.secured,
            debt_from: self.debt_from,
            debt_to: self.debt_to,
            scope: self.scope.clone(),
            patents_stated: self.patents_stated,
            forfeiture: self.forfeiture,
            appraised: self.appraised,
            co_owner_agreement: self.co_owner_agreement,
            declared: self.declared,
            waivers: self.waivers.clone(),
            unfit: self.unfit.clone(),
            patents,
        }
    }

    /// The parties named, as records name them.
    pub fn named(name: &str) -> Named {
        Named { name: Some(name.to_owned()), code: None, lawful_exception: false }
    }
}

fn flag(matches: &ArgMatches, name: &str) -> bool {
    matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or(false)
}

/// A party of the ledger, or a name it does not know.
fn who(ledger: &Ledger, name: &str, snapshot: Snapshot) -> Result<Who, Failure> {
    match ledger.find_party(name, snapshot) {
        Ok(id) => Ok(Who { id: Some(id), name: ledger.party_name(id, snapshot)? }),
        Err(LedgerError::NotFound { .. }) => Ok(Who { id: None, name: name.to_owned() }),
        Err(error) => Err(error.into()),
    }
}

/// The findings as a record: eligible or not, then each ground.
pub fn table(lang: Lang, found: &Check) -> Record {
    let mut record = Record::new(say::checked_under(lang, findings::regime(lang, found.regime)));
    let regime = Cell::code(found.regime.code(), findings::regime(lang, found.regime));
    record.field(lang, "eligible", Cell::Bool(found.eligible())).field(lang, "regime", regime);
    record.table("findings", rows(lang, &found.findings));
    record
}

pub fn rows(lang: Lang, found: &[Finding]) -> Table {
    let mut table = Table::of(lang, &["rule", "patent", "outcome", "evidence"]);
    for finding in found {
        table.row(vec![
            Cell::code(
                finding.rule.code(),
                format!("{} {}", finding.rule.code(), findings::rule(lang, finding.rule)),
            ),
            Cell::opt(finding.patent, Cell::id),
            Cell::code(finding.outcome.code(), label(lang, "outcome", finding.outcome.code())),
            Cell::text(findings::evidence(lang, &finding.evidence)),
        ]);
    }
    table
}
