"""One list of patents in seven formats, as they come from offices, agencies and web pages; and what must come of it.

For maintainers: python3 tests/files/messy/make.py (needs openpyxl, xlwt, odfpy). Byte for byte the same each time.
"""

import datetime
import html
import io
import json
import pathlib
import random
import sys

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2] / "samples" / "making"))

from kit import KIND_DIGIT, days, full_width, save_xlsx, spelled, with_check, without_clock, wrong_check  # noqa: E402

D = datetime.date
HEADERS = ["申请号", "专利类型", "发明名称", "申请日", "授权公告日", "申请人"]
FIRMS = ["上海示例甲科技有限公司", "上海示例乙软件有限公司", "上海示例丙仪器有限公司", "示例丁大学"]
THINGS = ["温度传感器", "数据索引", "阀门", "图像分割", "水泵", "排班", "滤芯", "报文解析"]


def patents():
    """Forty rows: number, kind, title, filing, grant, applicant."""
    pick = random.Random(20200229)
    rows = []
    for at in range(40):
        kind = ("发明", "发明", "实用新型", "发明", "外观设计")[at % 5]
        filing = days(D(2015, 1, 6), at * 45 + pick.randrange(20))
        number = with_check(f"{filing.year}{KIND_DIGIT[kind]}{pick.randrange(20_000, 800_000):07}")
        if at in (7, 21):
            # Stored as a number, such a one loses its check character.
            while not number.endswith(".0"):
                number = with_check(f"{filing.year}{KIND_DIGIT[kind]}{pick.randrange(20_000, 800_000):07}")
        grant = days(filing, pick.randrange(100, 900)) if kind != "发明" or at % 3 == 0 else None
        form = {"发明": "一种{}方法", "实用新型": "一种{}装置", "外观设计": "{}外壳"}[kind]
        title = form.format(THINGS[at % 8]) + "一二三四五"[at // 8]
        rows.append([number, kind, title, filing, grant, FIRMS[at % 4]])
    return rows


def plant(rows):
    """Six faults in place, two rows once more; returns [(row, fault or `unchanged` or None)]."""
    said = [(row, None) for row in rows]

    def spoil(at, fault, **cells):
        row = list(rows[at])
        for column, value in cells.items():
            row[HEADERS.index(column)] = value
        said[at] = (row, fault)

    spoil(3, "application-no-check", 申请号=wrong_check(rows[3][0]))
    spoil(8, "date-impossible", 申请日="2016-02-30")
    spoil(13, "kind-disagrees", 专利类型="外观设计")
    spoil(18, "date-before", 授权公告日=days(rows[18][3], -31))
    spoil(26, "field-missing", 申请号=None)
    spoil(31, "date-two-digit-year", 申请日="18-11-07")
    said.insert(30, (rows[20], "unchanged"))
    said.append((rows[5], "unchanged"))
    return said


def lines():
    """The lines of the sheet from the first on, and what is planted in which. Blank lines are empty lists."""
    said = plant(patents())
    sheet = [["专利统计表（示例）"], ["填报单位：示例事务所"], [], HEADERS]
    planted = {}
    for at, (row, fault) in enumerate(said):
        if at in (15, 33):
            sheet.append([])
        sheet.append(row)
        planted[len(sheet)] = fault
    sheet += [["合计", None, len(said)], [], ["注：本表内容均系虚构。"]]
    return sheet, planted


def written(sheet, typed):
    """The lines as they stand in a file. `typed`: the format has cells of numbers and dates beside text."""
    for at, row in enumerate(sheet):
        cells = list(row)
        if len(cells) == len(HEADERS) and row is not HEADERS:
            number = cells[0]
            if number and number.endswith(".0"):
                cells[0] = int(number[:-2]) if typed else number[:-2]
            elif number and at % 7 == 2:
                cells[0] = full_width(number[:-2]) + number[-2:]
            elif number and at % 7 == 5:
                cells[0] = "ZL " + number
            for column in (3, 4):
                if isinstance(cells[column], D) and not (typed and at % 2):
                    cells[column] = spelled(cells[column], at)
        yield cells


def delimited(sheet, delimiter=","):
    return "".join(
        delimiter.join("" if cell is None else str(cell) for cell in cells) + "\r\n" for cells in written(sheet, False)
    )


def write_xlsx(sheet):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "专利"
    page.merge_cells("A1:F1")
    for line, cells in enumerate(written(sheet, True), 1):
        for column, value in enumerate(cells, 1):
            cell = page.cell(line, column, value) if value is not None else None
            if isinstance(value, D):
                cell.number_format = "yyyy/m/d"
    save_xlsx(book, HERE / "book.xlsx")


def write_xls(sheet):
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("专利")
    day_cell = xlwt.easyxf(num_format_str="yyyy/m/d")
    for line, cells in enumerate(written(sheet, True)):
        for column, value in enumerate(cells):
            if isinstance(value, D):
                page.write(line, column, value, day_cell)
            elif value is not None:
                page.write(line, column, value)
    book.save(str(HERE / "book.xls"))


def write_ods(sheet):
    book = OpenDocumentSpreadsheet()
    table = Table(name="专利")
    for cells in written(sheet, True):
        row = TableRow()
        for value in cells or [None]:
            row.addElement(ods_cell(value))
        table.addElement(row)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    (HERE / "book.ods").write_bytes(without_clock(out.getvalue()))


def ods_cell(value):
    if value is None:
        return TableCell()
    if isinstance(value, D):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
    elif isinstance(value, int):
        cell = TableCell(valuetype="float", value=str(value))
    else:
        cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


def write_page(sheet):
    """A web page saved under the name of a workbook, as many agencies' systems export."""
    rows = []
    for at, cells in enumerate(written(sheet, False)):
        tag = "th" if at == 3 else "td"
        span = " colspan=6" if len(cells) == 1 else ""
        inner = "".join(f"<{tag}{span}>{html.escape(str(cell or ''))}</{tag}>" for cell in cells or [""])
        rows.append(f"<tr>{inner}</tr>")
    page = ('<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
            '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
            "<style>td {mso-number-format:'\\@'}</style></head>\r\n<body><table border=1>\r\n"
            + "\r\n".join(rows) + "\r\n</table></body></html>\r\n")
    (HERE / "page.xls").write_bytes(page.encode("gbk"))


def main():
    sheet, planted = lines()
    text = delimited(sheet)
    (HERE / "gb18030.csv").write_bytes(text.encode("gb18030"))
    (HERE / "utf8bom.csv").write_bytes(("\ufeff" + text).encode())
    (HERE / "utf16.csv").write_bytes(("\ufeff" + delimited(sheet, "\t")).encode("utf-16-le"))
    write_xlsx(sheet)
    write_xls(sheet)
    write_ods(sheet)
    write_page(sheet)
    said = list(planted.values())
    due = {
        "accepted": said.count(None),
        "unchanged": said.count("unchanged"),
        "refused": {str(line): fault for line, fault in planted.items() if fault not in (None, "unchanged")},
    }
    names = ["gb18030.csv", "utf8bom.csv", "utf16.csv", "book.xlsx", "book.xls", "book.ods", "page.xls"]
    truth = json.dumps({name: due for name in names}, ensure_ascii=False, indent=1)
    (HERE / "truth.json").write_text(truth + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
