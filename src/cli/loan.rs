//! `ipledger loan ...`

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::typed::Typed;
use super::{pages, reading};
use crate::domain::loan::record::{
    AMOUNT, FIELDS, LOAN_NO, PAID_ON, PAYMENT_FIELDS, PAYMENT_LOAN_NO, PaymentRecord, REFERENCE,
    read_no,
};
use crate::domain::loan::{Class, Event, LoanEventKind, Payment, Rate};
use crate::domain::record::Form;
use crate::domain::values::{Date, Money, Percent};
use crate::domain::{Fault, Problem};
use crate::operations::import::{Noun, is_of_another_kind};
use crate::operations::loan::{LoanQuery, Request};
use crate::report::views::loan;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    let number = || number(&Typed::new(context, args));
    match verb {
        "list" => list(context, args),
        "show" => {
            let number = number()?;
            reading::warned(context, "loan.show", |ledger, snapshot| {
                loan::card(lang, ledger, snapshot, &number)
            })
        }
        "schedule" => {
            let number = number()?;
            reading::table(context, "loan.schedule", |ledger, snapshot| {
                loan::schedule(lang, ledger, snapshot, &number)
            })
        }
        "balance" => {
            let (number, explain) = (number()?, args.get_flag("explain"));
            reading::warned(context, "loan.balance", |ledger, snapshot| {
                loan::balance(lang, ledger, snapshot, &number, explain)
            })
        }
        "export" => reading::export(context, args, "loan.export", |ledger, snapshot| {
            loan::export(lang, ledger, snapshot)
        }),
        "import" => import(context, args),
        "repay" => payments(context, args),
        _ => Ok(Done::Well),
    }
}

fn list(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (lang, typed) = (context.lang, Typed::new(context, matches));
    let asked_more =
        ["page", "sort", "bank", "party", "text"].iter().any(|name| typed.text(name).is_some());
    let for_people = !context.json && !context.csv && context.output.is_none();
    let (overdue, open) = (typed.flag("overdue"), typed.flag("open"));
    let limit = pages::limit(context, matches)?;
    let whole = !overdue || !for_people || asked_more;
    reading::table(context, "loan.list", |ledger, snapshot| {
        // The standing kept with each loan answers for today's first page without replaying all of them.
        if !whole && snapshot.is_now {
            return Ok::<_, Failure>(loan::overdue(lang, ledger, snapshot, limit)?);
        }
        let party = |name| typed.parties(name, ledger, snapshot);
        let (bank, party, text) = (party("bank")?, party("party")?, typed.owned("text"));
        let query = LoanQuery { bank, party, text, overdue, open };
        let mut table = loan::list(lang, ledger, snapshot, &query)?;
        pages::sort_and_cut(context, matches, &mut table)?;
        Ok(table)
    })
}

/// A bank sends its loans and its payments in files alike: what the header names decides.
fn import(context: &Context, args: &ArgMatches) -> Result<Done, Failure> {
    let of_another_kind = |failure: &Failure| matches!(failure, Failure::Refused(refusal) if is_of_another_kind(refusal));
    match super::import::run(context, Noun::Loan, args) {
        Err(first) if of_another_kind(&first) => {
            match super::import::run(context, Noun::Payment, args) {
                Err(second) if of_another_kind(&second) => Err(first),
                done => done,
            }
        }
        done => done,
    }
}

/// `loan repay --file FILE`: a bank's file of payments.
fn payments(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let named = ["file", "loan_no"].into_iter().find_map(|name| matches.get_one::<String>(name));
    let file = named.map_or("", String::as_str);
    super::import::of_file(context, Noun::Payment, file, matches)
}

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
