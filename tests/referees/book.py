"""Builds a ledger of the small district with the program under test, as a clerk would, and asks it questions."""

import contextlib
import json
import os
import sqlite3
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "files" / "small_district"
SCHEMES = ROOT / "samples" / "schemes"
PROGRAM = Path(os.environ.get("IPLEDGER", ROOT / "target" / "release" / "ipledger"))
TRUTH = SAMPLES / "truth.json"
REGION = "310106"
NOW = "2021-01-15T09:00:00+08:00"
QUARTER = "2020Q4"

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
    arguments = [str(argument) for argument in arguments]
    language = [] if "--lang" in arguments else ["--lang", "en"]
    done = subprocess.run(
        [PROGRAM, "--db", path, *language, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env={"PATH": os.environ["PATH"], "HOME": str(path.parent), "IPLEDGER_NOW": NOW, "NO_COLOR": "1"},
    )
    if done.returncode not in expect:
        raise SystemExit(f"ipledger {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
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


def take_in_money(place):
    """The samples with their loans, one of which is claimed, paid and partly recovered."""
    path = take_in(place, "published.db")
    for noun, file in (("pledge", "质押登记清单.xlsx"), ("loan", "贷款台账.csv")):
        import_rows(path, noun, SAMPLES / file)
    call(path, "loan", "repay", "--file", SAMPLES / "还款流水.csv", "--rejects", place / "r.xlsx", expect=(0, 3))
    call(path, "scheme", "add", SCHEMES / "zhongshan.toml")
    fund = "中山风险补偿资金"
    call(path, "fund", "contribute", fund, "3000万元", "--funder", "区财政局", "--on", "2020-01-05")
    call(path, "fund", "interest", fund, "1234.56", "--on", "2020-09-21")
    call(path, "fund", "fee", fund, "20.50", "--on", "2020-10-08")
    late = ask(path, "loan", "list", "--overdue")[0]["loan_no"]
    call(path, "--by", "甲", "claim", "file", late, "--on", "2020-10-12")
    call(path, "--by", "乙", "claim", "approve", late, "--on", "2020-10-20")
    call(path, "claim", "pay", late, "--on", "2020-11-02")
    call(path, "--by", "乙", "claim", "recover", late, "54321.09", "--costs", "0.37", "--on", "2020-12-02")
    return path


def reports(place, extension):
    """A published quarter and what else is handed out, in both languages; returns their paths."""
    path = take_in_money(place)
    call(path, "report", "heading", "--table-no", "沪静知统1表", "--approval-no", "静统制〔2016〕3号", "--prepared-by", "王芳")
    call(path, "stats", "publish", QUARTER, "--yes")
    wanted = [("quarter", QUARTER), ("year", QUARTER[:4])]
    wanted += [("patent", "201410411007.2"), ("party", "上海示例云杉信息技术有限公司")]
    wanted += [("bank", "示例银行静安支行"), ("fund", "中山风险补偿资金")]
    written = []
    for language in ("zh", "en"):
        for noun, what in wanted:
            file = place / f"{noun}.{language}.{extension}"
            call(path, "report", noun, what, "-o", file, "--lang", language)
            written.append(file)
    return written


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
        raise SystemExit("the lists hold fewer than three inventions filed in 2016")
    return [number for (number,) in rows]


def entry_of(path, source_name):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return connection.execute("select max(entry) from entry where source_name = ?", [source_name]).fetchone()[0]


def application_no(digits):
    """A number of twelve digits with its check character (ZC 0006-2003)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)))
    return f"{digits}.{'0123456789X'[total % 11]}"
