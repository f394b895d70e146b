"""Builds a ledger from samples/ with the program under test, as a clerk would, and asks it questions."""

import contextlib
import json
import os
import sqlite3
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
PROGRAM = Path(os.environ.get("IPLEDGER", ROOT / "target" / "release" / "ipledger"))
NOW = "2021-01-15T09:00:00+08:00"

OK = 0
ROWS_REFUSED = 3

# In the order in which a clerk would take them in: who exists, then what they filed, then the plan.
IMPORTS = [
    ("party", "企业名录.xlsx"),
    ("patent", "专利清单2014-2016.xls"),
    ("patent", "专利清单2017-2018.csv"),
    ("patent", "专利清单2019-2020.xlsx"),
    ("pct", "PCT申请.csv"),
    ("target", "规划目标.csv"),
]
REPORTED = "外部门报送.csv"


@contextlib.contextmanager
def directory():
    """A directory of this run, taken away at its end."""
    with tempfile.TemporaryDirectory(prefix="ipledger-referee-") as path:
        yield Path(path)


def call(path, *arguments, expect=(OK,)):
    """Runs `ipledger` on the ledger at `path`; returns what it printed. Stops on any other exit code."""
    done = subprocess.run(
        [PROGRAM, "--db", path, "--lang", "en", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env={"PATH": os.environ["PATH"], "HOME": str(path.parent), "IPLEDGER_NOW": NOW, "NO_COLOR": "1"},
    )
    if done.returncode not in expect:
        raise SystemExit(f"ipledger {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def ask(path, *arguments, expect=(OK,)):
    """Runs `ipledger ... --json`; returns the value under `data`."""
    return json.loads(call(path, *arguments, "--json", expect=expect))["data"]


def build(directory, name="book.db"):
    """A ledger of all samples, with corrections and voids after them."""
    path = take_in(directory, name)
    amend(path)
    return path


def take_in(directory, name="book.db"):
    path = directory / name
    call(path, "init", "--office", "静安区知识产权局", "--region", "310106")
    for noun, file in IMPORTS:
        call(path, "--by", "王芳", noun, "import", SAMPLES / file, expect=(OK, ROWS_REFUSED))
    call(path, "--by", "李敏", "target", "report", SAMPLES / REPORTED, expect=(OK, ROWS_REFUSED))
    return path


def amend(path):
    """Two corrections and a void by number, then a whole file taken back and taken in again."""
    numbers = patent_numbers(path)
    call(path, "patent", "correct", numbers[0], "--title", "一种更正了名称的装置", "--reason", "title misread")
    call(path, "patent", "correct", numbers[1], "--filing-date", "2016-03-01", "--reason", "date misread")
    call(path, "patent", "void", numbers[2], "--reason", "not ours")
    file = SAMPLES / IMPORTS[3][1]
    call(path, "void", entry_of(path, file.name), "--reason", "wrong file")
    call(path, "patent", "import", file, expect=(OK, ROWS_REFUSED))


def patent_numbers(path):
    """Numbers of three inventions filed in 2016, for the corrections."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "select application_no from patents where kind = 'invention' and substr(filing_date, 1, 4) = '2016'"
            " order by application_no limit 3"
        ).fetchall()
    if len(rows) < 3:
        raise SystemExit("samples/ hold fewer than three inventions filed in 2016")
    return [number for (number,) in rows]


def entry_of(path, source_name):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return connection.execute("select max(entry) from entry where source_name = ?", [source_name]).fetchone()[0]
