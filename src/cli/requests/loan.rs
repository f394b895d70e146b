//! `loan open correct void disburse repay extend classify writeoff enrol refund unpay lpr`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::loan::record::{
    AMOUNT, FIELDS, LOAN_NO, PAID_ON, PAYMENT_FIELDS, PAYMENT_LOAN_NO, PaymentRecord, REFERENCE,
    read_no,
};
use crate::domain::loan::{Class, Event, LoanEventKind, Payment, Rate};
use crate::domain::record::Form;
use crate::domain::values::{Date, Money, Percent};
use crate::domain::{Fault, Problem};
use crate::operations::loan::Request;

/// Reads the number a verb is about.
pub fn number(typed: &Typed<'_>) -> Result<String, Failure> {
    let number = typed.read("loan_no", FIELDS[LOAN_NO], read_no)?;
    if number.is_empty() {
        return Err(missing(FIELDS[LOAN_NO]));
    }
    Ok(number)
}

fn missing(field: &'static str) -> Failure {
    Failure::field(Fault::new(field, "", Problem::FieldMissing))
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let on = || typed.day_or_today("on");
    let record = |happening: LoanEventKind| {
        let event = Event { day: on()?, happening };
        Ok::<_, Failure>(Request::Record { loan_no: number(typed)?, event })
    };
    let amount = || typed.amount("amount", "amount");
    Ok(Some(match verb {
        "open" => Request::Open { form: typed.form(&FIELDS, &[(LOAN_NO, typed.word("loan_no"))]) },
        "correct" => {
            let loan_no = number(typed)?;
            let form = typed.form(&FIELDS, &[(LOAN_NO, &loan_no)]);
            Request::Correct { loan_no, form, seen: typed.seen()? }
        }
        "void" => Request::Void { loan_no: number(typed)? },
        "disburse" => record(LoanEventKind::Disburse(amount()?))?,
        "writeoff" => record(LoanEventKind::WriteOff(amount()?))?,
        "enrol" => Request::Enrol {
            loan_no: number(typed)?,
            scheme: typed.word("scheme").to_lowercase(),
            since: typed.day("on")?,
            until: typed.day("until")?,
        },
        "refund" => record(LoanEventKind::Refund(amount()?))?,
        "classify" => {
            let known = Class::ALL.map(Class::code);
            record(LoanEventKind::Classify(typed.choice("class", &known, Class::read)?))?
        }
        "extend" => record(extension(typed)?)?,
        "repay" => match typed.text("file").is_some() || names_a_file(typed) {
            true => return Ok(None),
            false => {
                let (loan_no, payment) = payment_stated(typed)?;
                Request::Repay { loan_no, payment, again: typed.flag("again") }
            }
        },
        "unpay" => {
            let wrong = payment(typed, on()?, amount()?);
            let (sum, day) = (typed.text("amount-now"), typed.day("on-now")?);
            let sum = sum.map(|_| typed.amount("amount-now", "amount")).transpose()?;
            let right = (sum.is_some() || day.is_some()).then(|| Payment {
                day: day.unwrap_or(wrong.day),
                amount: sum.unwrap_or(wrong.amount),
                reference: None,
            });
            Request::Replace { loan_no: number(typed)?, wrong, right }
        }
        "lpr" => {
            let rate = |name| typed.read(name, name, Percent::read);
            Request::PublishLpr {
                day: typed.day("published-on")?.ok_or_else(|| missing("published-on"))?,
                one_year: rate("one-year")?,
                five_year: rate("five-year")?,
                source: typed.context.reason.clone().unwrap_or_default(),
            }
        }
        _ => return Ok(None),
    }))
}

/// A payment through the constructor that a row of a bank's file goes through.
fn payment_stated(typed: &Typed<'_>) -> Result<(String, Payment), Failure> {
    let today = typed.context.today();
    let mut form = Form::new(&PAYMENT_FIELDS, typed.context.unit);
    form.say(PAYMENT_LOAN_NO, typed.word("loan_no"));
    form.say(PAID_ON, typed.text("on").unwrap_or(&today.to_string()));
    form.say(AMOUNT, typed.word("amount"));
    if let Some(reference) = typed.text("reference") {
        form.say(REFERENCE, reference);
    }
    let (read, _) = PaymentRecord::read(&form.record(), today)?;
    let PaymentRecord { loan_no, day, amount, reference } = read;
    Ok((loan_no, Payment { day, amount, reference }))
}

fn payment(typed: &Typed<'_>, day: Date, amount: Money) -> Payment {
    Payment { day, amount, reference: typed.owned("reference") }
}

/// A file named where the number belongs is meant as one.
fn names_a_file(typed: &Typed<'_>) -> bool {
    typed.text("amount").is_none() && std::path::Path::new(typed.word("loan_no")).is_file()
}

fn extension(typed: &Typed<'_>) -> Result<LoanEventKind, Failure> {
    let new_due = typed.day("new_due")?.ok_or_else(|| missing("new_due"))?;
    let rate = match typed.text("rate") {
        None => None,
        Some(text) => Some(Rate::read(text).ok_or_else(|| {
            Failure::field(Fault::new("rate_percent", text, Problem::PercentUnreadable))
        })?),
    };
    Ok(LoanEventKind::Extend { new_due, rate })
}
