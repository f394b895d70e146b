//! Pledge loans (质押贷款): what the contract says, and what it comes to, to the fen.
//!
//! ```text
//! terms     what a contract fixes: rate, method, period, day count, order of application
//! rate      fixed, benchmark x factor, or LPR + basis points with its repricing days
//! lpr       the loan prime rate as published, and what is missing of it
//! interest  exact interest: fen x rate x days / 360, rounded once
//! calendar  due days, and the 360ths between two days
//! account   a loan replayed event by event: what is owed on a day, how each payment went
//! schedule  instalments (还款计划): those that were due, and those to come
//! class     the five classes of loans, and the least one by days overdue
//! record    the rows of a bank's loan and payment files
//! enrolment under which schemes a loan counts
//! payments  whether a payment is on the books already
//! ```

pub mod account;
mod calendar;
pub mod class;
pub mod enrolment;
pub mod interest;
pub mod lpr;
pub mod payments;
pub mod problem;
pub mod rate;
pub mod record;
pub mod schedule;
pub mod terms;

pub use account::{Account, Applied, Balance, Event, LoanEventKind};
pub use class::Class;
pub use enrolment::Enrolment;
pub use interest::{Charge, Segment};
pub use lpr::{LprTable, Tenor};
pub use payments::Payment;
pub use problem::LoanProblem;
pub use rate::{Rate, Reprice};
pub use schedule::Instalment;
pub use terms::{Bucket, DayCount, DueDays, Period, RepaymentMethod, Terms};

#[cfg(test)]
mod tests;
