"""Every view of a ledger reads the same, to the letter, in sqlite3, DuckDB and ClickHouse."""

import shutil
import sqlite3
import sys
from pathlib import Path

import book
from engines import READERS, differences, read_sqlite, versions, views

# One change to the facts under each view; a comparison that does not notice it proves nothing.
CHANGES = {
    "application_no": "update patent set line = line + 1000 where line = (select max(line) from patent)",
    "entries": "update entry set recorded_by = recorded_by || '.' where entry = 1",
    "parties": "update party_line set name = coalesce(name, '') || '.' where line = (select max(line) from party_line where ended_by is null)",
    "party_places": "update party_place set since_day = 9000 where line = (select max(line) from party_place where ended_by is null)",
    "patents": "update patent set filing_day = coalesce(filing_day, 9000) + 1 where line = (select max(line) from patent where ended_by is null)",
    "patent_events": "update patent_event set day = 9000 where line = (select max(line) from patent_event where ended_by is null)",
    "pct_filings": "update pct set title = null where line = (select max(line) from pct where ended_by is null and title is not null)",
    "pledges": "update pledge set secured_fen = secured_fen + 1 where line = (select max(line) from pledge where ended_by is null and secured_fen is not null)",
    "loans": "update loan set limit_fen = limit_fen + 1 where line = (select max(line) from loan where ended_by is null)",
    "loan_events": "update loan_event set day = day + 1 where line = (select max(line) from loan_event where ended_by is null)",
    "claims": "update claim set principal_fen = principal_fen + 1 where line = (select max(line) from claim where ended_by is null)",
    "claim_events": "update claim_event set day = day + 1 where line = (select max(line) from claim_event where ended_by is null)",
    "program_cases": "update program_case set batch_year = batch_year + 1 where line = (select max(line) from program_case where ended_by is null)",
    "program_events": "update program_event set day = day + 1 where line = (select max(line) from program_event where ended_by is null)",
    "certificates": "update certificate set scope = coalesce(scope, '') || '.' where line = (select max(line) from certificate where ended_by is null)",
    "certificate_events": "update certificate_event set day = day + 1 where line = (select max(line) from certificate_event where ended_by is null)",
    "fund_events": "update fund_event set amount_fen = amount_fen + 1 where line = (select max(line) from fund_event where ended_by is null)",
    "publications": "update publication set files = files + 1 where line = (select max(line) from publication where ended_by is null)",
    "published_figures": "update published_figure set value = value || '0' where line = (select max(line) from published_figure where ended_by is null)",
    "reconciliation_differences": "update reconciliation_difference set bank = bank || '0' where line = (select max(line) from reconciliation_difference where ended_by is null)",
    "reported_values": "update reported_value set value = value || '0' where line = (select max(line) from reported_value where ended_by is null)",
    "patent_evidences": "update patent_evidence set document = coalesce(document, '') || '.' where line = (select max(line) from patent_evidence where ended_by is null)",
    "populations": "update population set persons = persons + 1 where line = (select max(line) from population where ended_by is null)",
    "plans": "update plan set title = title || '.' where line = (select max(line) from plan where ended_by is null)",
    "targets": "update target set goal = goal || '0' where line = (select max(line) from target where ended_by is null)",
}

# No facts under it: it refuses what would change the past.
WITHOUT_FACTS = {"past"}


def compare(path, names):
    """Each view in each engine against sqlite3; returns the sentences about what differs."""
    found = []
    for view in names:
        expected = read_sqlite(path, view)
        for engine, read in READERS.items():
            found += [f"{view} in {engine}: {text}" for text in differences(expected, read(path, view))]
    return found


def check_that_it_can_fail(path, directory):
    """Reads one view at a time from a copy with one fact changed: every engine must see it."""
    for view, change in CHANGES.items():
        changed = altered(path, directory / f"altered-{view}.db", change)
        expected = read_sqlite(path, view)
        for engine, read in READERS.items():
            if not differences(expected, read(changed, view)):
                raise SystemExit(f"a changed fact under {view} goes unnoticed in {engine}")


def altered(path, copy, change):
    shutil.copyfile(path, copy)
    with sqlite3.connect(copy) as connection:
        for (name,) in connection.execute("select name from sqlite_schema where type = 'trigger'").fetchall():
            connection.execute(f'drop trigger "{name}"')
        if connection.execute(change).rowcount != 1:
            raise SystemExit(f"changed nothing: {change}")
    connection.close()
    return copy


def edges(directory):
    """An empty ledger filled by hand with the lines of edges.sql."""
    path = directory / "edges.db"
    connection = sqlite3.connect(path)
    connection.executescript(Path(book.ROOT, "schema.sql").read_text(encoding="utf-8"))
    connection.executescript(Path(__file__).with_name("edges.sql").read_text(encoding="utf-8"))
    connection.close()
    return path


def main():
    with book.directory() as directory:
        by_hand = edges(directory)
        names = views(by_hand)
        if set(CHANGES) | WITHOUT_FACTS != set(names):
            raise SystemExit(f"views without a change that proves the comparison: {sorted(set(names) ^ set(CHANGES) ^ WITHOUT_FACTS)}")
        check_that_it_can_fail(by_hand, directory)
        found = compare(by_hand, names)
        from_samples = book.build(directory)
        book.call(from_samples, "stats", "publish", book.QUARTER, "--yes")
        found += compare(from_samples, names)
        if found:
            sys.exit("\n".join(found))
        cells = sum(len(rows) * len(columns) for columns, rows in (read_sqlite(p, v) for p in (by_hand, from_samples) for v in names))
    print(f"ok {len(names)} views read alike, {cells} cells ({versions()})")


if __name__ == "__main__":
    main()
