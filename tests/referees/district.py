"""A second district, against plain loops: every row's verdict, every year and quarter, today and in the past.

district/ holds files the program was not written against, with the truth about each row. What counts, when and
where is said once more in district/making/counting.py, apart from the program and from the recount in SQL.
"""

import copy
import sys
from pathlib import Path

import openpyxl

from book import OK, ROWS_REFUSED, ask, call, directory

HERE = Path(__file__).resolve().parent / "district"
sys.path.insert(0, str(HERE))

from making import counting  # noqa: E402

YEARS = range(2014, 2021)
FEE_PAID_SINCE = 2017  # the break of the national statistics
PAST_DAYS = ("2016-06-30", "2018-04-02", "2019-12-31", "2020-02-29")
VOIDED = "专利清单2019-2020.xlsx"
NOTHING = {kind: counting.BLANK for kind in counting.KINDS}


def main():
    truth = counting.read(HERE / "truth.json")
    with directory() as place:
        path = place / "district.db"
        call(path, "init", "--office", truth["office"]["name"], "--region", truth["office"]["region"])
        results = {name: take_in(path, name, said, place) for name, said in truth["files"].items()}
        rows = sum(verdicts_agree(name, results[name], said) for name, said in truth["files"].items())
        first = known(path)
        figures = compare(path, truth, [])
        for day in PAST_DAYS:
            figures += compare(path, truth, ["--as-of", day], as_of=day)

        mended = sum(mend(path, name, said, place) for name, said in truth["files"].items() if said["refused"])
        whole = truth | {"patents": truth["patents"] + truth["mended_patents"], "pct": truth["pct"] + truth["mended_pct"]}
        figures += compare(path, whole, [])
        second = known(path)

        call(path, "void", results[VOIDED]["entry"], "--yes", "--reason", "taken in too early")
        left = [p for p in whole["patents"] if p["file"] != VOIDED or p in truth["mended_patents"]]
        figures += compare(path, whole | {"patents": left}, [])
        figures += compare(path, truth, ["--known-at", first])
        figures += compare(path, whole, ["--known-at", second, "--as-of", PAST_DAYS[2]], as_of=PAST_DAYS[2])
        call(path, "verify")
        can_fail(path, truth, results, first)
    print(f"ok {rows} rows of a second district judged, {mended} mended, {figures} figures equal")


def take_in(path, name, said, place):
    verb = ["target", "report"] if said["noun"] == "reported" else [said["noun"], "import"]
    return ask(path, *verb, HERE / name, "--rejects", place / f"{name}.refused.xlsx", expect=(OK, ROWS_REFUSED))


def known(path):
    """The last entry."""
    return ask(path, "verify")["entries"]


def verdicts_agree(name, result, said):
    found = differences_of_verdicts(result, said)
    if found:
        raise SystemExit(f"district: {name}: " + "; ".join(found))
    return said["rows"]


def differences_of_verdicts(result, said):
    found = [f"{what} {result[what]}, not {said[what]}" for what in ("rows", "accepted", "unchanged") if result[what] != said[what]]
    got = {(reject["row"], reject["column"], reject["code"]) for reject in result["rejects"]}
    want = {(refused["row"], refused["column"], refused["code"]) for refused in said["refused"]}
    return found + [f"row {row} {column} {code}" for row, column, code in sorted(got ^ want)]


def mend(path, name, said, place):
    """Puts the right values into the workbook of refused rows, as a clerk does, and imports it."""
    file = place / f"{name}.refused.xlsx"
    book = openpyxl.load_workbook(file)
    sheet = book.active
    header = next(row for row in sheet.iter_rows() if any(cell.value == "Original row" for cell in row))
    columns = {cell.value: cell.column for cell in header if cell.value}
    wanted = {refused["row"]: refused for refused in said["refused"]}
    for row in range(header[0].row + 1, sheet.max_row + 1):
        refused = wanted.pop(int(sheet.cell(row, columns["Original row"]).value))
        sheet.cell(row, columns[refused.get("mend", refused["column"])]).value = refused["mended"]
    if wanted:
        raise SystemExit(f"district: {name}: the workbook lacks rows {sorted(wanted)}")
    book.save(file)
    result = ask(path, said["noun"], "import", file)
    if result["accepted"] != len(said["refused"]) or result["rejected"]:
        raise SystemExit(f"district: {name}: mended, {result['accepted']} of {len(said['refused'])} were accepted")
    return len(said["refused"])


def compare(path, truth, arguments, as_of="9999-12-31"):
    """Holds every yearly and quarterly figure against the loops; returns how many there were."""
    compared, found = differences_of_figures(path, truth, arguments, as_of)
    if found:
        raise SystemExit(f"district: {' '.join(map(str, arguments))}: " + "; ".join(found))
    return compared


def differences_of_figures(path, truth, arguments, as_of):
    annual, quarterly = counting.totals(truth, as_of)
    pct = counting.pct_totals(truth, as_of)
    compared, found = 0, []

    def hold(label, year, row, want):
        nonlocal compared
        basis = "fee_paid" if year >= FEE_PAID_SINCE else "received"
        for kind in counting.KINDS:
            for what, measure in (("filings", basis), ("grants", "granted")):
                compared += 1
                got = row[f"{kind}_{what}"]
                if got != want[kind][measure]:
                    found.append(f"{label} {kind} {what}: {got}, recounted {want[kind][measure]}")

    for row in ask(path, "stats", "annual", "--from", YEARS[0], "--to", YEARS[-1], *arguments):
        hold(row["year"], row["year"], row, annual.get(row["year"], NOTHING))
        compared += 1
        if row["pct_filings"] != pct.get(row["year"], 0):
            found.append(f"{row['year']} PCT: {row['pct_filings']}, recounted {pct.get(row['year'], 0)}")
    for year in YEARS:
        for row in ask(path, "stats", "quarterly", "--year", year, *arguments):
            hold(f"{year} Q{row['quarter']}", year, row, quarterly.get((year, row["quarter"]), NOTHING))
    return compared, found


def can_fail(path, truth, results, first):
    """One patent of another kind, one firm elsewhere, one row judged otherwise: each must be seen."""
    at = ["--known-at", first]
    other_kind, moved = copy.deepcopy(truth), copy.deepcopy(truth)
    other_kind["patents"][0]["kind"] = "design" if truth["patents"][0]["kind"] != "design" else "utility"
    moved["places"][truth["patents"][-1]["applicant"]] = []
    said = copy.deepcopy(truth["files"][VOIDED])
    said["refused"][0]["row"] += 1
    if not (differences_of_figures(path, other_kind, at, "9999-12-31")[1]
            and differences_of_figures(path, moved, at, "9999-12-31")[1]
            and differences_of_verdicts(results[VOIDED], said)):
        raise SystemExit("district: a false truth was not noticed")


if __name__ == "__main__":
    main()
