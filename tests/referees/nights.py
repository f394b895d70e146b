"""Loans kept a second time, night by night (nightbook.py): schedules and balances equal the program's, to the fen.

Twelve hundred loans drawn from a fixed seed: every method, period, day count, pay day, kind of rate and order
of application; paid on time, late, in part, early, too much or not at all; some extended, some written off.
"""

import csv
import json
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import QuantLib as ql

import book
from nightbook import Book, Loan, Lpr, plain

SEED = 20160701
LOANS = 1200
DAYS_ASKED = 3
TODAY = ql.Date(book.NOW[:10], "%Y-%m-%d")
BUCKETS = ("interest", "penalty", "compound", "principal")
METHODS = ("annuity", "equal_principal", "interest_first", "bullet")
FIGURES = ("principal", "interest", "penalty", "compound", "total", "overpaid", "written_off")
BY_HAND = Loan(
    "HAND-1", 300_000_000, ql.Date(1, 7, 2016), ql.Date(1, 7, 2017), ("fixed", "4.35"), "annuity", 1, "month",
    None, 0, Fraction(1, 2), BUCKETS,
)  # fmt: skip


def main():
    lpr = Lpr(book.ROOT / "src" / "domain" / "loan" / "lpr.csv")
    draw = random.Random(SEED)
    by_hand()
    loans = [drawn(draw, n, lpr) for n in range(LOANS)]
    formulas = sum(agrees_with_formulas(loan, lpr) for loan in loans)
    with book.directory() as place:
        path = place / "loans.db"
        book.call(path, "init", "--office", "静安区知识产权局", "--region", book.REGION)
        take_in(path, place, loans)
        with ThreadPoolExecutor() as threads:
            judged = list(threads.map(lambda loan: judge(path, loan, lpr), loans))
        book.call(path, "verify")
        can_fail(path, loans, lpr)
    rows, figures, seen = zip(*judged)
    rows, figures = sum(rows), sum(figures)
    for name in (*FIGURES, "days_overdue"):
        drawn_enough(f"loans with {name}", sum(name in names for names in seen))
    drawn_enough("extensions", sum(event[1] == "extend" for loan in loans for event in loan.events))
    print(f"ok {LOANS} loans: {rows} instalments and {figures} figures equal to the fen, {formulas} schedules by formula")


def by_hand():
    """The referee knows the vectors of the office's field notes before it judges anyone."""
    rows = plain(BY_HAND)
    paid = [principal + interest for _, principal, interest, _ in rows]
    equal = plain(Loan(**vars(BY_HAND) | {"method": "equal_principal"}))
    bullet = Loan(**vars(BY_HAND) | {"method": "bullet", "day_count": "act360"})
    interest = Book(bullet, None).until(ql.Date(30, 6, 2017)).balance()["interest"]
    expect("annuity", paid[0], 25_592_970)
    expect("equal principal, first", equal[0][1] + equal[0][2], 26_087_500)
    expect("equal principal, last", equal[-1][1] + equal[-1][2], 25_090_625)
    expect("364 days", interest, 13_195_000)


def drawn(draw, n, lpr):
    floating = draw.random() < 0.2
    start = ql.Date(20, 8, 2019) if floating else ql.Date(1, 1, 2014)
    start += draw.randrange(TODAY - start - 30)
    if draw.random() < 0.2:
        start = min(ql.Date.endOfMonth(start), TODAY)
    loan = Loan(
        number=f"LN-{n:04}",
        principal=draw.choice([draw.randrange(1, 3000) * 1_000_000, draw.randrange(100_000, 10**10)]),
        start=start,
        due=start + draw.choice([ql.Period(draw.randrange(1, 61), ql.Months), ql.Period(draw.randrange(2, 1500), ql.Days)]),
        rate=drawn_rate(draw, floating),
        method=draw.choice(METHODS),
        months=draw.choice([1, 3]),
        day_count=draw.choice(["act360", "month"]),
        pay_day=draw.choice([None, 20, 21, draw.randrange(1, 32)]),
        grace=draw.choice([0, 0, 3, draw.randrange(1, 16)]),
        markup=Fraction(draw.choice([30, 50, 50, 100]), 100),
        order=tuple(draw.sample(BUCKETS, 4)) if draw.random() < 0.5 else BUCKETS,
    )
    return with_events(draw, loan, lpr)


def drawn_rate(draw, floating):
    if floating:
        return ("lpr", draw.choice(["1Y", "5Y"]), draw.randrange(-50, 200), draw.choice(["never", "yearly", "anniversary"]))
    if draw.random() < 0.2:
        return ("benchmark", draw.choice(["4.35", "4.75", "5.6"]), draw.choice(["0.9", "1.1", "1.2", "1.3"]))
    return ("fixed", draw.choice(["0", "4.35", "4.785", f"{draw.randrange(100, 1200) / 100:.2f}", f"{draw.randrange(10**6, 10**7) / 10**6:.6f}"]))


def with_events(draw, loan, lpr):
    """Lets things happen to a loan, on days of their own, none after today."""
    events = []
    habit = draw.choice(["none", "on time", "late", "in part", "early", "anyhow"])
    for day, principal, interest, _ in Book(loan, lpr).instalments():
        delay, share = 0, Fraction(1)
        if habit in ("late", "anyhow") and draw.random() < 0.4:
            delay = draw.choice([1, 3, draw.randrange(1, 120)])
        if habit in ("in part", "anyhow") and draw.random() < 0.3:
            share = Fraction(draw.choice([0, draw.randrange(1, 100), 150]), 100)
        amount = int((principal + interest) * share)
        if habit != "none" and amount:
            events.append((day + delay, "repay", amount))
    if habit in ("early", "anyhow"):
        day = loan.start + draw.randrange(loan.due - loan.start)
        events.append((day, "repay", draw.choice([loan.principal, draw.randrange(1, loan.principal + 1)])))
    if draw.random() < 0.08 and loan.due - loan.start > 2:
        day = loan.due - draw.randrange(1, min(60, loan.due - loan.start))
        rate = draw.choice([None, ("fixed", "5.655")])
        events.append((day, "extend", loan.due + draw.randrange(1, 400), rate))
    rank = ["extend", "repay", "write off"].index
    loan.events = sorted((e for e in events if e[0] <= TODAY), key=lambda e: (e[0], rank(e[1])))
    if draw.random() < 0.4:
        write_off(draw, loan, lpr)
    return loan


def write_off(draw, loan, lpr):
    """Writes off some of what is outstanding after everything else, and lets half of that come back."""
    day = max([loan.due, *(event[0] for event in loan.events)]) + draw.randrange(1, 200)
    outstanding = Book(loan, lpr).until(day).outstanding() if day <= TODAY else 0
    if outstanding:
        amount = draw.choice([outstanding, draw.randrange(1, outstanding + 1)])
        loan.events.append((day, "write off", amount))
        if day + 30 <= TODAY and draw.random() < 0.5:
            loan.events.append((day + 30, "repay", draw.randrange(1, 2 * outstanding + 1)))


def agrees_with_formulas(loan, lpr):
    """At a fixed rate the nights of a loan left alone come to what the formulas say."""
    if loan.rate[0] == "lpr":
        return 0
    alone = Loan(**vars(loan) | {"events": []})
    expect(loan.number, Book(alone, lpr).instalments(), plain(alone))
    return 1


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02}"


def rate_text(rate):
    kind, *said = rate
    if kind == "fixed":
        return f"{said[0]}%"
    return f"{said[0]}% x {said[1]}" if kind == "benchmark" else f"LPR{said[0]}{said[1]:+}bp {said[2]}"


def take_in(path, place, loans):
    """Loans and payments from files, extensions and write-offs one by one, as they came to pass."""
    write(place / "loans.csv", [as_row(loan) for loan in loans])
    taken = book.ask(path, "loan", "import", place / "loans.csv", "--rejects", place / "refused.xlsx")
    expect("loans taken in", taken["accepted"], len(loans))
    for loan in loans:
        for day, what, *said in loan.events:
            if what == "extend":
                rate = ["--rate", rate_text(said[1])] if said[1] else []
                book.call(path, "loan", "extend", loan.number, said[0].ISO(), "--on", day.ISO(), *rate)
    payments = [
        {"loan_no": loan.number, "paid_on": day.ISO(), "amount": yuan(said[0]), "reference": f"{loan.number}-{k}"}
        for loan in loans
        for k, (day, what, *said) in enumerate(loan.events)
        if what == "repay"
    ]
    random.Random(SEED).shuffle(payments)
    write(place / "payments.csv", payments)
    taken = book.ask(path, "loan", "repay", "--file", place / "payments.csv", "--rejects", place / "refused.xlsx")
    expect("payments taken in", taken["accepted"], len(payments))
    for loan in loans:
        for day, what, *said in loan.events:
            if what == "write off":
                book.call(path, "loan", "writeoff", loan.number, yuan(said[0]), "--on", day.ISO())


def as_row(loan):
    return {
        "loan_no": loan.number,
        "contract_no": f"HT{loan.number}",
        "bank": "上海银行静安支行",
        "borrower": "上海甲科技有限公司",
        "principal": yuan(loan.principal),
        "disbursed_on": loan.start.ISO(),
        "due_on": loan.due.ISO(),
        "rate_percent": rate_text(loan.rate),
        "method": loan.method,
        "period": "monthly" if loan.months == 1 else "quarterly",
        "day_count": loan.day_count,
        "pay_day": loan.pay_day or "",
        "grace_days": loan.grace,
        # The book kept night by night knows no holidays: what is due is due on its day.
        "due_days": "actual",
        "penalty_percent": f"{int(loan.markup * 100)}%",
        "order": ",".join(loan.order),
    }


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def judge(path, loan, lpr):
    """Compares the schedule as of today, and balances on days of the loan's life; returns how much was equal."""
    draw = random.Random(f"{SEED}{loan.number}")
    span = min(TODAY, loan.due + 450) - loan.start
    days = sorted({loan.start + draw.randrange(span + 1) for _ in range(DAYS_ASKED - 1)} | {TODAY})
    kept, figures, seen = Book(loan, lpr), 0, set()
    for day in days:
        ours = kept.until(day).balance()
        said = book.ask(path, "loan", "balance", loan.number, "--as-of", day.ISO())
        expected = {name: yuan(ours[name]) for name in FIGURES} | {"days_overdue": ours["days_overdue"]}
        expect(f"{loan} on {day.ISO()}", {name: said[name] for name in expected}, expected)
        figures += len(expected)
        seen |= {name for name in expected if ours[name]}
    rows = [
        {"n": n, "due": day.ISO(), "principal": yuan(principal), "interest": yuan(interest),
         "payment": yuan(principal + interest), "balance": yuan(balance)}
        for n, (day, principal, interest, balance) in enumerate(kept.instalments(), 1)
    ]  # fmt: skip
    expect(f"{loan}", book.ask(path, "loan", "schedule", loan.number), rows)
    return len(rows), figures, seen


def drawn_enough(what, count):
    """What was hardly drawn was hardly judged."""
    if count < LOANS // 50:
        raise SystemExit(f"only {count} {what}")


def can_fail(path, loans, lpr):
    """A loan judged with one day more of grace, or another order, does not agree: the comparison compares."""
    late = next(loan for loan in loans if Book(loan, lpr).until(TODAY).balance()["penalty"] > 0)
    other = Loan(**vars(late) | {"markup": late.markup + Fraction(1, 100)})
    try:
        judge(path, other, lpr)
    except SystemExit:
        return
    raise SystemExit(f"{late.number}: another penalty rate went unnoticed")


def expect(what, found, expected):
    if found == expected:
        return
    if isinstance(expected, list):
        differing = [pair for pair in zip(found, expected) if pair[0] != pair[1]][:3]
        raise SystemExit(f"{what}: {len(found)} and {len(expected)} rows; found, expected: {json.dumps(differing, default=str)}")
    raise SystemExit(f"{what}\n found    {found}\n expected {expected}")


if __name__ == "__main__":
    sys.exit(main())
