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
TRUTH = ROOT / "tests" / "files" / "truth_samples.json"
REGION = "310106"
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
AMENDED = SAMPLES / "专利清单2019-2020.xlsx"


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
    amend(path, AMENDED)
    return path


def found(path):
    call(path, "init", "--office", "静安区知识产权局", "--region", REGION)


def take_in(directory, name="book.db"):
    path = directory / name
    found(path)
    for noun, file in IMPORTS:
        import_rows(path, noun, SAMPLES / file)
    call(path, "--by", "李敏", "target", "report", SAMPLES / REPORTED, "--rejects", directory / "refused.xlsx", expect=(OK, ROWS_REFUSED))
    return path


def import_rows(path, noun, file, rejects=None):
    """Imports a file; what is refused goes to a workbook in the ledger's directory, never beside the samples."""
    rejects = rejects or path.parent / "refused.xlsx"
    rejects.unlink(missing_ok=True)
    return ask(path, "--by", "王芳", noun, "import", file, "--rejects", rejects, expect=(OK, ROWS_REFUSED))


def amend(path, file):
    """A whole file taken back and taken in again, then two corrections and a void by number."""
    call(path, "void", entry_of(path, file.name), "--yes", "--reason", "wrong file")
    import_rows(path, "patent", file)
    numbers = patent_numbers(path)
    call(path, "patent", "correct", numbers[0], "--title", "一种更正了名称的装置", "--reason", "title misread")
    call(path, "patent", "correct", numbers[1], "--filing-date", "2015-12-31", "--reason", "date misread")
    call(path, "patent", "void", numbers[2], "--reason", "not ours")


def patent_numbers(path):
    """Numbers of three plain inventions filed in 2016, for the corrections."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "select application_no from patents where kind = 'invention' and substr(filing_date, 1, 4) = '2016'"
            " and entry_date is null and received_date is null and divisional = 0"
            " order by application_no limit 3"
        ).fetchall()
    if len(rows) < 3:
        raise SystemExit("samples/ hold fewer than three inventions filed in 2016")
    return [number for (number,) in rows]


def entry_of(path, source_name):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return connection.execute("select max(entry) from entry where source_name = ?", [source_name]).fetchone()[0]


def application_no(digits):
    """A number of twelve digits with its check character (ZC 0006-2003)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)))
    return f"{digits}.{'0123456789X'[total % 11]}"
