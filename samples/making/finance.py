"""Pledges, loans, payments and a bank's statement of the sample district, made from its granted patents."""

import datetime
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
from openpyxl.styles import Alignment, Font

from cases import FIRST_LISTS, LAST
from firms import BANKS
from kit import SAMPLES, add_months, days, save_xlsx, spelled, write_text, wrong_check

D = datetime.date
PLEDGES, LOANS, PAYMENTS = "质押登记清单.xlsx", "贷款台账.csv", "还款流水.csv"
NEXT_PAYMENTS = "来件/还款流水2021年1月.csv"
LATER_PLEDGES, LATER_LOANS, LATER_PAYMENTS = "质押登记2020年四季度.csv", "贷款台账2020年四季度.csv", "还款流水2020年四季度.csv"
STATEMENT, STATEMENT_BANK = "示例银行清单2020年12月.xlsx", BANKS[0]
SCHEME = "sample-district"
PER_YEAR = {2016: 12, 2017: 16, 2018: 19, 2019: 23, 2020: 28}
QUARTERLY, BULLET, EQUAL = "按季付息，到期还本", "利随本清", "等额本金"
# What becomes of a loan that is not simply repaid, by its place in the order of registration.
BAD = {5: 1, 14: 2, 22: 0, 31: 1, 40: 2, 52: 1, 58: 0}
EXTENDED = {10, 35, 66}


@dataclass
class Loan:
    """A pledge with the loan it secures. Amounts in 万元."""
    no: str
    loan_no: str
    firm: object
    patents: list
    bank: str
    registered: D
    secured: int
    lent: int
    rate: str
    method: str
    drawn: D
    due: D
    # The day to which it was extended; the payments after which nothing came.
    extended: D | None = None
    stops_after: int | None = None
    paid: list = field(default_factory=list)

    @property
    def until(self):
        return self.extended or self.due

    @property
    def repaid_on(self):
        return self.until if self.stops_after is None and self.until <= LAST else None

    def owed(self, day):
        """Principal owed at the end of a day, in yuan."""
        back = sum((principal for on, _, principal in self.paid if on <= day), Decimal(0))
        return Decimal(self.lent * 10_000) - back


def interest(yuan, rate, count):
    exact = Decimal(yuan) * Decimal(rate) / 100 * count / 360
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def make(cases, pick):
    """The pledges in order of registration."""
    by_firm = {}
    for case in cases:
        first = case.applicants[0]
        suits = case.plain and case.kind != "外观设计" and case.grant and not case.lapse and first.plain and first.code
        if suits and first.sits_here(case.grant) and first.size != "大型":
            by_firm.setdefault(first.name, []).append(case)
    # Firms pledge again and again; each patent once.
    owners = [owned for owned in by_firm.values() if len(owned) >= 4]
    loans = []
    for year, count in PER_YEAR.items():
        pick.shuffle(owners)
        span, number = 366 if year == 2020 else 365, 0
        asked = sorted(days(D(year, 1, 1), pick.randrange(18, span - 12)) for _ in range(count))
        for registered, owned in zip(asked, [owned for owned in owners if ready(owned, D(year, 1, 1))], strict=False):
            many = pick.choice([1, 1, 1, 2, 2, 3])
            patents = [owned.remove(case) or case for case in ready(owned, registered)[:many]]
            serial = len(loans) + 1
            lent = pick.choice([60, 100, 100, 120, 160, 200, 200, 240, 300, 300, 400, 500, 500, 800, 1000])
            drawn = days(registered, pick.randrange(2, 9))
            at = len(loans)
            number = max(number + 1, registered.timetuple().tm_yday * 2)
            method = BULLET if at in EXTENDED else QUARTERLY if at in BAD else pick.choice([QUARTERLY] * 3 + [BULLET, EQUAL])
            loans.append(Loan(
                no=f"{'Y' if year >= 2020 else ''}{year}310000{number:03d}",
                loan_no=f"JD{drawn:%Y%m%d}{serial:03d}", firm=patents[0].applicants[0], patents=patents,
                bank=BANKS[min(pick.randrange(len(BANKS)), pick.randrange(len(BANKS)))], registered=registered,
                secured=lent + pick.choice([0, 0, 20, 50]), lent=lent,
                rate=pick.choice(["4.35", "4.35", "4.785", "5.22", "5.655", "4.05"] if year < 2020 else ["3.85", "4.05", "4.35"]),
                method=method, drawn=drawn, due=add_months(drawn, 12 if at in BAD or at in EXTENDED else pick.choice([12, 12, 24])),
                stops_after=BAD.get(at)))
            loan = loans[-1]
            if at in EXTENDED:
                loan.extended = add_months(loan.due, 6)
            loan.paid = payments(loan)
    return loans


def ready(owned, day):
    return [case for case in owned if case.grant <= days(day, -40)]


def payments(loan):
    """What the firm paid, to the fen by actual days and 360: (day, amount, principal in it)."""
    yuan = loan.lent * 10_000
    if loan.method == BULLET:
        dates = [loan.until]
    else:
        months = (loan.due.year - loan.drawn.year) * 12 + loan.due.month - loan.drawn.month
        dates = [add_months(loan.drawn, n) for n in range(3, months + 1, 3)]
    paid, start, left = [], loan.drawn, Decimal(yuan)
    for at, day in enumerate(dates):
        if loan.stops_after is not None and at >= loan.stops_after:
            break
        due = interest(left, loan.rate, (day - start).days)
        share = left if day == dates[-1] else Decimal(yuan) / len(dates) if loan.method == EQUAL else Decimal(0)
        paid.append((day, due + share, share))
        start, left = day, left - share
    return paid


def released(loan, by):
    """The day the pledge was released, as far as it was by then."""
    day = loan.repaid_on and days(loan.repaid_on, 9)
    return day if day and day <= by else None


def accepted(loan, at):
    """The day the application for registration was accepted."""
    return days(loan.registered, -2 - at % 7)


def write_pledges(loans):
    """A row per patent, merged where a pledge has several; a header of two lines, amounts in 万元, a sum."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "质押登记"
    sheet.append(["静安区专利权质押登记清单（示例，当事人与专利均系虚构）"])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append(["统计期间：2016年1月—2020年9月　　金额单位：万元"])
    sheet.append(["序号", "质押登记号", "登记日", "当事人", None, None, "专利号", "担保债权", None, None, "注销日", "注销事由", "受理日"])
    sheet.append([None, None, None, "出质人", "统一社会信用代码", "质权人", None, "金额", "起始日", "到期日", None, None, None])
    for area in ("A1:M1", "A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:G4", "H3:J3", "K3:K4", "L3:L4", "M3:M4"):
        sheet.merge_cells(area)
    refused, total = {}, 0
    for at, loan in enumerate(loans, 1):
        top = sheet.max_row + 1
        for case in loan.patents:
            out = released(loan, FIRST_LISTS)
            sheet.append([at, loan.no, loan.registered, loan.firm.name, loan.firm.code, loan.bank, "ZL" + case.number,
                          loan.secured, loan.drawn, loan.due, out, "债务已履行" if out else None, accepted(loan, at)])
        total += loan.secured
        bottom = sheet.max_row
        if bottom > top:
            for column in "ABCDEFHIJKLM":
                for row in range(top + 1, bottom + 1):
                    sheet[f"{column}{row}"] = None
                sheet.merge_cells(f"{column}{top}:{column}{bottom}")
                sheet[f"{column}{top}"].alignment = Alignment(vertical="center")
    bad, other = loans[0], loans[3]
    for fault, cells in (
        ("application-no-check", [None, "2019310000998", D(2019, 9, 9), bad.firm.name, bad.firm.code, bad.bank,
                                  "ZL" + wrong_check(bad.patents[0].number), 50, D(2019, 9, 12), D(2020, 9, 8), None, None, None]),
        ("date-impossible", [None, "2019310000999", "2019-06-31", other.firm.name, other.firm.code, other.bank,
                             "ZL" + other.patents[0].number, 80, D(2019, 7, 4), D(2020, 7, 4), None, None, None]),
    ):
        sheet.append(cells)
        refused[str(sheet.max_row)] = fault
    sheet.append(["合计", None, None, None, None, None, None, total + 130])
    sheet.append(["注：出质人、质权人、专利均系虚构。"])
    for column, width in zip("ABCDEFGHIJKLM", (6, 18, 12, 26, 22, 24, 20, 10, 12, 12, 12, 14, 12)):
        sheet.column_dimensions[column].width = width
    save_xlsx(book, SAMPLES / PLEDGES)
    return {"accepted": sum(len(loan.patents) for loan in loans), "unchanged": 0, "refused": refused}


def write_later_pledges(loans):
    rows = [["登记号", "登记日", "出质人", "统一社会信用代码", "质权人", "专利号", "质押金额（万元）", "债务起始日", "债务到期日", "受理日"]]
    rows += [[loan.no, spelled(loan.registered, at), loan.firm.name, loan.firm.code, loan.bank,
              "；".join("ZL" + case.number for case in loan.patents), loan.secured, spelled(loan.drawn, at), spelled(loan.due, at),
              spelled(accepted(loan, at), at)]
             for at, loan in enumerate(loans)]
    write_text(LATER_PLEDGES, rows)
    return {"accepted": len(loans), "unchanged": 0, "refused": {}}


def write_loans(name, loans):
    """GB18030, amounts in 万元; the first list ends with a sum."""
    rows = [["借款人名称", "统一社会信用代码", "借款合同编号", "借据号", "贷款银行", "发放金额(万元)", "放款日期", "到期日期",
             "执行年利率(%)", "还款方式", "还款周期", "计息方式", "质押登记号", "补偿办法", "备案日期"]]
    for at, loan in enumerate(loans):
        rows.append([loan.firm.name, loan.firm.code, f"HT{loan.loan_no[2:]}", loan.loan_no, loan.bank, loan.lent,
                     spelled(loan.drawn, at), spelled(loan.due, at), loan.rate, loan.method,
                     "" if loan.method == BULLET else "按季", "积数计息", loan.no, SCHEME, spelled(days(loan.drawn, 12), at)])
    refused = {}
    if name == LOANS:
        rows.append([*rows[3][:3], "JD20170230999", *rows[3][4:6], "2017-02-30", *rows[3][7:]])
        refused[str(len(rows))] = "date-impossible"
        rows.append(["合计", "", "", "", "", sum(row[5] for row in rows[1:])])
    write_text(name, rows, "gb18030")
    return {"accepted": len(loans), "unchanged": 0, "refused": refused}


def write_payments(name, loans, first, last):
    """Payments to the fen; in the first list one twice, one of a loan nobody knows, one without a day."""
    paid = sorted((day, loan.loan_no, amount) for loan in loans for day, amount, _ in loan.paid if first <= day <= last)
    lines = [["交易日期", "借据号", "还款金额（元）", "交易流水号"]]
    lines += [[f"{day:%Y/%m/%d}", loan, f"{amount:,.2f}", f"T{last:%y%m}{at:05d}"] for at, (day, loan, amount) in enumerate(paid, 1)]
    refused, unchanged = {}, 0
    if name == PAYMENTS:
        lines.append(lines[40])
        lines.append(["2020/06/01", "JD99999999999", "1,000.00", "T99998"])
        refused[str(len(lines))] = "unknown-reference"
        lines.append(["2020/06/31", lines[60][1], "1,000.00", "T99999"])
        refused[str(len(lines))] = "date-impossible"
        unchanged = 1
    write_text(name, lines)
    return {"accepted": len(paid), "unchanged": unchanged, "refused": refused}


def write_statement(loans):
    """A bank's loans at the end of 2020 as the bank has them, and what is not as in the ledger: row -> what."""
    own = [loan for loan in loans if loan.bank == STATEMENT_BANK and loan.drawn <= LAST and loan.owed(LAST) > 0]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "12月末"
    sheet.append([f"{STATEMENT_BANK}知识产权质押贷款清单（2020年12月末）（示例）"])
    sheet.append(["借据号", "借款合同编号", "借款人名称", "发放金额(万元)", "放款日期", "到期日期", "贷款余额(元)", "五级分类"])
    planted, sums = {}, [0, Decimal(0)]
    for at, loan in enumerate(own):
        cells = [loan.loan_no, f"HT{loan.loan_no[2:]}", loan.firm.name, loan.lent, loan.drawn, loan.until, loan.owed(LAST), "正常"]
        what = None
        if at == 1:
            cells[0], what = f"JD-{loan.loan_no[2:10]}-{loan.loan_no[10:]}", None
        elif at == 2:
            cells[5], what = add_months(loan.until, 6), "due_on"
        elif at == 4:
            cells[6], what = loan.owed(LAST) - 200_000, "balance"
        elif at == 5:
            cells[2] = loan.firm.name.replace("有限公司", "有限责任公司")
        elif at == len(own) - 1:
            planted[loan.loan_no] = "only_ledger"
            continue
        if loan.stops_after is not None:
            cells[7] = "可疑"
        sheet.append(cells)
        sums[0] += cells[3]
        sums[1] += cells[6]
        if what:
            planted[loan.loan_no] = what
    stranger = ["JD20201116901", "HT20201116901", "上海示例无名数据科技有限公司", 150, D(2020, 11, 16), D(2021, 11, 16), Decimal(1_500_000), "正常"]
    sheet.append(stranger)
    planted[stranger[0]] = "only_bank"
    sheet.append(["合计", None, None, sums[0] + 150, None, None, sums[1] + 1_500_000])
    for row in sheet.iter_rows(min_row=3):
        row[6].number_format = "#,##0.00"
        for cell in (row[4], row[5]):
            cell.number_format = "yyyy-mm-dd"
    for column, width in zip("ABCDEFGH", (18, 18, 40, 14, 12, 12, 18, 10)):
        sheet.column_dimensions[column].width = width
    save_xlsx(book, SAMPLES / STATEMENT)
    return {"lines": sheet.max_row - 3, "differ": planted}


def write(loans):
    """Writes the lists; returns what must come of each."""
    early = [loan for loan in loans if loan.drawn <= FIRST_LISTS]
    later = [loan for loan in loans if loan.drawn > FIRST_LISTS and loan.drawn <= LAST]
    beginning = D(2016, 1, 1)
    return {
        PLEDGES: write_pledges(early), LATER_PLEDGES: write_later_pledges(later),
        LOANS: write_loans(LOANS, early), LATER_LOANS: write_loans(LATER_LOANS, later),
        PAYMENTS: write_payments(PAYMENTS, early, beginning, FIRST_LISTS),
        LATER_PAYMENTS: write_payments(LATER_PAYMENTS, loans, days(FIRST_LISTS, 1), LAST),
        NEXT_PAYMENTS: write_payments(NEXT_PAYMENTS, loans, days(LAST, 1), D(2021, 1, 14)),
    }


def figures(loans):
    """Registrations, patents, secured amounts and loans by year."""
    years = {str(year): {"pledge_registrations": 0, "pledged_patents": 0, "secured": 0, "loans": 0, "lent": 0}
             for year in range(2016, 2021)}
    for loan in loans:
        if loan.drawn > LAST:
            continue
        year = years[str(loan.registered.year)]
        year["pledge_registrations"] += 1
        year["pledged_patents"] += len(loan.patents)
        year["secured"] += loan.secured
        lent = years[str(loan.drawn.year)]
        lent["loans"] += 1
        lent["lent"] += loan.lent
    return years
