"""The directory of the sample district: firms on one sheet, whoever else files and the institutions on another."""

import openpyxl
from openpyxl.styles import Font

from kit import SAMPLES, save_xlsx

NAME = "企业名录.xlsx"
GROUPS = [("基本情况", 2, 5), ("所在地", 6, 8), ("在区起止", 9, 10), ("其他", 11, 12)]
HEADERS = ["序号", "企业名称", "统一社会信用代码", "行业", "规模", "区", "街道", "园区", "迁入日期", "迁出日期", "曾用名", "高新技术企业认定日期"]
OTHER_HEADERS = ["名称", "统一社会信用代码", "类型", "角色", "区", "街道"]


def write(firms, others, institutions):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "企业"
    sheet.append(["静安区企业名录（示例数据：名称、代码均系虚构，与任何真实单位无关）"])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells("A1:L1")
    for column, header in enumerate(HEADERS, 1):
        sheet.cell(3, column, header).font = Font(bold=True)
    sheet["A2"] = "序号"
    sheet["A3"] = None
    sheet.merge_cells("A2:A3")
    for word, left, right in GROUPS:
        sheet.cell(2, left, word)
        sheet.merge_cells(start_row=2, start_column=left, end_row=2, end_column=right)
    said = []
    for at, firm in enumerate(firms):
        said.append((row_of(firm), None))
        if at == 120:
            said.append((row_of(firms[80]), "unchanged"))
        if at == 200:
            said.append(([firm.name + "分部", firm.code[:10] + "0" + firm.code[11:], *row_of(firm)[2:]], "credit-code-check"))
        if at == 310:
            said.append((["上海示例无码科技有限公司", "91310106MA1F", *row_of(firm)[2:]], "credit-code-length"))
    refused = {}
    for at, (cells, fault) in enumerate(said, 1):
        # Pages were pasted together with a blank line between.
        line = sheet.max_row + (2 if at == 251 else 1)
        for column, value in enumerate([at, *cells], 1):
            cell = sheet.cell(line, column, value or None)
            if hasattr(value, "year"):
                cell.number_format = "yyyy-mm-dd"
        if fault not in (None, "unchanged"):
            refused[f"{sheet.title}!{line}"] = fault
    sheet.append(["合计", f"共{len(said)}家"])
    for column, width in zip("ABCDEFGHIJKL", (6, 40, 22, 12, 8, 10, 14, 16, 12, 12, 30, 14)):
        sheet.column_dimensions[column].width = width
    other = book.create_sheet("高校、院所、个人和服务机构")
    other.append(OTHER_HEADERS)
    for one in others + institutions:
        other.append([one.name, one.code or None, one.kind, one.role or None, one.district, one.street])
    for column, width in zip("ABCDEF", (34, 22, 10, 12, 10, 16)):
        other.column_dimensions[column].width = width
    save_xlsx(book, SAMPLES / NAME)
    return {"accepted": len(firms) + len(others) + len(institutions), "unchanged": 1, "refused": refused}


def row_of(firm):
    return [firm.name, firm.code, firm.industry, firm.size, firm.district, firm.street, firm.park, firm.since, firm.until,
            firm.former, firm.high_tech]
