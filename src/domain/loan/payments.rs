//! Whether a payment is on the books already: one rule for a typed payment, a bank's line and an accepted proposal.

use std::collections::HashMap;

use crate::domain::values::{Date, Money};

/// A payment as somebody states it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Payment {
    pub day: Date,
    pub amount: Money,
    /// The bank's own number of the transaction (流水号).
    pub reference: Option<String>,
}

/// What a payment is beside those recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentMatch {
    New,
    /// The recorded payment at this place.
    Known(usize),
    /// The recorded payment at this place, which lacks the reference stated now.
    Completes(usize),
    /// Of the day and amount of the recorded payment at this place, under another reference: it may be that payment.
    OtherReference(usize),
    /// What the source stated at this place of its own, with this very reference.
    Repeated(usize),
}

/// Tells the payments of one loan that a source states, one after the other, from those recorded.
///
/// The n-th of several like payments of a source is the n-th like payment on the books: two true payments of one day
/// and amount are two, and the same source again adds none. A reference stated twice is one payment. Two references
/// tell two payments of one source apart; beside one on the books another reference tells nothing, for the office and
/// the bank number payments each in their own way.
pub fn beside(recorded: &[Payment], stated: &[Payment]) -> Vec<PaymentMatch> {
    let mut is_met = vec![false; recorded.len()];
    let mut find = |payment: &Payment, suits: &dyn Fn(Option<&str>) -> bool| {
        let at = recorded.iter().zip(&is_met).position(|(known, is_met)| {
            !is_met
                && (known.day, known.amount) == (payment.day, payment.amount)
                && suits(known.reference.as_deref())
        });
        at.inspect(|at| is_met[*at] = true)
    };
    let mut first: HashMap<&Payment, usize> = HashMap::new();
    // The very references first: no other line may take their payments away.
    let mut found: Vec<Option<PaymentMatch>> = Vec::with_capacity(stated.len());
    for (at, payment) in stated.iter().enumerate() {
        let reference = payment.reference.as_deref();
        let before = reference.map(|_| *first.entry(payment).or_insert(at));
        found.push(match before {
            None => None,
            Some(before) if before < at => Some(PaymentMatch::Repeated(before)),
            Some(_) => find(payment, &|known| known == reference).map(PaymentMatch::Known),
        });
    }
    for (payment, found) in stated.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
        let bare = |known: Option<&str>| known.is_none();
        *found = match payment.reference {
            Some(_) => find(payment, &bare).map(PaymentMatch::Completes),
            None => {
                find(payment, &bare).or_else(|| find(payment, &|_| true)).map(PaymentMatch::Known)
            }
        };
    }
    let left = stated.iter().zip(found);
    let rest = left.map(|(payment, found)| {
        let other = || find(payment, &|_| true).map(PaymentMatch::OtherReference);
        found.or_else(other).unwrap_or(PaymentMatch::New)
    });
    rest.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payment(amount: i64, reference: &str) -> Payment {
        let reference = Some(reference.to_owned()).filter(|reference| !reference.is_empty());
        let day = Date::from_ymd(2020, 6, 1).expect("a day");
        Payment { day, amount: Money::from_fen(amount), reference }
    }

    /// Recorded, then stated (amount and reference), then what each statement is: N new, a place known, +place completed,
    /// ?place perhaps the same, =place of the statement repeated.
    fn check(recorded: &[(i64, &str)], stated: &[(i64, &str)], expected: &str) {
        let recorded: Vec<Payment> = recorded.iter().map(|(fen, no)| payment(*fen, no)).collect();
        let stated: Vec<Payment> = stated.iter().map(|(fen, no)| payment(*fen, no)).collect();
        let met = beside(&recorded, &stated).into_iter().map(|met| match met {
            PaymentMatch::New => "N".to_owned(),
            PaymentMatch::Known(at) => at.to_string(),
            PaymentMatch::Completes(at) => format!("+{at}"),
            PaymentMatch::OtherReference(at) => format!("?{at}"),
            PaymentMatch::Repeated(first) => format!("={first}"),
        });
        assert_eq!(met.collect::<Vec<_>>().join(" "), expected, "{recorded:?} {stated:?}");
    }

    #[test]
    fn the_nth_like_payment_of_a_source_is_the_nth_on_the_books() {
        check(&[], &[(5, ""), (5, "")], "N N");
        check(&[(5, "")], &[(5, ""), (5, "")], "0 N");
        check(&[(5, ""), (5, "")], &[(5, ""), (5, "")], "0 1");
        check(&[(5, "")], &[(6, "")], "N");
        check(&[(5, "A1")], &[(5, "A1")], "0");
        check(&[(5, "A1")], &[(5, "A2")], "?0");
        check(&[(5, "A1")], &[(6, "A2")], "N");
        // Of two lines of the bank one may be the payment on the books, the other is none of it.
        check(&[(5, "T1")], &[(5, "A1"), (5, "A2")], "?0 N");
        check(&[(5, "A1")], &[(5, "A2"), (5, "A1")], "N 0");
        check(&[(5, "")], &[(5, "A1")], "+0");
        check(&[(5, "A1")], &[(5, ""), (5, "A1")], "N 0");
        check(&[(5, "A1")], &[(5, "")], "0");
        check(&[(5, ""), (5, "A1")], &[(5, "A1"), (5, "A2")], "1 +0");
        // A transaction has one number: the line stands twice in the file.
        check(&[], &[(5, "A1"), (5, "A1"), (5, "A2")], "N =0 N");
        check(&[(5, "A1")], &[(5, "A1"), (5, "A1")], "0 =0");
        // Interest and principal of one transaction are two lines of two amounts.
        check(&[], &[(5, "A1"), (6, "A1")], "N N");
    }
}
