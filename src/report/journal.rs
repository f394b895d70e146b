//! The books as accounting programs read them: hledger (and ledger) or beancount, with what every fund and
//! every bank's loans come to at each quarter's end for the program to check.
//!
//! Account names are stable and injective: a letter or digit stands for itself, anything else for its code
//! point, so that two funds never share an account.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::domain::claim::{BookAccount, JournalEntry};
use crate::domain::values::{Date, Money};
use crate::i18n::codes::label;
use crate::i18n::{in_both_languages, say};

/// A program's manner of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// hledger; ledger reads it too.
    Hledger,
    Beancount,
}

const CURRENCY: &str = "CNY";

/// Writes entries, sorted by day, as a journal; `to` is the last day whose quarter may be closed.
pub fn write(
    manner: Manner,
    title: &str,
    entries: &[JournalEntry],
    to: Date,
    bank_names: &BTreeMap<String, String>,
) -> String {
    let mut text = head(manner, title, bank_names);
    let accounts: BTreeSet<&BookAccount> =
        entries.iter().flat_map(|entry| &entry.postings).map(|posting| &posting.account).collect();
    let first = entries.first().map_or(to, |entry| entry.day);
    for account in &accounts {
        open(&mut text, manner, &name(account), first);
    }
    let mut held: BTreeMap<&BookAccount, i64> = BTreeMap::new();
    let mut quarter = quarter_end(first);
    for entry in entries {
        while quarter.is_some_and(|end| end < entry.day) {
            assert_at(&mut text, manner, quarter, &held);
            quarter = quarter.and_then(next_quarter_end);
        }
        transaction(&mut text, manner, entry);
        for posting in &entry.postings {
            *held.entry(&posting.account).or_default() += posting.amount.fen();
        }
    }
    while quarter.is_some_and(|end| end <= to) {
        assert_at(&mut text, manner, quarter, &held);
        quarter = quarter.and_then(next_quarter_end);
    }
    text
}

fn head(manner: Manner, title: &str, bank_names: &BTreeMap<String, String>) -> String {
    let mut text = match manner {
        Manner::Hledger => {
            format!("; {title}\n\ncommodity {CURRENCY}\n  format 1000.00 {CURRENCY}\n\n")
        }
        Manner::Beancount => format!(
            "option \"title\" \"{}\"\noption \"operating_currency\" \"{CURRENCY}\"\n\
             option \"inferred_tolerance_default\" \"*:0\"\n\n",
            quoted(title)
        ),
    };
    for (bank, name) in bank_names {
        // One line each, whatever a name holds.
        let name = name.replace(['\n', '\r'], " ");
        text += &format!("; Bank-{bank} = {name}\n");
    }
    text + "\n"
}

fn open(text: &mut String, manner: Manner, account: &str, first: Date) {
    *text += &match manner {
        Manner::Hledger => format!("account {account}\n"),
        Manner::Beancount => format!("{first} open {account} {CURRENCY}\n"),
    };
}

/// What an entry is, in both languages.
fn kind(entry: &JournalEntry) -> String {
    in_both_languages(|lang| label(lang, "verb", entry.kind))
}

fn transaction(text: &mut String, manner: Manner, entry: &JournalEntry) {
    let (day, kind) = (entry.day, kind(entry));
    *text += &match manner {
        Manner::Hledger => {
            let about = entry.about.replace(['\n', '\r', ';', '|'], " ");
            format!("\n{day} * ({}) {kind} {about}\n", entry.entry)
        }
        Manner::Beancount => {
            format!("\n{day} * \"{kind}\" \"{}\"\n  entry: {}\n", quoted(&entry.about), entry.entry)
        }
    };
    for posting in &entry.postings {
        line(text, &name(&posting.account), posting.amount);
    }
}

fn line(text: &mut String, account: &str, amount: Money) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "    {account}  {amount} {CURRENCY}");
}

/// Has the program check what stands in every fund and in every bank's loans.
fn assert_at(
    text: &mut String,
    manner: Manner,
    day: Option<Date>,
    held: &BTreeMap<&BookAccount, i64>,
) {
    let Some(day) = day else { return };
    let mut lines = String::new();
    for (account, fen) in held {
        if !matches!(account, BookAccount::Cash { .. } | BookAccount::Loans { .. }) {
            continue;
        }
        let (account, amount) = (name(account), Money::from_fen(*fen));
        match manner {
            Manner::Hledger => {
                lines += &format!("    {account}  0.00 {CURRENCY} = {amount} {CURRENCY}\n");
            }
            // beancount looks at the beginning of the day.
            Manner::Beancount => {
                if let Some(next) = day.add_days(1) {
                    lines += &format!("{next} balance {account}  {amount} ~ 0 {CURRENCY}\n");
                }
            }
        }
    }
    if lines.is_empty() {
        return;
    }
    *text += &match manner {
        Manner::Hledger => {
            format!("\n{day} * {}\n{lines}", in_both_languages(say::balance_at_quarter_end))
        }
        Manner::Beancount => format!("\n{lines}"),
    };
}

fn quarter_end(day: Date) -> Option<Date> {
    let month = day.quarter() * 3;
    let first = Date::from_ymd(day.year(), month, 1)?;
    first.add_months(1)?.add_days(-1)
}

fn next_quarter_end(end: Date) -> Option<Date> {
    quarter_end(end.add_days(1)?)
}

/// The name of an account, the same in every export.
fn name(account: &BookAccount) -> String {
    match account {
        BookAccount::Cash { fund } => format!("Assets:Fund:F-{}", spelled(fund)),
        BookAccount::Contribution { fund, funder } => {
            format!("Equity:Contribution:F-{}:G-{}", spelled(fund), spelled(funder))
        }
        BookAccount::Interest { fund } => format!("Income:Interest:F-{}", spelled(fund)),
        BookAccount::Fee { fund } => format!("Expenses:Fee:F-{}", spelled(fund)),
        BookAccount::Compensation { fund, payer, bank } => {
            format!("Expenses:Compensation:F-{}:P-{}:Bank-{bank}", spelled(fund), spelled(payer))
        }
        BookAccount::Recovery { fund, payer, bank } => {
            format!("Income:Recovery:F-{}:P-{}:Bank-{bank}", spelled(fund), spelled(payer))
        }
        BookAccount::Loans { bank } => format!("Assets:Memorandum:Loans:Bank-{bank}"),
        BookAccount::LoansContra => "Equity:Memorandum:Loans".to_owned(),
    }
}

/// Letters and digits as they are, anything else by its code point.
fn spelled(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || ('\u{4E00}'..='\u{9FFF}').contains(&c) {
            text.push(c);
        } else {
            let _ = write!(text, "-{:X}-", u32::from(c));
        }
    }
    text
}

/// For a beancount string.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ")
}
