//! What a file's schema means, apart from how it is written down.
//!
//! SQLite keeps the text of every `create` statement, comments and all, and reads it at every start: the text is
//! the schema. Two texts mean the same when they differ only in comments, blanks, the case of words, quotes
//! around plain names, the names of constraints, or the order of a table's columns and constraints.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::error::LedgerError;

/// Every table, index, view and trigger of a schema by kind and name (`table office`), with what it means.
pub(super) type Shape = BTreeMap<String, String>;

/// Words that mean something else when they are quoted.
const LITERALS: [&str; 6] =
    ["null", "true", "false", "current_date", "current_time", "current_timestamp"];

/// Returns what the schema of an open file means. Statistics of the query planner are no part of it.
pub(super) fn shape(conn: &Connection) -> Result<Shape, LedgerError> {
    let mut statement = conn.prepare(
        "select type, name, sql from sqlite_schema where sql is not null and name not like 'sqlite_stat%'",
    )?;
    let objects = statement.query_map([], |row| {
        let (kind, name, sql): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((format!("{kind} {name}"), meaning(&kind, &sql)))
    })?;
    Ok(objects.collect::<Result<_, _>>()?)
}

/// Returns the names of the objects that two schemas do not have in common, or not with the same meaning.
pub(super) fn differences(ours: &Shape, theirs: &Shape) -> BTreeSet<String> {
    let objects = ours.keys().chain(theirs.keys());
    objects.filter(|object| ours.get(*object) != theirs.get(*object)).cloned().collect()
}

fn meaning(kind: &str, sql: &str) -> String {
    let words = words(sql);
    if kind == "table" { table(&words) } else { words.join(" ") }
}

/// A table as the set of its columns and constraints, and what follows them (`strict`, `without rowid`).
fn table(words: &[String]) -> String {
    let Some(open) = words.iter().position(|word| word == "(") else { return words.join(" ") };
    let (mut items, mut item, mut depth) = (BTreeSet::new(), Vec::new(), 0_usize);
    let mut rest = words[open..].iter();
    for word in rest.by_ref() {
        match word.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_between = depth == 1 && word == ",";
        if depth == 0 || is_between {
            items.insert(constraints(&item));
            item.clear();
        } else if !(item.is_empty() && word == "(" && depth == 1) {
            item.push(word.as_str());
        }
        if depth == 0 {
            break;
        }
    }
    let items: Vec<String> = items.into_iter().collect();
    let rest: Vec<&str> = rest.map(String::as_str).collect();
    format!("{}\n{}\n{}", words[..open].join(" "), items.join("\n"), rest.join(" "))
}

/// A column or constraint without the names its constraints were given.
fn constraints(item: &[&str]) -> String {
    let mut kept = Vec::with_capacity(item.len());
    let mut words = item.iter();
    while let Some(word) = words.next() {
        if *word == "constraint" {
            words.next();
        } else {
            kept.push(*word);
        }
    }
    kept.join(" ")
}

/// The words of an SQL text: comments and blanks left out, names and keywords in lower case without needless
/// quotes, literals as they stand.
fn words(sql: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '-' if rest.starts_with("--") => {
                rest = rest.split_once('\n').map_or("", |(_, after)| after);
                continue;
            }
            '/' if rest.starts_with("/*") => {
                rest = rest[2..].split_once("*/").map_or("", |(_, after)| after);
                continue;
            }
            _ if first.is_ascii_whitespace() => {
                rest = rest.trim_ascii_start();
                continue;
            }
            '\'' | '"' | '`' => quoted(rest, first),
            '[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            _ if is_of_a_word(first) => rest.find(|c| !is_of_a_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        words.push(folded(word, first));
        rest = after;
    }
    words
}

/// How long a quoted text is; a doubled quote stands for one.
fn quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(end) = text[at..].find(quote) {
        at += end + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

fn is_of_a_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$' || !c.is_ascii()
}

fn folded(word: &str, first: char) -> String {
    let name = match first {
        '\'' => return word.to_owned(),
        '"' | '`' | '[' => {
            let inside = word.get(1..word.len().saturating_sub(1)).unwrap_or_default();
            let inside = inside.to_ascii_lowercase();
            let is_plain = !inside.is_empty()
                && inside.chars().all(is_of_a_word)
                && !inside.starts_with(|c: char| c.is_ascii_digit())
                && !LITERALS.contains(&inside.as_str());
            return if is_plain { inside } else { word.to_owned() };
        }
        _ => word,
    };
    name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sql: &str) -> Shape {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(sql).unwrap();
        shape(&conn).unwrap()
    }

    const PLAIN: &str =
        "create table a (x integer primary key, y text not null check (y <> ''), z integer,
                           check (z > 0)) strict;
                         create index b on a (y) where z is not null;
                         create view v as select x from a;
                         create trigger t before delete on a begin select raise(abort, 'No'); end;";

    #[test]
    fn what_is_only_written_otherwise_means_the_same() {
        for (from, to) in [
            ("x integer", "x /* the key; 'so' */ INTEGER"),
            ("z integer,", "z integer, -- fen (not yuan)\n"),
            ("create table a", "CREATE TABLE  \"A\""),
            ("create table a", "create table [a]"),
            ("check (z > 0)", "constraint positive check(z>0)"),
            (
                "y text not null check (y <> ''), z integer",
                "z integer, y text not null check (y <> '')",
            ),
            ("select x from a", "select\n  X\nfrom a"),
        ] {
            assert!(PLAIN.contains(from));
            let other = PLAIN.replacen(from, to, 1);
            // The name a table is known by is as it was first written.
            let shape = of(&other).into_iter().map(|(name, text)| (name.to_lowercase(), text));
            assert_eq!(shape.collect::<Shape>(), of(PLAIN), "{other}");
        }
    }

    #[test]
    fn what_means_something_else_is_seen() {
        for (from, to, object) in [
            ("y <> ''", "y <> ' '", "table a"),
            ("y text not null", "y text", "table a"),
            ("z > 0", "z >= 0", "table a"),
            (",\n                           check (z > 0)", "", "table a"),
            (") strict", ")", "table a"),
            ("z integer", "z integer default 1", "table a"),
            ("z is not null", "z is null", "index b"),
            ("z is not null", "z is not \"null\"", "index b"),
            ("on a (y)", "on a (y desc)", "index b"),
            ("'No'", "'no'", "trigger t"),
            ("before delete", "after delete", "trigger t"),
            ("select x from a;", "select x from a; create view w as select 1 as one;", "view w"),
            ("create view v as select x from a;", "", "view v"),
        ] {
            assert!(PLAIN.contains(from), "{from}");
            let other = PLAIN.replacen(from, to, 1);
            let conn = Connection::open_in_memory().unwrap();
            // Some of it SQLite itself refuses.
            if conn.execute_batch(&other).is_err() {
                assert!(to.contains('"'), "{other}");
                continue;
            }
            let found = differences(&of(PLAIN), &shape(&conn).unwrap());
            assert_eq!(found.into_iter().collect::<Vec<_>>(), [object], "{other}");
        }
    }

    #[test]
    fn a_column_added_later_means_the_same_as_one_that_was_always_there() {
        let fresh = of("create table a (x integer primary key, note text, -- why
                          y integer, check (y > 0)) strict;");
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "create table a (x integer primary key, y integer -- last
                              , check (y > 0)) strict; alter table a add column note text;",
        )
        .unwrap();
        assert_eq!(shape(&conn).unwrap(), fresh);
    }
}
