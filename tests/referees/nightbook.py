"""One loan kept night by night, apart from the program: due days by QuantLib, annuities by numpy-financial,
interest in fractions, rounded half away from zero where it falls due. Amounts in fen.

A night belongs to the day it begins on: a loan of 1 July that is repaid on 2 July bears one night's interest.
"""

import bisect
import csv
from dataclasses import dataclass, field, replace
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path

import numpy_financial
import QuantLib as ql

getcontext().prec = 50
NO_CALENDAR = ql.NullCalendar()
LPR_HOLDS = 40


@dataclass
class Loan:
    number: str
    principal: int
    start: ql.Date
    due: ql.Date
    rate: tuple  # ("fixed", points) | ("benchmark", points, factor) | ("lpr", tenor, basis points, reprice)
    method: str
    months: int
    day_count: str
    pay_day: int | None
    grace: int
    markup: Fraction
    order: tuple
    events: list = field(default_factory=list)  # (day, what, value...), in order


def rounded(value):
    """Whole fen, half away from zero; no amount here is below nothing."""
    return int(value + Fraction(1, 2))


def in_month(day, months, wanted):
    """The `wanted` day of the month so many months after that of `day`, or its last."""
    first = ql.Date(1, day.month(), day.year()) + ql.Period(months, ql.Months)
    return min(first + (wanted - 1), ql.Date.endOfMonth(first))


def due_days(loan, last):
    """All days something falls due on, the last among them."""
    if loan.method == "bullet":
        return [last]
    if loan.pay_day is None:
        rule = ql.DateGeneration.Forward
        tenor = ql.Period(loan.months, ql.Months)
        grid = ql.Schedule(loan.start, last, tenor, NO_CALENDAR, ql.Unadjusted, ql.Unadjusted, rule, False)
        return list(grid)[1:]
    days, months = [], 0
    while (day := in_month(loan.start, months, loan.pay_day)) < last:
        if day > loan.start and day.month() % loan.months == 0:
            days.append(day)
        months += 1
    return days + [last]


class Steps:
    """360ths of a year from the start of a period: the days, or thirty a month and the odd days."""

    def __init__(self, loan, begin):
        self.begin, self.counted = begin, 0
        self.by_month = loan.day_count == "month"
        roll = loan.pay_day or loan.start.dayOfMonth()
        on_grid = in_month(begin, 0, roll) == begin
        self.roll = roll if on_grid else begin.dayOfMonth()
        self.months, self.next_month = 0, in_month(begin, 1, self.roll)

    def night(self, day):
        """What the night from `day` adds."""
        if not self.by_month:
            return ql.Actual360().dayCount(day, day + 1)
        morning = day + 1
        while self.next_month <= morning:
            self.months += 1
            self.next_month = in_month(self.begin, self.months + 1, self.roll)
        odd = morning - in_month(self.begin, self.months, self.roll)
        before, self.counted = self.counted, self.months * 30 + odd
        return self.counted - before


class Lpr:
    def __init__(self, path):
        rows = list(csv.reader(Path(path).read_text(encoding="utf-8").splitlines()))[1:]
        self.days = [ql.Date(day, "%Y-%m-%d") for day, _, _ in rows]
        self.rates = [{"1Y": Fraction(one), "5Y": Fraction(five)} for _, one, five in rows]

    def on(self, tenor, day):
        at = bisect.bisect_right(self.days, day) - 1
        if at < 0 or day - self.days[at] > LPR_HOLDS:
            raise SystemExit(f"no LPR on {day.ISO()}")
        return self.rates[at][tenor]


def yearly(rate, loan, day, lpr):
    """The yearly rate of the night from `day`, as a fraction."""
    kind, *said = rate
    if kind == "fixed":
        return Fraction(said[0]) / 100
    if kind == "benchmark":
        return Fraction(said[0]) * Fraction(said[1]) / 100
    tenor, basis_points, reprice = said
    priced = loan.start
    if reprice == "yearly":
        priced = max(loan.start, ql.Date(1, 1, day.year()))
    elif reprice == "anniversary":
        years = 0
        while (then := loan.start + ql.Period(years, ql.Years)) <= day:
            priced, years = then, years + 1
    return (lpr.on(tenor, priced) + Fraction(basis_points, 100)) / 100


def level_payment(principal, rate, months, periods):
    """numpy-financial's annuity, in decimals of fifty digits."""
    a_period = Decimal(rate.numerator) / Decimal(rate.denominator) * months / 12
    payment = numpy_financial.pmt(a_period, periods, Decimal(-principal), Decimal(0))
    return rounded(Fraction(Decimal(str(payment))))


class Charged:
    """Amounts that bore a rate for so many 360ths, added up only when asked."""

    def __init__(self):
        self.runs = []  # [amount, rate, 360ths]

    def add(self, base, rate, steps):
        if self.runs and self.runs[-1][0] == base and self.runs[-1][1] is rate:
            self.runs[-1][2] += steps
        elif base and steps:
            self.runs.append([base, rate, steps])

    def fen(self):
        return rounded(sum((base * rate * steps for base, rate, steps in self.runs), Fraction(0)) / 360)


@dataclass
class Item:
    due: ql.Date
    principal: int
    interest: int
    balance: int
    left: dict
    late: bool = False
    waiting: list = field(default_factory=list)  # (principal, rate, penalty rate) of each night within grace
    charged: dict = field(default_factory=lambda: {what: Charged() for what in ("grace", "penalty", "compound")})
    paid: dict = field(default_factory=lambda: {"grace": 0, "penalty": 0, "compound": 0})

    def owed(self, what):
        return max(0, self.charged[what].fen() - self.paid[what])

    def is_unpaid(self):
        return any(self.left.values())

    def is_open(self):
        return self.is_unpaid() or any(self.owed(what) for what in self.paid)


class Book:
    """What a loan owes, day after day."""

    def __init__(self, loan, lpr):
        self.loan, self.lpr = loan, lpr
        self.day, self.due = loan.start, loan.due
        self.agreed = [(loan.start, loan.rate)]
        self.days = set(due_days(loan, loan.due))
        self.running, self.items, self.level = 0, [], None
        self.rate = self.penalty = self.said = None
        self.written, self.written_since, self.over = 0, None, 0
        self.new_period(loan.start)
        self.events = {}
        for day, *event in [(loan.start, "disburse", loan.principal), *loan.events]:
            self.events.setdefault(day, []).append(event)
        self.happen()

    def new_period(self, day):
        self.steps, self.accrued, self.accrued_paid, self.spread = Steps(self.loan, day), Charged(), 0, 0

    def until(self, day):
        """Keeps the book to the close of `day`."""
        while self.day < day:
            self.night()
            self.day += 1
            self.morning()
        return self

    def morning(self):
        for item in self.items:
            if not item.late and self.day - item.due > self.loan.grace:
                self.turn_late(item)
        if self.day in self.days and (self.running or self.accrued.fen() > self.accrued_paid):
            self.fall_due()
        self.happen()

    def happen(self):
        verbs = {"disburse": self.disburse, "repay": self.repay, "extend": self.extend, "write off": self.write_off}
        for what, *said in self.events.get(self.day, []):
            verbs[what](*said)

    def night(self):
        said = next(rate for since, rate in reversed(self.agreed) if since <= self.day)
        if said is not self.said or said[0] == "lpr":
            self.set_rate(said)
        self.accrued.add(self.running, self.rate, self.steps.night(self.day))
        for item in self.items:
            if not item.is_unpaid():
                continue
            if item.late:
                self.charge_late(item, self.penalty)
            else:
                item.waiting.append((item.left["principal"], self.rate, self.penalty))
                item.charged["grace"].add(item.left["principal"], self.rate, 1)

    def set_rate(self, said):
        self.said, rate = said, yearly(said, self.loan, self.day, self.lpr)
        if rate != self.rate:
            self.rate, self.penalty, self.level = rate, rate * (1 + self.loan.markup), None

    def charge_late(self, item, penalty):
        item.charged["penalty"].add(item.left["principal"], penalty, 1)
        item.charged["compound"].add(item.left["interest"], penalty, 1)

    def turn_late(self, item):
        item.late = True
        item.charged["grace"] = Charged()
        for base, rate, penalty in item.waiting:
            item.charged["grace"].add(base - item.left["principal"], rate, 1)
            self.charge_late(item, penalty)
        moved = min(max(0, item.paid["grace"] - item.charged["grace"].fen()), item.charged["penalty"].fen())
        item.paid["grace"] -= moved
        item.paid["penalty"] += moved

    def fall_due(self):
        interest = self.accrued.fen()
        last = self.day == self.due
        principal = self.running if last else self.share(interest)
        self.running -= principal
        left = {"principal": principal, "interest": interest - self.accrued_paid}
        self.items.append(Item(self.day, principal, interest, self.running, left))
        self.new_period(self.day)

    def share(self, interest):
        if self.loan.method in ("interest_first", "bullet"):
            return 0
        if self.level is None:
            periods = sum(1 for day in self.days if day >= self.day)
            if self.loan.method == "annuity":
                self.level = level_payment(self.running, self.rate, self.loan.months, periods)
            else:
                self.level = rounded(Fraction(self.running, periods))
        if self.loan.method == "annuity":
            return min(max(0, self.level - interest + self.spread), self.running)
        return min(self.level, self.running)

    def spread_anew(self):
        self.level, self.spread = None, self.accrued.fen()

    def disburse(self, amount):
        self.running += amount
        self.spread_anew()

    def extend(self, new_due, rate):
        self.agreed += [(self.due, rate)] if rate else []
        self.due, self.days, self.level = new_due, set(due_days(self.loan, new_due)), None

    def repay(self, amount):
        for item in filter(Item.is_open, self.items):
            for bucket in self.loan.order:
                if bucket in item.left:
                    part = min(amount, item.left[bucket])
                    item.left[bucket] -= part
                    amount -= part
                for what in {"interest": ["grace"], "penalty": ["penalty"], "compound": ["compound"]}.get(bucket, []):
                    part = min(amount, item.owed(what))
                    item.paid[what] += part
                    amount -= part
        part = min(amount, self.accrued.fen() - self.accrued_paid)
        self.accrued_paid += part
        amount -= part
        part = min(amount, self.running)
        self.running -= part
        if part:
            self.spread_anew()
        amount -= part
        part = min(amount, self.written)
        self.written -= part
        self.over += amount - part

    def outstanding(self):
        return self.running + sum(item.left["principal"] for item in self.items)

    def write_off(self, amount):
        unpaid = [item.due for item in self.items if item.is_unpaid()]
        self.written_since = min(unpaid + ([self.written_since] if self.written else []), default=self.due)
        self.written += amount
        for item in self.items:
            part = min(amount, item.left["principal"])
            item.left["principal"] -= part
            amount -= part
        self.running -= amount
        self.spread_anew()

    def balance(self):
        interest = sum(item.left["interest"] + item.owed("grace") for item in self.items)
        since = [item.due for item in self.items if item.is_unpaid()] + ([self.written_since] if self.written else [])
        overdue = self.day - min(since) if since else 0
        figures = {
            "principal": self.outstanding(),
            "interest": interest + self.accrued.fen() - self.accrued_paid,
            "penalty": sum(item.owed("penalty") for item in self.items),
            "compound": sum(item.owed("compound") for item in self.items),
        }
        return figures | {
            "total": sum(figures.values()),
            "days_overdue": overdue if overdue > self.loan.grace else 0,
            "overpaid": self.over,
            "written_off": self.written,
        }

    def instalments(self):
        """Those that fell due, and those to come if nothing more happens; the book is used up."""
        self.events = {}
        self.until(max(self.day, self.due))
        return [(item.due, item.principal, item.interest, item.balance) for item in self.items]


def plain(loan):
    """The schedule of a loan at a fixed rate that nothing happened to, by the formulas alone."""
    fixed = replace(loan, events=[])
    rate, days = yearly(loan.rate, loan, loan.start, None), due_days(fixed, loan.due)
    payment = level_payment(loan.principal, rate, loan.months, len(days))
    left, before, rows = loan.principal, loan.start, []
    for n, day in enumerate(days, 1):
        steps = sum(map(Steps(loan, before).night, [before + k for k in range(day - before)]))
        interest = rounded(left * rate * steps / 360)
        share = {"annuity": payment - interest, "equal_principal": rounded(Fraction(loan.principal, len(days)))}
        principal = left if n == len(days) else min(left, max(0, share.get(loan.method, 0)))
        left -= principal
        rows.append((day, principal, interest, left))
        before = day
        if not left:
            break
    return rows
