use super::*;
use crate::domain::loan::Class;
use crate::domain::values::{Date, Money};
use crate::reconcile::Ours;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn loan(loan_no: &str, yuan: i64, disbursed: &str, due: &str) -> Loan {
    let amount = Money::from_fen(yuan * 100);
    Loan {
        id: 0,
        loan_no: loan_no.into(),
        contract_no: None,
        borrower: Some(0),
        registrations: Vec::new(),
        ours: Ours {
            principal: amount,
            balance: amount,
            interest: Money::ZERO,
            disbursed: Some(day(disbursed)),
            due: day(due),
            rate: None,
            class: Class::Normal,
            days_overdue: 0,
            settled: false,
        },
    }
}

fn line(loan_no: &str, yuan: i64, disbursed: &str, due: &str) -> StatementLine {
    StatementLine {
        loan_no: (!loan_no.is_empty()).then(|| loan_no.into()),
        borrower: Some("上海云峰科技有限公司".into()),
        principal: Some(Money::from_fen(yuan * 100)),
        disbursed: Some(day(disbursed)),
        due: Some(day(due)),
        ..StatementLine::default()
    }
}

fn states(lines: &[StatementLine], loans: &[Loan]) -> Vec<(MatchState, Vec<usize>, Vec<usize>)> {
    let name = Some("上海云峰科技有限公司".into());
    let borrowers = [Borrower { name, ..Borrower::default() }];
    let spelled = FirmNames::of("310106".parse().unwrap());
    let found = match_lines(lines, loans, &borrowers, &Decisions::default(), &spelled);
    found.into_iter().map(|one| (one.state, one.lines.to_vec(), one.loans.to_vec())).collect()
}

/// The number says one loan, the days say another of the same firm and amount.
#[test]
fn a_number_the_days_speak_against_is_not_taken_silently() {
    let loans = [
        loan("JD20160001", 100, "2016-03-01", "2017-03-01"),
        loan("JD20160002", 100, "2016-08-15", "2017-08-15"),
    ];
    let wrong = line("JD20160001", 100, "2016-08-15", "2017-08-15");
    let found = states(std::slice::from_ref(&wrong), &loans);
    assert!(found.iter().all(|(state, ..)| *state != MatchState::Matched), "{found:?}");
    // Once the other loan has a line of its own, the number is all that is left to go by.
    let right = line("JD20160002", 100, "2016-08-15", "2017-08-15");
    let found = states(&[wrong, right], &loans);
    assert_eq!(found[1], (MatchState::Matched, vec![1], vec![1]));
    assert_eq!(found[0], (MatchState::Matched, vec![0], vec![0]));
}

#[test]
fn equals_are_left_to_a_person_also_when_one_of_them_has_no_partner() {
    let twin = |number: &str| loan(number, 50, "2016-06-01", "2017-06-01");
    let unnamed = || line("", 50, "2016-06-01", "2017-06-01");
    let loans = [twin("AAAA01"), twin("BBBB02")];
    for lines in [vec![unnamed()], vec![unnamed(), unnamed()]] {
        let found = states(&lines, &loans);
        let told = found
            .iter()
            .filter(|(state, lines, _)| *state == MatchState::Ambiguous && !lines.is_empty());
        assert_eq!(told.count(), lines.len(), "{found:?}");
    }
    let found = states(&[unnamed(), unnamed()], &loans[..1]);
    assert!(found.iter().all(|(state, ..)| *state == MatchState::Ambiguous), "{found:?}");
}

#[test]
fn parts_are_found_to_the_fen_and_only_when_no_other_set_fits() {
    let whole = [loan("JD20160009", 300, "2016-06-01", "2017-06-01")];
    let part =
        |n: usize, yuan: i64| line(&format!("JD20160009-{n}"), yuan, "2016-06-01", "2017-06-01");
    let found = states(&[part(1, 100), part(2, 200)], &whole);
    assert_eq!(found, [(MatchState::Matched, vec![0, 1], vec![0])]);
    let found = states(&[part(1, 100), part(2, 200), part(3, 200)], &whole);
    assert!(found.iter().all(|(state, ..)| *state != MatchState::Matched), "{found:?}");
    let found = states(&[part(1, 100), part(2, 199)], &whole);
    assert!(found.iter().all(|(state, ..)| *state != MatchState::Matched), "{found:?}");
}
