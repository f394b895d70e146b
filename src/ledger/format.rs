//! What a ledger file is made of at a version: its schema, the tables a digest covers, the way there from older
//! files. One value for today; tests make up the next one.

use rusqlite::Connection;

use super::digest::HASH_VERSION;
use super::error::LedgerError;
use super::tables::{LineTable, TABLES};

/// The whole current schema.
pub const SCHEMA: &str = include_str!("../../schema.sql");

/// The line of a schema from which on everything can be built again from what stands above it.
const DERIVED: &str = "-- Part 2: derived";

/// Tables of facts that no entry brings lines into: the entries themselves.
const CHAIN: [&str; 2] = ["entry", "seal"];

/// A version of the file format.
#[derive(Debug)]
pub(super) struct Format {
    /// The file's `user_version`.
    pub version: i64,
    /// The version new entries are sealed under.
    pub hash_version: i64,
    pub schema: &'static str,
    pub tables: &'static [LineTable],
    /// In order, one for each version after the first.
    pub migrations: &'static [Migration],
}

/// How the facts of a file come to a version from the one before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Migration {
    pub to: i64,
    /// Changes part 1 of the schema; part 2 is built anew after the last migration.
    pub sql: &'static str,
}

/// The format this program writes.
pub(super) static TODAY: Format = Format {
    version: 4,
    hash_version: HASH_VERSION,
    schema: SCHEMA,
    tables: &TABLES,
    migrations: &[
        Migration { to: 2, sql: include_str!("migrations/2.sql") },
        Migration { to: 3, sql: include_str!("migrations/3.sql") },
        Migration { to: 4, sql: include_str!("migrations/4.sql") },
    ],
};

/// Returns the version of the file format this program writes, and that of the SQLite inside it.
pub fn versions() -> (i64, &'static str) {
    (TODAY.version, rusqlite::version())
}

impl Format {
    /// An empty ledger of this format in memory.
    pub fn fresh(&self) -> Result<Connection, LedgerError> {
        let conn = Connection::open_in_memory()?;
        conn.execute_batch(self.schema)?;
        Ok(conn)
    }

    /// The part of the schema that can be dropped and built again.
    pub fn derived(&self) -> &'static str {
        self.schema.split_once(DERIVED).map_or("", |(_, derived)| derived)
    }

    /// Whether a table holds facts, which nothing can bring back.
    pub fn holds_facts(&self, table: &str) -> bool {
        CHAIN.contains(&table) || self.tables.iter().any(|known| known.name == table)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_version_after_the_first_has_its_migration() {
        let versions: Vec<i64> = TODAY.migrations.iter().map(|migration| migration.to).collect();
        assert_eq!(versions, (2..=TODAY.version).collect::<Vec<_>>());
    }

    #[test]
    fn a_hash_version_covers_what_the_schema_says_a_line_is() {
        let conn = TODAY.fresh().unwrap();
        for table in TODAY.tables {
            let sql = format!("select name from pragma_table_info('{}')", table.name);
            let mut statement = conn.prepare(&sql).unwrap();
            let columns = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
            let columns: BTreeSet<String> = columns.map(Result::unwrap).collect();
            let apart = [table.key_column, "brought_by", "ended_by"].map(str::to_owned);
            let covered = table.all_columns().map(str::to_owned).chain(apart);
            let covered: BTreeSet<String> =
                covered.filter(|name| columns.contains(name) || name != "ended_by").collect();
            assert_eq!(covered, columns, "{}", table.name);
            assert_eq!(table.covered(TODAY.hash_version), table.all_columns().count() + 1);
            assert!(table.later.is_sorted_by_key(|(_, since)| since), "{}", table.name);
            assert!(table.later.iter().all(|(_, since)| *since > table.since), "{}", table.name);
        }
    }

    #[test]
    fn all_but_the_facts_stands_in_part_2() {
        let facts = TODAY.schema.split_once(DERIVED).unwrap().0;
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(facts).unwrap();
        let sql = "select type, name from sqlite_schema where sql is not null";
        let mut statement = conn.prepare(sql).unwrap();
        let objects = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        for (kind, name) in objects.map(Result::<(String, String), _>::unwrap) {
            assert!(kind == "table" && TODAY.holds_facts(&name), "{kind} {name}");
        }
        conn.execute_batch(TODAY.derived()).unwrap();
    }
}
