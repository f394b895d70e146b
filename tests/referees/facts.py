"""What an office knows of its inventions, and the lines `export lines` writes of it, laid before DuckDB."""

import csv
import sqlite3
import tomllib
from pathlib import Path

import book

HERE = Path(__file__).parent

SYMBOLS = """id = "sei"
source = "the referee's own"

[[industry]]
name = "one"
ipc = ["G06", "H04L", "A61B 5"]

[[industry]]
name = "two"
ipc = ["C08L", "B25J 9"]
"""


def inventions(path):
    """Inventions in force by the files that stay, by number."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "select p.application_no from patents p join entries e on e.entry = p.brought_by where p.kind = 'invention'"
            " and p.grant_date <> '' and p.grant_date < '2019-06-01' and e.source_name <> ?"
            " and coalesce(p.stated_status, 'granted') in ('granted', 'in_force') order by 1",
            [book.AMENDED.name],
        ).fetchall()
    return [number for (number,) in rows]


def judge(path, place):
    """All that makes inventions ones of high value, and the people they are divided by."""
    symbols = place / "symbols.toml"
    symbols.write_text(SYMBOLS, encoding="utf-8")
    book.call(path, "stats", "map", symbols)
    book.call(path, "stats", "rule", "--pledge-least", "1000000", "--decimals", "2", "--source", "the referee's own")
    numbers = inventions(path)
    book.call(path, "patent", "family", numbers[0], "--country", "US", "--number", "US1", "--granted-on", "2020-02-02")
    book.call(path, "patent", "family", numbers[1], "--country", "EP", "--number", "EP1")
    book.call(path, "patent", "award", numbers[2], "--name", "中国专利优秀奖", "--year", "2020")
    book.call(path, "patent", "flag", numbers[3], "financed", "--since", "2020-06-30", "--evidence", "contract")
    for day, persons in (("2018-12-31", "106.28万"), ("2019-12-31", "1060000")):
        book.call(path, "population", "add", book.REGION, day, "--persons", persons, "--source", "yearbook")
    book.call(path, "party", "add", "上海示例别处有限公司", "--district", "浦东新区")


def rejudge(path):
    """Patents move out of the district and lapse, evidence is taken back, people are counted anew."""
    numbers = inventions(path)
    book.call(path, "patent", "event", numbers[4], "transfer", "--on", "2020-11-01", "--to", "上海示例别处有限公司")
    book.call(path, "patent", "event", numbers[5], "lapse", "--on", "2020-12-30")
    book.call(path, "evidence", "void", numbers[0], "--country", "US")
    book.call(path, "evidence", "correct", numbers[1], "--value-class", "abroad", "--holds-since", "2020-12-31")
    book.call(path, "population", "correct", book.REGION, "2019-12-31", "--persons", "97.57万")


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def lines(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def whole(text):
    return int(text) if text else None


def load(connection, table, rows):
    columns = "indicator varchar, item varchar, firm bigint, bank bigint, fund varchar, day date, n hugeint"
    connection.execute(f"create or replace temp table {table} ({columns})")
    if rows:
        connection.executemany(f"insert into {table} values (?, ?, ?, ?, ?, ?, ?)", rows)


def rule_on(folder, level):
    """What holds on a day: of each term what the last rule says that holds then."""
    terms = {"over_years": "10", "pledge_least_fen": "", "population_rule": "year_before", "decimals": "1"}
    for line in sorted(lines(folder, "stock_rule"), key=lambda line: int(line["line"])):
        if (line["valid_from"] or level) <= level <= (line["valid_to"] or level):
            terms |= {name: line[name] for name in terms if line[name]}
    return terms


def stock_terms(connection, folder, levels):
    """Tables of what inventions are judged by on each day."""
    connection.execute("create or replace temp table stock_terms (level date, over_years integer, least bigint)")
    connection.execute("create or replace temp table symbol (symbol varchar, is_whole boolean, valid_from date, valid_to date)")
    for level in levels:
        terms = rule_on(folder, level)
        row = (level, int(terms["over_years"]), whole(terms["pledge_least_fen"]))
        connection.execute("insert into stock_terms values (?, ?, ?)", row)
    for line in lines(folder, "ipc_map"):
        for symbol in [symbol for of in tomllib.loads(line["terms"])["industry"] for symbol in of["ipc"]]:
            head, _, group = symbol.partition(" ")
            is_whole = "/" in group
            written = f"{head} {group}" if is_whole else f"{head} {group}/" if group else head
            days = (line["valid_from"] or "0001-01-01", line["valid_to"] or "9999-12-31")
            connection.execute("insert into symbol values (?, ?, ?, ?)", (written, is_whole, *days))


def people_on(folder, level):
    """The people a figure of a day is divided by, as a line of `population`; none: nobody counted them."""
    year = int(level[:4]) - (rule_on(folder, level)["population_rule"] == "year_before")
    counts = [line for line in lines(folder, "population") if line["region"] == book.REGION and line["day"][:4] == str(year)]
    return max(counts, key=lambda line: (line["kind"] == "resident", line["day"]), default=None)


def lay(connection, folder, as_of, levels, pledges_and_loans=(), funds_and_claims=()):
    """Makes of the lines in a folder the tables of `pieces.sql`."""
    for name, value in (("folder", str(folder)), ("region", book.REGION)):
        connection.execute(f"set variable {name} = {quoted(value)}")
    connection.execute(f"set variable as_of = date {quoted(as_of)}")
    connection.execute(f"set variable levels = {list(levels)}")
    load(connection, "pledge_or_loan", pledges_and_loans)
    load(connection, "fund_or_claim", funds_and_claims)
    stock_terms(connection, folder, levels)
    connection.execute(HERE.joinpath("pieces.sql").read_text(encoding="utf-8"))
