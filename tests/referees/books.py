"""The exported journal in hledger, ledger and beancount: all accept it under their strictest checks, hold the same
in every fund and every bank's loans as the program says, and refuse a copy that is one fen off."""

import random
import re
import subprocess
from decimal import Decimal

import beancount.loader
from beancount.core import data

import book

SEED = 20160702
SCHEMES = ("zhongshan", "zhuhai", "weihai", "shanghai-deposit")
BANKS = ("示例银行一支行", "示例 (二) 银行; 支行", "示例银行三")
LOANS = 60
NOW = "2024-12-20T09:00:00+08:00"


def main():
    book.NOW = NOW
    with book.directory() as place:
        path = place / "books.db"
        fill(path, place, random.Random(SEED))
        book.call(path, "verify")
        funds = {row["fund"]: row for row in book.ask(path, "fund", "balance")}
        owed = {}
        for loan in book.ask(path, "loan", "list"):
            owed[loan["bank"]] = owed.get(loan["bank"], Decimal()) + Decimal(loan["outstanding"])
        paid = sum(Decimal(row["compensation_paid"]) for row in funds.values())
        back = sum(Decimal(row["compensation_recovered"]) for row in funds.values())
        if paid <= 0 or back <= 0:
            raise SystemExit("nothing was paid or recovered: the books prove nothing")
        hledger_text = book.call(path, "export", "journal")
        beancount_text = book.call(path, "export", "journal", "--format", "beancount")
        names = dict(re.findall(r"^; (Bank-\d+) = (.*)$", hledger_text, re.M))
        for program in (hledger, ledger):
            held = program(place, hledger_text)
            compare(program.__name__, held, funds, owed, names)
        compare("beancount", beancount_balances(beancount_text), funds, owed, names)
        refusals = 0
        for off in copies_off(hledger_text):
            for program in (hledger, ledger):
                if program(place, off) is not None:
                    raise SystemExit(f"{program.__name__} took a copy that is one fen off")
                refusals += 1
        for off in copies_off(beancount_text):
            if beancount_balances(off) is not None:
                raise SystemExit("beancount took a copy that is one fen off")
            refusals += 1
        entries = len(re.findall(r"^\d{4}-\d\d-\d\d \* ", hledger_text, re.M))
        print(f"ok {entries} entries: {len(funds)} funds and {len(owed)} banks' loans equal to the fen in hledger, ledger and beancount, {refusals} copies one fen off refused")


def fill(path, place, draw):
    """Loans of three banks, some gone bad and claimed; funds with every kind of movement."""
    book.call(path, "init", "--office", "静安区知识产权局", "--region", book.REGION)
    for scheme in SCHEMES:
        book.call(path, "scheme", "add", book.SCHEMES / f"{scheme}.toml")
    funds = [row["fund"] for row in book.ask(path, "scheme", "list")]
    for n, fund in enumerate(sorted(set(funds))):
        book.call(path, "fund", "contribute", fund, f"{draw.randint(1, 3)}000万元", "--funder", "区财政局", "--on", "2023-01-05")
        book.call(path, "fund", "contribute", fund, "1234567.89", "--funder", "市财政(专户)", "--on", "2023-07-03")
        book.call(path, "fund", "interest", fund, f"{draw.randint(1, 99999)}.{n:02}", "--on", "2023-12-21")
        book.call(path, "fund", "fee", fund, "120.50", "--on", "2024-01-31")
        book.call(path, "fund", "withdraw", fund, "1000000", "--funder", "区财政局", "--on", "2024-02-01")
    rows = ["loan_no,bank,borrower,principal,disbursed_on,due_on,rate_percent,method,ip_part"]
    for n in range(LOANS):
        principal = Decimal(draw.randint(10_000_000, 500_000_000)) / 100
        day = f"2023-{draw.randint(1, 6):02}-{draw.randint(1, 28):02}"
        rows.append(f"J{n},{BANKS[n % 3]},上海样例{n}有限公司,{principal},{day},2024-{day[5:]},4.35,bullet,{principal / 2:.2f}")
    (place / "loans.csv").write_text("\n".join(rows), encoding="utf-8")
    book.call(path, "loan", "import", place / "loans.csv")
    for n in range(LOANS):
        if n % 3 == 0:
            book.call(path, "loan", "repay", f"J{n}", "12345.67", "--on", "2024-03-01")
        if n % 4 == 1:
            claim(path, draw, n)


def claim(path, draw, n):
    scheme = SCHEMES[n // 4 % len(SCHEMES)]
    days = ["--on", "2024-11-01", "--bad", "2024-07-15", "--decision", "2024-10-30"]
    book.call(path, "--by", "甲", "claim", "file", f"J{n}", "--scheme", scheme, *days)
    book.call(path, "--by", "乙", "claim", "approve", f"J{n}", "--on", "2024-11-04")
    if n % 8 == 1:
        book.call(path, "claim", "pay", f"J{n}", "100.01", "--on", "2024-11-05")
    book.call(path, "claim", "pay", f"J{n}", "--on", "2024-11-06")
    if scheme == "shanghai-deposit":
        recovered = draw.choice(["0", "50000", "90000.03"])
        book.call(path, "--by", "乙", "claim", "settle", f"J{n}", "--recovered", recovered, "--on", "2024-11-20")
    if book.ask(path, "claim", "show", f"J{n}")["state"] in ("paid", "refund_due"):
        book.call(path, "claim", "recover", f"J{n}", f"{draw.randint(1, 9_000_000) / 100:.2f}", "--costs", "0.37", "--on", "2024-12-02")


def compare(program, held, funds, owed, names):
    if held is None:
        raise SystemExit(f"{program} refuses the journal")
    for fund, row in funds.items():
        account = "Assets:Fund:F-" + spelled(fund)
        if held.get(account, Decimal()) != Decimal(row["fund_balance"]):
            raise SystemExit(f"{program}: {account} {held.get(account)}, the program says {row['fund_balance']}")
    for bank, name in names.items():
        account = f"Assets:Memorandum:Loans:{bank}"
        if held.get(account, Decimal()) != owed[name]:
            raise SystemExit(f"{program}: {account} {held.get(account)}, the program says {owed[name]}")


def spelled(name):
    kept = lambda c: c.isascii() and c.isalnum() or "\u4e00" <= c <= "\u9fff"  # noqa: E731
    return "".join(c if kept(c) else f"-{ord(c):X}-" for c in name)


def run(command, place, text):
    path = place / "copy.journal"
    path.write_text(text, encoding="utf-8")
    return subprocess.run([*command, "-f", path], capture_output=True, encoding="utf-8", env=book.os.environ | {"LC_ALL": "C.UTF-8"})


def hledger(place, text):
    if run(["hledger", "check", "--strict"], place, text).returncode:
        return None
    report = run(["hledger", "balance", "--flat", "--no-total", "--layout=bare", "-O", "csv"], place, text)
    rows = [line.split('","') for line in report.stdout.strip().splitlines()[1:]]
    return {row[0].strip('"'): Decimal(row[-1].strip('"')) for row in rows}


def ledger(place, text):
    done = run(["ledger", "--strict", "--pedantic", "balance", "--flat", "--no-total", "--format", "%(account)\t%(quantity(scrub(display_total)))\n"], place, text)
    if done.returncode:
        return None
    return {account: Decimal(held) for account, held in (line.split("\t") for line in done.stdout.splitlines() if "\t" in line)}


def beancount_balances(text):
    entries, errors, _ = beancount.loader.load_string(text)
    if errors:
        return None
    held = {}
    for entry in entries:
        if isinstance(entry, data.Transaction):
            for posting in entry.postings:
                held[posting.account] = held.get(posting.account, Decimal()) + posting.units.number
    return held


def copies_off(text):
    """One side of an entry a fen off, both sides a fen off, and an assertion a fen off."""
    lines = text.splitlines()
    postings = [n for n, line in enumerate(lines) if re.match(r"    (Assets|Equity|Income|Expenses):\S+  -?[1-9]\d*\.\d\d CNY$", line)]
    fund = next(n for n in postings if "Assets:Fund" in lines[n])
    asserted = next(n for n, line in enumerate(lines) if "Assets:Fund" in line and (" = " in line or " balance " in line) and not re.search(r" 0\.00 (CNY|~)$", line))
    other = fund + 1 if fund + 1 in postings else fund - 1
    for which in ([fund], [fund, other], [asserted]):
        changed = list(lines)
        for n in which:
            *head, figure = re.split(r"(-?\d+\.\d\d)(?= (?:CNY|~))", changed[n])[:-1]
            tail = re.split(r"(-?\d+\.\d\d)(?= (?:CNY|~))", changed[n])[-1]
            step = Decimal("0.01") if not figure.startswith("-") else Decimal("-0.01")
            changed[n] = "".join(head) + str(Decimal(figure) + step) + tail
        yield "\n".join(changed) + "\n"


main()
