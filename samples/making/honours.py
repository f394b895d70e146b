"""Who applied as a pilot or demonstration enterprise, and who is certified to GB/T 29490."""

import datetime
from dataclasses import dataclass

import openpyxl
from openpyxl.styles import Font

from kit import SAMPLES, add_months, days, save_xlsx, spelled, write_text

D = datetime.date
PROGRAMS, CERTIFICATES = "试点示范清单2016-2020.xlsx", "贯标证书清单.csv"
PILOTS = {2016: 5, 2017: 6, 2018: 6, 2019: 7, 2020: 6}
DEMONSTRATIONS = {2017: 1, 2018: 1, 2019: 2, 2020: 2}
TITLES = {"pilot": "专利工作试点企业", "demonstration": "专利工作示范企业"}


@dataclass
class Application:
    program: str
    firm: object
    applied: D
    recommended: D | None = None
    recognised: D | None = None
    accepted: D | None = None
    passed: bool = True


def applications(firms, pick):
    """Pilots apply in spring, are recognised in summer, and stand the test after two years; a few do not."""
    suits = [firm for firm in firms if firm.plain and firm.since and firm.since.year <= 2011]
    pick.shuffle(suits)
    made = []
    for year, count in PILOTS.items():
        for at in range(count):
            applied = D(year, 3, 6 + at * 3)
            one = Application("pilot", suits.pop(), applied, recommended=D(year, 4, 18))
            if at != 4:
                one.recognised = D(year, 7, 1)
            if at != 4 and year <= 2018:
                one.accepted, one.passed = D(year + 2, 6, 20), not (year == 2017 and at == 2)
            made.append(one)
    held = [one for one in made if one.recognised and one.recognised.year <= 2017 and one.passed]
    for year, count in DEMONSTRATIONS.items():
        for at in range(count):
            made.append(Application("demonstration", held.pop().firm, D(year, 9, 5 + at * 8), D(year, 9, 28),
                                    D(year, 12, 3) if year < 2020 else None))
    return made


def write_programs(made):
    """The city's lists of five years pasted together; the last rows name a programme nobody has and a day there is not."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "试点示范"
    sheet.append(["静安区专利工作试点示范企业申报、认定和验收情况（示例）"])
    sheet["A1"].font = Font(bold=True, size=14)
    headers = ["序号", "批次", "单位名称", "统一社会信用代码", "类别", "申报日期", "区推荐日期", "认定日期", "文号", "验收日期", "验收结果"]
    sheet.append(headers)
    for at, one in enumerate(made, 1):
        year = one.applied.year
        sheet.append([at, f"{year}年度", one.firm.name, one.firm.code, TITLES[one.program], one.applied,
                      spelled(one.recommended, at) if one.recommended else None, one.recognised,
                      f"示例知〔{year}〕{9 if one.program == 'pilot' else 21}号" if one.recognised else None,
                      one.accepted, ("通过" if one.passed else "不通过") if one.accepted else None])
    refused = {}
    for fault, cells in (("unknown-reference", ["2019年度", made[0].firm.name, made[0].firm.code, "知识产权优势企业", D(2019, 3, 8)]),
                         ("date-impossible", ["2019年度", made[3].firm.name, made[3].firm.code, TITLES["pilot"], "2019-04-31"])):
        sheet.append([len(made) + 1, *cells])
        refused[str(sheet.max_row)] = fault
    for column, width in zip("ABCDEFGHIJK", (6, 10, 34, 22, 18, 12, 12, 12, 18, 12, 10)):
        sheet.column_dimensions[column].width = width
    save_xlsx(book, SAMPLES / PROGRAMS)
    return {"accepted": len(made), "unchanged": 0, "refused": refused}


def write_certificates(firms, pick):
    """Certificates of three years, surveilled yearly; some suspended, some withdrawn."""
    suits = [firm for firm in firms if firm.plain]
    pick.shuffle(suits)
    rows = [["序号", "获证组织", "统一社会信用代码", "证书编号", "认证标准", "认证机构", "首次发证日", "发证日", "有效期至",
             "监督审核日", "证书状态", "状态日期"]]
    standing = 0
    for at, firm in enumerate(suits[:46]):
        issued = D(2016 + at * 5 // 46, 1 + at * 7 % 12, 1 + at * 5 % 28)
        if issued > D(2020, 9, 20):
            issued = D(2020, 8, 1 + at % 20)
        expires = days(add_months(issued, 36), -1)
        looked = add_months(issued, 11) if add_months(issued, 11) <= D(2020, 9, 30) else None
        state, since = "有效", None
        if at in (19, 27):
            state, since = "撤销", add_months(issued, 14)
        elif at == 33:
            state, since = "暂停", add_months(issued, 13)
        standing += state == "有效" and expires >= D(2020, 12, 31)
        rows.append([at + 1, firm.name, firm.code, f"181{issued:%y}IP{101 + at:04}R0S", "GB/T 29490-2013", "示例认证中心",
                     spelled(issued, at), spelled(issued, at), spelled(expires, at), spelled(looked, at) if looked else "",
                     state, spelled(since, at) if since else ""])
    write_text(CERTIFICATES, rows, "gb18030")
    return {"accepted": len(rows) - 1, "unchanged": 0, "refused": {}}, standing
