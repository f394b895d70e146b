"""Plants troubles in a bank's statement and holds what `ipledger reconcile` says against the truth.

    tests/referees/run reconcile          plants, reconciles, prints the figures, fails below what is asked

The bank keeps its own books: a second ledger with the planted cause in it, whose balances the statement states. What
is wrong with a line's writing (numbers, names, units, digits) is planted in the text. Nothing here is random twice:
the seed is fixed.
"""

import collections
import csv
import datetime
import decimal
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import openpyxl

SEED = int(os.environ.get("IPLEDGER_SEED", "20230630"))
CUTOFF = "2023-06-30"
BANK = "示例银行静安支行"
PROGRAM = os.environ["IPLEDGER"]
D = decimal.Decimal

rng = random.Random(SEED)
work = pathlib.Path(tempfile.mkdtemp(prefix="reconcile-"))


def run(book, *args, codes=(0,)):
    env = dict(os.environ, IPLEDGER_DB=str(work / book), IPLEDGER_BY="甲", IPLEDGER_NOW="2023-07-03T09:00:00+08:00", IPLEDGER_LANG="zh")
    done = subprocess.run([PROGRAM, *map(str, args)], env=env, capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in codes:
        sys.exit(f"{args}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def data(book, *args, codes=(0,)):
    return json.loads(run(book, *args, "--json", codes=codes))["data"]


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]


def code(n):
    """A credit code with a right check character."""
    body = "91310106" + "MA1F" + "".join(ALPHABET[(n // 31**k) % 31] for k in range(4)) + ALPHABET[(7 * n) % 31]
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, WEIGHTS))
    return body + ALPHABET[(31 - total % 31) % 31]


SYLLABLES = "云杉听澜青禾星河启明博远致新恒信瑞芯智谷海川天元光华凌峰安泰创思宏图嘉和锦程睿达思源同舟万象学林"
TRADES = ["智能科技", "信息技术", "生物医药", "新材料", "微电子", "软件", "机械", "环保科技"]


def firms(count):
    seen, out = set(), []
    while len(out) < count:
        name = "".join(rng.sample(SYLLABLES, 4)) + rng.choice(TRADES)
        if name not in seen:
            seen.add(name)
            former = "".join(rng.sample(SYLLABLES, 4)) + rng.choice(TRADES) if len(out) % 5 == 0 else None
            full = lambda stem: f"上海{stem}有限公司"
            out.append({"name": full(name), "uscc": code(len(out)), "former": former and full(former)})
    return out


def loans(count, borrowers):
    out, numbers = [], set()
    for at in range(count):
        start = datetime.date(2021, 1, 4) + datetime.timedelta(days=rng.randrange(860))
        number = f"JD{start:%Y%m%d}{at % 997:03d}"
        while number in numbers:
            number = f"JD{start:%Y%m%d}{rng.randrange(1000):03d}"
        numbers.add(number)
        years = rng.choice([1, 1, 2, 3])
        firm = rng.choice(borrowers)
        floating = rng.random() < 0.3
        out.append({
            "loan_no": number,
            "contract_no": f"HT{start.year}沪静{at:05d}",
            "bank": BANK if at % 5 else "示范商业银行市北支行",
            "borrower": firm["name"], "borrower_uscc": firm["uscc"], "firm": firm,
            "principal": D(rng.randrange(1000, 9000) * 1000 + rng.randrange(1000) + 1),
            "disbursed_on": start, "due_on": start.replace(year=start.year + years, day=min(start.day, 28)),
            "rate_percent": "LPR1Y+50bp reprice=yearly" if floating else rng.choice(["4.35", "3.85", "5.22", "4.75"]),
            "method": rng.choice(["interest_first", "annuity", "equal_principal"]),
            "period": rng.choice(["monthly", "quarterly"]), "day_count": "act360",
        })
    return out


LOAN_KEYS = ["loan_no", "contract_no", "bank", "borrower", "borrower_uscc", "principal", "disbursed_on", "due_on", "rate_percent", "method", "period", "day_count"]


def write(name, keys, rows):
    with open(work / name, "w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, keys, extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)
    return work / name


def book(name, people, books, paid):
    run(name, "init", "--office", "静安区知识产权局", "--region", "310106")
    parties = [{"name": p["name"], "uscc": p["uscc"], "former_names": p["former"] or ""} for p in people]
    run(name, "party", "import", write("parties.csv", ["name", "uscc", "former_names"], parties))
    run(name, "loan", "import", write("loans.csv", LOAN_KEYS, books))
    if paid:
        keys = ["loan_no", "paid_on", "amount", "reference"]
        run(name, "loan", "import", write("payments.csv", keys, paid))


# --- what is planted ------------------------------------------------------------------------------

def digits_swapped(text):
    """Two neighbouring, different digits swapped, not the first ones; None where there are none."""
    at = [i for i in range(1, len(text) - 1) if text[i].isdigit() and text[i + 1].isdigit() and text[i] != text[i + 1]]
    if not at:
        return None
    i = rng.choice(at)
    return text[:i] + text[i + 1] + text[i] + text[i + 2:]


def with_typo(text, taken, kind):
    """A slip that gives no number there is, unless that is the point."""
    for _ in range(200):
        i = rng.randrange(2, len(text))
        wrong = {
            "wrong_digit": lambda: text[:i] + rng.choice("0123456789") + text[i + 1:],
            "missing_digit": lambda: text[:i] + text[i + 1:],
            "swapped": lambda: digits_swapped(text) or text,
        }[kind]()
        if wrong != text and wrong not in taken:
            return wrong
    raise AssertionError(text)


def other_form(name):
    return rng.choice([
        name.replace("有限公司", "有限责任公司"), name.replace("上海", "上海市"), name[2:],
        name.replace("有限公司", "（上海）有限公司")[2:], "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in name) + " ",
    ])


KEY_TROUBLES = ["punctuation", "full_width", "blanks", "wrong_digit", "missing_digit", "swapped", "no_number", "contract_only",
                "other_form", "former_name", "uscc_typo", "number_of_another"]
VALUE_TROUBLES = ["unit", "swapped_principal", "swapped_balance", "rounding", "day_count_end", "payment_missing_at_bank",
                  "payment_missing_here", "payment_on_other_day", "extension_not_recorded", "class_changed", "repriced_late"]
CAUSE = {"swapped_principal": "swapped_digits", "swapped_balance": "swapped_digits"}


def main():
    people = firms(260)
    all_loans = loans(1900, people)
    mine = [loan for loan in all_loans if loan["bank"] == BANK]
    # Payments as the plan has them, up to the cut-off; some borrowers stop.
    book("plan", people, all_loans, [])
    paid = collections.defaultdict(list)
    for loan in all_loans:
        plan = data("plan", "loan", "schedule", loan["loan_no"])
        stops = rng.randrange(1, 6) if rng.random() < 0.08 else None
        for part in plan[:stops]:
            if part["due"] <= CUTOFF:
                paid[loan["loan_no"]].append({"loan_no": loan["loan_no"], "paid_on": part["due"], "amount": part["payment"], "reference": f"T{loan['loan_no']}{part['n']:03d}"})
    everything = [payment for payments in paid.values() for payment in payments]
    book("office", people, all_loans, everything)
    standing = {loan["loan_no"]: loan for loan in data("office", "loan", "list", "--as-of", CUTOFF, "--limit", "100000")}
    alive = [loan for loan in mine if D(standing[loan["loan_no"]]["outstanding"]) > 0]
    rng.shuffle(alive)

    # Who gets which trouble: one in the writing, one in the figures, or both.
    plans, pool = {}, list(alive)
    take = lambda: pool.pop()
    for trouble in KEY_TROUBLES:
        for _ in range(12):
            plans[take()["loan_no"]] = (trouble, None)
    late_lpr = [l for l in pool if l["rate_percent"].startswith("LPR") and l["disbursed_on"].year == 2021]
    for trouble in VALUE_TROUBLES:
        for n in range(20):
            fits = {
                "repriced_late": lambda l: l in late_lpr,
                "payment_missing_at_bank": lambda l: len(paid[l["loan_no"]]) >= 2,
                "payment_missing_here": lambda l: len(paid[l["loan_no"]]) >= 2,
                "payment_on_other_day": lambda l: any("2023-03-25" <= p["paid_on"] <= "2023-06-20" for p in paid[l["loan_no"]]),
                "day_count_end": lambda l: standing[l["loan_no"]]["days_overdue"] == 0,
                "extension_not_recorded": lambda l: str(l["due_on"]) > CUTOFF,
                "class_changed": lambda l: standing[l["loan_no"]]["class"] == "normal",
            }.get(trouble, lambda l: True)
            at = next((i for i, l in enumerate(pool) if fits(l)), None)
            if at is None:
                sys.exit(f"too few loans for {trouble}")
            loan = pool.pop(at)
            # A third of them with a damaged number besides.
            plans[loan["loan_no"]] = (rng.choice(KEY_TROUBLES[:6]) if n % 3 == 2 else None, trouble)
    split = [take() for _ in range(14)]
    missing = [take() for _ in range(14)]
    repeated = [take() for _ in range(8)]
    by_firm = collections.defaultdict(list)
    for loan in pool:
        by_firm[loan["borrower"]].append(loan)
    merged = [group[:2] for group in by_firm.values() if len(group) >= 2][:14]
    for group in merged:
        for loan in group:
            pool.remove(loan)

    # The bank's own books.
    theirs = {number: list(payments) for number, payments in paid.items()}
    office_lacks, commands, extended = [], [], {}
    for number, (_, trouble) in plans.items():
        loan = next(l for l in alive if l["loan_no"] == number)
        if trouble == "payment_missing_at_bank":
            theirs[number].remove(theirs[number][-1])
        elif trouble == "payment_missing_here":
            office_lacks.append(theirs[number][-1])
        elif trouble == "payment_on_other_day":
            chosen = [p for p in theirs[number] if "2023-03-25" <= p["paid_on"] <= "2023-06-20"][-1]
            # Beyond any run of holidays: on the next working day a due day is met without a trace.
            later = datetime.date.fromisoformat(chosen["paid_on"]) + datetime.timedelta(days=rng.randrange(6, 14))
            theirs[number][theirs[number].index(chosen)] = dict(chosen, paid_on=later.isoformat())
        elif trouble == "extension_not_recorded":
            to = loan["due_on"] + datetime.timedelta(days=180)
            extended[number] = to
            commands.append(["loan", "extend", number, to, "--on", "2023-06-01"])
        elif trouble == "class_changed":
            commands.append(["loan", "classify", number, "special_mention", "--on", "2023-06-15"])
    book("bank", people, all_loans, [p for payments in theirs.values() for p in payments])
    for command in commands:
        run("bank", *command)
    # The office lacks what it does not know: its book is made anew without it.
    if office_lacks:
        lacking = {p["reference"] for p in office_lacks}
        (work / "office").unlink()
        book("office", people, all_loans, [p for p in everything if p["reference"] not in lacking])

    taken_numbers = {loan["loan_no"] for loan in all_loans}
    rows = []

    def line(loan, trouble=None):
        number, as_of = loan["loan_no"], CUTOFF
        if trouble == "day_count_end":
            as_of = (datetime.date.fromisoformat(CUTOFF) + datetime.timedelta(days=rng.choice([-2, -1, 1]))).isoformat()
        found = data("bank", "loan", "balance", number, "--as-of", as_of)
        if trouble == "day_count_end":
            at_end = data("bank", "loan", "balance", number, "--as-of", CUTOFF)
            found = dict(at_end, interest=found["interest"], penalty=found["penalty"], compound=found["compound"])
        owed = D(found["interest"]) + D(found["penalty"]) + D(found["compound"])
        row = {
            "借据号": number, "借款合同编号": loan["contract_no"], "借款人名称": loan["borrower"],
            "统一社会信用代码": loan["borrower_uscc"], "发放金额": f"{loan['principal']:.2f}", "贷款余额": found["principal"],
            "欠息": f"{owed:.2f}", "放款日期": str(loan["disbursed_on"]), "到期日期": str(extended.get(number, loan["due_on"])),
            "五级分类": found["class"], "逾期天数": str(found["days_overdue"]),
        }
        if not loan["rate_percent"].startswith("LPR"):
            row["执行年利率"] = loan["rate_percent"] + "%"
        return row

    def add(row, truth, cause="", kind=""):
        rows.append((row, truth, cause, kind))

    def write_badly(row, loan, trouble):
        number = loan["loan_no"]
        if trouble == "punctuation":
            row["借据号"] = f"{number[:2]}-{number[2:6]}/{number[6:]}" if rng.random() < 0.5 else f"{number[:2]} {number[2:]}"
        elif trouble == "full_width":
            row["借据号"] = "".join(chr(ord(c) + 0xFEE0) for c in number)
        elif trouble == "blanks":
            row["借据号"] = f" {number[:2]}\u3000{number[2:]} "
        elif trouble in ("wrong_digit", "missing_digit", "swapped"):
            row["借据号"] = with_typo(number, taken_numbers, trouble)
        elif trouble == "no_number":
            row["借据号"] = row["借款合同编号"] = ""
        elif trouble == "contract_only":
            row["借据号"] = ""
            row["统一社会信用代码"] = ""
        elif trouble == "other_form":
            row.update({"借据号": "", "借款合同编号": "", "统一社会信用代码": "", "借款人名称": other_form(loan["borrower"])})
        elif trouble == "former_name":
            former = loan["firm"]["former"]
            row.update({"借据号": "", "借款合同编号": "", "统一社会信用代码": "", "借款人名称": former or loan["borrower"]})
        elif trouble == "uscc_typo":
            wrong = loan["borrower_uscc"]
            row.update({"借据号": "", "借款合同编号": "", "统一社会信用代码": wrong[:12] + ("7" if wrong[12] != "7" else "8") + wrong[13:]})
        elif trouble == "number_of_another":
            others = [l["loan_no"] for l in alive if l["loan_no"] in clean and l["borrower"] != loan["borrower"]]
            row["借据号"] = rng.choice(others)
            row["借款合同编号"] = ""

    clean = {loan["loan_no"] for loan in pool}
    for loan in pool:
        add(line(loan), {loan["loan_no"]}, kind="clean")
    by_no = {loan["loan_no"]: loan for loan in alive}
    for number, (key, value) in plans.items():
        loan = by_no[number]
        row = line(loan, value)
        if value == "unit":
            row["贷款余额"] = str(D(row["贷款余额"]) / 10000)
        elif value == "swapped_principal":
            row["发放金额"] = digits_swapped(row["发放金额"].split(".")[0]) + ".00"
        elif value == "swapped_balance":
            whole, cents = row["贷款余额"].split(".")
            row["贷款余额"] = (digits_swapped(whole) or whole) + "." + cents
        elif value == "rounding":
            owed = D(row["欠息"])
            row["欠息"] = f"{owed.quantize(D(1), decimal.ROUND_HALF_UP)}.00"
            if D(row["欠息"]) == owed:
                row["欠息"] = f"{owed + D('0.01')}"
        elif value == "repriced_late":
            # 3.80 and 50 basis points of 2022, where 2023 has 3.65.
            row["执行年利率"] = "4.30%"
            row["欠息"] = ""
        if key:
            write_badly(row, loan, key)
        add(row, {number}, CAUSE.get(value, value or ""), "+".join(filter(None, [key, value])))
    for loan in split:
        parts = rng.choice([2, 3])
        row = line(loan)
        left, left_balance = loan["principal"], D(row["贷款余额"])
        for n in range(parts):
            last = n == parts - 1
            part = left if last else (loan["principal"] / parts).quantize(D("1000"))
            share = left_balance if last else (D(row["贷款余额"]) / parts).quantize(D("0.01"))
            left, left_balance = left - part, left_balance - share
            add(dict(row, 借据号=f"{loan['loan_no']}-{n + 1}", 借款合同编号="", 发放金额=f"{part:.2f}", 贷款余额=f"{share:.2f}", 欠息=""), {loan["loan_no"]}, kind="split")
    for group in merged:
        one = [line(loan) for loan in group]
        total = lambda key: f"{sum(D(row[key]) for row in one):.2f}"
        row = dict(one[0], 借据号="", 借款合同编号="", 发放金额=total("发放金额"), 贷款余额=total("贷款余额"), 欠息="", 逾期天数="", 五级分类="", 执行年利率="")
        # As a bank does that keeps one account a customer: its first day and its last.
        row["放款日期"] = one[0]["放款日期"]
        add(row, {loan["loan_no"] for loan in group}, kind="merged")
    for loan in repeated:
        row = line(loan)
        add(row, {loan["loan_no"]}, kind="clean")
        add(dict(row), set(), kind="repeated")
    for n in range(14):
        firm = rng.choice(people)
        start = datetime.date(2022, 3, 1) + datetime.timedelta(days=rng.randrange(300))
        amount = f"{rng.randrange(1000, 9000) * 1000 + 777:.2f}"
        add({"借据号": f"ZX{start:%Y%m%d}{n:03d}", "借款合同编号": f"ZX{n:05d}", "借款人名称": firm["name"], "统一社会信用代码": firm["uscc"],
             "发放金额": amount, "贷款余额": amount, "放款日期": str(start), "到期日期": str(start + datetime.timedelta(days=365))}, set(), kind="only_bank")
    # Pairs nobody can tell apart: two equal loans of one borrower on one day, listed without a number.
    twins = []
    for n in range(12):
        firm = people[-1 - n]
        for k in "AB":
            twins.append({"loan_no": f"SS{n:03d}{k}{rng.randrange(10**6):06d}", "contract_no": f"SS{n:03d}{k}", "bank": BANK, "borrower": firm["name"],
                          "borrower_uscc": firm["uscc"], "firm": firm, "principal": D(1234500 + n), "disbursed_on": datetime.date(2023, 2, 1),
                          "due_on": datetime.date(2024, 2, 1), "rate_percent": "4.35", "method": "interest_first", "period": "quarterly", "day_count": "act360"})
    for name in ("office", "bank"):
        run(name, "loan", "import", write("twins.csv", LOAN_KEYS, twins))
    for loan in twins:
        row = line(loan)
        row["借据号"] = row["借款合同编号"] = ""
        add(row, None, kind="ambiguous")

    rng.shuffle(rows)
    # The first of two equal lines is the line, the other repeats it.
    for at, (row, truth, _, kind) in enumerate(rows):
        if kind == "repeated":
            first = next(i for i, other in enumerate(rows) if other[0] == row)
            if first < at:
                continue
            again = next(i for i, other in enumerate(rows) if other[0] == row and i != at)
            rows[at], rows[again] = rows[again], rows[at]
    keys = ["借据号", "借款合同编号", "借款人名称", "统一社会信用代码", "发放金额", "贷款余额", "欠息", "放款日期", "到期日期", "执行年利率", "五级分类", "逾期天数"]
    statement = write("statement.csv", keys, [row for row, *_ in rows])
    write("truth.csv", ["row", "loans", "cause", "kind"],
          [{"row": n, "loans": "?" if truth is None else ";".join(sorted(truth)), "cause": cause, "kind": kind} for n, (_, truth, cause, kind) in enumerate(rows, 2)])
    answer = data("office", "reconcile", statement, "--bank", BANK, "--as-of", CUTOFF, codes=(3,))
    judge(rows, answer, {loan["loan_no"] for loan in missing})
    check_answer(keys, [row for row, *_ in rows], answer)


def check_answer(keys, rows, answer):
    """The bank's workbook comes back with its own columns as they stood; openpyxl and LibreOffice read it."""
    amounts, days = {"发放金额", "贷款余额", "欠息"}, {"放款日期", "到期日期"}
    def value(key, text):
        if not text:
            return None
        if key in amounts:
            return float(text)
        return datetime.datetime.fromisoformat(text) if key in days else text
    book = openpyxl.Workbook()
    page = book.active
    page.title = "清单"
    page.append(["知识产权质押贷款清单"])
    page.append(keys)
    for row in rows:
        page.append([value(key, row.get(key, "")) for key in keys])
    page.append(["合计"])
    theirs, ours = work / "statement.xlsx", work / "answer.xlsx"
    book.save(theirs)
    run("office", "reconcile", theirs, "--bank", BANK, "--as-of", CUTOFF, "-o", ours, codes=(3,))
    read = openpyxl.load_workbook(ours)
    found = list(read["清单"].iter_rows(values_only=True))
    sent = list(page.iter_rows(values_only=True))
    assert len(found) == len(sent), "rows were lost"
    off = [(n, a, b) for n, (a, b) in enumerate(zip(sent, found), 1) if tuple(a) != tuple(b[:len(keys)])]
    assert not off, f"the bank's own columns were touched: {off[:3]}"
    by_row = {item["bank_row"]: item["status_label"] for item in answer["items"] if item["bank_row"]}
    for n, row in enumerate(found[2:-1], 2):
        assert row[len(keys)] == by_row[n], (n, row)
    convert = ["soffice", "--headless", f"-env:UserInstallation=file://{work}/office-profile", "--convert-to",
               'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1', "--outdir", str(work), str(ours)]
    subprocess.run(convert, check=True, capture_output=True, timeout=300)
    (text,) = work.glob("answer*.csv")
    with open(text, encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert [line[0] for line in lines[2:-1]] == [row[0] or "" for row in found[2:-1]], "LibreOffice reads other numbers"
    assert [line[len(keys)] for line in lines[2:-1]] == [row[len(keys)] for row in found[2:-1]], "LibreOffice reads other results"
    print(f"answer: {len(found) - 3} lines as they stood, by openpyxl and LibreOffice; {len(read.worksheets) - 1} more sheet")


def judge(rows, answer, missing):
    items = {item["bank_row"]: item for item in answer["items"] if item["bank_row"]}
    taken = right = resolvable = found = ambiguous = told = 0
    causes, kinds, wrong = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(lambda: [0, 0]), []
    for row, (_, truth, cause, kind) in enumerate(rows, 2):
        item = items[row]
        said = set(item["loans"])
        if item["status"] in ("agreed", "differs"):
            taken += 1
            right += said == truth
            if said != truth:
                wrong.append((row, kind, truth, item))
        if truth is None:
            ambiguous += 1
            told += item["status"] == "ambiguous"
        elif truth:
            resolvable += 1
            hit = item["status"] in ("agreed", "differs", "suggested") and said == truth
            found += hit
            kinds[kind][0] += hit
            kinds[kind][1] += 1
            if not hit:
                wrong.append((row, kind, truth, item))
        if cause and "+" not in kind:
            said_causes = {difference["cause"] for difference in item["differences"]}
            causes[kind][0] += said_causes == {cause}
            causes[kind][1] += 1
            if said_causes != {cause}:
                wrong.append((row, kind, cause, item))
    listed = {item["loans"][0] for item in answer["items"] if item["status"] == "only_ledger"}
    print(f"{len(rows)} lines, {len(kinds)} kinds of line: {', '.join(sorted(kinds))}")
    print(f"precision {right}/{taken}, recall {found}/{resolvable} = {found / resolvable:.4f}, ambiguous told {told}/{ambiguous}, missing told {len(listed & missing)}/{len(missing)}")
    for kind, (good, of) in sorted(causes.items()):
        print(f"  cause {kind}: {good}/{of}")
    print(f"remainder {answer['remainder']}; bridge {answer['bridge']}")
    if "-v" in sys.argv or os.environ.get("VERBOSE"):
        for one in wrong[:25]:
            print(json.dumps([str(part) if isinstance(part, set) else part for part in one], ensure_ascii=False))
        for kind, (good, of) in sorted(kinds.items()):
            if good < of:
                print("  kind", kind, good, of)
    bank, ledger = D(answer["bank_total"]), D(answer["ledger_total"])
    named = sum(D(step["amount"]) for step in answer["bridge"])
    assert bank - ledger == named + D(answer["remainder"]), "the bridge does not stand"
    assert right == taken, "a wrong match was taken"
    assert found >= 0.98 * resolvable, "too few lines found"
    assert told == ambiguous, "an ambiguous line was not told as such"
    assert missing <= listed, "a loan the bank leaves out was not told"
    for kind, (good, of) in causes.items():
        assert good >= 0.95 * of, f"{kind} explained in {good} of {of}"


main()
