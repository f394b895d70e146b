//! Rows of a bank's loan ledger (贷款台账) and of its payment files.

use super::enrolment::{self, Enrolment};
use super::rate::Rate;
use super::terms::{
    Bucket, DayCount, DueDays, Period, RepaymentMethod, Terms, usual_penalty_markup,
};
use crate::domain::patent::{Named, read_named};
use crate::domain::record::{Fault, Note, Reader, Reading, Record, Texts, fields};
use crate::domain::refusal::{Problem, Read, Refusal};
use crate::domain::stated_term;
use crate::domain::values::{Date, Money, Percent, Unit, text};

fields! {
    /// Keys of a loan record's fields.
    LOAN_NO "loan_no",
    CONTRACT_NO "contract_no",
    BANK "bank",
    BORROWER "borrower",
    BORROWER_USCC "borrower_uscc",
    PRINCIPAL "principal",
    DISBURSED_ON "disbursed_on",
    DUE_ON "due_on",
    RATE "rate_percent",
    METHOD "method",
    PERIOD "period",
    DAY_COUNT "day_count",
    REGISTRATION_NO "registration_no",
    IP_PART "ip_part",
    PAY_DAY "pay_day",
    GRACE_DAYS "grace_days",
    PENALTY "penalty_percent",
    ORDER "order",
    SIGNED_ON "signed_on",
    DUE_DAYS "due_days",
    SCHEME "scheme",
    ENROLLED_ON "enrolled_on",
    ENROLLED_UNTIL "enrolled_until",
}

/// Keys of the fields that files may have: those of a record, and where the borrower sits, which a list may say of a
/// party that is new.
pub const FILE_FIELDS: [&str; FIELDS.len() + 2] = with_place(&FIELDS);

pub const BORROWER_DISTRICT: usize = FIELDS.len();
pub const BORROWER_ADDRESS: usize = FIELDS.len() + 1;

/// Adds the fields of a place, in this order, to those of a record.
pub(in crate::domain) const fn with_place<const N: usize>(
    fields: &[&'static str],
) -> [&'static str; N] {
    let mut all = ["district"; N];
    all[N - 1] = "address";
    let mut at = 0;
    while at < fields.len() {
        all[at] = fields[at];
        at += 1;
    }
    all
}

/// Keys of a payment record's fields.
pub const PAYMENT_FIELDS: [&str; 4] = ["loan_no", "paid_on", "amount", "reference"];

/// Keys of the fields that files may have: those of a payment, and what a line of an account says of its kind, its side
/// and whether it has happened.
pub const PAYMENT_FILE_FIELDS: [&str; 7] =
    ["loan_no", "paid_on", "amount", "reference", "transaction", "account_side", "payment_state"];

pub const PAYMENT_LOAN_NO: usize = 0;
pub const PAID_ON: usize = 1;
pub const AMOUNT: usize = 2;
pub const REFERENCE: usize = 3;
pub const TRANSACTION: usize = 4;
pub const ACCOUNT_SIDE: usize = 5;
pub const PAYMENT_STATE: usize = 6;

/// Why a line of an account in a file of payments is no repayment: by its words (放款, 冲正), its state (未还), or, where the
/// words do not say that money came back, its side: a loan account is debited (借) with what is lent. None for one that is.
pub fn not_a_repayment(record: &Record<'_>) -> Option<Fault> {
    const OTHER: [&str; 17] = [
        "放款", "发放", "发贷", "支用", "提款", "出账", "冲正", "红字", "撤销", "退款", "退回",
        "退还", "计提", "应计", "减免", "核销", "调整",
    ];
    const REPAID: [&str; 7] = ["还", "收回", "回收", "扣款", "扣收", "结清", "收本"];
    const TO_COME: [&str; 16] = [
        "未还",
        "未付",
        "未扣",
        "未归还",
        "未偿还",
        "未到期",
        "待还",
        "待扣",
        "应还",
        "失败",
        "计划",
        "未入账",
        "未生效",
        "冲正",
        "撤销",
        "退回",
    ];
    let said = |field: usize| record.text(field).map(text::compact);
    let holds = |said: &Option<String>, words: &[&str]| {
        said.as_ref().is_some_and(|said| words.iter().any(|word| said.contains(word)))
    };
    let (words, side, state) = (said(TRANSACTION), said(ACCOUNT_SIDE), said(PAYMENT_STATE));
    let is_debit = side
        .as_ref()
        .is_some_and(|side| matches!(side.to_lowercase().as_str(), "借" | "借方" | "d" | "debit"));
    let denies = state.as_ref().is_some_and(|state| matches!(&**state, "否" | "N" | "no"));
    let field = if holds(&words, &OTHER) {
        TRANSACTION
    } else if denies || holds(&state, &TO_COME) {
        PAYMENT_STATE
    } else if is_debit && !holds(&words, &REPAID) {
        ACCOUNT_SIDE
    } else {
        return None;
    };
    let value = record.text(field).unwrap_or_default();
    Some(Fault::new(PAYMENT_FILE_FIELDS[field], value, Problem::NotARepayment))
}

/// Fields that are said together.
pub const GROUPS: [&[usize]; 1] = [&[BORROWER, BORROWER_USCC]];

/// A loan as a file or a form states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanRecord {
    /// The bank's number of the loan (借据号).
    pub loan_no: String,
    pub contract_no: Option<String>,
    pub bank: Named,
    pub borrower: Option<Named>,
    pub terms: Terms,
    /// The day all of it was disbursed; none: not yet.
    pub disbursed: Option<Date>,
    /// Registration numbers of the pledges that secure it.
    pub pledges: Vec<String>,
    /// The part secured by intellectual property, of a combination loan (组合贷款).
    pub ip_part: Option<Money>,
    /// The schemes it is enrolled in.
    pub enrolments: Vec<Enrolment>,
}

/// A payment as a bank's file states it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PaymentRecord {
    pub loan_no: String,
    pub day: Date,
    pub amount: Money,
    /// The bank's own number of the transaction (流水号).
    pub reference: Option<String>,
}

impl LoanRecord {
    /// Reads a whole record; `today` is the last day a disbursement may name.
    ///
    /// Errors: a fault for each field that cannot be taken. Source: design.md 5, domain.md 5 and 7.
    pub fn read(record: &Record<'_>, today: Date) -> Reading<Self> {
        let mut reader = Reader::new(record);
        for field in [LOAN_NO, BANK, PRINCIPAL, DUE_ON, RATE] {
            reader.require(field);
        }
        let loan_no = reader.value(LOAN_NO, read_no);
        let contract_no = reader.value(CONTRACT_NO, read_no);
        let bank = reader.words(BANK);
        let borrower = read_named(&mut reader, BORROWER, BORROWER_USCC).into_iter().next();
        let principal = amount(&mut reader, PRINCIPAL);
        let (disbursed, due) = read_term(&mut reader, today);
        let rate = reader.value(RATE, read_rate);
        let method =
            word(&mut reader, METHOD, RepaymentMethod::read, RepaymentMethod::InterestFirst);
        let period = read_period(&mut reader, method);
        let day_count = word(&mut reader, DAY_COUNT, DayCount::read, DayCount::Act360);
        let pledges = reader.value(REGISTRATION_NO, numbers).unwrap_or_default();
        let ip_part = amount(&mut reader, IP_PART);
        let pay_day = reader.value(PAY_DAY, |text| whole(text, 1, 31)).map(|day| day as u8);
        let grace_days = reader.value(GRACE_DAYS, |text| whole(text, 0, 365)).unwrap_or(0) as u16;
        let penalty = reader.value(PENALTY, read_markup);
        let order = word(&mut reader, ORDER, Bucket::read_order, Bucket::USUAL_ORDER);
        let signed = reader.date(SIGNED_ON);
        let due_days = reader.value(DUE_DAYS, read_due_days).unwrap_or(DueDays::NextWorkingDay);
        let enrolments = enrolment::read(&mut reader, [SCHEME, ENROLLED_ON, ENROLLED_UNTIL], today);
        for (start, field) in [(disbursed, "disbursed_on"), (signed, "signed_on")] {
            if let Some((start, due)) = start.zip(due).filter(|(start, due)| due <= start) {
                let problem = Problem::DateBefore { earlier: field, than: start };
                reader.fault(DUE_ON, due.to_string(), problem);
            }
        }
        if let Some((signed, disbursed)) = signed.zip(disbursed).filter(|(s, d)| d < s) {
            let problem = Problem::DateBefore { earlier: "signed_on", than: signed };
            reader.fault(DISBURSED_ON, disbursed.to_string(), problem);
        }
        if let Some((part, whole)) = ip_part.zip(principal).filter(|(part, whole)| part > whole) {
            reader.fault(IP_PART, part.to_string(), Problem::PartOverWhole { whole });
        }
        let read = (|| {
            Some(Self {
                loan_no: loan_no?,
                contract_no,
                bank: Named::called(bank?),
                borrower,
                terms: Terms {
                    signed,
                    limit_fen: principal?.fen(),
                    due: due?,
                    rate: rate?,
                    method,
                    period,
                    day_count,
                    pay_day,
                    due_days,
                    grace_days,
                    penalty_markup: penalty.unwrap_or_else(usual_penalty_markup),
                    compound: true,
                    order,
                },
                disbursed,
                pledges,
                ip_part,
                enrolments,
            })
        })();
        reader.finish(read)
    }
}

impl LoanRecord {
    /// The text of every field; [`LoanRecord::read`] takes it back.
    pub fn texts(&self) -> Texts {
        fn text<T: ToString>(value: Option<T>) -> Option<String> {
            value.map(|value| value.to_string())
        }
        let (terms, borrower) = (&self.terms, self.borrower.as_ref());
        let pledges = Some(self.pledges.join(";")).filter(|pledges| !pledges.is_empty());
        let [schemes, enrolled_on, enrolled_until] = enrolment::texts(&self.enrolments);
        vec![
            Some(self.loan_no.clone()),
            self.contract_no.clone(),
            self.bank.name.clone(),
            borrower.and_then(|borrower| borrower.name.clone()),
            text(borrower.and_then(|borrower| borrower.code)),
            Some(Money::from_fen(terms.limit_fen).to_string()),
            text(self.disbursed),
            Some(terms.due.to_string()),
            Some(terms.rate.to_string()),
            Some(terms.method.code().to_owned()),
            Some(terms.period.code().to_owned()),
            Some(terms.day_count.code().to_owned()),
            pledges,
            text(self.ip_part),
            text(terms.pay_day),
            Some(terms.grace_days.to_string()),
            Some(terms.penalty_markup.to_string()),
            Some(Bucket::order_text(terms.order)),
            text(terms.signed),
            Some(terms.due_days.code().to_owned()),
            schemes,
            enrolled_on,
            enrolled_until,
        ]
    }
}

impl PaymentRecord {
    /// Reads a whole record; `today` is the last day a payment may name.
    pub fn read(record: &Record<'_>, today: Date) -> Reading<Self> {
        let mut reader = Reader::new(record);
        for field in [PAYMENT_LOAN_NO, PAID_ON, AMOUNT] {
            reader.require(field);
        }
        let loan_no = reader.value(PAYMENT_LOAN_NO, read_no);
        let day = reader.past_date(PAID_ON, today);
        let amount = amount(&mut reader, AMOUNT);
        let reference = reader.value(REFERENCE, read_no);
        let read = loan_no.zip(day).zip(amount);
        reader.finish(read.map(|((loan_no, day), amount)| Self { loan_no, day, amount, reference }))
    }
}

/// Reads the payment period: of its own field, or as the repayment method names it.
fn read_period(reader: &mut Reader<'_, '_>, method: RepaymentMethod) -> Period {
    let stated = reader.raw(METHOD).filter(|_| method != RepaymentMethod::Bullet);
    let named = stated.map_or(Ok(None), Period::named_in).unwrap_or_else(|problem| {
        reader.fault(METHOD, stated.unwrap_or_default(), problem);
        None
    });
    match (named, reader.raw(PERIOD)) {
        (Some(named), None) => named,
        (Some(named), Some(own)) if Period::read(own).is_some_and(|own| own != named) => {
            reader.fault(PERIOD, own, Problem::PeriodDisagrees);
            named
        }
        _ => word(reader, PERIOD, Period::read, Period::Monthly),
    }
}

/// Reads the day of disbursement and the day by which all is due, each in its field, or both as the term of the loan:
/// its length runs from the disbursement, and its first day is that of the disbursement where no field states one.
fn read_term(reader: &mut Reader<'_, '_>, today: Date) -> (Option<Date>, Option<Date>) {
    let disbursed = reader.past_date(DISBURSED_ON, today);
    if !stated_term::stands_in(reader, DUE_ON) {
        return (disbursed, reader.date(DUE_ON));
    }
    let Some((from, due)) = stated_term::read_ends(reader, DUE_ON, disbursed) else {
        return (disbursed, None);
    };
    if let Some(from) = from.filter(|from| disbursed.is_none() && *from > today) {
        reader.fault(DUE_ON, from.to_string(), Problem::DateInFuture { today });
    }
    (disbursed.or(from), Some(due))
}

/// A bank's number: width folded, blanks dropped, Latin letters in capitals.
pub fn read_no(text: &str) -> Result<Read<String>, Refusal> {
    let plain = |b: u8| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'-';
    if text.bytes().all(plain) {
        return Ok(Read::clean(text.to_owned()));
    }
    let folded = text::compact(text).to_uppercase();
    let number = folded.trim_start_matches('\'').to_owned();
    let rounded = number.contains("E+")
        && number.replace("E+", "").bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if let Some(whole) = text::without_exponent(&number).filter(|_| rounded) {
        return Ok(Read::compared(whole, text));
    }
    if rounded {
        return Err(Refusal::new(text, Problem::DigitsLost));
    }
    Ok(Read::compared(number, text))
}

/// Several numbers in one cell.
fn numbers(text: &str) -> Result<Read<Vec<String>>, Refusal> {
    let parts = text.split([';', '；', '、', ',', '，', '|', '\n']);
    let numbers: Result<Vec<_>, _> =
        parts.map(|part| read_no(part).map(|read| read.value)).collect();
    let numbers = numbers.map_err(|refusal| Refusal::new(text, refusal.problem))?;
    Ok(Read::clean(numbers.into_iter().filter(|number| !number.is_empty()).collect()))
}

/// What the penalty rate adds: nothing to 100 %, the most the rules know (S37).
fn read_markup(text: &str) -> Result<Read<Percent>, Refusal> {
    let read = Percent::read(text)?;
    if read.value < Percent::ZERO || read.value > Percent::HUNDRED {
        return Err(Refusal::new(text, Problem::PercentOutOfRange));
    }
    Ok(read)
}

/// An amount that is more than nothing, from a field.
pub(in crate::domain) fn amount(reader: &mut Reader<'_, '_>, field: usize) -> Option<Money> {
    let unit: Unit = reader.unit(field);
    reader.value(field, |text| positive_amount(text, unit))
}

/// Reads an amount of CNY that is more than nothing.
///
/// Errors: `CurrencyNotCny`, `AmountNotPositive`, those of [`Money::read`].
pub fn positive_amount(text: &str, unit: Unit) -> Result<Read<Money>, Refusal> {
    match Money::read(text, Some(unit)) {
        _ if names_other_currency(text) => Err(Refusal::new(text, Problem::CurrencyNotCny)),
        Ok(read) if read.value.is_negative() || read.value.is_zero() => {
            Err(Refusal::new(text, Problem::AmountNotPositive))
        }
        read => read,
    }
}

fn names_other_currency(text: &str) -> bool {
    const OTHERS: [&str; 12] =
        ["USD", "EUR", "HKD", "JPY", "GBP", "$", "€", "£", "美元", "欧元", "港", "日元"];
    !text.is_ascii() && OTHERS.iter().any(|other| text.contains(other))
        || text.bytes().any(|b| b.is_ascii_alphabetic() || b == b'$')
            && OTHERS.iter().any(|other| text.to_uppercase().contains(other))
}

/// A rate between nothing and all, in percent: 0.35 is 0.35 %. Fractions are told from percents where a whole column is
/// seen.
fn read_rate(text: &str) -> Result<Read<Rate>, Refusal> {
    match (Rate::read(text), Percent::read(text)) {
        (Some(rate), _) => Ok(Read::clean(rate)),
        (None, Ok(_)) => Err(Refusal::new(text, Problem::PercentOutOfRange)),
        (None, Err(refusal)) => Err(refusal),
    }
}

fn whole(text: &str, least: u32, most: u32) -> Result<Read<u32>, Refusal> {
    let number = text::compact(text).parse().ok().filter(|n| (least..=most).contains(n));
    number.map(Read::clean).ok_or_else(|| Refusal::new(text, Problem::NumberUnreadable))
}

fn read_due_days(text: &str) -> Result<Read<DueDays>, Refusal> {
    let read = DueDays::read(text).map(Read::clean);
    read.ok_or_else(|| Refusal::new(text, Problem::WordUnknown))
}

/// A word of a small list; blank takes the usual one, and says so.
fn word<T>(
    reader: &mut Reader<'_, '_>,
    field: usize,
    read: impl Fn(&str) -> Option<T>,
    usual: T,
) -> T {
    let read = |text: &str| {
        read(text).map(Read::clean).ok_or_else(|| Refusal::new(text, Problem::WordUnknown))
    };
    match reader.raw(field) {
        None => {
            reader.note(Note::UsualTaken(reader.name(field)));
            usual
        }
        Some(_) => reader.value(field, read).unwrap_or(usual),
    }
}
