"""What there is on a day counted again by DuckDB from the lines `export lines` writes: patents in force, inventions of high
value by class, their share and age, for each 10,000 people, whole and by group; programmes and certificates; what the
quarter's document tells beside its sealed figures. Today, on days of the past, and as known after entries of the past; with
patents that lapse and change hands, firms that move, evidence, pledges and loans put right and taken back."""

import csv
import json
import sqlite3
from collections import defaultdict
from fractions import Fraction

import duckdb

import book
from facts import HERE, judge, lay, lines, people_on, rejudge, rule_on, write

DAYS = ("2018-06-30", "2019-12-31", "2020-12-31", book.NOW[:10])
GROUPINGS = {"park": "park", "street": "street", "industry": "industry", "size": "size", "party": "party",
             "kind": "applicant_kind", "ipc_section": "ipc_section"}  # fmt: skip
STATES = ("applied", "recommended", "recognised", "accepted", "failed", "in_term", "overdue", "revoked")
WORKED_OUT = ("high_value_share", "invention_age")
CERTIFICATE = "证书编号,标准,企业名称,首次发证日期,发证日期,有效期至\n"
PROGRAMS = book.ROOT / "samples" / "programs"


def main():
    with book.directory() as place:
        path = hard(place)
        figures, seen = 0, set()
        newest = latest_entry(path)
        for entry in (*range(4, newest, 3), newest):
            figures += agree(path, place, entry, seen)
        figures += reports(path, place, newest)
        check_that_it_can_fail(path, place, newest)
        if unseen := {"at least", "by class", "moved", "divided", "recognised"} - seen:
            raise SystemExit(f"never met: {sorted(unseen)}")
        demo = district(place)
        newest = latest_entry(demo)
        for entry in (16, 24, 52, newest):
            figures += agree(demo, place, entry, seen)
        figures += reports(demo, place, newest)
    print(f"ok {figures} figures of the stock, of programmes and of the quarter's document recounted by DuckDB")


def hard(place):
    """The small district with pledges and loans, judged and judged again, with cases and certificates of firms that move."""
    path = book.take_in_money(place)
    judge(path, place)
    book.amend(path, book.AMENDED)
    rejudge(path)
    firms = some_firms(path)
    for name in ("pilot", "demonstration"):
        book.call(path, "program", "add", PROGRAMS / f"{name}.toml")
    mover, stayer, late = firms[:3]
    steps = (("verify", "05-20"), ("recommend", "05-28"), ("review", "06-20"), ("publicise", "06-25"), ("recognise", "07-10"))
    for year, firm in ((2018, stayer), (2018, mover), (2019, late)):
        book.call(path, "--by", "甲", "program", "apply", "pilot", firm, "--on", f"{year}-05-10")
        case = book.ask(path, "program", "list", "--program", "pilot", "--party", firm)[-1]["case_no"]
        for step, day in steps:
            until = ("--until", f"{year}-07-05") if step == "publicise" else ()
            book.call(path, "--by", "乙", "program", step, case, "--on", f"{year}-{day}", *until)
        if firm == stayer:
            book.call(path, "--by", "乙", "program", "accept", case, "--on", "2020-06-30")
    issued = place / "certificates.csv"
    issued.write_text(
        CERTIFICATE + f"A1,GB/T 29490-2013,{stayer},2016-11-08,2016-11-08,2019-11-07\n"
        f"B1,GB/T 29490-2013,{mover},2017-11-09,2017-11-09,2020-11-08\nC1,GB/T 29490-2013,{late},2018-11-10,2018-11-10,2021-11-09\n",
        encoding="utf-8",
    )
    book.call(path, "certificate", "import", issued)
    book.call(path, "certificate", "suspend", "C1", "--on", "2020-03-01")
    book.call(path, "party", "correct", mover, "--until", "2019-06-30", "--reason", "moved")
    # Financing: a pledge that states no amount, and what was drawn of its loan; the loan is put right afterwards.
    patent, owner = granted(path)
    bank = "示例银行静安支行"
    pledge = place / "pledge.csv"
    pledge.write_text(
        "registration_no,registered_on,pledgor,pledgee,patent_nos,debt_from,debt_to\n"
        f"Y2020310009001,2020-03-02,{owner},{bank},{patent},2020-03-01,2021-03-01\n",
        encoding="utf-8",
    )
    book.call(path, "pledge", "import", pledge)
    loan = ("loan", "open", "REF-1", "--bank", bank, "--borrower", owner, "--principal", "3000000", "--due-on",
            "2021-03-01", "--rate-percent", "4.35", "--method", "bullet", "--registration-no", "Y2020310009001")  # fmt: skip
    book.call(path, *loan)
    book.call(path, "loan", "disburse", "REF-1", "900000", "--on", "2020-03-05")
    book.call(path, "loan", "disburse", "REF-1", "400000", "--on", "2020-06-05")
    book.call(path, "loan", "correct", "REF-1", "--ip-part", "950000")
    book.call(path, "stats", "rule", "--pledge-least", "800000", "--from", "2020-12-01", "--source", "the referee's own")
    book.call(path, "stats", "publish", book.QUARTER, "--yes")
    return path


def district(place):
    """The ledger of `demo`, with patents that change hands and lapse afterwards."""
    path = place / "demo.db"
    book.call(path, "demo")
    numbers = [number for number, in sql(path, "select application_no from patents where kind = 'invention' and grant_date < '2019-01-01' order by 1 limit 400")]
    firms = some_firms(path)
    for at, number in enumerate(numbers[::40]):
        book.call(path, "patent", "event", number, "transfer", "--on", f"2020-0{1 + at % 9}-15", "--to", firms[at % 3])
    for number in numbers[5::80]:
        book.call(path, "patent", "event", number, "lapse", "--on", "2020-08-08")
    book.call(path, "party", "correct", firms[1], "--until", "2020-05-31", "--reason", "moved")
    return path


def sql(path, query):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return connection.execute(query).fetchall()


def some_firms(path):
    """Names of firms that never sat elsewhere and hold inventions."""
    query = """select p.name from parties p join party_place s on s.party = p.party and s.ended_by is null
               where p.kind = 'firm' and p.party in (select applicant_party from patents where kind = 'invention')
               group by p.party having count(*) = 1 and max(s.region) = '310106' and max(s.until_day) is null
               order by p.name limit 40"""
    return [name for (name,) in sql(path, query)]


def granted(path):
    """A granted invention of a firm of the district, in force and pledged by nobody: its number, and whose it is."""
    query = """select n.application_no, n.applicant from patents n
               where n.kind = 'invention' and n.grant_date between '2015' and '2019-06-01' and coalesce(n.stated_status, 'granted') in ('granted', 'in_force')
               and cast(n.application_no as integer) not in (select patent from pledge_patent union select patent from patent_event)
               and n.applicant in (select name from parties) order by 1 desc limit 1"""
    return sql(path, query)[0]


def latest_entry(path):
    return sql(path, "select max(entry) from entry")[0][0]


def other_days(day):
    """The same day a year before, and the end of the year before."""
    year = int(day[:4]) - 1
    return f"{year}{day[4:]}", f"{year}-12-31"


def recount(path, place, entry, days=DAYS):
    """A connection that holds the stock of the days, counted from the lines known after an entry; and their folder."""
    folder = place / f"{path.stem}-{entry}"
    if not folder.exists():
        book.call(path, "export", "lines", folder, "--known-at", entry)
    levels = sorted({level for day in days for level in (day, *other_days(day))})
    connection = duckdb.connect()
    lay(connection, folder, days[-1], levels)
    connection.execute(HERE.joinpath("stock.sql").read_text(encoding="utf-8"))
    return connection, folder


def agree(path, place, entry, seen):
    """Compares the stock of several days as known after an entry; returns how many figures were compared."""
    connection, folder = recount(path, place, entry)
    counted = {}
    for level, grouping, member, indicator, value, unknown in connection.execute("select * from stock").fetchall():
        counted[str(level), grouping, member, indicator] = (exact(indicator, value), unknown)
    n, off = 0, []
    known_at = ("--known-at", entry)
    for day in DAYS:
        for flag, grouping in (("", "whole"), *GROUPINGS.items()):
            rows = book.ask(path, "stats", "stock", "--on", day, *known_at, *(("--by", flag) if flag else ()))
            told = set()
            for row in rows:
                member = row.get(grouping) or ""
                told.add(member)
                key = (grouping, member, row["indicator"])
                n += 1
                off += unequal(counted, folder, day, key, row, seen)
            missed = {m for (level, g, m, _), (value, _) in counted.items() if level == day and g == grouping and value} - told
            off += [f"{day} {grouping} {sorted(missed)}: not told at all"] if missed else []
        cases = {row["application_no"].split(".")[0]: row["high_value"] for row in
                 book.ask(path, "stats", "stock", "--on", day, *known_at, "--cases")}  # fmt: skip
        theirs = connection.execute("select patent, answer from case_of where level = cast(? as date)", [day]).fetchall()
        theirs = {str(patent).zfill(8): answer for patent, answer in theirs}
        n += len(theirs)
        if cases != theirs:
            off.append(f"{day}: other cases of high value: {sorted(cases.items() ^ theirs.items())[:5]}")
        figures = book.ask(path, "stats", "programs", "--as-of", day, *known_at)
        rows = connection.execute("select * from recognition where level = cast(? as date)", [day]).fetchall()
        theirs = {row[1]: dict(zip(STATES, row[2:])) for row in rows}
        for row in figures:
            n += len(STATES)
            ours = {state: row[state] for state in STATES}
            counts = theirs.get(row["program"], dict.fromkeys(STATES, 0))
            seen |= {"recognised"} if ours["recognised"] else set()
            if ours != counts:
                off.append(f"{day} {row['program']}: {ours}, counted {counts}")
    if off:
        raise SystemExit("\n".join(f"{path.stem}, known at {entry}: {text}" for text in off[:20]))
    return n


def exact(indicator, value):
    """A value of table `stock`: shares and ages stand there in hundredths."""
    return None if value is None else Fraction(int(value), 100 if indicator in WORKED_OUT else 1)


def unequal(counted, folder, day, key, row, seen):
    """Sentences on what a row of `stats stock` tells otherwise than it was counted."""
    grouping, member, indicator = key
    of = lambda level: counted.get((level, *key), (None if indicator in WORKED_OUT else Fraction(0), 0))  # noqa: E731
    number = lambda told: None if told is None else Fraction(str(told).rstrip("%"))  # noqa: E731
    value, unknown = of(day)
    year_before, year_end = (of(level)[0] for level in other_days(day))
    seen |= {"at least"} if unknown and value else set()
    seen |= {"by class"} if grouping != "whole" and indicator == "high_value_financed" and value else set()
    expected = {"value": value, "unknown": Fraction(unknown), "year_before": year_before, "year_end": year_end}
    if indicator not in WORKED_OUT:
        expected["since_year_end"] = value - year_end
        seen |= {"moved"} if value < year_end else set()
    people = people_on(folder, day) if grouping == "whole" and indicator in ("invention_valid", "high_value_valid") else None
    expected["per_10k"] = None
    if people:
        scale = 10 ** int(rule_on(folder, day)["decimals"])
        each = Fraction(value * 10_000 * scale, int(people["persons"]))
        expected["per_10k"] = Fraction(int(each + Fraction(1, 2)), scale)
        seen |= {"divided"}
    told = {name: number(row[name]) for name in expected}
    return [f"{day} {key} {name}: {told[name]}, counted {expected[name]}" for name in expected if told[name] != expected[name]]


def reports(path, place, entry):
    """Compares what the quarter's document tells beside its sealed figures; returns how many figures there were."""
    sections = book.ask(path, "report", "quarter", book.QUARTER)["sections"]
    known_at, as_of = sql(path, "select known_at, as_of from publications order by number desc limit 1")[0]
    connection, folder = recount(path, place, known_at, (*DAYS[:3], as_of))
    end = "2020-12-31"
    n, off = 0, []

    def hold(label, ours, theirs):
        nonlocal n
        n += 1
        if ours != theirs:
            off.append(f"{label}: {ours}, counted {theirs}")

    happened = {}
    of_group = "case ? when 'street' then street when 'park' then park when 'industry' then industry when 'size' then size when 'party' then name"
    of_group += " when 'applicant_kind' then applicant_kind(party_kind, name) when 'ipc_section' then ipc_section end"
    keys = ("invention_filings", "invention_grants", "utility_filings", "utility_grants", "design_filings", "design_grants", "pct_filings")
    for section, grouping in (("by_street", "street"), ("by_park", "park"), ("by_industry", "industry"), ("by_size", "size"),
                              ("by_applicant_kind", "applicant_kind"), ("by_ipc", "ipc_section"), ("applicants", "party")):  # fmt: skip
        happened = defaultdict(int)
        rows = connection.execute(
            f"select coalesce({of_group}, ''), indicator, year, sum(n) from piece where indicator in {keys} group by all", [grouping]
        ).fetchall()
        for member, indicator, year, count in rows:
            happened[member, indicator, year] = int(count)
        told = sections.get(section, [])
        for row in told:
            for key in keys:
                hold(f"{section} {row[grouping]} {key}", row[key], happened[row[grouping], key, 2020])
            for key, growth in (("invention_filings", "filings_growth_to_date"), ("invention_grants", "grants_growth_to_date")):
                now, before = (happened[row[grouping], key, year] for year in (2020, 2019))
                hold(f"{section} {row[grouping]} {growth}", row[growth], percent(now - before, before))
        ranked = [row for row in told if row.get("rank")]
        for row in ranked:
            more = sum(1 for (member, key, year), count in happened.items()
                       if member and (key, year) == ("invention_filings", 2020) and count > row["invention_filings"])  # fmt: skip
            hold(f"{section} {row[grouping]} rank", row["rank"], more + 1)
    stock = {(g, m, i): int(v) for level, g, m, i, v, _ in connection.execute("select * from stock").fetchall()
             if str(level) == end and v is not None}  # fmt: skip
    for section, grouping, name in (("stock_by_kind", "applicant_kind", "applicant_kind"), ("stock_by_ipc", "ipc_section", "ipc_section"),
                                    ("patentees", "party", "patentee")):  # fmt: skip
        for row in sections.get(section, []):
            for key in ("invention_valid", "utility_valid", "design_valid"):
                hold(f"{section} {row[name]} {key}", row[key], stock.get((grouping, row[name] or "", key), 0))
    first = stock_of_parties(stock)
    hold("patentees", [row["invention_valid"] for row in sections.get("patentees", [])], first[:10] if len(first) > 1 else [])
    off += bands(folder, sections, as_of, hold)
    for row in sections.get("finance", []):
        hold(f"first loans of {row['bank']}", row["first_loans"], first_loans(folder, row["bank"]))
    if off:
        raise SystemExit("\n".join(off[:20]))
    for wanted in ("by_street", "by_park", "by_applicant_kind", "by_ipc", "applicants", "stock_by_kind", "stock_by_ipc", "bands", "finance", "programs"):
        if not sections.get(wanted) and path.stem == "demo":
            raise SystemExit(f"the quarter's document has no {wanted}")
    return n


def percent(part, whole):
    """A share as it is told: two decimals, half a hundredth away from nothing; none of nothing."""
    if not whole:
        return None
    hundredths = Fraction(abs(part) * 10_000, whole) + Fraction(1, 2)
    hundredths = int(hundredths) * (-1 if part < 0 else 1)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}%"


def stock_of_parties(stock):
    return sorted((n for (grouping, member, indicator), n in stock.items()
                   if grouping == "party" and member and indicator == "invention_valid" and n), reverse=True)  # fmt: skip


def bands(folder, sections, as_of, hold):
    """Registrations of the year by what each secures."""
    here = district_of(folder)
    first = {line["pledge"]: line["party"] for line in lines(folder, "pledge_pledgor") if line["position"] == "1"}
    revoked = {line["pledge"] for line in lines(folder, "pledge_event") if line["event"] == "revoke"}
    found = defaultdict(lambda: [0, 0])
    for line in lines(folder, "pledge"):
        pledge, day = str(int(line["line"]) // 1000), line["registered_day"]
        if day[:4] == "2020" and day <= as_of and pledge not in revoked and here(first.get(pledge), day):
            fen = int(line["secured_fen"] or 0)
            band = 3 if not fen else 0 if fen <= 500_000_000 else 1 if fen <= 1_000_000_000 else 2
            found[band][0] += 1
            found[band][1] += fen
    expected = [(n, f"{fen / 100:.2f}") for _, (n, fen) in sorted(found.items())]
    hold("bands", [(row["pledge_registrations"], row["secured_amount"]) for row in sections.get("bands", []) if row["pledge_registrations"]], expected)
    return []


def first_loans(folder, bank):
    """Loans of 2020 by a bank that are the first of a firm of the district from any bank."""
    here = district_of(folder)
    names = {str(int(line["line"]) // 1000): line["name"] for line in lines(folder, "party_line")}
    drawn = defaultdict(list)
    for line in lines(folder, "loan_event"):
        if line["event"] == "0":
            drawn[int(line["line"]) // 100_000].append(line["day"])
    first = {}
    for line in lines(folder, "loan"):
        loan = int(line["line"]) // 1000
        if line["borrower"] and drawn[loan]:
            first.setdefault(line["borrower"], []).append((min(drawn[loan]), loan, line["bank"]))
    return sum(1 for firm, loans in first.items() for day, _, lender in [min(loans)]
               if day[:4] == "2020" and names[lender] == bank and here(firm, day))  # fmt: skip


def district_of(folder):
    """Whether a party sat in the district on a day; nobody speaks against nobody."""
    stays = defaultdict(list)
    for line in lines(folder, "party_place"):
        stays[line["party"]].append(line)

    def here(party, day):
        if not party:
            return True
        covers = [s for s in stays[party] if (s["since_day"] or day) <= day <= (s["until_day"] or day)]
        return bool(covers) and max(covers, key=lambda s: int(s["line"]))["region"] == book.REGION

    return here


def check_that_it_can_fail(path, place, entry):
    """A patent of another owner, a symbol, a day of grant abroad, a sum lent that are not as recorded must be noticed."""
    _, folder = recount(path, place, entry)
    for table, column, changed, of in (
        ("patent_event", "party", "", {"event": "transfer"}), ("patent", "ipc", "A01B 1/00", {"kind": "1", "ipc": None, "stated_status": "3"}),
        ("population", "persons", "500000", {}), ("loan_event", "amount_fen", "1000", {"event": "0", "amount_fen": "90000000"}),
        ("program_event", "day", "2021-12-31", {"event": "recognise"}),
    ):  # fmt: skip
        kept = lines(folder, table)
        at = next(n for n in reversed(range(len(kept))) if all(kept[n][k] == v if v else kept[n][k] for k, v in of.items()))
        write(folder / f"{table}.csv", [*kept[:at], kept[at] | {column: changed}, *kept[at + 1 :]])
        try:
            agree(path, place, entry, set())
        except SystemExit:
            write(folder / f"{table}.csv", kept)
            continue
        raise SystemExit(f"{table}.{column} changed and nobody noticed")


if __name__ == "__main__":
    main()
