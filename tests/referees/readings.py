"""Plants troubles in lists, alone and mixed in pairs, and holds what `ipledger` reads of them against the truth.

    tests/referees/run readings                    700 sheets
    readings.py [SHEETS=700] [SEED=20201231]       any number; IPLEDGER is the program

Every sheet must be read exactly, or its rows or the file be refused with the planted cause, or a planted control total
be told (exit code 3). What is read otherwise and not told is a silent difference; what is refused without being
planted is one too, since nobody can work with that. The papers are made of the field's knowledge, in `readings/`.
"""
import collections
import concurrent.futures
import csv
import datetime
import itertools
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "readings"))

from files import FORMS  # noqa: E402
from papers import BANKS, D, DISTRICTS, KNOWN_LOANS, NOUNS, Row  # noqa: E402
from troubles import TROUBLES  # noqa: E402

PROGRAM = os.path.abspath(os.environ["IPLEDGER"])
NOW = "2021-03-01T09:00:00+08:00"
ONLY = set(filter(None, os.environ.get("IPLEDGER_TROUBLES", "").split(",")))


class Desk:
    """A ledger founded once and copied for every sheet."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.ledger = self.folder / "ledger.db"
        self.env = {"IPLEDGER_DB": str(self.ledger), "IPLEDGER_NOW": NOW, "IPLEDGER_BY": "甲", "IPLEDGER_LANG": "zh", "HOME": folder, "PATH": os.environ["PATH"]}

    def run(self, *words):
        return subprocess.run([PROGRAM, *words], env=self.env, cwd=self.folder, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=60)

    def json(self, *words):
        done = self.run(*words, "--json")
        try:
            return done.returncode, json.loads(done.stdout)
        except json.JSONDecodeError:
            try:
                return done.returncode, json.loads(done.stderr)
            except json.JSONDecodeError:
                return done.returncode, {"unreadable": done.stdout + done.stderr}


def founded(folder):
    """Two ledgers to copy: an empty one, and one with the loans that payments and statements speak of."""
    desk = Desk(str(folder))
    assert desk.run("init", "--office", "静安区知识产权局", "--region", "310106").returncode == 0
    shutil.copy(desk.ledger, folder / "empty.db")
    keys = list(KNOWN_LOANS[0])
    with open(folder / "loans.csv", "w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, keys)
        table.writeheader()
        table.writerows(KNOWN_LOANS)
    done = desk.run("loan", "import", str(folder / "loans.csv"))
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.copy(desk.ledger, folder / "lent.db")


def folded(text):
    """A name as the eye reads it: width, radicals and what cannot be seen make no difference."""
    kept = (c for c in unicodedata.normalize("NFKC", text or "") if unicodedata.category(c) not in ("Cf", "Zs", "Cc"))
    return "".join(kept).translate(str.maketrans("⻋⻘", "车青"))


def shown(field, value):
    """A value of the truth as an export writes it."""
    if value is None:
        return ""
    if field == "patent_nos":
        return sorted(value)
    if field == "district":
        return value[1:] if value.startswith("=") else DISTRICTS[value]
    if isinstance(value, D):
        return f"{value:.2f}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return folded(str(value))


def exported(field, text):
    if field == "patent_nos":
        return sorted(text.replace(";", " ").replace("、", " ").split())
    if field == "rate_percent":
        return text.rstrip("%")
    return folded(text)


KEYS = {"patent": "application_no", "party": "name", "pledge": "registration_no", "loan": "loan_no"}


def read_back(desk, noun):
    """What the ledger holds: its own export, by key."""
    target = desk.folder / "out.csv"
    target.unlink(missing_ok=True)
    done = desk.run(noun, "export", str(target))
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)
    with open(target, encoding="utf-8-sig", newline="") as file:
        return {folded(row[KEYS[noun]]): row for row in csv.DictReader(file)}


def codes_of(reject):
    return {reject["code"]} | {more["code"] for more in reject.get("more", []) if isinstance(more, dict)}


def judged(paper, places, desk, path):
    """What came of a sheet: '' when all is as planted, else what is wrong."""
    if paper.noun == "statement":
        return statement(paper, places, desk, path)
    words = {"payment": ("loan", "repay", "--file", str(path))}.get(paper.noun, (paper.noun, "import", str(path)))
    rc, told = desk.json(*words)
    if "unreadable" in told:
        return f"no JSON: exit {rc}: {told['unreadable'][:300]}"
    if paper.stops:
        code = told.get("code") or (told.get("error") or {}).get("code")
        if rc == 3 and code in paper.stops:
            return ""
        refused = told.get("data", {}).get("rejects") or []
        if rc == 3 and told["data"]["accepted"] == 0 and refused and all(codes_of(reject) & paper.stops for reject in refused):
            return ""
        return f"SILENT: not stopped by {sorted(paper.stops)}: exit {rc}, {code}"
    data = told.get("data")
    if data is None:
        return f"stopped without cause: {told.get('code')}: {told.get('message')}"
    wanted = {(places[at][0], places[at][1]): row for at, row in enumerate(paper.rows) if row.codes}
    names = {0: "清单", 1: "续表"}
    got = {}
    for reject in data["rejects"]:
        number = 1 if reject.get("sheet") == "续表" else 0
        got[(number, reject["row"])] = codes_of(reject)
    faults = []
    for place, codes in got.items():
        if place not in wanted:
            faults.append(f"refused without cause: row {place[1]}: {sorted(codes)}")
        elif not codes & wanted[place].codes:
            faults.append(f"refused by another cause: row {place[1]}: {sorted(codes)}, planted {sorted(wanted[place].codes)}")
    for place, row in wanted.items():
        if place not in got:
            faults.append(f"SILENT: row {place[1]} not refused: {sorted(row.codes)}")
    faults += totals(paper, data)
    expected_rc = 3 if wanted or paper.wrong_totals else 0
    if not faults and rc != expected_rc:
        faults.append(f"exit {rc} for {expected_rc}")
    refused = {row.record for row in paper.rows if row.codes and not row.extra}
    truth = {at: record for at, record in enumerate(paper.truth) if at not in refused}
    faults += payments_held(paper, truth, desk) if paper.noun == "payment" else held(paper, truth, desk)
    faults += [f"SILENT: nothing says {text}" for text in paper.must_warn if text not in json.dumps(told, ensure_ascii=False)]
    return "; ".join(faults)


def totals(paper, data):
    if paper.totals_unsure:
        return []
    all_totals = [total for reading in data.get("reading") or [] for total in reading.get("totals", [])]
    off = [total for total in all_totals if not total["agrees"]]
    if paper.wrong_totals and not off:
        return [f"SILENT: a wrong total is not told; {len(all_totals)} totals seen"]
    if not paper.wrong_totals and off:
        return [f"a right total is called wrong: {off[0]['label']} row {off[0]['row']}: stated {off[0]['stated']}, read {off[0]['read']}"]
    if paper.right_totals and not all_totals:
        return ["SILENT: no total was seen"]
    return []


def held(paper, truth, desk):
    faults = []
    rows = read_back(desk, paper.noun)
    key = KEYS[paper.noun]
    wanted = {folded(str(record[key])): record for record in truth.values()}
    if paper.noun in ("party",):
        missing = set(wanted) - set(rows)
    else:
        missing = set(wanted) - set(rows)
        for extra in set(rows) - set(wanted):
            faults.append(f"SILENT: {extra} is in the ledger and on no list")
    for name in missing:
        faults.append(f"SILENT: {name} is not in the ledger")
    for name, record in wanted.items():
        if name not in rows:
            continue
        for field, value in record.items():
            have, want = exported(field, rows[name].get(field, "")), shown(field, value)
            if have != want:
                faults.append(f"SILENT: {name} {field}: {have!r} for {want!r}")
    if paper.noun == "patent":
        firms = {record["applicant_name"] for record in truth.values()}
        target = desk.folder / "out.csv"
        target.unlink(missing_ok=True)
        desk.run("party", "export", str(target))
        with open(target, encoding="utf-8-sig", newline="") as file:
            names = [row["name"] for row in csv.DictReader(file)]
        if len(names) != len(firms):
            faults.append(f"SILENT: {len(firms)} firms became {len(names)}: {names}")
    return faults


def payments_held(paper, truth, desk):
    import sqlite3

    with sqlite3.connect(f"file:{desk.ledger}?mode=ro", uri=True) as book:
        rows = book.execute(
            "select loan_no, day, amount_fen, reference from loan_event join loan_identity using (loan) where event = 1 and ended_by is null"
        ).fetchall() if has_number(book) else book.execute(
            "select loan.loan_no, e.day, e.amount_fen, e.reference from loan_event e join loan on loan.loan = e.loan where e.event = 1 and e.ended_by is null and loan.ended_by is null"
        ).fetchall()
    epoch = datetime.date(1970, 1, 1)
    have = sorted((no, (epoch + datetime.timedelta(days=day)).isoformat(), f"{D(fen) / 100:.2f}", folded(reference)) for no, day, fen, reference in rows)
    want = sorted((record["loan_no"], record["paid_on"].isoformat(), f"{record['amount']:.2f}", record.get("reference") or "") for record in truth.values())
    return [] if have == want else [f"SILENT: payments {have} for {want}"]


def has_number(book):
    return any(column[1] == "loan_no" for column in book.execute("pragma table_info(loan_identity)"))


def statement(paper, places, desk, path):
    rc, told = desk.json("reconcile", str(path), "--bank", BANKS[0], "--as-of", "2020-12-31", "-n")
    if "unreadable" in told:
        return f"no JSON: exit {rc}: {told['unreadable'][:300]}"
    if paper.stops:
        code = told.get("code")
        return "" if rc == 3 and code in paper.stops else f"SILENT: not stopped by {sorted(paper.stops)}: exit {rc}, {code}"
    data = told.get("data")
    if data is None:
        return f"stopped without cause: {told.get('code')}: {told.get('message')}"
    faults = []
    by_row = {item["bank_row"]: item for item in data["items"] if item.get("bank_row")}
    total = sum(record["balance"] for record in paper.truth)
    if D(data["bank_total"]) != total:
        faults.append(f"SILENT: the bank's total is {data['bank_total']} for {total:.2f}")
    for at, row in enumerate(paper.rows):
        record = paper.truth[row.record]
        item = by_row.pop(places[at][1], None)
        if item is None:
            faults.append(f"SILENT: row {places[at][1]} is no line of the statement")
        elif item["loan"] != record["loan_no"]:
            faults.append(f"SILENT: row {places[at][1]} is {item['loan']} for {record['loan_no']}: {item['status']}")
        else:
            known = next(loan for loan in KNOWN_LOANS if loan["loan_no"] == record["loan_no"])
            want = {"balance": f"{record['balance']:.2f}"} if record["balance"] != known["principal"] else {}
            have = {difference["field"]: difference["bank"] for difference in item["differences"]}
            if have != want:
                faults.append(f"SILENT: row {places[at][1]} differs in {have}, planted {want}")
    faults += [f"SILENT: row {row} is taken for a line" for row in by_row]
    faults += totals(paper, data)
    differs = any(record["balance"] != loan["principal"] for record in paper.truth for loan in KNOWN_LOANS if loan["loan_no"] == record["loan_no"])
    all_listed = len(paper.truth) == len(KNOWN_LOANS)
    if not faults and rc != (3 if differs or paper.wrong_totals or not all_listed else 0):
        faults.append(f"exit {rc}")
    return "; ".join(faults)


def planted(seed, kinds=None):
    """The paper of a number: a noun, a form, and one or two troubles in it; kinds are tried in turn so that none is left out."""
    rng = random.Random(seed)
    for _ in range(200):
        chosen = list(kinds)
        nouns = set(NOUNS).intersection(*(plant.nouns for plant in chosen))
        forms = set(FORMS).intersection(*(plant.forms for plant in chosen))
        if not nouns or not forms or len({plant.group for plant in chosen}) < len(chosen):
            return None
        paper = NOUNS[rng.choice(sorted(nouns))](rng, rng.choice(sorted(forms)))
        if all(plant(paper) is not False for plant in sorted(chosen, key=lambda plant: plant.stage)):
            finish(paper)
            return paper
    return None


def finish(paper):
    """What follows from troubles together."""
    if "assumed-yuan" in paper.tags and not paper.stops:
        cells = [str(paper.text(paper.amounts()[0], row)) for row in paper.rows if row.cells.get(paper.amounts()[0])]
        if cells and all(not any(mark in cell for mark in "元万亿￥¥") for cell in cells):
            paper.must_warn.append("按元读取")
    if any(row.codes for row in paper.rows) and any(isinstance(row.cells.get(column), str) for row in paper.rows for column in paper.amounts()):
        paper.totals_unsure = True


def one(work):
    import traceback

    try:
        return tried(work)
    except Exception:
        return work[1], "broken", f"the generator broke: {traceback.format_exc()[-700:]}", work[0], ""


def tried(work):
    seed, kinds, folder = work
    paper = planted(seed, kinds)
    if paper is None:
        return kinds, None, "", seed, ""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        own = pathlib.Path(own)
        desk = Desk(str(own))
        lent = paper.noun in ("payment", "statement")
        shutil.copy(pathlib.Path(folder) / ("lent.db" if lent else "empty.db"), desk.ledger)
        grids, places = paper.render()
        suffix, write = FORMS[paper.form][:2]
        path = own / f"paper{suffix}"
        write(grids, path)
        try:
            verdict = judged(paper, places, desk, path)
        except subprocess.TimeoutExpired:
            verdict = "too slow"
        if verdict and os.environ.get("IPLEDGER_KEEP"):
            kept = pathlib.Path(os.environ["IPLEDGER_KEEP"])
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, kept / f"{seed}-{paper.form}{suffix}")
        outcome = "stopped" if paper.stops else "rows refused" if any(row.codes for row in paper.rows) else "wrong total told" if paper.wrong_totals else "read exactly"
        return kinds, outcome, verdict, seed, f"{paper.noun} {paper.form}"


def works(count, seed, folder):
    """Each trouble alone once for every few sheets, then pairs, evenly."""
    kinds = [plant for plant in TROUBLES if not ONLY or plant.kind in ONLY]
    singles = [(plant,) for plant in kinds]
    fits = lambda a, b: a.group != b.group and set(a.nouns) & set(b.nouns) and a.forms & b.forms
    pairs = [pair for pair in itertools.combinations(TROUBLES, 2) if fits(*pair) and (not ONLY or set(pair) & set(kinds))]
    random.Random(seed).shuffle(pairs)
    chosen = itertools.cycle(singles + pairs) if count < len(singles) * 2 else itertools.chain(singles, itertools.cycle(pairs))
    return [(seed * 100_000 + at, next(chosen), folder) for at in range(count)]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 700
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20201231
    with tempfile.TemporaryDirectory(prefix="readings-") as folder:
        founded(pathlib.Path(folder))
        todo = works(count, seed, folder)
        outcomes, kinds, faults, seen = collections.Counter(), collections.Counter(), [], 0
        with concurrent.futures.ProcessPoolExecutor() as pool:
            for planted_kinds, outcome, verdict, number, what in pool.map(one, todo, chunksize=8):
                if outcome is None:
                    continue
                seen += 1
                outcomes[outcome] += not verdict
                kinds.update(plant.kind for plant in planted_kinds)
                if verdict:
                    faults.append((number, what, " + ".join(plant.kind for plant in planted_kinds), verdict))
    for kind, times in sorted(kinds.items()):
        print(f"{times:6} {kind}")
    silent = sum("SILENT" in verdict for *_, verdict in faults)
    print(f"{seen} sheets, seed {seed}: " + ", ".join(f"{times} {outcome}" for outcome, times in sorted(outcomes.items())))
    print(f"silent differences: {silent}; stopped or refused otherwise than planted: {len(faults) - silent}")
    for number, what, planted_kinds, verdict in faults[:int(os.environ.get("IPLEDGER_SHOWN", 40))]:
        print(f"  {number} {what}: {planted_kinds}\n      {verdict[:600]}")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
