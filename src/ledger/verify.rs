//! `verify`: every entry, line and total again, from the values themselves.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use rusqlite::Connection;

use super::digest::{CanonicalRow, Hash, LinesDigest, SealedEntry};
use super::entries::Anchor;
use super::error::LedgerError;
use super::format::{Format, TODAY};
use super::open::Ledger;
use super::shape::{Shape, differences, shape};
use super::tables::{Key, LineTable};
use super::totals::MonthlyTotals;
use super::write::{canon_row, select_row_sql};

/// Tables that come with the format, and what puts all they hold into one text.
const LOOKUPS: [(&str, &str); 3] = [
    ("day", "select group_concat(n || text, ';') from (select n, text from day order by n)"),
    (
        "check_sum",
        "select group_concat(n || ':' || sum_1 || ':' || sum_2 || ':' || sum_3 || ':' || sum_4, ';')
         from (select * from check_sum order by n)",
    ),
    (
        "code",
        "select group_concat(col || n || word, ';') from (select col, n, word from code order by col, n)",
    ),
];

/// What a fresh file of a format holds.
struct Expected {
    shape: Shape,
    /// In the order of `LOOKUPS`.
    lookups: Vec<Option<String>>,
}

impl Expected {
    /// Of today's format it is worked out once, however many ledgers a process verifies.
    fn of(format: &Format) -> Result<Arc<Self>, LedgerError> {
        static OF_TODAY: OnceLock<Arc<Expected>> = OnceLock::new();
        let is_today = std::ptr::eq(format, &TODAY);
        if let Some(known) = OF_TODAY.get().filter(|_| is_today) {
            return Ok(Arc::clone(known));
        }
        let fresh = format.fresh()?;
        let lookups = LOOKUPS.iter().map(|(_, sql)| lookup(&fresh, sql));
        let lookups = lookups.collect::<Result<_, _>>()?;
        let expected = Arc::new(Self { shape: shape(&fresh)?, lookups });
        Ok(if is_today { Arc::clone(OF_TODAY.get_or_init(|| expected)) } else { expected })
    }
}

fn lookup(conn: &Connection, sql: &str) -> Result<Option<String>, LedgerError> {
    Ok(conn.query_row(sql, [], |row| row.get(0))?)
}

/// A discrepancy between the file and what was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// The entry it concerns; none when it concerns the file as a whole.
    pub entry: Option<i64>,
    pub what: What,
}

/// What `verify` can find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Entries do not run 1, 2, 3 ...
    EntryMissing,
    /// An entry that was never sealed.
    SealMissing,
    /// A seal for an entry that is not there.
    SealWithoutEntry,
    /// Lines differ from what the seal covers.
    LinesChanged,
    /// The entry's own fields, or its seal, differ from its hash.
    EntryChanged,
    /// The link to the previous entry is broken.
    LinkBroken,
    /// A hash version this program does not know.
    HashVersionUnknown,
    /// Lines of an entry that is not there.
    LinesOfNoEntry { table: &'static str },
    /// A monthly total differs from the recount.
    TotalChanged { year: i32, month: u32, measure: &'static str, stored: i64, recounted: i64 },
    /// The rollup holds rows that nothing counts.
    TotalUnknown,
    /// The day from which something of a loan is unpaid differs from the replay.
    StandingChanged { loan: i64 },
    /// Blocks of patents by columns differ from the lines in force.
    BlocksChanged { blocks: usize },
    /// Names as they are looked for are not those of the parties in force.
    NamesChanged { rows: usize },
    /// The lines of a loan hold values that are not possible.
    LoanUnreadable,
    /// A table, view, trigger or index is not as the schema says.
    SchemaChanged { object: String },
    /// The calendar or the table of codes was changed.
    LookupChanged { table: &'static str },
    /// A reference to something that does not exist.
    ReferenceBroken { table: String },
    /// The ledger holds fewer entries than the anchor says: cut, or an older copy.
    TailMissing { anchored: i64 },
    /// The entry the anchor names has another hash: the past was rewritten, or it is another ledger.
    NotTheAnchored,
}

impl What {
    pub fn code(&self) -> &'static str {
        match self {
            Self::EntryMissing => "entry-missing",
            Self::SealMissing => "seal-missing",
            Self::SealWithoutEntry => "seal-without-entry",
            Self::LinesChanged => "lines-changed",
            Self::EntryChanged => "entry-changed",
            Self::LinkBroken => "link-broken",
            Self::HashVersionUnknown => "hash-version-unknown",
            Self::LinesOfNoEntry { .. } => "lines-of-no-entry",
            Self::TotalChanged { .. } => "total-changed",
            Self::TotalUnknown => "total-unknown",
            Self::StandingChanged { .. } => "standing-changed",
            Self::BlocksChanged { .. } => "blocks-changed",
            Self::NamesChanged { .. } => "names-changed",
            Self::LoanUnreadable => "loan-unreadable",
            Self::SchemaChanged { .. } => "schema-changed",
            Self::LookupChanged { .. } => "lookup-changed",
            Self::ReferenceBroken { .. } => "reference-broken",
            Self::TailMissing { .. } => "tail-missing",
            Self::NotTheAnchored => "not-the-anchored",
        }
    }
}

/// What `verify` read, and what it found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    pub anchor: Anchor,
    pub lines: i64,
    pub findings: Vec<Discrepancy>,
}

impl Ledger {
    /// Recomputes the whole ledger from its values: chain, lines, references, totals, schema; and
    /// holds it against anchors from outside, without which a cut tail would go unseen.
    pub fn verify(&self, anchors: &[Anchor]) -> Result<Verification, LedgerError> {
        let mut findings = Vec::new();
        let mut lines = 0;
        let mut digests = self.digest_tables(&mut lines, &mut findings)?;
        self.check_chain(&mut digests, &mut findings)?;
        for entry in digests.into_keys() {
            findings.push(Discrepancy { entry: Some(entry), what: What::SealMissing });
        }
        let off = match self.blocks_off() {
            Ok(off) => off,
            // A value in a line that no constructor would have written; the digest tells whose.
            Err(LedgerError::Sqlite(_)) => 1,
            Err(error) => return Err(error),
        };
        if off > 0 {
            findings.push(Discrepancy { entry: None, what: What::BlocksChanged { blocks: off } });
        }
        let names_off = match self.names_off() {
            Ok(off) => off,
            Err(LedgerError::Sqlite(_)) => 1,
            Err(error) => return Err(error),
        };
        if names_off > 0 {
            findings
                .push(Discrepancy { entry: None, what: What::NamesChanged { rows: names_off } });
        }
        self.check_totals(off == 0, &mut findings)?;
        match self.standings_off() {
            Ok(loans) => findings.extend(
                loans
                    .into_iter()
                    .map(|loan| Discrepancy { entry: None, what: What::StandingChanged { loan } }),
            ),
            // A value that no constructor of this program would have written.
            Err(LedgerError::Sqlite(_)) => {
                findings.push(Discrepancy { entry: None, what: What::LoanUnreadable });
            }
            Err(error) => return Err(error),
        }
        self.check_schema(&mut findings)?;
        self.check_references(&mut findings)?;
        for anchor in anchors {
            self.check_anchor(anchor, &mut findings)?;
        }
        Ok(Verification { anchor: self.anchor()?, lines, findings })
    }

    /// One pass per table in key order: each row to the streams of the entries that brought and ended it.
    fn digest_tables(
        &self,
        lines: &mut i64,
        findings: &mut Vec<Discrepancy>,
    ) -> Result<BTreeMap<i64, LinesDigest>, LedgerError> {
        let last: i64 =
            self.conn
                .query_row("select coalesce(max(entry), 0) from entry", [], |row| row.get(0))?;
        let versions = self.hash_versions()?;
        let mut digests: BTreeMap<i64, LinesDigest> = BTreeMap::new();
        for (at, table) in self.format.tables.iter().enumerate() {
            let mut statement = self.conn.prepare(&ordered_sql(table))?;
            let values = table.covered(self.format.hash_version);
            let mut canon = CanonicalRow::default();
            let mut rows = statement.query([])?;
            let mut strays = false;
            while let Some(row) = rows.next()? {
                *lines += 1;
                let (key, brought_by) = (row.get(0)?, row.get::<_, i64>(values)?);
                let ended_by: Option<i64> = row.get(values + 1)?;
                let covered = match table.later {
                    [] => values,
                    _ => versions.get(&brought_by).map_or(values, |at| table.covered(*at)),
                };
                canon_row(row, covered, &mut canon)?;
                strays |= !(1..=last).contains(&brought_by)
                    || ended_by.is_some_and(|by| by > last || by < brought_by);
                digests.entry(brought_by).or_default().brought(at, key, canon.bytes());
                if let Some(ended_by) = ended_by {
                    digests.entry(ended_by).or_default().ended(at, key);
                }
            }
            if strays {
                let what = What::LinesOfNoEntry { table: table.name };
                findings.push(Discrepancy { entry: None, what });
            }
        }
        Ok(digests)
    }

    /// The hash version of each seal.
    fn hash_versions(&self) -> Result<HashMap<i64, i64>, LedgerError> {
        let mut statement = self.conn.prepare("select entry, hash_version from seal")?;
        let versions = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(versions.collect::<Result<_, _>>()?)
    }

    /// Takes the digest of each sealed entry out of `digests`; what is left belongs to none.
    fn check_chain(
        &self,
        digests: &mut BTreeMap<i64, LinesDigest>,
        findings: &mut Vec<Discrepancy>,
    ) -> Result<(), LedgerError> {
        let mut statement = self.conn.prepare(
            "select e.entry, e.recorded_at, e.recorded_by, e.action, e.reason, e.source_name,
                    e.source_sha256, e.source_bytes, e.settings, e.voids, s.outcome, s.lines_brought,
                    s.lines_ended, s.lines_digest, s.hash_version, s.previous_hash, s.hash, s.entry
             from entry e left join seal s on s.entry = e.entry order by e.entry",
        )?;
        let mut rows = statement.query([])?;
        let mut previous: Hash = [0; 32];
        let mut expected = 1;
        while let Some(row) = rows.next()? {
            let entry: i64 = row.get(0)?;
            let mut find = |what| findings.push(Discrepancy { entry: Some(entry), what });
            if entry != expected {
                find(What::EntryMissing);
            }
            expected = entry + 1;
            let digest = digests.remove(&entry).unwrap_or_default();
            if row.get::<_, Option<i64>>(17)?.is_none() {
                find(What::SealMissing);
                continue;
            }
            let sealed = SealedEntry {
                entry,
                recorded_at: row.get(1)?,
                recorded_by: row.get(2)?,
                action: row.get(3)?,
                reason: row.get(4)?,
                source_name: row.get(5)?,
                source_sha256: row.get(6)?,
                source_bytes: row.get(7)?,
                settings: row.get(8)?,
                voids: row.get(9)?,
                outcome: row.get(10)?,
                lines_brought: row.get(11)?,
                lines_ended: row.get(12)?,
                lines_digest: row.get(13)?,
                hash_version: row.get(14)?,
            };
            let (link, hash): (Hash, Hash) = (row.get(15)?, row.get(16)?);
            if link != previous {
                find(What::LinkBroken);
            }
            previous = hash;
            // Only a newer program knows what a newer version covers.
            if !(1..=self.format.hash_version).contains(&sealed.hash_version) {
                find(What::HashVersionUnknown);
                continue;
            }
            let counts = (digest.lines_brought(), digest.lines_ended());
            if counts != (sealed.lines_brought, sealed.lines_ended)
                || digest.finish(self.format.tables) != sealed.lines_digest
            {
                find(What::LinesChanged);
            }
            if sealed.hash(&link) != hash {
                find(What::EntryChanged);
            }
        }
        let orphans: i64 = self.conn.query_row(
            "select count(*) from seal where entry not in (select entry from entry)",
            [],
            |row| row.get(0),
        )?;
        if orphans > 0 {
            findings.push(Discrepancy { entry: None, what: What::SealWithoutEntry });
        }
        Ok(())
    }

    /// Recounts the totals, from the blocks where these are as they should be.
    fn check_totals(
        &self,
        blocks_fit: bool,
        findings: &mut Vec<Discrepancy>,
    ) -> Result<(), LedgerError> {
        let (stored, strange) = MonthlyTotals::read(&self.conn, i32::MIN..=i32::MAX)?;
        if strange > 0 {
            findings.push(Discrepancy { entry: None, what: What::TotalUnknown });
        }
        let Some(recounted) = self.recounted_totals(blocks_fit)? else { return Ok(()) };
        let mut cells: BTreeMap<(i32, u32, &str), (i64, i64)> = BTreeMap::new();
        for (cell, n) in stored.counts() {
            cells.entry(cell).or_default().0 = n;
        }
        for (cell, n) in recounted.counts() {
            cells.entry(cell).or_default().1 = n;
        }
        for ((year, month, measure), (stored, recounted)) in cells {
            if stored != recounted {
                let what = What::TotalChanged { year, month, measure, stored, recounted };
                findings.push(Discrepancy { entry: None, what });
            }
        }
        Ok(())
    }

    fn check_schema(&self, findings: &mut Vec<Discrepancy>) -> Result<(), LedgerError> {
        let expected = Expected::of(self.format)?;
        for object in differences(&expected.shape, &shape(&self.conn)?) {
            findings.push(Discrepancy { entry: None, what: What::SchemaChanged { object } });
        }
        for ((table, sql), expected) in LOOKUPS.iter().zip(&expected.lookups) {
            if *expected != lookup(&self.conn, sql)? {
                findings.push(Discrepancy { entry: None, what: What::LookupChanged { table } });
            }
        }
        Ok(())
    }

    fn check_references(&self, findings: &mut Vec<Discrepancy>) -> Result<(), LedgerError> {
        let mut statement = self.conn.prepare("pragma foreign_key_check")?;
        let mut rows = statement.query([])?;
        let mut tables: Vec<String> = Vec::new();
        while let Some(row) = rows.next()? {
            let table: String = row.get(0)?;
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        for table in tables {
            findings.push(Discrepancy { entry: None, what: What::ReferenceBroken { table } });
        }
        Ok(())
    }

    fn check_anchor(
        &self,
        anchor: &Anchor,
        findings: &mut Vec<Discrepancy>,
    ) -> Result<(), LedgerError> {
        let at = self.anchor_at(anchor.entries)?;
        if at.entries < anchor.entries {
            let what = What::TailMissing { anchored: anchor.entries };
            findings.push(Discrepancy { entry: Some(at.entries), what });
        } else if at.head != anchor.head {
            findings.push(Discrepancy { entry: Some(anchor.entries), what: What::NotTheAnchored });
        }
        Ok(())
    }
}

/// Key and columns in canonical order, then `brought_by` and `ended_by`.
fn ordered_sql(table: &LineTable) -> String {
    let ended_by = if table.key == Key::Identity { "null" } else { "ended_by" };
    let row = select_row_sql(table);
    let row = row.replacen(" from ", &format!(", brought_by, {ended_by} from "), 1);
    format!("{row} order by {}", table.key_column)
}
