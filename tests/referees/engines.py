"""Three programs that read one ledger file: sqlite3, DuckDB and ClickHouse (chdb).

Each reader returns the column names and the rows of a view, every cell as text and NULL as None,
the rows in one order whatever order the engine gave them in.
"""

import importlib.metadata
import json
import sqlite3
from pathlib import Path

import chdb
import duckdb


def scanner():
    """The path of DuckDB's SQLite extension: loaded from the package, never fetched while running."""
    files = importlib.metadata.files("duckdb-extension-sqlite-scanner") or []
    found = [str(f.locate()) for f in files if f.name == "sqlite_scanner.duckdb_extension"]
    if len(found) != 1:
        raise SystemExit("the DuckDB extension sqlite_scanner is not installed")
    return found[0]


def duck(path):
    """A DuckDB connection with the ledger attached, read only, as `book`."""
    connection = duckdb.connect(config={"allow_unsigned_extensions": True})
    connection.execute(f"load '{scanner()}'")
    connection.execute(f"attach '{path}' as book (type sqlite, read_only)")
    return connection


def views(path):
    """The names of all views of the file."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return [name for (name,) in connection.execute("select name from sqlite_schema where type = 'view' order by name")]


def read_sqlite(path, view):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        cursor = connection.execute(f'select * from "{view}"')
        return [c[0] for c in cursor.description], in_order(cursor.fetchall())
    finally:
        connection.close()


def read_duckdb(path, view):
    with duck(path) as connection:
        cursor = connection.execute(f'select * from book."{view}"')
        return [c[0] for c in cursor.description], in_order(cursor.fetchall())


def read_chdb(path, view):
    answer = chdb.query(
        f"select * from sqlite('{path}', '{view}') settings output_format_json_quote_64bit_integers = 1",
        "JSONCompactEachRowWithNames",
    )
    names, *rows = [json.loads(line) for line in str(answer).splitlines()]
    return names, in_order(rows)


READERS = {"sqlite3": read_sqlite, "DuckDB": read_duckdb, "chdb": read_chdb}


def in_order(rows):
    return sorted((tuple(as_text(cell) for cell in row) for row in rows), key=repr)


def as_text(cell):
    """A cell as text. A fraction keeps its mark, so that 1 and 1.0 are not the same text."""
    return None if cell is None else str(cell)


def differences(left, right):
    """What two readings do not share, as sentences; empty when all cells agree."""
    (left_names, left_rows), (right_names, right_rows) = left, right
    if left_names != right_names:
        return [f"columns {left_names} and {right_names}"]
    if len(left_rows) != len(right_rows):
        return [f"{len(left_rows)} rows and {len(right_rows)} rows"]
    return [
        f"row {number}: {dict((n, (a, b)) for n, a, b in zip(left_names, one, other) if a != b)}"
        for number, (one, other) in enumerate(zip(left_rows, right_rows), 1)
        if one != other
    ]


def versions():
    return f"sqlite3 {sqlite3.sqlite_version}, DuckDB {duckdb.__version__}, chdb {chdb.__version__}"
