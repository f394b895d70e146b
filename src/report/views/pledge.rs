//! A check of a pledge, ground by ground.

use crate::domain::pledge::{Check, Finding};
use crate::i18n::codes::label;
use crate::i18n::{Lang, findings as words, say};
use crate::report::{Cell, Record, Table};

/// Eligible or not, then each ground with its evidence.
pub fn pledge_check(lang: Lang, found: &Check) -> Record {
    let mut record = Record::new(say::checked_under(lang, words::regime(lang, found.regime)));
    let regime = Cell::code(found.regime.code(), words::regime(lang, found.regime));
    record.field(lang, "eligible", Cell::Bool(found.eligible())).field(lang, "regime", regime);
    record.table("findings", findings(lang, &found.findings));
    record
}

/// Rule, patent, outcome, evidence: a line each.
pub fn findings(lang: Lang, found: &[Finding]) -> Table {
    let mut table = Table::of(lang, &["rule", "patent", "outcome", "evidence"]);
    for finding in found {
        table.row(vec![
            Cell::code(
                finding.rule.code(),
                format!("{} {}", finding.rule.code(), words::rule(lang, finding.rule)),
            ),
            Cell::opt(finding.patent, Cell::id),
            Cell::code(finding.outcome.code(), label(lang, "outcome", finding.outcome.code())),
            Cell::text(words::evidence(lang, &finding.evidence)),
        ]);
    }
    table
}
