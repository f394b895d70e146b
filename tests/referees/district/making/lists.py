"""The three patent lists, each in the way of another office: .xls with titles, GB18030 text, .xlsx of numbers."""

import datetime

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Font

from .listing import NO_DATE, spell_date, verdicts
from .numbers import excel_serial, full_width
from .office_files import save_xlsx

DATES = ("filing_date", "received_date", "entry_date", "publication_date", "grant_date", "filing_fee")


def write_xls(rows, path):
    """2014-2016, Excel 97: two title rows, dates as cells and as text, the sum below."""
    header = {"no": "序号", "application_no": "申请号", "type": "专利类型", "title": "专利名称", "filing_date": "申请日",
              "entry_date": "进入国家日期", "publication_date": "公开（公告）日", "publication_no": "公开（公告）号", "grant_date": "授权公告日",
              "grant_no": "授权公告号", "applicant": "申请（专利权）人", "uscc": "统一社会信用代码",
              "district": "区县", "ipc": "主分类号", "status": "法律状态"}
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("专利清单")
    centred = xlwt.easyxf("font: bold on; align: horiz centre")
    day_cell = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    sheet.write_merge(0, 0, 0, len(header) - 1, "示例区2014—2016年专利申请与授权清单", centred)
    sheet.write_merge(1, 1, 0, len(header) - 1, "填报单位：示例区知识产权局      填报日期：2017年1月20日")
    for column, title in enumerate(header.values()):
        sheet.write(2, column, title, centred)
    for at, row in enumerate(rows):
        for column, key in enumerate(header):
            value = at + 1 if key == "no" else row.cells[key]
            if key == "application_no" and at % 17 == 5 and row.patent.grant:
                value = f"ZL {value}"
            if key in DATES and not isinstance(value, datetime.date):
                value = value or NO_DATE[(at + column) % len(NO_DATE)]
            elif key in DATES and at % 3 == 0:
                sheet.write(at + 3, column, value, day_cell)
                continue
            elif key in DATES:
                value = spell_date(value, at + column)
            if value != "":
                sheet.write(at + 3, column, value)
    end = len(rows) + 3
    sheet.write(end, 0, "合计")
    sheet.write(end, 3, f"{len(rows)}件")
    sheet.write(end + 1, 0, "制表人：示例员    审核人：示例长")
    book.save(str(path))
    return verdicts(rows, 4, header)


def write_csv(rows, path):
    """2017-2018, text as an old export gives it: GB18030, tabs behind long numbers, full-width digits, ZL."""
    header = {"application_no": "申请号", "title": "名称", "type": "专利类型", "filing_date": "申请日",
              "received_date": "收到日", "filing_fee": "申请费缴纳日", "publication_date": "公开日",
              "grant_date": "授权公告日", "grant_no": "授权公告号", "applicant": "申请人",
              "address": "第一申请人地址", "ipc": "分类号", "status": "法律状态", "entry_date": "进入国家日期",
              "pct_no": "国际申请号", "parent_no": "原申请号"}
    lines = [",".join(header.values())]
    for at, row in enumerate(rows):
        cells = []
        for key in header:
            value = row.cells[key]
            if key in DATES:
                value = spell_date(value, at) or NO_DATE[(at + len(cells)) % len(NO_DATE)]
            elif key == "application_no":
                value = spelt_number(value, at, row)
            elif key == "address" and row.cells["district"] == "静安区" and at % 2:
                value = "上海市静安区示例路%d号" % (at + 1)
            elif key == "title" and at % 40 == 7:
                value = f'"{value}"'
            cells.append(value)
        lines.append(",".join(cells))
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("gb18030"))
    return verdicts(rows, 2, header)


def spelt_number(number, at, row):
    if not number:
        return ""
    if at % 9 == 4:
        return full_width(number)
    if at % 11 == 3 and row.patent.grant:
        return "ZL" + number.replace(".", "")
    if at % 13 == 6:
        return "CN" + number.lower()
    return number + "\t" if at % 2 else number


def write_xlsx(rows, path):
    """2019-2020, a workbook that took numbers for numbers; blank rows between the months, a note, the sum."""
    header = {"no": "序号", "application_no": "专利申请号", "title": "发明名称", "type": "类型",
              "filing_date": "申请日期", "received_date": "受理日", "entry_date": "进入国家日期", "grant_date": "授权日",
              "applicant": "专利权人", "uscc": "统一社会信用代码", "address": "第一申请人地址", "ipc": "IPC主分类号",
              "status": "最新法律状态", "filing_fee": "申请费缴纳日", "pct_no": "国际申请号", "parent_no": "原申请号",
              "remark": "备注"}
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "2019-2020"
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(header))
    sheet["A1"] = "示例区专利清单（2019年1月—2020年12月）"
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=14), Alignment(horizontal="center")
    sheet.append([])
    sheet.append(list(header.values()))
    spaced = [space for at, row in enumerate(rows) for space in ([None, row] if at and at % 36 == 0 else [row])]
    at = 0
    for number, row in enumerate(spaced, 4):
        if row is None:
            continue
        for column, key in enumerate(header, 1):
            value = {"no": at + 1, "remark": "示例" if at % 50 == 9 else ""}.get(key, row.cells.get(key))
            cell = sheet.cell(number, column)
            if key in DATES and isinstance(value, datetime.date) and at % 4 == 1:
                cell.value = excel_serial(value)
            elif key in DATES and isinstance(value, datetime.date) and at % 4 == 2:
                cell.value = spell_date(value, at // 4)
            elif key in DATES and isinstance(value, datetime.date):
                cell.value, cell.number_format = value, "yyyy/m/d"
            elif key == "application_no" and row.code == "accepted" and (value.endswith(".0") or at % 29 == 3):
                cell.value = float(value) if value[-1] != "X" else value
            else:
                cell.value = value or None
        at += 1
    end = 4 + len(spaced)
    sheet.cell(end, 1).value = "合计"
    sheet.cell(end, 3).value = len(rows)
    sheet.cell(end + 2, 1).value = "备注：本清单为虚构示例，号码校验位均按标准计算。"
    save_xlsx(book, path)
    return verdicts(spaced, 4, header)
