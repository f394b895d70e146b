//! Lines of a bank's statement of its loans (对账单): any subset of columns that tells one loan from another.
//!
//! A statement is read as the bank wrote it. A cell nobody can read is kept as it stood and told as a difference;
//! it does not lose its line. A damaged number or credit code is no fault here: finding the loan meant is what
//! reconciliation is for.

use std::collections::{HashMap, HashSet};

use compact_str::CompactString;
use rust_decimal::{Decimal, RoundingStrategy};

use super::loan::Class;
use super::loan::record::read_no;
use super::record::{Fault, Reader, Record, fields};
use super::refusal::{Problem, Read, Refusal};
use super::values::{Date, Money, Percent, Unit, text};

fields! {
    /// Keys of a statement's fields.
    LOAN_NO "loan_no",
    CONTRACT_NO "contract_no",
    BORROWER "borrower",
    BORROWER_USCC "borrower_uscc",
    PRINCIPAL "principal",
    BALANCE "balance",
    INTEREST "interest",
    DISBURSED_ON "disbursed_on",
    DUE_ON "due_on",
    RATE "rate_percent",
    CLASS "class",
    DAYS_OVERDUE "days_overdue",
    STATUS "status",
    REGISTRATION_NO "registration_no",
}

/// A line as the bank states it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementLine {
    pub loan_no: Option<CompactString>,
    pub contract_no: Option<CompactString>,
    pub borrower: Option<CompactString>,
    /// The credit code as written; it need not be right.
    pub uscc: Option<CompactString>,
    pub principal: Option<Money>,
    /// Outstanding principal (贷款余额).
    pub balance: Option<Money>,
    /// Interest owed with penalty and compound interest (欠息).
    pub interest: Option<Money>,
    pub disbursed: Option<Date>,
    pub due: Option<Date>,
    pub rate: Option<Percent>,
    pub class: Option<Class>,
    pub days_overdue: Option<i32>,
    pub settled: Option<bool>,
    pub registrations: Vec<String>,
    /// Cells that could not be read.
    pub unread: Vec<Unread>,
}

/// A cell nobody could read, as it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub field: &'static str,
    pub value: String,
}

/// The field of [`Unread`] that stands for a whole row.
pub const UNREAD_ROW: &str = "row";

impl From<Fault> for Unread {
    fn from(fault: Fault) -> Self {
        Self { field: fault.field, value: fault.refusal.value }
    }
}

impl StatementLine {
    /// Reads a line; `unread`: what of it could not even be a value.
    ///
    /// Errors: `FieldMissing` when it neither tells which loan is meant nor states an amount.
    pub fn read(record: &Record<'_>, unread: &[Fault]) -> Result<Self, Vec<Fault>> {
        let mut reader = Reader::new(record);
        let number = |text: &str| Ok(Read::clean(text::compact(text).to_uppercase()));
        let line = Self {
            loan_no: reader.value(LOAN_NO, read_no).map(Into::into),
            contract_no: reader.value(CONTRACT_NO, read_no).map(Into::into),
            borrower: reader.words(BORROWER).map(Into::into),
            uscc: reader.value(BORROWER_USCC, number).map(Into::into),
            principal: money(&mut reader, PRINCIPAL),
            balance: money(&mut reader, BALANCE),
            interest: money(&mut reader, INTEREST),
            disbursed: reader.date(DISBURSED_ON),
            due: reader.date(DUE_ON),
            rate: reader.value(RATE, Percent::read),
            class: reader.value(CLASS, |text| {
                Class::read(text)
                    .map(Read::clean)
                    .ok_or_else(|| Refusal::new(text, Problem::WordUnknown))
            }),
            days_overdue: reader.value(DAYS_OVERDUE, |text| {
                let bare = text::compact(text);
                let number = bare.trim_end_matches('天').parse().ok();
                let number = number.filter(|days: &i32| (0..100_000).contains(days));
                number.map(Read::clean).ok_or_else(|| Refusal::new(text, Problem::NumberUnreadable))
            }),
            settled: reader.value(STATUS, |text| {
                settled(text)
                    .map(Read::clean)
                    .ok_or_else(|| Refusal::new(text, Problem::WordUnknown))
            }),
            registrations: reader.raw(REGISTRATION_NO).map(numbers).unwrap_or_default(),
            unread: Vec::new(),
        };
        let amounts = [line.principal, line.balance, line.interest];
        reader.faults.extend(unread.iter().cloned());
        if line.names_nobody() && amounts.iter().all(Option::is_none) && reader.faults.is_empty() {
            reader.require(LOAN_NO);
            return Err(reader.faults);
        }
        let unread = reader.faults.into_iter().map(Unread::from).collect();
        Ok(Self { unread, ..line })
    }

    /// A row of which nothing could be read.
    pub fn unreadable() -> Self {
        let unread = vec![Unread { field: UNREAD_ROW, value: String::new() }];
        Self { unread, ..Self::default() }
    }

    /// Whether nothing in it tells which loan is meant.
    pub fn names_nobody(&self) -> bool {
        self.loan_no.is_none()
            && self.contract_no.is_none()
            && self.borrower.is_none()
            && self.uscc.is_none()
            && self.registrations.is_empty()
    }

    /// What is owed by the line: of a loan that is settled nothing, though the cell is blank.
    pub fn owed(&self) -> Option<Money> {
        self.balance.or((self.settled == Some(true)).then_some(Money::ZERO))
    }

    /// What tells this line from others month after month: nothing that moves with payments.
    pub fn identity(&self) -> String {
        let amount = self.principal.map_or_else(String::new, |money| money.to_string());
        let day = self.disbursed.map_or_else(String::new, |day| day.to_string());
        let firm = || self.borrower.as_deref().map(text::name_key);
        let who =
            self.uscc.as_ref().map_or_else(|| firm().unwrap_or_default(), |uscc| uscc.to_string());
        let number = |number: &Option<CompactString>| number.as_deref().unwrap_or("").to_owned();
        [number(&self.loan_no), number(&self.contract_no), who, amount, day].join("|")
    }
}

/// What tells each of some lines from all others: where several are alike, the second of them and those after it by
/// their place among them.
pub fn identities(lines: &[StatementLine], of: &[usize]) -> HashMap<usize, String> {
    // Lines with another amount or day are not alike: their identities need not be written out.
    let terms = |line: &StatementLine| (line.principal.map(Money::fen), line.disbursed);
    let wanted: HashSet<_> = of.iter().map(|line| terms(&lines[*line])).collect();
    let mut alike: HashMap<String, usize> = HashMap::new();
    let mut all: HashMap<usize, String> = HashMap::with_capacity(of.len());
    let candidates = lines.iter().enumerate().filter(|(_, line)| wanted.contains(&terms(line)));
    for (at, line) in candidates {
        let identity = line.identity();
        let before = alike.entry(identity.clone()).or_default();
        *before += 1;
        let identity = if *before == 1 { identity } else { format!("{identity}|#{before}") };
        all.insert(at, identity);
    }
    all
}

fn money(reader: &mut Reader<'_, '_>, field: usize) -> Option<Money> {
    let unit = reader.unit(field);
    reader.value(field, |text| {
        Money::read(text, Some(unit)).or_else(|refusal| {
            // Less than a fen is what a sheet worked out (99.123456789 in 万元), or an amount in another unit than the
            // header says: what was meant shows beside the ledger's figure, so the line keeps it to the fen.
            let figure: Option<Decimal> = text::compact(text).replace(',', "").parse().ok();
            let half_away = RoundingStrategy::MidpointAwayFromZero;
            let yuan = figure.and_then(|figure| figure.checked_mul(unit.yuan()));
            let rounded = yuan.map(|yuan| yuan.round_dp_with_strategy(2, half_away));
            match rounded.map(|rounded| Money::read(&rounded.to_string(), Some(Unit::Yuan))) {
                Some(Ok(read)) => Ok(read),
                _ => Err(refusal),
            }
        })
    })
}

fn settled(text: &str) -> Option<bool> {
    match text::compact(text).to_lowercase().as_str() {
        "结清" | "已结清" | "已还清" | "还清" | "settled" | "closed" | "paid" => {
            Some(true)
        }
        "正常" | "未结清" | "未还清" | "逾期" | "在贷" | "存续" | "展期" | "open" | "active"
        | "overdue" | "normal" | "outstanding" => Some(false),
        _ => None,
    }
}

/// Several registration numbers in one cell.
fn numbers(text: &str) -> Vec<String> {
    text.split([';', '；', '、', ',', '，', '|', '\n'])
        .map(|part| text::compact(part).to_uppercase())
        .filter(|part| !text::is_blank(part))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Raw;

    fn read(cells: &[(usize, &'static str)]) -> Result<StatementLine, Vec<Fault>> {
        let mut record = Record::new(&FIELDS);
        for (field, text) in cells {
            record.set(*field, Raw::text(text));
        }
        StatementLine::read(&record, &[])
    }

    #[test]
    fn a_line_is_read_as_the_bank_wrote_it() {
        let line = read(&[
            (LOAN_NO, " jd-001 "),
            (BORROWER_USCC, "91310106ma1fy0000x"),
            (PRINCIPAL, "1,200,000.00"),
            (RATE, "4.35"),
            (CLASS, "关注类"),
            (DAYS_OVERDUE, "12天"),
            (STATUS, "已结清"),
        ])
        .unwrap();
        assert_eq!(line.loan_no.as_deref(), Some("JD-001"));
        assert_eq!(line.principal.map(Money::fen), Some(120_000_000));
        assert_eq!(line.rate.map(|rate| rate.to_string()), Some("4.35%".to_owned()));
        assert_eq!((line.class, line.days_overdue), (Some(Class::SpecialMention), Some(12)));
        assert_eq!(line.settled, Some(true));
    }

    #[test]
    fn what_is_less_than_a_fen_is_rounded_in_yuan() {
        for (unit, text, fen) in [
            (Unit::WanYuan, "99.123456789", 99_123_457),
            (Unit::Yuan, "991234.5678", 99_123_457),
            (Unit::Yuan, "1958.3333", 195_833),
            (Unit::WanYuan, "1,958.33335", 1_958_333_350),
        ] {
            let mut record = Record::new(&FIELDS);
            record.set(LOAN_NO, Raw::text("JD1"));
            record.set(BALANCE, Raw::text(text));
            record.set_unit(BALANCE, unit);
            let line = StatementLine::read(&record, &[]).unwrap();
            assert_eq!(line.balance.map(Money::fen), Some(fen), "{text}");
        }
    }

    #[test]
    fn a_cell_nobody_can_read_keeps_its_line() {
        let line = read(&[(LOAN_NO, "JD1"), (PRINCIPAL, "约一百万")]).unwrap();
        assert_eq!(line.principal, None);
        assert_eq!(line.unread[0].field, "principal");
        let nobody = read(&[(BALANCE, "100")]).unwrap();
        assert!(nobody.names_nobody() && nobody.owed() == Some(Money::from_fen(10_000)));
        assert_eq!(read(&[(DUE_ON, "2017-03-01")]).unwrap_err()[0].field, "loan_no");
    }
}
