"""Writes one grid of cells in each form that offices and banks send: workbooks of three kinds, pages, text."""
import datetime
import decimal
import html
import zipfile

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableColumnProperties, TableRowProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl.styles import Alignment, Font


class Failed(str):
    """What a formula shows that failed: #REF!."""


class Uncomputed(str):
    """A formula whose result was never stored."""


class Serial(int):
    """A date kept as a bare number, counted from the workbook's own first day."""


class Percent(float):
    """A number that its cell shows as a percent: 0.0435 as 4.35%."""


class Shown(float):
    """An amount that its cell shows with its unit: 300 as 300万元, which stands in its format alone."""

    def __new__(cls, value, unit):
        made = super().__new__(cls, value)
        made.look = f'#,##0.######"{unit}"'
        # An .ods keeps what a cell shows beside its number.
        made.text = f"{value:,}{unit}"
        return made


class Grid:
    """A sheet as a person made it. Cells are None, str, numbers, dates, or one of the classes above."""

    def __init__(self, name="清单"):
        self.name = name
        self.rows = []
        # top, left, bottom, right; from 0, both ends included
        self.merges = []
        self.hidden_rows, self.hidden_columns = set(), set()
        self.epoch_1904 = False

    def width(self):
        return max((len(row) for row in self.rows), default=0)

    def cell(self, at, column):
        row = self.rows[at]
        return row[column] if column < len(row) else None


EPOCHS = {False: datetime.date(1899, 12, 30), True: datetime.date(1904, 1, 1)}


def serial(day, epoch_1904):
    return (day - EPOCHS[epoch_1904]).days


def plain(value):
    """A cell as text shows it."""
    if value is None:
        return ""
    if isinstance(value, Serial):
        return str(int(value))
    if isinstance(value, float):
        return repr(value)
    return str(value)


def number(value):
    return int(value) if value == int(value) else float(value)


def csv_text(grids, delimiter):
    lines = []
    for grid in grids:
        for at in range(len(grid.rows)):
            cells = []
            for column in range(grid.width()):
                text = plain(grid.cell(at, column))
                if any(mark in text for mark in (delimiter, '"', "\n", "\r")):
                    text = '"' + text.replace('"', '""') + '"'
                cells.append(text)
            lines.append(delimiter.join(cells))
    return "\r\n".join(lines) + "\r\n"


def csv_utf8(grids, path):
    path.write_bytes(csv_text(grids, ",").encode("utf-8-sig"))


def csv_gb18030(grids, path):
    path.write_bytes(csv_text(grids, ",").encode("gb18030"))


def txt_utf16(grids, path):
    path.write_bytes(csv_text(grids, "\t").encode("utf-16"))


def xlsx(grids, path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    if grids[0].epoch_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        for at, row in enumerate(grid.rows, 1):
            for column, value in enumerate(row, 1):
                if value is None:
                    continue
                cell = sheet.cell(at, column)
                if isinstance(value, Failed):
                    cell.value, cell.data_type = str(value), "e"
                elif isinstance(value, Uncomputed):
                    cell.value = str(value)
                elif isinstance(value, Serial):
                    cell.value = int(value)
                elif isinstance(value, Percent):
                    cell.value, cell.number_format = float(value), "0.00%"
                elif isinstance(value, Shown):
                    cell.value, cell.number_format = float(value), value.look
                elif isinstance(value, str):
                    cell.value, cell.data_type = value, "s"
                elif isinstance(value, datetime.date):
                    cell.value, cell.number_format = value, "yyyy-mm-dd"
                else:
                    cell.value = number(value)
        for top, left, bottom, right in grid.merges:
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
            sheet.cell(top + 1, left + 1).alignment = Alignment(horizontal="center", vertical="center")
        for at in grid.hidden_rows:
            sheet.row_dimensions[at + 1].hidden = True
        for column in grid.hidden_columns:
            sheet.column_dimensions[openpyxl.utils.get_column_letter(column + 1)].hidden = True
        sheet.cell(1, 1).font = Font(bold=True)
    book.save(path)


def xls(grids, path):
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = grids[0].epoch_1904
    shown = {}
    day, percent = xlwt.easyxf(num_format_str="YYYY-MM-DD"), xlwt.easyxf(num_format_str="0.00%")
    for grid in grids:
        sheet = book.add_sheet(grid.name)
        covered = {}
        for top, left, bottom, right in grid.merges:
            covered.update({(r, c): (top, left, bottom, right) for r in range(top, bottom + 1) for c in range(left, right + 1)})
        for at, row in enumerate(grid.rows):
            for column, value in enumerate(row):
                merge = covered.get((at, column))
                if merge and (at, column) != merge[:2]:
                    continue
                if isinstance(value, Serial):
                    value = int(value)
                style = day if isinstance(value, datetime.date) else percent if isinstance(value, Percent) else xlwt.Style.default_style
                if isinstance(value, Shown):
                    style = shown.setdefault(value.look, xlwt.easyxf(num_format_str=value.look))
                if isinstance(value, decimal.Decimal):
                    value = number(value)
                if merge:
                    sheet.write_merge(merge[0], merge[2], merge[1], merge[3], value, style)
                elif isinstance(value, Failed):
                    # The old format knows only the errors of its time.
                    error = str(value) if str(value) in xlwt.Cell.error_code_map else "#VALUE!"
                    sheet.row(at).set_cell_error(column, error)
                elif value is not None:
                    sheet.write(at, column, value, style)
        for at in grid.hidden_rows:
            sheet.row(at).hidden = True
        for column in grid.hidden_columns:
            sheet.col(column).hidden = True
    book.save(str(path))


def ods(grids, path):
    book = OpenDocumentSpreadsheet()
    hidden = Style(name="ro", family="table-row")
    hidden.addElement(TableRowProperties(rowheight="0.2in"))
    book.automaticstyles.addElement(hidden)
    narrow = Style(name="co", family="table-column")
    narrow.addElement(TableColumnProperties(columnwidth="1in"))
    book.automaticstyles.addElement(narrow)
    for grid in grids:
        table = Table(name=grid.name)
        for column in range(grid.width()):
            state = {"visibility": "collapse"} if column in grid.hidden_columns else {}
            table.addElement(TableColumn(stylename=narrow, **state))
        tops = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merges}
        inside = {(r, c) for top, left, bottom, right in grid.merges for r in range(top, bottom + 1) for c in range(left, right + 1)}
        for at in range(len(grid.rows)):
            line = TableRow(stylename=hidden, **({"visibility": "collapse"} if at in grid.hidden_rows else {}))
            for column in range(grid.width()):
                value = grid.cell(at, column)
                if (at, column) in inside and (at, column) not in tops:
                    line.addElement(CoveredTableCell())
                    continue
                spans = tops.get((at, column))
                given = {"numberrowsspanned": spans[0], "numbercolumnsspanned": spans[1]} if spans else {}
                if isinstance(value, datetime.date):
                    cell = TableCell(valuetype="date", datevalue=value.isoformat(), **given)
                elif isinstance(value, Uncomputed):
                    line.addElement(TableCell(formula=f"of:{value}", **given))
                    continue
                elif isinstance(value, Percent):
                    cell = TableCell(valuetype="percentage", value=repr(float(value)), **given)
                elif isinstance(value, (int, float, decimal.Decimal)):
                    cell = TableCell(valuetype="float", value=plain(value), **given)
                elif value is None:
                    cell = TableCell(**given)
                else:
                    cell = TableCell(valuetype="string", **given)
                if value is not None:
                    shown = value.text if isinstance(value, Shown) else plain(value)
                    for text in shown.split("\n"):
                        cell.addElement(P(text=text))
                line.addElement(cell)
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(path))


def page_text(grids):
    """A table of a page: merges are spans, what they cover is not there."""
    out = ['<html><head><meta charset="utf-8"></head><body>']
    for grid in grids:
        tops = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merges}
        inside = {(r, c) for top, left, bottom, right in grid.merges for r in range(top, bottom + 1) for c in range(left, right + 1)}
        out.append('<table border="1">')
        for at in range(len(grid.rows)):
            out.append("<tr>")
            for column in range(grid.width()):
                if (at, column) in inside and (at, column) not in tops:
                    continue
                down, across = tops.get((at, column), (1, 1))
                spans = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
                text = html.escape(plain(grid.cell(at, column))).replace("\n", "<br>")
                out.append(f"<td{spans}>{text}</td>")
            out.append("</tr>")
        out.append("</table>")
    return "\n".join(out) + "</body></html>"


def page(grids, path):
    path.write_text(page_text(grids), encoding="utf-8")


def archive(grids, path):
    """A page saved as one file (MHTML)."""
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_x"\r\n\r\n--=_x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
    path.write_text(head + page_text(grids) + "\r\n--=_x--\r\n", encoding="utf-8")


def spreadsheet_ml(grids, path):
    """The XML of Excel 2003, which many systems call .xls."""
    out = ['<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
           '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
           '<Styles><Style ss:ID="percent"><NumberFormat ss:Format="Percent"/></Style>']
    looks = {value.look for grid in grids for row in grid.rows for value in row if isinstance(value, Shown)}
    looks = {look: f"look{at}" for at, look in enumerate(sorted(looks))}
    out += [f'<Style ss:ID="{name}"><NumberFormat ss:Format="{html.escape(look)}"/></Style>' for look, name in looks.items()]
    out.append("</Styles>")
    for grid in grids:
        tops = {(top, left): (bottom - top, right - left) for top, left, bottom, right in grid.merges}
        inside = {(r, c) for top, left, bottom, right in grid.merges for r in range(top, bottom + 1) for c in range(left, right + 1)}
        out.append(f'<Worksheet ss:Name="{grid.name}"><Table>')
        for at in range(len(grid.rows)):
            out.append(f'<Row ss:Index="{at + 1}">')
            for column in range(grid.width()):
                value = grid.cell(at, column)
                if value is None and (at, column) not in tops or (at, column) in inside and (at, column) not in tops:
                    continue
                down, across = tops.get((at, column), (0, 0))
                spans = (f' ss:MergeDown="{down}"' if down else "") + (f' ss:MergeAcross="{across}"' if across else "")
                if isinstance(value, Failed):
                    kind, text = "Error", str(value)
                elif isinstance(value, datetime.date):
                    kind, text = "DateTime", f"{value.isoformat()}T00:00:00.000"
                elif isinstance(value, (int, float, decimal.Decimal)):
                    kind, text = "Number", plain(value)
                else:
                    kind, text = "String", html.escape(plain(value)).replace("\n", "&#10;")
                look = ' ss:StyleID="percent"' if isinstance(value, Percent) else ""
                look = f' ss:StyleID="{looks[value.look]}"' if isinstance(value, Shown) else look
                if isinstance(value, Uncomputed):
                    out.append(f'<Cell ss:Index="{column + 1}"{spans} ss:Formula="{html.escape(str(value))}"/>')
                    continue
                out.append(f'<Cell ss:Index="{column + 1}"{spans}{look}><Data ss:Type="{kind}">{text}</Data></Cell>')
            out.append("</Row>")
        out.append("</Table></Worksheet>")
    path.write_text("".join(out) + "</Workbook>", encoding="utf-8")


# name: (suffix, writer, can it hold merges, dates as such, a workbook's numbers and errors)
FORMS = {
    "csv": (".csv", csv_utf8, False, False),
    "csv-gb18030": (".csv", csv_gb18030, False, False),
    "txt-utf16": (".txt", txt_utf16, False, False),
    "xlsx": (".xlsx", xlsx, True, True),
    "xls": (".xls", xls, True, True),
    "ods": (".ods", ods, True, True),
    "html": (".html", page, True, False),
    "mhtml": (".xls", archive, True, False),
    "xml2003": (".xls", spreadsheet_ml, True, True),
}
MERGING = {name for name, form in FORMS.items() if form[2]}
TYPED = {name for name, form in FORMS.items() if form[3]}
TEXTS = {"csv", "csv-gb18030", "txt-utf16"}
SEVERAL_SHEETS = {"xlsx", "xls", "ods", "xml2003"}
