"""Makes the sample files and what must come of them. For maintainers: python3 samples/making/make.py

Needs openpyxl and xlwt. The same files come out each time, byte for byte.
"""

import csv
import datetime
import io
import json
import pathlib
import random

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

import cases as facts
import finance
import firms as district
import plan
from kit import days, full_width, save_xlsx, spelled, wrong_check

D = datetime.date
SAMPLES = pathlib.Path(__file__).parent.parent
TRUTH = SAMPLES.parent / "tests" / "files" / "truth_samples.json"
XLS, CSV, XLSX = "专利清单2014-2016.xls", "专利清单2017-2018.csv", "专利清单2019-2020.xlsx"
HEADERS = {
    XLS: ["序号", "申请号", "专利类型", "发明名称", "申请日", "公开（公告）日", "授权公告日", "授权公告号",
          "申请（专利权）人", "统一社会信用代码", "主分类号", "法律状态"],
    CSV: ["序号", "申请号", "专利类型", "发明名称", "申请日", "收到日", "进入国家日期", "公开（公告）日", "授权公告日",
          "授权公告号", "申请（专利权）人", "主分类号", "法律状态", "申请费缴纳日"],
    XLSX: ["申请号", "专利类型", "发明名称", "申请日", "授权公告日", "授权公告号", "申请（专利权）人",
           "统一社会信用代码", "主分类号", "法律状态"],
}


def cells_of(case):
    """A case as the lists write it, dates still days."""
    return {
        "申请号": case.number, "专利类型": case.kind, "发明名称": case.title, "申请日": case.filing,
        "收到日": case.received, "进入国家日期": case.entry, "公开（公告）日": case.publication,
        "授权公告日": case.grant, "授权公告号": case.grant_no,
        "申请（专利权）人": "；".join(firm.name for firm in case.applicants),
        "统一社会信用代码": case.applicants[0].code, "主分类号": case.ipc, "法律状态": case.status,
        "申请费缴纳日": case.fee,
    }


class Rows:
    """The data rows of one list: cells, the case, and the fault planted (or `unchanged`)."""

    def __init__(self, cases):
        self.rows = [(cells_of(case), case, None) for case in cases]

    def find(self, after, suits):
        """The place of the first whole row from `after` on that suits."""
        return next(at for at in range(after, len(self.rows))
                    if self.rows[at][2] is None and suits(self.rows[at][1]))

    def spoil(self, after, fault, suits, **cells):
        """Puts another value into a row, given as text or made from the case."""
        at = self.find(after, lambda case: suits(case) and plain(case))
        old, case, _ = self.rows[at]
        made = {header: make(case) if callable(make) else make for header, make in cells.items()}
        self.rows[at] = ({**old, **made}, case, fault)

    def repeat(self, at, later, fault, **cells):
        """Writes a row once more further down."""
        at = self.find(at, plain)
        old, case, _ = self.rows[at]
        self.rows.insert(later, ({**old, **cells}, case, fault))

    def good(self):
        return [case for _, case, fault in self.rows if fault is None]


def plain(case):
    return not (case.national_phase or case.divisional or case.fee or len(case.applicants) > 1)


def invention(case):
    return case.kind == "发明"


def pending(case):
    return invention(case) and not case.grant


def granted(case):
    return case.grant is not None


def plant(files, maker):
    """Eleven wrong rows, one of each kind but two wrong check characters, and one that is strange but lawful."""
    first, second, third = (Rows(cases) for cases in files.values())
    first.spoil(20, "application-no-check", invention, 申请号=lambda case: wrong_check(case.number))
    first.spoil(58, "date-before", pending, **{
        "公开（公告）日": "", "授权公告日": lambda case: days(case.filing, -204), "授权公告号": "CN104000123B"})
    first.spoil(66, "date-two-digit-year", lambda case: case.kind == "实用新型" and case.filing >= D(2015, 8, 1),
                授权公告日="16-05-03", **{"公开（公告）日": ""})
    first.repeat(70, 118, "unchanged")
    second.spoil(15, "date-impossible", pending, 申请日="2017-02-30")
    second.spoil(40, "application-no-check", granted, 申请号=lambda case: wrong_check(case.number))
    second.spoil(63, "kind-disagrees", pending, 专利类型="实用新型")
    second.spoil(77, "field-missing", invention, 申请号="")
    second.repeat(30, 101, "twice-in-file", 发明名称="一种另行命名的方法")
    third.spoil(12, "date-order-ambiguous", pending, 申请日="3/4/2019")
    third.spoil(44, "credit-code-length", invention,
                统一社会信用代码=lambda case: case.applicants[0].code[:-1])
    # A filing date fixed anew (重新确定申请日): recorded with a note.
    third.spoil(90, None, lambda case: pending(case) and case.filing.year == 2020,
                申请号=lambda case: maker.number("发明", 2019, case.filing))
    return {XLS: first, CSV: second, XLSX: third}


def write_xls(rows):
    """Two title rows, the header in row 3; dates as cells and as text; a row with the sum."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("专利清单")
    bold = xlwt.easyxf("font: bold on; align: horiz center")
    day_cell = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    headers = HEADERS[XLS]
    sheet.write_merge(0, 0, 0, len(headers) - 1, "静安区专利清单（2014—2016年）（示例数据）", bold)
    sheet.write_merge(1, 1, 0, len(headers) - 1, "填报单位：示例知识产权服务中心　　填报日期：2021年1月8日")
    for column, header in enumerate(headers):
        sheet.write(2, column, header, bold)
        sheet.col(column).width = 256 * (34 if column in (3, 8) else 18)
    numbered = {}
    for at, (cells, case, fault) in enumerate(rows.rows):
        line = at + 4
        numbered[line] = fault
        # The firm renamed in 2015 stands under its former name before; the code says who it is.
        if case.applicants[0].former and case.filing.year < 2015:
            cells = {**cells, "申请（专利权）人": case.applicants[0].former}
        for column, header in enumerate(headers):
            value = at + 1 if header == "序号" else cells[header]
            if isinstance(value, D) and at % 3:
                sheet.write(line - 1, column, spelled(value, at))
            elif isinstance(value, D):
                sheet.write(line - 1, column, value, day_cell)
            elif value:
                sheet.write(line - 1, column, value)
    end = len(rows.rows) + 3
    sheet.write(end, 0, "合计")
    sheet.write(end, 3, f"共{len(rows.rows)}件")
    sheet.write(end + 1, 0, "注：本表企业、专利均系虚构，仅供示例。")
    book.save(str(SAMPLES / XLS))
    return numbered


def write_csv(rows):
    """GB18030, as an export of some web page: tabs behind numbers, full-width digits, ZL before granted ones."""
    out = io.StringIO()
    sink = csv.writer(out, lineterminator="\r\n")
    headers = HEADERS[CSV]
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
                value = "ZL" + value if case.grant and at % 6 == 1 else value
                value = full_width(value) if at % 11 == 3 else value
                value += "\t"
            values.append(value or "")
        sink.writerow(values)
    (SAMPLES / CSV).write_bytes(out.getvalue().encode("gb18030"))
    return numbered


def write_xlsx(rows):
    """A merged title, blank rows between the months' sheets pasted together, numbers that lost their `.0`."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "2019-2020"
    headers = HEADERS[XLSX]
    title_row(sheet, "静安区专利清单（2019—2020年）（示例数据）", headers)
    numbered = {}
    line = 2
    for at, (cells, _, fault) in enumerate(rows.rows):
        line += 2 if at in (48, 97) else 1
        numbered[line] = fault
        for column, header in enumerate(headers, 1):
            value = cells[header]
            if header == "申请号" and value.endswith(".0"):
                value = int(value[:-2])
            cell = sheet.cell(line, column, value or None)
            if isinstance(value, D):
                cell.number_format = "yyyy/m/d"
            elif isinstance(value, int):
                cell.number_format = "0"
    sheet.cell(line + 1, 1, "合计")
    sheet.cell(line + 1, 3, len(rows.rows))
    sheet.cell(line + 3, 1, "备注：本表企业、专利均系虚构，仅供示例。")
    save_xlsx(book, SAMPLES / XLSX)
    return numbered


def title_row(sheet, title, headers):
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headers))
    sheet.cell(1, 1, title).font = Font(bold=True, size=14)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    for column, header in enumerate(headers, 1):
        sheet.cell(2, column, header).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = max(14, len(header) * 2.2)


def write_firms(firms, institutions):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "企业名录"
    title_row(sheet, "静安区企业及服务机构名录（示例数据）", district.HEADERS)
    for line, firm in enumerate(firms + institutions, 3):
        for column, value in enumerate(district.row_of(firm), 1):
            cell = sheet.cell(line, column, value or None)
            if isinstance(value, D):
                cell.number_format = "yyyy-mm-dd"
    sheet.cell(line + 1, 1, "注：名称、代码均系虚构，与任何真实单位无关。")
    save_xlsx(book, SAMPLES / "企业名录.xlsx")


def write_text(name, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    (SAMPLES / name).write_bytes(("\ufeff" + out.getvalue()).encode())


def write_pct(filings):
    rows = [["国际申请号", "国际申请日", "发明名称", "申请人", "优先权号", "优先权日"]]
    for at, (day, digits, case, claims) in enumerate(filings):
        number = ("PCT/CN{}/{}", "PCTCN{}{}", "pct/cn{}/{}")[at % 3].format(digits[:4], digits[4:])
        priority = ["CN" + case.number, spelled(case.filing, at)] if claims else ["", ""]
        rows.append([number, spelled(day, at), case.title, case.applicants[0].name, *priority])
    write_text("PCT申请.csv", rows)


def annual(cases, filings):
    """What counts in each year, and inventions filed in the quarters of 2016."""
    names = {"发明": "invention", "实用新型": "utility", "外观设计": "design"}
    zero = {f"{name}_{what}": 0 for name in names.values() for what in ("filings", "grants")}
    years = {str(year): {**zero, "pct_filings": 0} for year in range(2014, 2021)}
    quarters = [0, 0, 0, 0]
    for case in cases:
        first = case.applicants[0]
        year, month, member_on = case.counted()
        unpaid = case.fee == "未缴" and year >= 2017
        if first.sits_here(member_on) and not unpaid:
            years[str(year)][names[case.kind] + "_filings"] += 1
            if case.kind == "发明" and year == 2016 and month:
                quarters[(month - 1) // 3] += 1
        if case.grant and first.sits_here(case.grant):
            years[str(case.grant.year)][names[case.kind] + "_grants"] += 1
    for day, _, case, _ in filings:
        years[str(day.year)]["pct_filings"] += case.applicants[0].sits_here(day)
    return years, quarters


def main():
    firms, institutions = district.make()
    files, maker = facts.make(firms)
    filings = facts.make_pct([case for cases in files.values() for case in cases], random.Random(20160102))
    lists = plant(files, maker)
    truth = {"企业名录.xlsx": whole(len(firms) + len(institutions)), "PCT申请.csv": whole(len(filings)),
             "规划目标.csv": whole(len(plan.TARGETS)), "外部门报送.csv": whole(len(plan.REPORTED))}
    for name, write in ((XLS, write_xls), (CSV, write_csv), (XLSX, write_xlsx)):
        faults = write(lists[name])
        said = list(faults.values())
        truth[name] = {
            "accepted": said.count(None), "unchanged": said.count("unchanged"),
            "refused": {str(row): fault for row, fault in faults.items() if fault not in (None, "unchanged")},
        }
    write_firms(firms, institutions)
    write_pct(filings)
    write_text("规划目标.csv", plan.target_rows())
    write_text("外部门报送.csv", plan.reported_rows())
    money, pledged = finance.write([case for rows in lists.values() for case in rows.good()])
    truth.update(money)
    years, quarters = annual([case for rows in lists.values() for case in rows.good()], filings)
    TRUTH.parent.mkdir(parents=True, exist_ok=True)
    content = {"files": truth, "annual": years, "quarterly_2016": quarters, "pledged": pledged}
    TRUTH.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def whole(count):
    return {"accepted": count, "unchanged": 0, "refused": {}}


if __name__ == "__main__":
    main()
