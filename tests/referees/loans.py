"""Schedules and balances of 1,200 loans, worked out again with QuantLib's calendars and day counts and
numpy-financial's annuities: equal to the fen where interest is a sum of days, within one fen a period for
equal instalments, whose formula numpy works in floating point."""

import csv
import datetime
import random
from decimal import ROUND_HALF_UP, Decimal

import numpy_financial
import QuantLib as ql

import book

LOANS = 1200
FEN = Decimal("0.01")
METHODS = ["annuity", "equal_principal", "interest_first", "bullet"]
MONTHS = {"monthly": 1, "quarterly": 3}
MARKUP = Decimal("1.5")
FIELDS = ["loan_no", "bank", "borrower", "principal", "disbursed_on", "due_on", "rate_percent", "method", "period", "day_count", "due_days"]


def fen(amount):
    return Decimal(amount).quantize(FEN, ROUND_HALF_UP)


def make(rng):
    """Loans of every method, period and day count, days of the month up to the 31st, whole and broken terms."""
    loans = []
    for at in range(LOANS):
        start = datetime.date(2014, 1, 1) + datetime.timedelta(days=rng.randrange(365 * 2))
        if at % 7 == 0:
            start = datetime.date(start.year, rng.choice([1, 3, 5, 7, 8, 10, 12]), 31)
        months = rng.choice([6, 12, 12, 24, 36, 48])
        due = day_of(ql_day(start) + ql.Period(months, ql.Months))
        if at % 3 == 0:
            due += datetime.timedelta(days=rng.randrange(1, 60))
        loans.append({
            "loan_no": f"R{at:05d}", "bank": "示例银行", "borrower": f"上海核对{at % 40}有限公司",
            "principal": f"{rng.randrange(10_000, 30_000_000)}.{rng.randrange(100):02d}",
            "disbursed_on": start, "due_on": due, "rate_percent": str(Decimal(rng.randrange(100, 2400)) / 100),
            "method": METHODS[at % 4], "period": rng.choice(list(MONTHS)), "day_count": rng.choice(["act360", "month"]),
            # The peers know no Chinese holidays: what is due is due on its day.
            "due_days": "actual",
        })
    return loans


def ql_day(day):
    return ql.Date(day.day, day.month, day.year)


def day_of(day):
    return datetime.date(day.year(), day.month(), day.dayOfMonth())


def due_days(loan):
    """QuantLib's dates from the disbursement on, closed by the last day."""
    start, due = ql_day(loan["disbursed_on"]), ql_day(loan["due_on"])
    if loan["method"] == "bullet":
        return [start, due]
    tenor = ql.Period(MONTHS[loan["period"]], ql.Months)
    dates = [start]
    while dates[-1] < due:
        # Counted from the start, so that the 31st comes back after a short month.
        dates.append(min(start + tenor * len(dates), due))
    schedule = ql.Schedule(start, due, tenor, ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted, ql.DateGeneration.Forward, False)
    if list(schedule) != dates:
        raise SystemExit(f"{loan['loan_no']}: QuantLib's schedule is {list(map(str, schedule))}")
    return dates


def days_360(loan, start, end):
    """360ths of a year: actual days, or thirty for each whole month and the odd days."""
    if loan["day_count"] == "act360":
        return ql.Actual360().dayCount(start, end)
    origin = ql_day(loan["disbursed_on"])
    # Months are those of the loan's own grid, not of a shortened month's last day.
    before = next(n for n in range(1000) if origin + ql.Period(n, ql.Months) >= start)
    whole = 0
    while origin + ql.Period(before + whole + 1, ql.Months) <= end:
        whole += 1
    return whole * 30 + (end - (origin + ql.Period(before + whole, ql.Months)))


def interest(loan, base, start, end, factor=1):
    days = days_360(loan, start, end) if factor == 1 else end - start
    return base * Decimal(loan["rate_percent"]) / 100 * factor * days / 360


def schedule(loan):
    """Instalments as (due, principal, interest, balance)."""
    dates = due_days(loan)
    principal = Decimal(loan["principal"])
    n = len(dates) - 1
    rate = Decimal(loan["rate_percent"]) / 100 * MONTHS[loan["period"]] / 12
    level = fen(Decimal(repr(float(numpy_financial.pmt(float(rate), n, -float(principal))))))
    share = fen(principal / n)
    left, rows = principal, []
    for at in range(n):
        start, end = dates[at], dates[at + 1]
        accrued = fen(interest(loan, left, start, end))
        due = {"annuity": max(Decimal(0), min(level - accrued, left)), "equal_principal": min(share, left)}.get(loan["method"], Decimal(0))
        if at == n - 1:
            due = left
        left -= due
        rows.append((day_of(end), due, accrued, left))
        if left == 0:
            break
    return rows


def compare_schedules(path, loans):
    cells, worst = 0, Decimal(0)
    for loan in loans:
        ours = book.ask(path, "loan", "schedule", loan["loan_no"], "--as-of", loan["disbursed_on"])
        theirs = schedule(loan)
        # A fen more or less in each equal instalment adds up in what is left.
        room = [FEN * (at + 1) if loan["method"] == "annuity" else Decimal(0) for at in range(len(theirs))]
        if len(ours) != len(theirs):
            raise SystemExit(f"{loan}: {len(ours)} instalments, the referee has {len(theirs)}")
        for row, (due, principal, accrued, balance), off in zip(ours, theirs, room):
            if row["due"] != due.isoformat():
                raise SystemExit(f"{loan}: due {row['due']}, the referee says {due}")
            for key, value in (("principal", principal), ("interest", accrued), ("balance", balance)):
                difference = abs(Decimal(row[key]) - value)
                worst = max(worst, difference)
                cells += 1
                if difference > off * (2 if key == "principal" else 1):
                    raise SystemExit(f"{loan} {row['n']}: {key} {row[key]}, the referee says {value}")
        if Decimal(ours[-1]["balance"]) != 0 or sum(Decimal(r["principal"]) for r in ours) != Decimal(loan["principal"]):
            raise SystemExit(f"{loan}: does not close to zero")
    return cells, worst


def expect_balance(path, loan, as_of, **figures):
    ours = book.ask(path, "loan", "balance", loan["loan_no"], "--as-of", as_of)
    for key, value in figures.items():
        said = Decimal(ours[key]) if key != "days_overdue" else ours[key]
        if said != value:
            raise SystemExit(f"{loan} as of {as_of}: {key} {said}, the referee says {value}")
    return len(figures)


def compare_balances(path, loans, rng):
    """On a day before anything is due; a month after the last day of what was to be paid at once; and, for
    loans paid as planned, on a day between two instalments."""
    cells = 0
    for loan in loans:
        dates = due_days(loan)
        principal, start = Decimal(loan["principal"]), dates[0]
        first = start + rng.randrange(1, dates[1] - start)
        cells += expect_balance(path, loan, day_of(first), principal=principal, penalty=0, compound=0, days_overdue=0,
                                interest=fen(interest(loan, principal, start, first)))
        if loan["method"] == "bullet":
            late = rng.randrange(1, 200)
            accrued = fen(interest(loan, principal, start, dates[1]))
            cells += expect_balance(
                path, loan, day_of(dates[1] + late), principal=principal, interest=accrued, days_overdue=late,
                penalty=fen(interest(loan, principal, dates[1], dates[1] + late, MARKUP)),
                compound=fen(interest(loan, accrued, dates[1], dates[1] + late, MARKUP)))
    return cells


def compare_paid(path, directory, loans, rng):
    """Every instalment paid on its day leaves the planned balance, and interest since."""
    paid = [loan for loan in loans if loan["method"] in ("equal_principal", "interest_first")]
    file = directory / "payments.csv"
    with open(file, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["loan_no", "paid_on", "amount"])
        for loan in paid:
            rows.writerows([loan["loan_no"], due, principal + accrued] for due, principal, accrued, _ in schedule(loan))
    said = book.ask(path, "loan", "repay", "--file", file)
    if said["rejected"] or said["unchanged"]:
        raise SystemExit(f"payments: {said}")
    cells = 0
    for loan in paid:
        plan = schedule(loan)
        at = rng.randrange(len(plan))
        due, _, _, left = plan[at]
        until = plan[at + 1][0] if at + 1 < len(plan) else due + datetime.timedelta(days=90)
        day = due + datetime.timedelta(days=rng.randrange((until - due).days))
        accrued = fen(interest(loan, left, ql_day(due), ql_day(day))) if left else Decimal(0)
        cells += expect_balance(path, loan, day, principal=left, interest=accrued, penalty=0, compound=0, days_overdue=0)
    return cells


def main():
    rng = random.Random(20160101)
    loans = make(rng)
    with book.directory() as directory:
        path = directory / "loans.db"
        book.call(path, "init", "--office", "核对", "--region", book.REGION)
        file = directory / "loans.csv"
        with open(file, "w", encoding="utf-8", newline="") as out:
            rows = csv.DictWriter(out, FIELDS)
            rows.writeheader()
            rows.writerows(loans)
        said = book.ask(path, "loan", "import", file)
        if said["accepted"] != LOANS:
            raise SystemExit(f"{said['accepted']} of {LOANS} loans imported: {said['rejects'][:3]}")
        cells, worst = compare_schedules(path, loans)
        balances = compare_balances(path, loans, rng) + compare_paid(path, directory, loans, rng)
        if book.ask(path, "verify")["ok"] is not True:
            raise SystemExit("the ledger does not verify")
    print(f"ok {cells} cells of {LOANS} schedules (QuantLib {ql.__version__}, numpy-financial; at most {worst} apart) "
          f"and {balances} figures of balances")


main()
