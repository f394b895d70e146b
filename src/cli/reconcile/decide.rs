//! What a person says: which loan a line means, and that a balance is agreed.

use clap::ArgMatches;

use super::{no_such_row, number};
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::{day_or_today, recorded};
use crate::i18n::say;
use crate::i18n::words::Words;
use crate::ledger::{LedgerError, ReconciliationDecision, Signature, Verdict};

/// `reconcile decide N ROW LOAN [--not]`: remembered for the line, month after month.
pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let number = number(context, matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let run = ledger.reconciliation(number, snapshot)?;
    let row = text("row");
    let items = ledger.reconciliation_items(number, snapshot)?;
    let item = items.iter().find(|item| item.row.as_deref() == Some(row));
    let item = item.ok_or_else(|| no_such_row(number, row))?;
    let loan = ledger.loan(text("loan_no"), snapshot)?;
    if loan.bank != run.bank {
        return Err(LedgerError::NotFound { noun: "loan", id: loan.loan_no }.into());
    }
    let decision = ReconciliationDecision {
        bank: run.bank,
        identity: item.identity.clone(),
        loan_no: loan.loan_no,
        same: !matches.get_flag("not"),
    };
    let alike = items.iter().filter(|other| other.identity == decision.identity).count();
    let (new, receipt) = ledger.write(context.act("reconcile.decide"), |entry| {
        let new = entry.decide_reconciliation(&decision, alike)?;
        Ok::<_, LedgerError>(Verdict::when(new && !context.dry_run, new, "{}"))
    })?;
    if !new {
        context.tell(say::nothing_new(context.lang));
        return Ok(Done::Well);
    }
    recorded(context, "reconcile.decide", ledger, receipt)
}

/// `reconcile sign N --side office|bank --signer NAME`: the balance of a reconciliation, agreed by one side.
pub fn sign(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let text = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let number = number(context, matches)?;
    let day = day_or_today(context, matches, "on")?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let run = ledger.reconciliation(number, snapshot)?;
    let side = text("side").to_owned();
    let signed = ledger.reconciliation_signatures(number, snapshot)?;
    if signed.iter().any(|signature| signature.side == side) {
        return Err(LedgerError::AlreadyThere { noun: "signature", id: number.to_string() }.into());
    }
    // Both sides agree to our total and to every named yuan between it and the bank's.
    if !run.remainder.is_zero() {
        let message = say::sign_remainder(lang, run.remainder);
        let hint = say::sign_remainder_hint(lang, number);
        return Err(Failure::Usage(Words { message, hint }));
    }
    let signature =
        Signature { side, signer: text("signer").to_owned(), balance: run.ledger_total, day };
    let (_, receipt) = ledger.write(context.act("reconcile.sign"), |entry| {
        entry.sign_reconciliation(number, &signature)?;
        Ok::<_, LedgerError>(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "reconcile.sign", ledger, receipt)
}
