"""A published quarter counted again by DuckDB from the lines `export lines` writes, loans owed by a book kept night
by night: every published figure is equal, in the first edition and in one restated after corrections and voids."""

import csv
import sqlite3
import tomllib
from fractions import Fraction

import duckdb
import QuantLib as ql

import book
from facts import HERE, judge, lay, lines, people_on, rejudge, rule_on, whole, write
from nightbook import Book, Loan, Lpr

QUARTER = book.QUARTER
PUBLIC = {"fund", "central", "province", "city", "district"}
METHODS = ("annuity", "equal_principal", "interest_first", "bullet")
NEVER_ZERO = (
    "invention_filings", "invention_grants", "pct_filings", "pledge_registrations", "pledged_patents", "secured_amount",
    "loans_granted", "loan_amount", "compensation_paid", "compensation_recovered", "invention_in_force",
    "loans_outstanding", "outstanding", "overdue_loans", "overdue_principal", "fund_balance", "pilot_applied",
    "high_value_valid", "high_value_emerging", "high_value_financed", "invention_per_10k", "high_value_per_10k",
)  # fmt: skip


def main():
    with book.directory() as place:
        path = book.take_in_money(place)
        judge(path, place)
        first = book.ask(path, "stats", "publish", QUARTER, "--yes")
        figures = [agree(path, place, 1)]
        book.amend(path, book.AMENDED)
        rejudge(path)
        again = book.ask(path, "stats", "publish", QUARTER, "--yes")
        if not again["restated"]:
            raise SystemExit("corrections restated nothing: the second edition proves nothing")
        figures.append(agree(path, place, 2))
        shown = book.ask(path, "stats", "show", QUARTER)
        if not shown["equal"] or shown["publication"] != 2:
            raise SystemExit("the second edition does not come back")
        check_that_it_can_fail(path, place)
        seen = {row["indicator"] for row in first["figures"] if str(row["value"]) not in ("0", "0.00")}
        if missing := set(NEVER_ZERO) - seen:
            raise SystemExit(f"never counted: {sorted(missing)}")
    print(f"ok {sum(figures)} published figures of two editions recounted by DuckDB and night by night")


def agree(path, place, number):
    """Compares every figure of an edition with the recount; returns how many there were."""
    known_at, as_of = edition(path, number)
    folder = place / f"lines-{number}"
    book.call(path, "export", "lines", folder, "--known-at", known_at)
    sealed = place / f"sealed-{number}"
    book.call(path, "export", "lines", sealed)
    rows = [row for row in lines(sealed, "published_figure") if row["publication"] == str(number)]
    write(folder / "published_figure.csv", rows)
    compared, off = recount(folder, rows, as_of)
    if off:
        raise SystemExit("\n".join(off[:20]))
    return compared


def edition(path, number):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        sql = "select known_at, as_of from publications where number = ?"
        return connection.execute(sql, [number]).fetchone()


def recount(folder, rows, as_of):
    """Returns how many figures were compared, and a sentence for each that is not equal."""
    levels = sorted({row["period_to"] for row in rows if row["period_from"] == row["period_to"]})
    with duckdb.connect() as connection:
        lay(connection, folder, as_of, levels, pledges(folder, as_of) + loans(folder, as_of, levels), funds(folder, as_of, levels))
        connection.execute(f"set variable ours = {[row['indicator'] for row in rows if ours(row)]}")
        connection.execute(HERE.joinpath("publication.sql").read_text(encoding="utf-8"))
        found = connection.execute(f"select * from recount where indicator not in {tuple(PER_10K)}").fetchall()
        reported = check_reported(folder, rows, levels[-1])
    off = [f"{row[2:7]}: published {row[7]}, counted {row[8]}" for row in found if row[7] != row[8]]
    divided = check_per_10k(folder, rows)
    if len(found) + reported + divided != len(rows):
        raise SystemExit(f"{len(rows)} figures published, {len(found)} recounted and {reported} reported by others")
    if groups := missing_groups(rows):
        off.append(groups)
    return len(rows), off


def ours(row):
    return row["indicator"] not in {line["indicator"] for line in REPORTED} and row["indicator"] not in PER_10K


PER_10K = {"invention_per_10k": "invention_in_force", "high_value_per_10k": "high_value_valid"}


def check_per_10k(folder, rows):
    """Figures for each 10,000 people are a published figure divided by the people of the rule's year; how many there are."""
    counts = {}
    for row in rows:
        if not row["grouping"] and row["period_from"] == row["period_to"]:
            counts[row["indicator"], row["period_to"]] = int(Fraction(row["value"]))
    n = 0
    for row in (row for row in rows if row["indicator"] in PER_10K):
        day, terms = row["period_to"], rule_on(folder, row["period_to"])
        people = people_on(folder, day)
        scale = 10 ** int(terms["decimals"])
        each = Fraction(counts[PER_10K[row["indicator"]], day] * 10_000 * scale, int(people["persons"]))
        rounded = Fraction(int(each + Fraction(1, 2)), scale)
        if Fraction(row["value"]) != rounded:
            raise SystemExit(f"{row}: by its own parts it is {float(rounded)}")
        n += 1
    return n


REPORTED = list(csv.DictReader((book.SAMPLES / book.REPORTED).open(encoding="utf-8-sig")))
REPORTED = [{"indicator": next(iter(line.values()))} for line in REPORTED]


def missing_groups(rows):
    """Groups add up to their whole, so that none can be left out."""
    for row in rows:
        if row["grouping"] or row["indicator"].startswith(("pilot", "demonstration", "gb29490", "pledged_patents")):
            continue
        for grouping in ("park", "size", "industry", "party_kind", "ipc_section"):
            parts = [
                part for part in rows
                if part["grouping"] == grouping and all(part[k] == row[k] for k in ("indicator", "period_from", "period_to"))
            ]  # fmt: skip
            if parts and sum(int(part["value"]) for part in parts) != int(row["value"]):
                return f"{row}: {grouping} does not add up"
    return None


def check_reported(folder, rows, day):
    """Figures of other offices are the latest they reported by the quarter's end; returns how many."""
    latest = {}
    for line in lines(folder, "reported_value"):
        if line["day"] <= day:
            key = line["indicator"]
            latest[key] = max(latest.get(key, ("", 0, "")), (line["day"], int(line["line"]), line["value"]))
    n = 0
    for row in rows:
        if not ours(row) and row["indicator"] not in PER_10K:
            n += 1
            if latest[row["indicator"]][2] != row["value"]:
                raise SystemExit(f"{row}: the other office reported {latest[row['indicator']]}")
    return n


def pledges(folder, as_of):
    """Registrations that were not revoked, the patents under them, what they secure."""
    events = lines(folder, "pledge_event")
    revoked = {line["pledge"] for line in events if line["event"] == "revoke"}
    first = {line["pledge"]: whole(line["party"]) for line in lines(folder, "pledge_pledgor") if line["position"] == "1"}
    patents = {}
    for line in lines(folder, "pledge_patent"):
        patents.setdefault(line["pledge"], set()).add(line["patent"])
    rows = []
    for line in lines(folder, "pledge"):
        pledge, day = str(int(line["line"]) // 1000), line["registered_day"]
        if pledge in revoked or day > as_of:
            continue
        of = (first.get(pledge), whole(line["pledgee"]), None, day)
        rows.append(("pledge_registrations", pledge, *of, 1))
        rows.append(("secured_amount", pledge, *of, whole(line["secured_fen"]) or 0))
        rows += [("pledged_patents", patent, *of, 1) for patent in patents.get(pledge, ())]
    return rows


def loans(folder, as_of, levels):
    """First drawings, money lent, and what is owed at the close of each level's day."""
    lpr = Lpr(book.ROOT / "src" / "domain" / "loan" / "lpr.csv")
    events = {}
    for line in lines(folder, "loan_event"):
        events.setdefault(int(line["line"]) // 100_000, []).append(line)
    rows = []
    for line in lines(folder, "loan"):
        number = int(line["line"]) // 1000
        happened = sorted(events.get(number, []), key=lambda e: (e["day"], int(e["line"])))
        drawn = [(e["day"], int(e["amount_fen"])) for e in happened if e["event"] == "0"]
        who = (whole(line["borrower"]), whole(line["bank"]), None)
        for n, (day, fen) in enumerate(d for d in drawn if d[0] <= as_of):
            rows.append(("loan_amount", str(number), *who, day, fen))
            rows += [("loans_granted", str(number), *who, day, 1)] if n == 0 else []
        for level in levels:
            principal, overdue = owed(line, drawn, happened, level, lpr)
            if principal:
                rows.append(("loans_outstanding", str(number), *who, level, 1))
                rows.append(("outstanding", str(number), *who, level, principal))
            if principal and overdue:
                rows.append(("overdue_loans", str(number), *who, level, 1))
                rows.append(("overdue_principal", str(number), *who, level, principal))
    return rows


def owed(line, drawn, happened, level, lpr):
    """Principal and days overdue by the book kept night by night; the samples' loans are drawn once, at fixed rates."""
    [(day, fen)] = drawn
    if day > level:
        return 0, 0
    if not line["rate"].endswith("%") or any(e["event"] not in "0123" for e in happened):
        raise SystemExit(f"a loan the referee cannot keep: {line}")
    iso = lambda text: ql.Date(text, "%Y-%m-%d")  # noqa: E731
    said = []
    for event in happened:
        if event["event"] == "1":
            said.append((iso(event["day"]), "repay", int(event["amount_fen"])))
        if event["event"] == "2":
            said.append((iso(event["day"]), "extend", iso(event["new_due_day"]), None))
    loan = Loan(
        line["loan_no"], fen, iso(day), iso(line["due_day"]), ("fixed", line["rate"].rstrip("%")),
        METHODS[int(line["method"])], (1, 3)[int(line["period"])], ("act360", "month")[int(line["day_count"])],
        whole(line["pay_day"]), int(line["grace_days"]), Fraction(line["penalty_percent"].rstrip("%")) / 100,
        tuple(line["payment_order"].split(",")), said,
    )  # fmt: skip
    balance = Book(loan, lpr).until(iso(level)).balance()
    return balance["principal"], balance["days_overdue"]


def funds(folder, as_of, levels):
    """Cash of each fund at the close of each level's day; public money paid and recovered on its own day."""
    schemes = {line["line"]: tomllib.loads(line["terms"]) for line in lines(folder, "scheme")}
    loans = {int(line["line"]) // 1000: line for line in lines(folder, "loan")}
    claims = {int(line["line"]) // 1000: line for line in lines(folder, "claim")}
    returned = {}
    for line in lines(folder, "claim_share"):
        returned.setdefault((int(line["line"]) // 100_000, line["n"]), []).append(line)
    moved, rows = [], []
    for line in lines(folder, "fund_event"):
        sign = {"contribute": 1, "interest": 1, "fee": -1, "withdraw": -1}[line["event"]]
        moved.append((line["fund"], line["day"], sign * int(line["amount_fen"])))
    for line in lines(folder, "claim_event"):
        number = int(line["line"]) // 100_000
        claim = claims[number]
        terms = schemes[claim["scheme"]]
        loan = loans[int(claim["loan"])]
        public = {share["payer"] for share in terms["share"] if share["role"] in PUBLIC}
        who = (whole(loan["borrower"]), whole(loan["bank"]), None)
        if line["event"] == "pay" and line["payer"] in public:
            indicator, fen = "compensation_paid", int(line["amount_fen"])
        elif line["event"] == "recover":
            parts = returned.get((number, line["n"]), [])
            indicator, fen = "compensation_recovered", sum(int(p["amount_fen"]) for p in parts if p["payer"] in public)
        else:
            continue
        if line["day"] <= as_of:
            rows.append((indicator, str(number), *who, line["day"], fen))
        moved.append((terms["fund"], line["day"], -fen if indicator == "compensation_paid" else fen))
    for level in levels:
        for n, (fund, day, fen) in enumerate(moved):
            if day <= level:
                rows.append(("fund_balance", str(n), None, None, fund, level, fen))
    return rows


def check_that_it_can_fail(path, place):
    """A patent that counts in another quarter, a yuan more owed, evidence that holds later must be noticed."""
    known_at, as_of = edition(path, 2)
    folder = place / "lines-2"
    rows = lines(folder, "published_figure")
    mutants = (("patent", "grant_day", "2020-11-11"), ("pledge", "secured_fen", "100"), ("patent_evidence", "since_day", "2021-12-31"))
    for table, column, changed in mutants:
        kept = lines(folder, table)
        write(folder / f"{table}.csv", [kept[-1] | {column: changed}, *kept[:-1]])
        if not recount(folder, rows, as_of)[1]:
            raise SystemExit(f"{table}.{column} changed and nobody noticed")
        write(folder / f"{table}.csv", kept)


main()
