//! Certificates in the ledger, and what became of each.
//!
//! A ledger of version 1 of the format knew the day of certification alone, as a mark of the firm. Such marks are read
//! as certificates without a number; one that is recorded in full takes the mark's place.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::error::LedgerError;
use super::fund::damaged;
use super::open::Ledger;
use super::party::{PartyId, mark_lines};
use super::snapshot::{Snapshot, events_of, known};
use super::tables::{
    CERTIFICATE, CERTIFICATE_EVENT, CERTIFICATE_IDENTITY, COPIES, EVENTS, PARTY_MARK, REVISIONS,
};
use super::write::{Entry, next_event};
use crate::domain::certificate::{Certificate, CertificateEvent, CertificateStep, Standard};
use crate::domain::party::{Mark, MarkState, Marked};
use crate::domain::values::Date;

/// A certificate as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateCard {
    /// None: read from a mark.
    pub id: Option<i64>,
    pub certificate: Certificate,
    pub party: PartyId,
    /// In order.
    pub events: Vec<CertificateEventLine>,
    /// The lines of the marks it is read from.
    marks: Vec<i64>,
    pub brought_by: i64,
}

/// What became of a certificate, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateEventLine {
    pub line: i64,
    pub n: i64,
    pub event: CertificateEvent,
    pub brought_by: i64,
}

impl CertificateCard {
    pub fn history(&self) -> Vec<CertificateEvent> {
        self.events.iter().map(|event| event.event.clone()).collect()
    }

    /// What people know it by; one without a number by its holder and the day of issue.
    pub fn called(&self) -> String {
        let unnumbered = || format!("{}-{}", self.party, self.certificate.issued);
        self.certificate.number.clone().unwrap_or_else(unnumbered)
    }
}

/// Which certificates are read.
enum Wanted<'a> {
    All,
    Number(&'a str),
    Of(PartyId),
}

const COLUMNS: &str =
    "c.line, c.certificate_no, c.standard, c.party, c.certified_by, c.scope, c.district,
    c.first_issue_day, c.issue_day, c.expiry_day, c.brought_by";

fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    Ok(row.get::<_, Option<i32>>(column)?.and_then(Date::from_days))
}

fn card_from(row: &Row<'_>) -> rusqlite::Result<CertificateCard> {
    Ok(CertificateCard {
        id: Some(row.get::<_, i64>(0)? / REVISIONS),
        certificate: Certificate {
            number: row.get(1)?,
            standard: Standard::stored(row.get(2)?),
            certified_by: row.get(4)?,
            scope: row.get(5)?,
            district: row.get(6)?,
            first_issued: day(row, 7)?,
            issued: day(row, 8)?.ok_or_else(|| damaged(8))?,
            expires: day(row, 9)?,
        },
        party: row.get(3)?,
        events: Vec::new(),
        marks: Vec::new(),
        brought_by: row.get(10)?,
    })
}

fn event_from(row: &Row<'_>) -> rusqlite::Result<CertificateEventLine> {
    let step = CertificateStep::from_code(&row.get::<_, String>(2)?).ok_or_else(|| damaged(2))?;
    Ok(CertificateEventLine {
        line: row.get(0)?,
        n: row.get(1)?,
        event: CertificateEvent {
            step,
            day: day(row, 3)?.ok_or_else(|| damaged(3))?,
            expires: day(row, 4)?,
            standard: row.get::<_, Option<String>>(5)?.map(Standard::stored),
            document: row.get(6)?,
        },
        brought_by: row.get(7)?,
    })
}

fn recorded(
    conn: &Connection,
    wanted: &Wanted<'_>,
    at: i64,
) -> Result<Vec<CertificateCard>, LedgerError> {
    let (only, value): (&str, Vec<Value>) = match wanted {
        Wanted::All => ("", Vec::new()),
        Wanted::Number(number) => (" and c.certificate_no = ?2", vec![(*number).to_owned().into()]),
        Wanted::Of(party) => (" and c.party = ?2", vec![(*party).into()]),
    };
    let sql =
        format!("select {COLUMNS} from certificate c where {}{only} order by c.line", known("c"));
    let mut statement = conn.prepare_cached(&sql)?;
    let bound = [Value::from(at)].into_iter().chain(value);
    let cards = statement.query_map(params_from_iter(bound), card_from)?;
    let mut cards: Vec<CertificateCard> = cards.collect::<Result<_, _>>()?;
    let sql = format!(
        "select e.line, e.n, e.event, e.day, e.expiry_day, e.standard, e.document, e.brought_by
         from certificate_event e where {} and e.line between ?2 and ?3 order by e.line / {EVENTS}, e.n",
        known("e")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    // Of few things only their own events are read.
    let few: Option<Vec<i64>> = match wanted {
        Wanted::All => None,
        Wanted::Number(_) | Wanted::Of(_) => {
            Some(cards.iter().filter_map(|card| card.id).collect())
        }
    };
    let mut events = events_of(&mut statement, at, few.as_deref(), event_from, |event| event.line)?;
    for card in &mut cards {
        card.events = card.id.and_then(|id| events.remove(&id)).unwrap_or_default();
    }
    Ok(cards)
}

/// The marks of one firm as certificates: each day of certification is one, and a later day of expiry or withdrawal ends
/// those before it.
fn of_marks(party: PartyId, marks: &[(i64, Marked, i64)]) -> Vec<CertificateCard> {
    let mut cards: Vec<CertificateCard> = Vec::new();
    let certified = marks.iter().filter(|(_, marked, _)| marked.mark == Mark::Gb29490);
    for (line, marked, brought_by) in certified {
        match marked.state {
            MarkState::Applied => {}
            MarkState::Recognised => cards.push(CertificateCard {
                id: None,
                certificate: Certificate {
                    number: marked.document.clone(),
                    standard: Standard::gb29490(),
                    certified_by: None,
                    scope: None,
                    district: None,
                    first_issued: None,
                    issued: marked.day,
                    expires: None,
                },
                party,
                events: Vec::new(),
                marks: vec![*line],
                brought_by: *brought_by,
            }),
            MarkState::Expired | MarkState::Revoked => {
                for card in cards.iter_mut().filter(|card| card.events.is_empty()) {
                    let event = CertificateEvent {
                        step: CertificateStep::Withdraw,
                        day: marked.day,
                        expires: None,
                        standard: None,
                        document: marked.document.clone(),
                    };
                    let brought_by = *brought_by;
                    card.events.push(CertificateEventLine { line: 0, n: 1, event, brought_by });
                    card.marks.push(*line);
                }
            }
        }
    }
    cards
}

/// All certificates known at an entry: those recorded, then those read from marks.
fn all(conn: &Connection, at: i64) -> Result<Vec<CertificateCard>, LedgerError> {
    let mut cards = recorded(conn, &Wanted::All, at)?;
    for (party, marks) in mark_lines(conn, None, at)? {
        cards.extend(of_marks(party, &marks));
    }
    Ok(cards)
}

fn of_party(
    conn: &Connection,
    party: PartyId,
    at: i64,
) -> Result<Vec<CertificateCard>, LedgerError> {
    let mut cards = recorded(conn, &Wanted::Of(party), at)?;
    for (party, marks) in mark_lines(conn, Some(party), at)? {
        cards.extend(of_marks(party, &marks));
    }
    Ok(cards)
}

/// The newest entry that may be asked about from inside an entry: all.
const ALL: i64 = i64::MAX;

impl Entry<'_> {
    /// Returns the certificate in force that is recorded under a number.
    pub fn certificate_by_no(&self, number: &str) -> Result<Option<CertificateCard>, LedgerError> {
        Ok(recorded(self.conn, &Wanted::Number(number), ALL)?.pop())
    }

    /// Returns the certificates of a firm, those read from marks too.
    pub fn certificates_of(&self, party: PartyId) -> Result<Vec<CertificateCard>, LedgerError> {
        of_party(self.conn, party, ALL)
    }

    /// Returns all certificates, those read from marks too.
    pub fn certificates(&self) -> Result<Vec<CertificateCard>, LedgerError> {
        all(self.conn, ALL)
    }

    /// Records what a certificate says of itself. `known`: what it takes the place of; the marks it was read from end
    /// with what they said of it, which is recorded as its own.
    ///
    /// Returns its number in the ledger.
    pub fn bring_certificate(
        &self,
        known: Option<&CertificateCard>,
        certificate: &Certificate,
        party: PartyId,
        source_row: Option<u32>,
    ) -> Result<i64, LedgerError> {
        let recorded = known.and_then(|card| card.id);
        let id = match recorded {
            Some(id) => {
                self.end_lines(CERTIFICATE, id * REVISIONS, REVISIONS)?;
                id
            }
            None => self.new_thing(CERTIFICATE_IDENTITY)?,
        };
        let day = |day: Option<Date>| day.map(Date::days);
        let values = params![
            certificate.number,
            certificate.standard.as_str(),
            party,
            certificate.certified_by,
            certificate.scope,
            certificate.district,
            day(certificate.first_issued),
            certificate.issued.days(),
            day(certificate.expires),
        ];
        self.bring_revision(CERTIFICATE, id, values, source_row)?;
        if let Some(card) = known.filter(|card| card.id.is_none()) {
            self.end_marks(&card.marks)?;
            for event in &card.events {
                self.bring_certificate_event(id, None, &event.event, source_row)?;
            }
        }
        Ok(id)
    }

    /// Records what became of a certificate; `n`: its number, of one that is corrected.
    pub fn bring_certificate_event(
        &self,
        certificate: i64,
        n: Option<i64>,
        event: &CertificateEvent,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let next = next_event(self.conn, CERTIFICATE_EVENT, certificate)? % EVENTS / COPIES + 1;
        let values = params![
            n.unwrap_or(next),
            event.step.code(),
            event.day.days(),
            event.expires.map(Date::days),
            event.standard.as_ref().map(Standard::as_str),
            event.document,
        ];
        self.bring_event(CERTIFICATE_EVENT, certificate, values, source_row)?;
        Ok(())
    }

    pub fn end_certificate_event(&self, line: i64) -> Result<(), LedgerError> {
        self.end(CERTIFICATE_EVENT, line)
    }

    /// Ends a certificate and all that became of it.
    pub fn void_certificate(&self, card: &CertificateCard) -> Result<(), LedgerError> {
        let Some(id) = card.id else { return self.end_marks(&card.marks) };
        self.end_lines(CERTIFICATE, id * REVISIONS, REVISIONS)?;
        self.end_lines(CERTIFICATE_EVENT, id * EVENTS, EVENTS)
    }

    pub(super) fn end_marks(&self, lines: &[i64]) -> Result<(), LedgerError> {
        for line in lines {
            // A mark may have ended several certificates at once.
            let sql = "select ended_by is null from party_mark where line = ?1";
            if self.conn.prepare_cached(sql)?.query_row([line], |row| row.get(0))? {
                self.end(PARTY_MARK, *line)?;
            }
        }
        Ok(())
    }

    /// Refuses an entry after which a step would stand without what it rests on.
    ///
    /// Errors: `StepsStandOnIt`.
    pub(super) fn keep_certificates_whole(&self) -> Result<(), LedgerError> {
        let sql = format!(
            "select e.line / {EVENTS} from certificate_event e where e.ended_by is null and not exists (
               select 1 from certificate c where c.ended_by is null and c.line / {REVISIONS} = e.line / {EVENTS})
             limit 1"
        );
        let orphan: Option<i64> = {
            let mut statement = self.conn.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            rows.next()?.map(|row| row.get(0)).transpose()?
        };
        let stands = |id: String| LedgerError::StepsStandOnIt { noun: "certificate", id };
        if let Some(id) = orphan {
            return Err(stands(id.to_string()));
        }
        for card in recorded(self.conn, &Wanted::All, ALL)? {
            if card.certificate.check(&card.history()).is_err() {
                return Err(stands(card.called()));
            }
        }
        Ok(())
    }
}

impl Ledger {
    /// Returns every certificate known at the snapshot with all that was recorded of it; first those recorded as such,
    /// then those read from marks.
    pub fn certificates(&self, snapshot: Snapshot) -> Result<Vec<CertificateCard>, LedgerError> {
        all(&self.conn, snapshot.known_at)
    }

    /// Returns a certificate by its number, or by what stands for it.
    ///
    /// Errors: `NotFound`.
    pub fn certificate(
        &self,
        number: &str,
        snapshot: Snapshot,
    ) -> Result<CertificateCard, LedgerError> {
        let found = recorded(&self.conn, &Wanted::Number(number), snapshot.known_at)?.pop();
        if let Some(card) = found {
            return Ok(card);
        }
        let unnumbered = self.certificates(snapshot)?.into_iter();
        let mut fits = unnumbered.filter(|card| card.called() == number);
        let missing = || LedgerError::NotFound { noun: "certificate", id: number.to_owned() };
        fits.next().ok_or_else(missing)
    }
}
