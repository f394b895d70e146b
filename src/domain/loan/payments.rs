//! Whether a payment is on the books already: one rule for a typed payment, a bank's line and an accepted proposal.

use std::collections::HashSet;

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
    /// The source said it before, with this very reference.
    Repeated,
}

/// Payments of one loan, told from those a source states one after the other.
///
/// The n-th of several like payments of a source is the n-th like payment on the books: two true payments of one day
/// and amount are two, and the same source again adds none. A reference tells payments apart, and one stated twice is
/// one payment; where one side has none, day and amount are the payment.
#[derive(Debug)]
pub struct KnownPayments<'b> {
    recorded: Vec<Recorded<'b>>,
    /// What the source said with a reference so far.
    referenced: HashSet<Payment>,
}

#[derive(Debug)]
struct Recorded<'b> {
    payment: &'b Payment,
    /// A statement of this source was found to be it.
    is_met: bool,
}

impl<'b> KnownPayments<'b> {
    pub fn new(recorded: &'b [Payment]) -> Self {
        let recorded = recorded.iter().map(|payment| Recorded { payment, is_met: false }).collect();
        Self { recorded, referenced: HashSet::new() }
    }

    /// Says what the next payment of the source is.
    pub fn meet(&mut self, stated: &Payment) -> PaymentMatch {
        if stated.reference.is_some() && !self.referenced.insert(stated.clone()) {
            return PaymentMatch::Repeated;
        }
        let with = |reference: &dyn Fn(Option<&str>) -> bool| {
            self.recorded.iter().position(|known| {
                !known.is_met
                    && (known.payment.day, known.payment.amount) == (stated.day, stated.amount)
                    && reference(known.payment.reference.as_deref())
            })
        };
        let same = with(&|known| known == stated.reference.as_deref());
        let found = match (same, &stated.reference) {
            (Some(at), _) => PaymentMatch::Known(at),
            (None, Some(_)) => {
                with(&|known| known.is_none()).map_or(PaymentMatch::New, PaymentMatch::Completes)
            }
            (None, None) => with(&|_| true).map_or(PaymentMatch::New, PaymentMatch::Known),
        };
        if let PaymentMatch::Known(at) | PaymentMatch::Completes(at) = found {
            self.recorded[at].is_met = true;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payment(amount: i64, reference: &str) -> Payment {
        let reference = Some(reference.to_owned()).filter(|reference| !reference.is_empty());
        let day = Date::from_ymd(2020, 6, 1).expect("a day");
        Payment { day, amount: Money::from_fen(amount), reference }
    }

    /// Recorded, then stated (amount and reference), then what each statement is: N new, a place known, +place.
    fn check(recorded: &[(i64, &str)], stated: &[(i64, &str)], expected: &str) {
        let recorded: Vec<Payment> = recorded.iter().map(|(fen, no)| payment(*fen, no)).collect();
        let mut book = KnownPayments::new(&recorded);
        let met = stated.iter().map(|(fen, no)| match book.meet(&payment(*fen, no)) {
            PaymentMatch::New => "N".to_owned(),
            PaymentMatch::Known(at) => at.to_string(),
            PaymentMatch::Completes(at) => format!("+{at}"),
            PaymentMatch::Repeated => "R".to_owned(),
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
        check(&[(5, "A1")], &[(5, "A2")], "N");
        check(&[(5, "")], &[(5, "A1")], "+0");
        check(&[(5, "A1")], &[(5, "")], "0");
        check(&[(5, ""), (5, "A1")], &[(5, "A1"), (5, "A2")], "1 +0");
        // A transaction has one number: the line stands twice in the file.
        check(&[], &[(5, "A1"), (5, "A1"), (5, "A2")], "N R N");
        check(&[(5, "A1")], &[(5, "A1"), (5, "A1")], "0 R");
        // Interest and principal of one transaction are two lines of two amounts.
        check(&[], &[(5, "A1"), (6, "A1")], "N N");
    }
}
