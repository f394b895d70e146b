"""The patent lists of the sample district, as messy as real ones, and what must become of every row.

Four files: three of October 2020 with what had happened by then, one of January 2021 with what came since.
"""

import csv
import datetime
import io

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cases import FIRST_LISTS, LAST
from kit import SAMPLES, days, full_width, save_xlsx, spelled, wrong_check

D = datetime.date
XLS, CSV, XLSX, LATER = "专利清单2013-2016.xls", "专利清单2017-2018.csv", "专利清单2019-2020年9月.xlsx", "专利清单2020年四季度.csv"
NEXT = "来件/专利清单2021年1月.csv"
HEADERS = {
    XLS: ["序号", "申请号", "专利类型", "发明名称", "申请日", "收到日", "进入国家日期", "公开（公告）日", "授权公告日", "授权公告号",
          "申请（专利权）人", "统一社会信用代码", "主分类号", "法律状态"],
    CSV: ["序号", "申请号", "专利类型", "发明名称", "申请日", "收到日", "进入国家日期", "公开（公告）日", "授权公告日",
          "授权公告号", "申请（专利权）人", "统一社会信用代码", "地址", "主分类号", "法律状态", "申请费缴纳日"],
    XLSX: ["申请号", "专利类型", "发明名称", "申请日", "收到日", "进入国家日期", "授权公告日", "授权公告号", "申请（专利权）人",
           "统一社会信用代码", "所在区", "主分类号", "法律状态"],
}
HEADERS[LATER] = [header for header in HEADERS[CSV] if header not in ("地址", "申请费缴纳日")]
# The lines above the header of the oldest list: which columns stand under one word.
HEADERS[NEXT] = HEADERS[LATER]
GROUPS = [("专利基本信息", 1, 9), ("申请人", 10, 11), ("其他", 12, 13)]
PAGE = 1200


def cells_of(case, on):
    """A case as a list of a day writes it, dates still days."""
    known = lambda day: day if day and day <= on else None
    first = case.applicants[0]
    return {
        "申请号": case.number, "专利类型": case.kind, "发明名称": case.title, "申请日": case.filing,
        "收到日": case.received, "进入国家日期": case.entry, "公开（公告）日": known(case.publication),
        "授权公告日": known(case.grant), "授权公告号": case.grant_no if known(case.grant) else "",
        "申请（专利权）人": "；".join(firm.name for firm in case.applicants),
        "统一社会信用代码": first.code, "主分类号": case.ipc, "法律状态": case.status(on), "申请费缴纳日": case.fee,
        "地址": "" if first.code else f"上海市静安区示例路{sum(map(ord, first.name)) % 900}号", "所在区": first.district,
    }


class Rows:
    """The data rows of one list: cells, the case, and what becomes of it where it is not taken as new."""

    def __init__(self, cases, on):
        self.rows = [(cells_of(case, on), case, None) for case in cases]

    def find(self, after, suits):
        """The place of the first row from `after` on that suits and is plain."""
        return next(at for at in range(after, len(self.rows))
                    if self.rows[at][2] is None and self.rows[at][1].plain and suits(self.rows[at][1]))

    def spoil(self, after, fault, suits, **cells):
        """Puts another value into a row, given as text or made from the case."""
        at = self.find(after, suits)
        old, case, _ = self.rows[at]
        made = {header: make(case) if callable(make) else make for header, make in cells.items()}
        self.rows[at] = ({**old, **made}, case, fault)

    def repeat(self, at, later, fault, **cells):
        """Writes a row once more further down."""
        at = self.find(at, anything)
        old, case, _ = self.rows[at]
        self.rows.insert(later, ({**old, **cells}, case, fault))

    def good(self):
        return [case for _, case, fault in self.rows if fault is None]


def anything(_):
    return True


def pending(case):
    """An invention of which no list brings anything new."""
    return case.kind == "发明" and not case.grant


def settled(case):
    return case.kind == "发明" and case.grant and case.grant <= FIRST_LISTS


def filed_from(year, month=1):
    return lambda case: pending(case) and case.filing >= D(year, month, 1)


def make(cases, maker):
    """The rows of each list, wrong ones among them."""
    upto = lambda first, last: [case for case in cases if first <= case.year_of_number <= last
                                and case.day <= FIRST_LISTS and not case.late]
    first, second, third = (Rows(upto(*years), FIRST_LISTS) for years in ((2013, 2016), (2017, 2018), (2019, 2020)))
    plant(first, second, third, maker)
    taken = {id(case) for rows in (first, second, third) for case in rows.good()}
    news = [case for case in cases if case.day > FIRST_LISTS or case.late
            or id(case) in taken and case.grant and case.grant > FIRST_LISTS]
    fourth = Rows(news, LAST)
    fourth.rows = [(cells, case, "corrected" if id(case) in taken else None) for cells, case, _ in fourth.rows]
    fresh = lambda case: pending(case) and case.filing > FIRST_LISTS
    fourth.spoil(40, "application-no-check", fresh, 申请号=lambda case: wrong_check(case.number))
    fourth.spoil(300, "date-impossible", fresh, 申请日="2020-11-31")
    fourth.repeat(200, 420, "unchanged")
    return {XLS: first, CSV: second, XLSX: third, LATER: fourth}


def make_next(cases):
    """The list that comes after the demonstration, for who tries the program."""
    rows = Rows(cases, D(2021, 1, 12))
    rows.spoil(3, "application-no-check", pending, 申请号=lambda case: wrong_check(case.number))
    rows.spoil(9, "date-impossible", pending, 申请日="2021-01-32")
    rows.repeat(5, 20, "unchanged")
    return rows


def plant(first, second, third, maker):
    for at in (120, 1900, 3100):
        first.spoil(at, "application-no-check", pending, 申请号=lambda case: wrong_check(case.number))
    first.spoil(900, "date-before", pending, **{
        "公开（公告）日": "", "授权公告日": lambda case: days(case.filing, -204), "授权公告号": "CN104000123B"})
    first.spoil(2200, "date-two-digit-year", pending, **{"公开（公告）日": "16-05-03"})
    first.spoil(2700, "credit-code-length", pending,
                统一社会信用代码=lambda case: case.applicants[0].code[:-1] or "1234567")
    for at in (700, 2500):
        first.repeat(at, at + 60, "unchanged")
    second.spoil(300, "date-impossible", pending, 申请日="2017-02-30")
    for at in (800, 2900):
        second.spoil(at, "application-no-check", settled, 申请号=lambda case: wrong_check(case.number))
    second.spoil(1300, "kind-disagrees", pending, 专利类型="实用新型")
    for at in (1700, 3000):
        second.spoil(at, "field-missing", pending, 申请号="")
    second.repeat(600, 2100, "twice-in-file", 发明名称="一种另行命名的方法")
    second.spoil(3400, "date-impossible", pending, 申请日="2018年13月5日")
    third.spoil(200, "date-order-ambiguous", pending, 申请日="3/4/2019")
    third.spoil(900, "credit-code-length", pending,
                统一社会信用代码=lambda case: case.applicants[0].code[:-1] or "1234567")
    third.spoil(1500, "application-no-check", pending, 申请号=lambda case: wrong_check(case.number))
    third.spoil(2600, "date-before", filed_from(2020), 授权公告日=lambda case: days(case.filing, -31), 授权公告号="CN110000456B")
    third.repeat(1000, 1100, "unchanged")
    # A filing date fixed anew (重新确定申请日): recorded with a note.
    third.spoil(2900, None, filed_from(2020, 3), 申请号=lambda case: maker.number("发明", 2019, case.filing))


def write_xls(rows):
    """Title rows, a header of two lines with merged cells, the numbers of the columns (栏次) below it, sums and the header
    again at each page's end; dates as cells and as text."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("专利清单")
    bold = xlwt.easyxf("font: bold on; align: horiz center")
    day_cell = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    headers = HEADERS[XLS]
    last = len(headers) - 1
    sheet.write_merge(0, 0, 0, last, "静安区专利清单（2013—2016年）（示例数据，单位与专利均系虚构）", bold)
    sheet.write_merge(1, 1, 0, last, "填报单位：示例知识产权服务中心　　填报日期：2020年10月9日　　单位：件")
    sheet.write_merge(2, 3, 0, 0, headers[0], bold)
    for word, left, right in GROUPS:
        sheet.write_merge(2, 2, left, right, word, bold)
    for column, header in enumerate(headers):
        if column:
            sheet.write(3, column, header, bold)
        sheet.write(4, column, "甲乙丙"[column] if column < 3 else column - 2)
        sheet.col(column).width = 256 * (34 if column in (3, 10) else 18)
    numbered, line = {}, 5
    for at, (cells, case, fault) in enumerate(rows.rows):
        if at and at % PAGE == 0:
            sheet.write(line, 0, "本页小计")
            sheet.write(line, 3, f"共{PAGE}件")
            for column, header in enumerate(headers):
                sheet.write(line + 1, column, header, bold)
            line += 2
        numbered[line + 1] = fault
        # A firm that was renamed stands under its former name before; the code says who it is.
        first = case.applicants[0]
        if first.former and case.filing.year < 2015 and len(case.applicants) == 1:
            cells = {**cells, "申请（专利权）人": first.former}
        for column, header in enumerate(headers):
            value = at + 1 if header == "序号" else cells[header]
            if isinstance(value, D) and at % 3:
                sheet.write(line, column, spelled(value, at))
            elif isinstance(value, D):
                sheet.write(line, column, value, day_cell)
            elif value:
                sheet.write(line, column, value)
        line += 1
    sheet.write(line, 0, "合计")
    sheet.write(line, 3, f"共{len(rows.rows)}件")
    sheet.write(line + 1, 0, "注：本表单位、专利均系虚构，仅供示例。")
    book.save(str(SAMPLES / XLS))
    return numbered


def write_csv(name, rows):
    """GB18030, as an export of some web page: tabs behind numbers, full-width digits, ZL before granted ones."""
    out = io.StringIO()
    sink = csv.writer(out, lineterminator="\r\n")
    headers = HEADERS[name]
    sink.writerow(headers)
    numbered = {}
    for at, (cells, case, fault) in enumerate(rows.rows):
        numbered[at + 2] = fault
        values = []
        for header in headers:
            value = at + 1 if header == "序号" else cells[header]
            if isinstance(value, D):
                value = spelled(value, at // 4)
            if header == "申请号" and value:
                value = "ZL" + value if cells["授权公告日"] and at % 6 == 1 else value
                value = full_width(value) if at % 11 == 3 else value
                value += "\t"
            values.append(value or "")
        sink.writerow(values)
    (SAMPLES / name).write_bytes(out.getvalue().encode("gb18030"))
    return numbered


def write_xlsx(rows):
    """A sheet a year with a merged title, blank rows where months were pasted together, numbers that lost their `.0`."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    headers = HEADERS[XLSX]
    numbered = {}
    for year in (2019, 2020):
        sheet = book.create_sheet(f"{year}年")
        title_row(sheet, f"静安区专利清单（{year}年{'1—9月' if year == 2020 else ''}）（示例数据）", headers)
        line, own = 2, [row for row in rows.rows if row[1].year_of_number == year]
        for at, (cells, _, fault) in enumerate(own):
            line += 2 if at and at % 400 == 0 else 1
            numbered[f"{sheet.title}!{line}"] = fault
            for column, header in enumerate(headers, 1):
                value = cells[header]
                if header == "申请号" and value.endswith(".0"):
                    value = int(value[:-2])
                elif isinstance(value, D) and at % 5 == 4:
                    value = spelled(value, at // 5)
                cell = sheet.cell(line, column, value or None)
                if isinstance(value, D):
                    cell.number_format = "yyyy/m/d"
                elif isinstance(value, int):
                    cell.number_format = "0"
        sheet.cell(line + 1, 1, "合计")
        sheet.cell(line + 1, 3, len(own))
        sheet.cell(line + 3, 1, "备注：本表单位、专利均系虚构，仅供示例。")
    save_xlsx(book, SAMPLES / XLSX)
    return numbered


def title_row(sheet, title, headers):
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headers))
    sheet.cell(1, 1, title).font = Font(bold=True, size=14)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    for column, header in enumerate(headers, 1):
        sheet.cell(2, column, header).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = max(14, len(header) * 2.2)
