"""Pledges, loans and payments of the sample district: made from its granted patents."""

import calendar
import csv
import datetime
import io
import pathlib
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
from openpyxl.styles import Font

from kit import days, save_xlsx, wrong_check

D = datetime.date
SAMPLES = pathlib.Path(__file__).parent.parent
PLEDGES, LOANS, PAYMENTS = "质押登记清单.xlsx", "贷款台账.csv", "还款流水.csv"
BANKS = ["示例银行静安支行", "样例银行上海静安支行", "示范商业银行市北支行"]
# Days after the grant, 万元 secured, 万元 lent, rate, method, whether it is repaid, patents.
PLAN = [(120, 300, 300, "4.35", "按季付息，到期还本", True, 1), (200, 200, 180, "4.785", "利随本清", True, 1),
        (90, 500, 500, "4.35", "按季付息，到期还本", True, 2), (150, 150, 150, "5.22", "利随本清", False, 1),
        (60, 800, 600, "4.35", "按季付息，到期还本", True, 2), (240, 100, 100, "5.655", "利随本清", True, 1),
        (180, 400, 350, "4.35", "按季付息，到期还本", False, 1), (300, 260, 260, "4.20", "利随本清", True, 1)]


def add_months(day, months):
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return D(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def interest(yuan, rate, count):
    exact = Decimal(yuan) * Decimal(rate) / 100 * count / 360
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def make(cases):
    """Pledges with the loan each secures and its payments, in order of registration."""
    by_firm = {}
    for case in cases:
        first = case.applicants[0]
        plain = len(case.applicants) == 1 and case.kind == "发明" and case.grant and case.grant <= D(2019, 6, 30)
        if plain and first.sits_here(case.grant) and case.status not in ("终止", "失效"):
            by_firm.setdefault(first.name, []).append(case)
    firms = sorted(by_firm.values(), key=lambda owned: (-len(owned), owned[0].number))
    made = []
    for at, ((after, secured, lent, rate, method, repaid, many), owned) in enumerate(zip(PLAN, firms)):
        patents = owned[:many]
        registered = days(max(case.grant for case in patents), after)
        drawn = days(registered, 3 + at)
        due = add_months(drawn, 12)
        made.append({"at": at, "firm": patents[0].applicants[0], "patents": patents, "registered": registered,
                     "secured": secured, "lent": lent, "rate": rate, "method": method, "repaid": repaid,
                     "drawn": drawn, "due": due, "bank": BANKS[at % 3]})
    made.sort(key=lambda pledge: pledge["registered"])
    for serial, pledge in enumerate(made, 1):
        year = pledge["registered"].year
        pledge["no"] = f"{'Y' if year >= 2020 else ''}{year}310000{serial:03d}"
        pledge["loan_no"] = f"JD{pledge['drawn']:%Y%m%d}{serial:02d}"
    return made


def payments(pledge):
    """What the firm paid, to the fen by actual days and 360."""
    yuan = pledge["lent"] * 10_000
    if pledge["method"] == "利随本清":
        dates = [pledge["due"]]
    else:
        dates = [add_months(pledge["drawn"], 3 * n) for n in range(1, 5)]
    paid, start = [], pledge["drawn"]
    for day in dates:
        amount = interest(yuan, pledge["rate"], (day - start).days)
        last = day == pledge["due"]
        if last and not pledge["repaid"]:
            break
        paid.append((day, amount + (yuan if last else 0)))
        start = day
    return paid


def write(cases):
    """Writes the three files; returns what must come of each."""
    made = make(cases)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "登记清单"
    sheet.append(["静安区专利权质押登记清单（示例）"])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([])
    sheet.append(["序号", "登记号", "登记申请日", "登记日", "出质人", "统一社会信用代码", "质权人", "专利号", "质押金额（万元）",
                  "债务起始日", "债务到期日", "注销日", "注销事由"])
    refused = {}
    for pledge in made:
        numbers = "；".join("ZL" + case.number for case in pledge["patents"])
        released = days(pledge["due"], 9) if pledge["repaid"] and pledge["due"] <= D(2020, 12, 1) else None
        sheet.append([pledge["at"] + 1, pledge["no"], days(pledge["registered"], -7), pledge["registered"], pledge["firm"].name,
                      pledge["firm"].code, pledge["bank"], numbers, pledge["secured"], pledge["drawn"], pledge["due"],
                      released, "债务已履行" if released else None])
    bad = made[0]["patents"][0]
    sheet.append([99, "2019310000998", None, D(2019, 9, 9), made[0]["firm"].name, made[0]["firm"].code, BANKS[0],
                  "ZL" + wrong_check(bad.number), 50, None, D(2020, 9, 8), None, None])
    refused[str(sheet.max_row)] = "application-no-check"
    sheet.append(["合计", None, None, None, None, None, None, None, sum(p["secured"] for p in made) + 50])
    for column, width in zip("ABCDEFGHIJKLM", (6, 18, 12, 12, 26, 22, 24, 40, 14, 12, 12, 12, 14)):
        sheet.column_dimensions[column].width = width
    save_xlsx(book, SAMPLES / PLEDGES)

    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["借款人名称", "统一社会信用代码", "借款合同编号", "借据号", "贷款银行", "发放金额(万元)", "放款日期", "到期日期",
                   "执行年利率(%)", "还款方式", "还款周期", "计息方式", "质押登记号"])
    for pledge in made:
        rows.writerow([pledge["firm"].name, pledge["firm"].code, f"HT{pledge['loan_no'][2:]}", pledge["loan_no"], pledge["bank"],
                       pledge["lent"], pledge["drawn"], pledge["due"], pledge["rate"], pledge["method"],
                       "按季" if "季" in pledge["method"] else "", "积数计息", pledge["no"]])
    (SAMPLES / LOANS).write_bytes(out.getvalue().encode("gb18030"))

    paid = sorted((day, pledge["loan_no"], amount) for pledge in made for day, amount in payments(pledge))
    lines = [["交易日期", "借据号", "还款金额（元）", "交易流水号"]]
    lines += [[f"{day:%Y/%m/%d}", loan, f"{amount:,.2f}", f"T{at:05d}"] for at, (day, loan, amount) in enumerate(paid, 1)]
    lines.append(lines[-1])
    lines.append(["2020/06/01", "JD9999", "1,000.00", "T99999"])
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    (SAMPLES / PAYMENTS).write_bytes(("\ufeff" + out.getvalue()).encode())
    truth = {
        PLEDGES: {"accepted": len(made), "unchanged": 0, "refused": refused},
        LOANS: {"accepted": len(made), "unchanged": 0, "refused": {}},
        PAYMENTS: {"accepted": len(paid), "unchanged": 1, "refused": {str(len(lines)): "unknown-reference"}},
    }
    return truth, figures(made)


def figures(made):
    """Registrations, patents, amounts and loans by year."""
    years = {}
    for pledge in made:
        year = years.setdefault(str(pledge["registered"].year), {"pledge_registrations": 0, "pledged_patents": 0, "secured": 0})
        year["pledge_registrations"] += 1
        year["pledged_patents"] += len(pledge["patents"])
        year["secured"] += pledge["secured"]
    return years
