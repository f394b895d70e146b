"""Filings and grants by year and quarter, counted again by DuckDB, equal what `stats` says: today, as of a
day in the past, and as known after every entry."""

import json
import shutil
import sqlite3
from pathlib import Path

import book
from engines import duck

HERE = Path(__file__).parent
KINDS = ["invention", "utility", "design"]
PAST = "2018-06-30"
TODAY = book.NOW[:10]
FIRST, LAST = 1985, 2020


def recount(path, facts, as_of=TODAY, known_at=None):
    """What DuckDB counts, as {(what, kind, year, quarter or None): n}."""
    with duck(path) as connection:
        connection.execute(f"set variable region = '{book.REGION}'")
        connection.execute(f"set variable as_of = date '{as_of}'")
        connection.execute(f"set variable known_at = {known_at or 'null'}")
        connection.execute(HERE.joinpath(facts).read_text(encoding="utf-8"))
        connection.execute(HERE.joinpath("filings.sql").read_text(encoding="utf-8"))
        rows = connection.execute("select what, kind, year, quarter, n from recount").fetchall()
    return {tuple(key): n for *key, n in rows}


def figure(counts, what, kind, year, quarter=None):
    """One figure of a year, or of a quarter: what is known by year only is in no quarter."""
    return sum(
        n for (w, k, y, q), n in counts.items() if (w, k, y) == (what, kind, year) and quarter in (None, q)
    )


def disagreements(counts, rows):
    """Compares each figure of `stats` rows with the recount; returns sentences."""
    found = []
    for row in rows:
        year, quarter = row["year"], row.get("quarter")
        for what, kind in [(w, k) for k in KINDS for w in ("filings", "grants")] + [("filings", "pct")]:
            ours, theirs = row[f"{kind}_{what}"], figure(counts, what, kind, year, quarter)
            if ours != theirs:
                period = f"{year}" if quarter is None else f"{year} quarter {quarter}"
                found.append(f"{kind} {what} {period}: stats {ours}, DuckDB {theirs}")
    return found


def stats(path, *times):
    """The rows of all years, and the quarters of those around the change of basis and the moves."""
    rows = book.ask(path, "stats", "annual", "--from", FIRST, "--to", LAST, *times)
    if len(rows) != LAST - FIRST + 1:
        raise SystemExit(f"stats annual gave {len(rows)} years")
    for year in range(2014, LAST + 1):
        rows += book.ask(path, "stats", "quarterly", "--year", year, *times)
    return rows


def compare(path):
    """All comparisons on one ledger; returns the sentences and how many figures were compared."""
    found, figures = [], 0

    def take(label, counts, rows):
        nonlocal figures
        figures += len(rows) * 7
        found.extend(f"{path.name} {label}: {text}" for text in disagreements(counts, rows))

    take("now", recount(path, "facts_from_views.sql"), stats(path))
    newest = newest_entry(path)
    for entry in range(1, newest + 1):
        times = ("--known-at", entry)
        take(f"known at {entry}", recount(path, "facts_as_known.sql", known_at=entry), stats(path, *times))
    for entry in {newest, max(newest - 2, 1)}:
        times = ("--as-of", PAST, "--known-at", entry)
        counts = recount(path, "facts_as_known.sql", as_of=PAST, known_at=entry)
        take(f"as of {PAST}, known at {entry}", counts, stats(path, *times))
    return found, figures


def newest_entry(path):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute("select max(entry) from entry").fetchone()[0]
    finally:
        connection.close()


def check_that_it_can_fail(path, directory):
    """A patent moved to the next year, behind the program's back, must be noticed now and in the past."""
    copy = directory / "altered.db"
    shutil.copyfile(path, copy)
    connection = sqlite3.connect(copy)
    with connection:
        connection.execute("drop trigger patent_is_fixed")
        connection.execute(
            "update patent set filing_day = filing_day + 366 where line ="
            " (select max(line) from patent where kind = 1 and ended_by is null and divisional = 0"
            "  and received_day is null and filing_day between 16801 and 17166)"
        )
    connection.close()
    for facts, known_at in (("facts_from_views.sql", None), ("facts_as_known.sql", newest_entry(path))):
        if not disagreements(recount(copy, facts, known_at=known_at), stats(path)):
            raise SystemExit(f"a filing moved to another year goes unnoticed by {facts}")


def hard_cases(directory):
    """A ledger of the lists beside this file: firms that move, numbers and dates that do not fit plainly."""
    path = directory / "hard.db"
    book.found(path)
    book.call(path, "party", "import", HERE / "parties.csv")
    book.call(path, "patent", "import", HERE / "patents.csv")
    book.amend(path, HERE / "patents.csv")
    return path


def against_truth(path):
    """The sample ledger before any correction against what the samples' maker knows to be in them."""
    truth = json.loads(book.TRUTH.read_text(encoding="utf-8"))
    counts = recount(path, "facts_from_views.sql")
    found = []
    for year, wanted in truth["annual"].items():
        for name, n in wanted.items():
            kind, what = name.split("_")
            counted = figure(counts, what, kind, int(year))
            if counted != n:
                found.append(f"{name} {year}: the samples hold {n}, DuckDB counts {counted}")
    for quarter, n in enumerate(truth["quarterly_2016"], 1):
        counted = figure(counts, "filings", "invention", 2016, quarter)
        if counted != n:
            found.append(f"invention filings 2016 quarter {quarter}: the samples hold {n}, DuckDB counts {counted}")
    return found


def main():
    with book.directory() as directory:
        samples = book.take_in(directory)
        found = against_truth(samples)
        book.amend(samples, book.AMENDED)
        hard = hard_cases(directory)
        check_that_it_can_fail(hard, directory)
        figures = 0
        for path in (hard, samples):
            sentences, compared = compare(path)
            found += sentences
            figures += compared
        if found:
            raise SystemExit("\n".join(found))
    print(f"ok {figures} figures of stats annual and quarterly recounted by DuckDB, now and in the past")


if __name__ == "__main__":
    main()
