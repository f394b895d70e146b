"""openpyxl opens the workbooks the program writes: the refused rows, which are mended and imported as they
then stand, and a published table, whose figures are numbers and those of the JSON."""

import itertools
import json
import shutil
import sqlite3

import book
from openpyxl import load_workbook

NUMBER, KIND, FILING, APPLICANT = "申请号", "专利类型", "申请日", "申请（专利权）人"
KINDS = {"1": "发明", "2": "实用新型", "3": "外观设计", "8": "发明", "9": "实用新型"}
ADDED_COLUMNS = 3  # row in the source, reason, what to do

fresh_serials = itertools.count(9_900_001)


class Sheet:
    """A workbook of refused rows: title rows, the header as the clerk knows it, the rows, three columns more."""

    def __init__(self, path):
        self.workbook = load_workbook(path)
        self.cells = self.workbook.worksheets[0]
        rows = list(self.cells.iter_rows())
        at = next(i for i, row in enumerate(rows) if NUMBER in [cell.value for cell in row])
        self.headers = [cell.value for cell in rows[at]]
        self.rows = rows[at + 1 :]

    def cell(self, row, header):
        return row[self.headers.index(header)]

    def source_row(self, row):
        return row[-ADDED_COLUMNS].value

    def coloured(self, row):
        return [header for header, cell in zip(self.headers, row) if cell.fill.fill_type is not None]


def faults_of(path, refusals):
    """What is wrong with a workbook of refused rows, against the refusals of the import."""
    sheet, found = Sheet(path), []
    if [sheet.source_row(row) for row in sheet.rows] != [refusal["row"] for refusal in refusals]:
        return [f"{path.name}: not the refused rows {[refusal['row'] for refusal in refusals]}"]
    for row, refusal in zip(sheet.rows, refusals):
        where = f"{path.name}, row {refusal['row']}"
        for cell in row[1 - ADDED_COLUMNS :]:
            if not isinstance(cell.value, str) or not cell.value.strip():
                found.append(f"{where}: {sheet.headers[cell.column - 1]} is empty")
        if refusal["message"] not in str(row[1 - ADDED_COLUMNS].value):
            found.append(f"{where}: the reason is not that of the import: {row[1 - ADDED_COLUMNS].value}")
        if refusal["column"] not in sheet.coloured(row):
            found.append(f"{where}: {refusal['column']} is not coloured")
    return found


def mend(sheet, row, code, ledger):
    """Does to a row what its code asks for, as a clerk would who looks at the certificate."""
    number, filing = sheet.cell(row, NUMBER), sheet.cell(row, FILING)
    wrong = next(cell for cell in row if cell.fill.fill_type is not None)
    if code == "application-no-check":
        number.value = book.application_no(number.value.strip()[:12])
    elif code in ("field-missing", "twice-in-file"):
        kind = next(digit for digit, word in KINDS.items() if word == sheet.cell(row, KIND).value)
        number.value = book.application_no(f"{str(filing.value)[:4]}{kind}{next(fresh_serials)}")
    elif code == "kind-disagrees":
        wrong.value = KINDS[number.value.strip()[4]]
    elif code == "date-before":
        wrong.value = None
    elif code == "date-two-digit-year":
        wrong.value = f"20{wrong.value}"
    elif code == "date-impossible":
        wrong.value = f"{wrong.value[:-2]}28"
    elif code == "date-order-ambiguous":
        month, day, year = wrong.value.split("/")
        wrong.value = f"{year}-{month:0>2}-{day:0>2}"
    elif code == "credit-code-length":
        wrong.value = code_of(ledger, sheet.cell(row, APPLICANT).value)
    else:
        raise SystemExit(f"nobody here knows how to mend {code}")


def code_of(ledger, name):
    connection = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    try:
        return connection.execute("select uscc from parties where name = ?", [name]).fetchone()[0]
    finally:
        connection.close()


def refused_rows(ledger, directory):
    """Imports all samples; each refused workbook is checked, mended, imported. Returns how many rows."""
    truth = json.loads(book.TRUTH.read_text(encoding="utf-8"))["files"]
    mended_rows = 0
    for noun, name in book.IMPORTS:
        path = directory / f"refused-{name}.xlsx"
        outcome = book.import_rows(ledger, noun, book.SAMPLES / name, path)
        refused = {str(refusal["row"]): refusal["code"] for refusal in outcome["rejects"]}
        said = {"accepted": outcome["accepted"], "unchanged": outcome["unchanged"], "refused": refused}
        if said != truth[name]:
            raise SystemExit(f"{name}: {said}, but the file was made so that {truth[name]}")
        if not refused:
            continue
        found = faults_of(path, outcome["rejects"])
        if found:
            raise SystemExit("\n".join(found))
        check_that_an_empty_reason_is_noticed(path, outcome["rejects"])
        sheet = Sheet(path)
        for row in sheet.rows:
            mend(sheet, row, refused[str(sheet.source_row(row))], ledger)
        sheet.workbook.save(directory / f"mended-{name}.xlsx")
        again = book.import_rows(ledger, noun, directory / f"mended-{name}.xlsx")
        if (again["accepted"], again["rejected"]) != (len(refused), 0):
            raise SystemExit(f"{name}, mended: {json.dumps(again, ensure_ascii=False, indent=1)}")
        mended_rows += len(refused)
    if mended_rows == 0:
        raise SystemExit("the samples hold no row to refuse")
    return mended_rows


def check_that_an_empty_reason_is_noticed(path, refusals):
    copy = path.with_name(f"altered-{path.name}")
    shutil.copyfile(path, copy)
    sheet = Sheet(copy)
    sheet.rows[-1][1 - ADDED_COLUMNS].value = None
    sheet.workbook.save(copy)
    if not faults_of(copy, refusals):
        raise SystemExit("a reason taken away goes unnoticed")


def table_differences(path, rows):
    """Compares a published yearly table with the JSON rows; returns sentences."""
    cells = [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]
    years = {row[0]: row for row in cells if isinstance(row[0], int)}
    if list(years) != [row["year"] for row in rows]:
        return [f"{path.name} has the years {list(years)}"]
    return [
        f"{path.name}, {row['year']}, {name}: {cell!r}, JSON {value!r}"
        for row in rows
        for (name, value), cell in zip(row.items(), years[row["year"]], strict=True)
        if not same(cell, value)
    ]


def same(cell, value):
    """A count is the same number; an amount, a string in JSON, is a number in the workbook; flags are letters in both."""
    if isinstance(value, str) and (value == "" or value.isalpha()):
        return (cell or "") == value
    if isinstance(value, str):
        return isinstance(cell, (int, float)) and f"{cell:.2f}" == value
    return type(cell) is type(value) and cell == value


def published_table(ledger, directory):
    """Returns how many figures of `stats annual -o F.xlsx` are numbers and equal the JSON."""
    path = directory / "annual.xlsx"
    question = ("stats", "annual", "--from", 2014, "--to", 2020)
    rows = book.ask(ledger, *question)
    book.call(ledger, *question, "-o", path)
    found = table_differences(path, rows)
    if found:
        raise SystemExit("\n".join(found))
    workbook = load_workbook(path)
    cell = next(c for row in workbook.worksheets[0].iter_rows() for c in row if c.value == rows[-1]["invention_filings"])
    cell.value = str(cell.value)
    workbook.save(directory / "altered.xlsx")
    if not table_differences(directory / "altered.xlsx", rows):
        raise SystemExit("a figure turned into text goes unnoticed")
    return sum(value is not None for row in rows for value in row.values())


def main():
    with book.directory() as directory:
        ledger = directory / "book.db"
        book.found(ledger)
        mended = refused_rows(ledger, directory)
        figures = published_table(ledger, directory)
    print(f"ok {mended} refused rows mended in their workbooks and imported, {figures} published figures are numbers")


if __name__ == "__main__":
    main()
