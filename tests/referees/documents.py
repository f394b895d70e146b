"""openpyxl and LibreOffice open a document's workbook: numbers are numbers, charts are drawn from the cells of the table
above them, every formula comes to the result that stands beside it, and the anchor is whole."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import book
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

ANCHOR = re.compile(r"\d+ [0-9a-f]{64}$")
SUM = re.compile(r"^=(?:SUM\(([A-Z]+\d+(?::[A-Z]+\d+)?)\)|ROUND\(SUM\(([A-Z]+\d+(?::[A-Z]+\d+)?)\),\d+\))$")


def check_document(path):
    """Stops with what is wrong with a workbook; returns how many sheets, formulas and series it holds."""
    path = Path(path)
    workbook = load_workbook(path)
    found = anchor_faults(workbook) + number_faults(workbook) + chart_faults(workbook) + formula_faults(path)
    if found:
        raise SystemExit("\n".join(f"{path.name}: {fault}" for fault in found))
    series = sum(1 for sheet in workbook for chart in charts(sheet) for _ in chart.series)
    return len(workbook.worksheets), len(formulas(workbook)), series


def cells(workbook):
    return [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]


def anchor_faults(workbook):
    cover = workbook.worksheets[0]
    anchors = [cell for row in cover.iter_rows() for cell in row if ANCHOR.search(str(cell.value or ""))]
    faults = [] if len(anchors) == 1 else [f"{len(anchors)} anchors on the cover"]
    for sheet in workbook:
        if not ANCHOR.search((sheet.oddFooter.left.text or "").strip()):
            faults.append(f"{sheet.title}: no anchor at the foot of its pages")
    return faults


def number_faults(workbook):
    """A text that looks like a number under a pattern for numbers was one."""
    return [
        f"{cell.parent.title}!{cell.coordinate} holds {cell.value!r} as text"
        for cell in cells(workbook)
        if isinstance(cell.value, str) and cell.number_format.startswith(("#,##0", "0")) and not cell.data_type == "f"
    ]


def charts(sheet):
    """All charts of a sheet, those combined with another one among them."""
    return [part for chart in sheet._charts for part in getattr(chart, "_charts", [chart])]


def chart_faults(workbook):
    faults = []
    for sheet in workbook:
        for chart in charts(sheet):
            for series in chart.series:
                faults += [f"{sheet.title}: {fault}" for fault in series_faults(workbook, sheet, series)]
    return faults


def series_faults(workbook, sheet, series):
    names, places, values = series.tx.strRef.f, (series.cat.numRef or series.cat.strRef).f, series.val.numRef.f
    name, place, value = (bounds(workbook, reference) for reference in (names, places, values))
    faults = [f"{values} is on another sheet" for at in (name, place, value) if at[0] != sheet]
    (_, (column, first, _, last)), (_, (_, place_first, _, place_last)) = value, place
    if (first, last) != (place_first, place_last):
        faults.append(f"{values} and {places} are not the same rows")
    if (column, first - 1) != (name[1][0], name[1][1]):
        faults.append(f"{names} is not the header of {values}")
    for row in range(first, last + 1):
        cell = sheet.cell(row, column)
        if cell.value is not None and cell.data_type not in ("n", "d"):
            faults.append(f"{cell.coordinate} is drawn but holds {cell.value!r}")
    if any(cell.font.bold for cell in sheet[last]):
        faults.append(f"{values} takes in the totals")
    return faults


def bounds(workbook, reference):
    title, place = reference.rsplit("!", 1)
    return workbook[title.strip("'").replace("''", "'")], range_boundaries(place.replace("$", ""))


def formulas(workbook):
    return [cell for cell in cells(workbook) if cell.data_type == "f"]


def formula_faults(path):
    """Takes the results away, lets LibreOffice work them out, and compares them with ours."""
    workbook, ours = load_workbook(path), load_workbook(path, data_only=True)
    faults = [f"{cell.coordinate}: {cell.value} is no sum" for cell in formulas(workbook) if not SUM.match(cell.value)]
    with tempfile.TemporaryDirectory() as directory:
        bare = Path(directory, "bare.xlsx")
        workbook.save(bare)  # openpyxl writes formulas without results
        theirs = load_workbook(recalculated(bare, Path(directory, "out")), data_only=True)
        for cell in formulas(workbook):
            mine, other = (book[cell.parent.title][cell.coordinate].value for book in (ours, theirs))
            if mine is None or mine != other:
                faults.append(f"{cell.parent.title}!{cell.coordinate} = {cell.value}: {mine!r}, LibreOffice {other!r}")
    return faults


def recalculated(path, into):
    convert(path, "xlsx", into)
    return into / path.name


def convert(path, form, into):
    home = f"-env:UserInstallation=file://{into.parent}/home"
    command = ["soffice", home, "--headless", "--convert-to", form, "--outdir", str(into), str(path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180)


def check_that_faults_are_noticed(path):
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory, "altered.xlsx")
        workbook = load_workbook(path)
        cell = formulas(workbook)[0]
        first = range_boundaries(next(filter(None, SUM.match(cell.value).groups())))
        workbook.save(copy)  # the results are gone
        if not formula_faults(copy):
            raise SystemExit("a missing result goes unnoticed")
        workbook = load_workbook(path)
        drawn = next(sheet for sheet in workbook if charts(sheet))
        column, row, _, _ = bounds(workbook, charts(drawn)[0].series[0].val.numRef.f)[1]
        drawn.cell(row, column).value = "one"
        if not chart_faults(workbook):
            raise SystemExit("a drawn figure turned into text goes unnoticed")
        return first


def main():
    """Checks the samples the tests draw (IPLEDGER_SAMPLES names their folder), and reports of a ledger."""
    samples = sorted(Path(os.environ["IPLEDGER_SAMPLES"]).glob("*.xlsx"))
    if not samples:
        raise SystemExit("no sample to check")
    with book.directory() as place:
        paths = [*samples, *book.reports(place, "xlsx")]
        counts = [check_document(path) for path in paths]
        check_that_faults_are_noticed(paths[0])
    sheets, sums, series = map(sum, zip(*counts))
    print(f"ok {len(paths)} documents: {sheets} sheets, {sums} totals recalculated, {series} series drawn from their cells")


if __name__ == "__main__":
    main()
