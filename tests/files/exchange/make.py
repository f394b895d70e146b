"""Makes the files beside it: one small table in every form an office hands in.

Needs xlwt, openpyxl and odfpy. The table has a title, a blank row, a header, rows with a date, a long number
and a money amount, a blank row in between, and a total.
"""
import datetime
import os
import zipfile

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = datetime.date(2016, 12, 30)
ROWS = [
    ["静安区专利清单"],
    [],
    ["申请号", "发明名称", "申请日", "金额（万元）"],
    ["201610000001.9", "一种“质押”装置", DAY, 1200.5],
    [],
    [2016100000027, "脑机接口\n控制方法", DAY, 300],
    ["合计", None, None, 1500.5],
]


def path(name):
    return os.path.join(HERE, name)


def text(rows, delimiter=","):
    def field(value):
        shown = "" if value is None else str(value)
        quoted = any(mark in shown for mark in (delimiter, '"', "\n"))
        return '"' + shown.replace('"', '""') + '"' if quoted else shown

    return "".join(delimiter.join(field(value) for value in row) + "\r\n" for row in rows)


def write(name, data):
    with open(path(name), "wb") as file:
        file.write(data)


def xlsx(name, epoch_1904=False):
    book = openpyxl.Workbook()
    if epoch_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "清单"
    for at, row in enumerate(ROWS, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column, value)
            if value == DAY:
                cell.number_format = 'yyyy"年"m"月"d"日"'
    sheet.cell(5000, 2).font = openpyxl.styles.Font(bold=True)
    other = book.create_sheet("底稿")
    other["C3"] = "#N/A"
    other.sheet_state = "hidden"
    book.create_chartsheet("图")
    book.save(path(name))


def xls(name):
    book = xlwt.Workbook()
    sheet = book.add_sheet("清单")
    date = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for at, row in enumerate(ROWS):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(at, column, value, date if value == DAY else xlwt.Style.default_style)
    book.add_sheet("底稿").visibility = 1
    book.save(path(name))


def ods(name):
    book = OpenDocumentSpreadsheet()
    hidden = Style(name="hidden", family="table")
    hidden.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(hidden)
    table = Table(name="清单")
    for row in ROWS:
        line = TableRow()
        for value in row or [None]:
            if value is None:
                line.addElement(TableCell())
                continue
            if value == DAY:
                cell = TableCell(valuetype="date", datevalue=value.isoformat())
            elif isinstance(value, (int, float)):
                cell = TableCell(valuetype="float", value=value)
            else:
                cell = TableCell(valuetype="string")
            for part in str(value).split("\n"):
                cell.addElement(P(text=part))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.spreadsheet.addElement(Table(name="底稿", stylename=hidden))
    book.save(path(name))


def html(name):
    lines = ["<html><head><meta charset=gb2312></head><body><table border=1>"]
    for row in ROWS:
        if len(row) == 1:
            lines.append(f"<tr><td colspan=4>{row[0]}</td></tr>")
        else:
            shown = ["&nbsp;" if value is None else str(value).replace("\n", "<br>") for value in row]
            lines.append("<tr>" + "".join(f"<td>{value}</td>" for value in shown) + "</tr>")
    lines.append("</table></body></html>")
    write(name, "\n".join(lines).encode("gb18030"))


def damaged(name, source):
    with open(path(source), "rb") as file:
        data = file.read()
    write(name, data[: len(data) // 2])


def misplaced(name, whole, cell, place):
    """A workbook one cell of which claims to stand elsewhere."""
    with zipfile.ZipFile(path(whole)) as book, zipfile.ZipFile(path(name), "w", zipfile.ZIP_DEFLATED) as out:
        for item in book.infolist():
            data = book.read(item).replace(f'r="{cell}"'.encode(), f'r="{place}"'.encode())
            out.writestr(zipfile.ZipInfo(item.filename), data, zipfile.ZIP_DEFLATED)


def encrypted(name):
    """The wrapping that Excel puts around a workbook with a password: enough of it to be recognised."""
    sector = 512

    def entry(label, kind, child=-1, right=-1, start=-2, size=0):
        encoded = label.encode("utf-16le")
        data = encoded.ljust(64, b"\0") + (len(encoded) + 2).to_bytes(2, "little") + bytes([kind, 1])
        for link in (-1, right, child):
            data += (link & 0xFFFFFFFF).to_bytes(4, "little")
        return data + bytes(36) + (start & 0xFFFFFFFF).to_bytes(4, "little") + size.to_bytes(8, "little")

    content = 4096
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chain = [fat_sector, end] + [at + 3 for at in range(content // sector - 1)] + [end]
    fat = b"".join(value.to_bytes(4, "little") for value in chain).ljust(sector, b"\xff")
    directory = entry("Root Entry", 5, child=1) + entry("EncryptedPackage", 2, start=2, size=content)
    directory += entry("", 0) * 2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00" + bytes(6)
    numbers = [0, 1, 1, 0, 4096, end, 0, end, 0, 0] + [free] * 108
    header += b"".join(number.to_bytes(4, "little") for number in numbers)
    write(name, header + fat + directory + bytes(content))


write("utf8.csv", text(ROWS).encode())
write("utf8-bom.csv", text(ROWS).encode("utf-8-sig"))
write("gb18030.csv", text(ROWS).encode("gb18030"))
write("utf16le-bom.txt", text(ROWS, "\t").encode("utf-16"))
write("utf16be.txt", text(ROWS, "\t").encode("utf-16-be"))
write("semicolon.csv", text(ROWS, ";").encode())
xlsx("plain.xlsx")
xlsx("epoch-1904.xlsx", epoch_1904=True)
xls("plain.xls")
ods("plain.ods")
html("page.xls")
damaged("damaged.xlsx", "plain.xlsx")
damaged("damaged.xls", "plain.xls")
damaged("damaged.ods", "plain.ods")
misplaced("far-right.xlsx", "plain.xlsx", "A7", "ZZZZZZ7")
misplaced("far-down.xlsx", "plain.xlsx", "A7", "A4294967295")
misplaced("upside-down.xlsx", "plain.xlsx", "A7", "A2")
encrypted("encrypted.xlsx")
write("broken-bytes.csv", "申请号,名称\n1,甲\n2,".encode() + b"\xff\xfe" + "乙\n3,丙\n".encode())
write("open-quote.csv", "申请号,名称\n1,甲\n2,\"乙\n3,丙\n4,\"丁\"\n".encode())
