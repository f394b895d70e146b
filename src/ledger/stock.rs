//! What the stock of patents is judged by, in the ledger: evidence of high value, population, rules, tables of IPC symbols.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::LedgerError;
use super::open::Ledger;
use super::snapshot::{Snapshot, known};
use super::tables::{IPC_MAP, PATENT_EVIDENCE, POPULATION, REVISIONS, STOCK_RULE};
use super::write::Entry;
use crate::domain::evidence::{Evidence, EvidenceKey};
use crate::domain::numbers::ApplicationNo;
use crate::domain::population::{Population, PopulationKey, PopulationKind};
use crate::domain::stock::{IndustryMap, PopulationRule, StockRule, ValueClass};
use crate::domain::values::{Date, Money};

/// Evidence as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceCard {
    line: i64,
    pub evidence: Evidence,
    pub brought_by: i64,
}

/// A count of people as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PopulationCard {
    line: i64,
    pub population: Population,
    pub brought_by: i64,
}

/// A table of IPC symbols as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndustryMapCard {
    line: i64,
    pub map: IndustryMap,
    /// The file as it was read.
    pub text: String,
    pub brought_by: i64,
}

fn damaged(column: usize) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(column, "stock".into(), rusqlite::types::Type::Text)
}

fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    Ok(row.get::<_, Option<i32>>(column)?.and_then(Date::from_days))
}

fn key_of(number: ApplicationNo) -> i64 {
    i64::try_from(number.key()).unwrap_or(i64::MAX)
}

const EVIDENCE: &str =
    "v.line, v.patent, v.class, v.name, v.number, v.since_day, v.year, v.document, v.brought_by";

fn evidence_from(row: &Row<'_>) -> rusqlite::Result<EvidenceCard> {
    let patent = u64::try_from(row.get::<_, i64>(1)?).ok().and_then(ApplicationNo::from_key);
    let class = ValueClass::from_code(&row.get::<_, String>(2)?);
    Ok(EvidenceCard {
        line: row.get(0)?,
        evidence: Evidence {
            patent: patent.ok_or_else(|| damaged(1))?,
            class: class.ok_or_else(|| damaged(2))?,
            name: row.get(3)?,
            number: row.get(4)?,
            since: day(row, 5)?,
            year: row.get(6)?,
            document: row.get(7)?,
        },
        brought_by: row.get(8)?,
    })
}

const POPULATIONS: &str = "p.line, p.region, p.day, p.kind, p.persons, p.source, p.brought_by";

fn population_from(row: &Row<'_>) -> rusqlite::Result<PopulationCard> {
    let (region, kind): (String, String) = (row.get(1)?, row.get(3)?);
    Ok(PopulationCard {
        line: row.get(0)?,
        population: Population {
            region: region.parse().map_err(|_| damaged(1))?,
            day: day(row, 2)?.ok_or_else(|| damaged(2))?,
            kind: PopulationKind::from_code(&kind).ok_or_else(|| damaged(3))?,
            persons: row.get(4)?,
            source: row.get(5)?,
        },
        brought_by: row.get(6)?,
    })
}

fn rules_at(conn: &Connection, at: i64) -> Result<Vec<StockRule>, LedgerError> {
    let sql = format!(
        "select r.valid_from, r.valid_to, r.over_years, r.pledge_least_fen, r.population_rule, r.decimals, r.source
         from stock_rule r where {} order by r.line",
        known("r")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rules = statement.query_map([at], |row| {
        let population: Option<String> = row.get(4)?;
        let population = population.map(|code| {
            let rule = PopulationRule::from_code(&code);
            rule.ok_or_else(|| damaged(4))
        });
        Ok(StockRule {
            from: day(row, 0)?,
            to: day(row, 1)?,
            over_years: row.get(2)?,
            pledge_least: row.get::<_, Option<i64>>(3)?.map(Money::from_fen),
            population: population.transpose()?,
            decimals: row.get(5)?,
            source: row.get(6)?,
        })
    })?;
    Ok(rules.collect::<Result<_, _>>()?)
}

const MAPS: &str = "m.line, m.terms, m.brought_by";

fn map_from(row: &Row<'_>) -> rusqlite::Result<IndustryMapCard> {
    let text: String = row.get(1)?;
    let map = IndustryMap::read(&text).map_err(|_| damaged(1))?;
    Ok(IndustryMapCard { line: row.get(0)?, map, text, brought_by: row.get(2)? })
}

impl Entry<'_> {
    /// The days of a patent's filing, if it is known at all.
    pub fn filing_of(&self, number: ApplicationNo) -> Result<Option<Option<Date>>, LedgerError> {
        let sql = "select filing_day from patent where line between ?1 and ?2 and ended_by is null";
        let first = key_of(number) * REVISIONS;
        let found = self
            .conn
            .prepare_cached(sql)?
            .query_row([first, first + REVISIONS - 1], |row| day(row, 0))
            .optional()?;
        Ok(found)
    }

    pub fn evidence_in_force(
        &self,
        key: &EvidenceKey,
    ) -> Result<Option<EvidenceCard>, LedgerError> {
        let sql = format!(
            "select {EVIDENCE} from patent_evidence v where v.patent = ?1 and v.class = ?2 and v.name = ?3
             and v.number = ?4 and v.ended_by is null"
        );
        let values = params![key_of(key.patent), key.class.code(), key.name, key.number];
        Ok(self.conn.prepare_cached(&sql)?.query_row(values, evidence_from).optional()?)
    }

    /// Returns the evidence in force of a patent.
    pub fn evidence_of(&self, patent: ApplicationNo) -> Result<Vec<EvidenceCard>, LedgerError> {
        let sql = format!(
            "select {EVIDENCE} from patent_evidence v where v.patent = ?1 and v.ended_by is null order by v.line"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let cards = statement.query_map([key_of(patent)], evidence_from)?;
        Ok(cards.collect::<Result<_, _>>()?)
    }

    /// Records evidence; what is in force of the same key is superseded.
    pub fn bring_evidence(
        &self,
        evidence: &Evidence,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        if let Some(card) = self.evidence_in_force(&EvidenceKey::from(evidence))? {
            self.end(PATENT_EVIDENCE, card.line)?;
        }
        self.bring(
            PATENT_EVIDENCE,
            params![
                key_of(evidence.patent),
                evidence.class.code(),
                evidence.name,
                evidence.number,
                evidence.since.map(Date::days),
                evidence.year,
                evidence.document,
            ],
            source_row,
        )?;
        Ok(())
    }

    pub fn end_evidence(&self, card: &EvidenceCard) -> Result<(), LedgerError> {
        self.end(PATENT_EVIDENCE, card.line)
    }

    pub fn population_in_force(
        &self,
        key: PopulationKey,
    ) -> Result<Option<PopulationCard>, LedgerError> {
        let sql = format!(
            "select {POPULATIONS} from population p where p.region = ?1 and p.day = ?2 and p.kind = ?3
             and p.ended_by is null"
        );
        let values = params![key.region.to_string(), key.day.days(), key.kind.code()];
        Ok(self.conn.prepare_cached(&sql)?.query_row(values, population_from).optional()?)
    }

    /// Records a count of people; one in force of the same region, day and kind is superseded.
    pub fn bring_population(
        &self,
        population: &Population,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        if let Some(card) = self.population_in_force(population.key())? {
            self.end(POPULATION, card.line)?;
        }
        self.bring(
            POPULATION,
            params![
                population.region.to_string(),
                population.day.days(),
                population.kind.code(),
                population.persons,
                population.source,
            ],
            source_row,
        )?;
        Ok(())
    }

    pub fn end_population(&self, card: &PopulationCard) -> Result<(), LedgerError> {
        self.end(POPULATION, card.line)
    }

    pub fn stock_rules(&self) -> Result<Vec<StockRule>, LedgerError> {
        rules_at(self.conn, i64::MAX)
    }

    pub fn bring_stock_rule(&self, rule: &StockRule) -> Result<(), LedgerError> {
        self.bring(
            STOCK_RULE,
            params![
                rule.from.map(Date::days),
                rule.to.map(Date::days),
                rule.over_years,
                rule.pledge_least.map(Money::fen),
                rule.population.map(PopulationRule::code),
                rule.decimals,
                rule.source,
            ],
            None,
        )?;
        Ok(())
    }

    pub fn industry_map(&self, code: &str) -> Result<Option<IndustryMapCard>, LedgerError> {
        let sql = format!("select {MAPS} from ipc_map m where m.map = ?1 and m.ended_by is null");
        Ok(self.conn.prepare_cached(&sql)?.query_row([code], map_from).optional()?)
    }

    /// Records a table of IPC symbols; one in force of the same code is superseded.
    pub fn bring_industry_map(&self, map: &IndustryMap, text: &str) -> Result<(), LedgerError> {
        if let Some(card) = self.industry_map(&map.code)? {
            self.end_industry_map(&card)?;
        }
        let (from, to) = (map.valid_from.map(Date::days), map.valid_to.map(Date::days));
        self.bring(IPC_MAP, params![map.code, from, to, text], None)?;
        Ok(())
    }

    pub fn end_industry_map(&self, card: &IndustryMapCard) -> Result<(), LedgerError> {
        self.end(IPC_MAP, card.line)
    }
}

impl Ledger {
    /// Returns what speaks for inventions being of high value, by patent, in order of recording.
    pub fn evidence(&self, snapshot: Snapshot) -> Result<Vec<EvidenceCard>, LedgerError> {
        let sql = format!(
            "select {EVIDENCE} from patent_evidence v where {} order by v.patent, v.line",
            known("v")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let cards = statement.query_map([snapshot.known_at], evidence_from)?;
        Ok(cards.collect::<Result<_, _>>()?)
    }

    /// Returns what speaks for an invention being of high value, in order of recording.
    pub fn evidence_of(
        &self,
        patent: ApplicationNo,
        snapshot: Snapshot,
    ) -> Result<Vec<Evidence>, LedgerError> {
        let sql = format!(
            "select {EVIDENCE} from patent_evidence v where {} and v.patent = ?2 order by v.line",
            known("v")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let cards =
            statement.query_map(params![snapshot.known_at, key_of(patent)], evidence_from)?;
        cards.map(|card| Ok(card?.evidence)).collect()
    }

    /// Returns the classes of which there is evidence of any patent.
    pub fn classes_listed(&self, snapshot: Snapshot) -> Result<Vec<ValueClass>, LedgerError> {
        let sql = format!("select distinct v.class from patent_evidence v where {}", known("v"));
        let mut statement = self.conn.prepare_cached(&sql)?;
        let codes = statement.query_map([snapshot.known_at], |row| row.get::<_, String>(0))?;
        let codes = codes.collect::<Result<Vec<_>, _>>()?;
        Ok(codes.iter().filter_map(|code| ValueClass::from_code(code)).collect())
    }

    /// Returns the counts of people, by region and day.
    pub fn populations(&self, snapshot: Snapshot) -> Result<Vec<PopulationCard>, LedgerError> {
        let sql = format!(
            "select {POPULATIONS} from population p where {} order by p.region, p.day, p.kind",
            known("p")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let cards = statement.query_map([snapshot.known_at], population_from)?;
        Ok(cards.collect::<Result<_, _>>()?)
    }

    /// Returns what the stock is judged and divided by, in order of recording.
    pub fn stock_rules(&self, snapshot: Snapshot) -> Result<Vec<StockRule>, LedgerError> {
        rules_at(&self.conn, snapshot.known_at)
    }

    /// Returns the tables of IPC symbols, by code.
    pub fn industry_maps(&self, snapshot: Snapshot) -> Result<Vec<IndustryMapCard>, LedgerError> {
        let sql = format!("select {MAPS} from ipc_map m where {} order by m.map", known("m"));
        let mut statement = self.conn.prepare_cached(&sql)?;
        let cards = statement.query_map([snapshot.known_at], map_from)?;
        Ok(cards.collect::<Result<_, _>>()?)
    }
}

/// Evidence by the patent it is of, by its number without check character.
pub fn by_patent(cards: Vec<EvidenceCard>) -> HashMap<u64, Vec<Evidence>> {
    let mut by: HashMap<u64, Vec<Evidence>> = HashMap::new();
    for card in cards {
        by.entry(card.evidence.patent.key()).or_default().push(card.evidence);
    }
    by
}
