"""Makes the papers beside it that are named below: troubles that only a workbook can have, each with its right values in
tests/suite/readings.rs. Needs openpyxl, xlwt and odfpy; the writers are those of the referee `readings`.

The other files here are trials that came to us as they are."""
import datetime
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "referees" / "readings"))

from files import Failed, Grid, Percent, Serial, Shown, Uncomputed, archive, ods, serial, spreadsheet_ml, xls, xlsx  # noqa: E402

DAY = datetime.date
BANK, FIRM, OTHER = "示例银行静安支行", "上海示例青禾软件有限公司", "上海示例听澜智能科技有限公司"


def grid(rows, merges=(), name="清单"):
    made = Grid(name)
    made.rows, made.merges = [list(row) for row in rows], list(merges)
    return made


def write(name, writer, made):
    writer([made], HERE / name)


# A register of pledges as a bureau prints it: a title that states the unit, a header of two lines, a total.
def register(total, first_row):
    rows = [
        ["专利权质押登记明细表（单位：万元）"],
        [],
        ["序号", "质押登记号", "登记日", "当事人", None, "专利号", "质押金额", "担保债权", None, None],
        [None, None, None, "出质人", "质权人", None, None, "金额", "起始日", "到期日"],
        *first_row,
        ["合计", None, None, None, None, None, None, total, None, None],
    ]
    down = [(2, column, 3, column) for column in (0, 1, 2, 5, 6)]
    return grid(rows, [(0, 0, 0, 9), (2, 3, 2, 4), (2, 7, 2, 9), *down])


JANUARY = [
    [1, "2018310000011", DAY(2018, 1, 9), FIRM, BANK, "201610281886.0", 350, 300, DAY(2018, 1, 5), DAY(2019, 1, 5)],
    [2, "2018310000012", DAY(2018, 1, 16), OTHER, BANK, "201610824209.9", 250, 200, DAY(2018, 1, 12), DAY(2019, 1, 12)],
]
FEBRUARY = [[1, "2018310000021", DAY(2018, 2, 6), OTHER, BANK, "201610757401.0", 180, 150, DAY(2018, 2, 2), DAY(2019, 2, 2)]]
write("register_january.xlsx", xlsx, register(600, JANUARY))
write("register_january_mended.xlsx", xlsx, register(500, JANUARY))
write("register_february.xlsx", xlsx, register(150, FEBRUARY))

# A header of three lines in a spreadsheet of LibreOffice.
write("three_lines.ods", ods, grid([
    ["登记信息", None, "当事人", None, None, "担保信息", None, None, None],
    ["登记号", "登记日期", "出质人", None, "质权人", "专利号", "被担保债权", None, None],
    [None, None, "名称", "统一社会信用代码", None, None, "数额（万元）", "起始日", "到期日"],
    ["2018310000031", DAY(2018, 3, 6), FIRM, "91310106MA1F50004T", BANK, "201610281886.0", 80.5, DAY(2018, 3, 1), DAY(2019, 3, 1)],
], [(0, 0, 0, 1), (0, 2, 0, 4), (0, 5, 0, 8), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4), (1, 5, 2, 5), (1, 6, 1, 8)]))

# Days that count from 1904, as dates and as bare numbers, in a workbook of Excel 97 and in a list of loans.
old = grid([
    ["申请号", "名称", "申请日", "申请人"],
    ["201610281801.9", "甲", DAY(2016, 5, 3), FIRM],
    ["201610281802.3", "乙", Serial(serial(DAY(2016, 5, 4), True)), FIRM],
])
old.epoch_1904 = True
write("days_1904.xls", xls, old)
loans = grid([
    ["借据号", "贷款银行", "借款人", "贷款金额（万元）", "放款日期", "到期日", "年利率(%)", "还款方式"],
    ["JD1904", BANK, FIRM, 100, Serial(serial(DAY(2018, 3, 1), True)), DAY(2019, 3, 1), 4.35, "利随本清"],
])
loans.epoch_1904 = True
write("days_1904_loans.xlsx", xlsx, loans)

# Formulas that failed: a key, an amount, and one in a column nobody keeps.
write("failed_formulas.ods", ods, grid([
    ["登记号", "登记日", "出质人", "质权人", "专利号", "质押金额（万元）", "备注"],
    ["2018310000041", DAY(2018, 4, 3), FIRM, BANK, "201610281886.0", 100, Failed("#N/A")],
    ["2018310000042", DAY(2018, 4, 3), Failed("#N/A"), BANK, "201610824209.9", 100, None],
]))
write("failed_formulas.xls", xls, grid([
    ["借据号", "贷款银行", "借款人", "贷款金额（万元）", "放款日期", "到期日", "年利率(%)", "还款方式"],
    ["JD1", BANK, FIRM, 100, DAY(2018, 3, 1), DAY(2019, 3, 1), 4.35, "利随本清"],
    ["JD2", BANK, FIRM, Failed("#VALUE!"), DAY(2018, 3, 1), DAY(2019, 3, 1), 4.35, "利随本清"],
]))

# One bank over three loans, one day over two of them.
write("merged_bank.ods", ods, grid([
    ["贷款银行", "借据号", "借款人", "贷款金额（万元）", "放款日期", "到期日", "年利率(%)", "还款方式"],
    [BANK, "JD11", FIRM, 100, DAY(2018, 3, 1), DAY(2019, 3, 1), 4.35, "利随本清"],
    [None, "JD12", OTHER, 200, None, DAY(2019, 3, 1), 4.35, "利随本清"],
    [None, "JD13", OTHER, 300, DAY(2018, 4, 2), DAY(2019, 4, 2), 4.35, "利随本清"],
], [(1, 0, 3, 0), (1, 4, 2, 4)]))

# Rates as cells that show percents, in a workbook of Excel 97: all of them, and beside bare percents.
rates = grid([
    ["借据号", "贷款银行", "借款人", "贷款金额（万元）", "放款日期", "到期日", "年利率(%)", "还款方式"],
    ["JD21", BANK, FIRM, 100, DAY(2018, 3, 1), DAY(2019, 3, 1), Percent(0.0435), "利随本清"],
    ["JD22", BANK, FIRM, 100, DAY(2018, 3, 1), DAY(2019, 3, 1), 4.75, "利随本清"],
    ["JD23", BANK, FIRM, 100, DAY(2018, 3, 1), DAY(2019, 3, 1), Percent(0.05), "利随本清"],
])
write("percent_cells.xls", xls, rates)
rates.epoch_1904, rates.rows[0][6] = True, "执行利率"
write("percent_cells_1904.xlsx", xlsx, rates)

# Amounts whose unit stands in the look of their cells alone.
looks = grid([
    ["登记号", "登记日", "出质人", "质权人", "专利号", "质押金额"],
    ["2018310000061", DAY(2018, 4, 3), FIRM, BANK, "201610281886.0", Shown(300, "万元")],
    ["2018310000062", DAY(2018, 4, 3), FIRM, BANK, "201610824209.9", Shown(3000000, "元")],
    ["2018310000063", DAY(2018, 4, 3), FIRM, BANK, "201610757401.0", Shown(80.5, "万元")],
])
write("units_in_looks.xls", xls, looks)
write("units_in_looks.xlsx", xlsx, looks)
write("units_in_looks.ods", ods, looks)

# Formulas whose results nobody stored.
write("uncomputed.xlsx", xlsx, grid([
    ["登记号", "登记日", "出质人", "质权人", "专利号", "质押金额（万元）"],
    ["2018310000051", DAY(2018, 4, 3), FIRM, BANK, "201610281886.0", 100],
    ["2018310000052", DAY(2018, 4, 3), FIRM, BANK, "201610824209.9", Uncomputed("=F2*2")],
]))
write("uncomputed.ods", ods, grid([
    ["申请号", "名称", "申请日", "申请人"],
    ["201610281801.9", "甲", DAY(2016, 5, 3), FIRM],
    ["201610281802.3", "乙", DAY(2016, 5, 4), Uncomputed("=[.D2]")],
]))

# What a system of a bank calls .xls: the XML of Excel 2003, and a page saved as one file.
register = grid([
    ["专利权质押登记清单（单位：万元）"],
    ["登记号", "登记日", "出质人", "质权人", "专利号", "质押金额"],
    ["2018310000071", DAY(2018, 7, 3), FIRM, BANK, "201610281886.0", 100],
    [None, None, None, None, "201610824209.9", None],
    ["2018310000072", DAY(2018, 7, 4), OTHER, BANK, "201610757401.0", 80.5],
    ["合计", None, None, None, None, 180.5],
], [(0, 0, 0, 5), *((2, column, 3, column) for column in (0, 1, 2, 3, 5))])
write("register_2003.xls", spreadsheet_ml, register)
write("register_archive.xls", archive, register)
write("loans_2003.xls", spreadsheet_ml, grid([
    ["借据号", "贷款银行", "借款人", "贷款金额（万元）", "放款日期", "到期日", "年利率", "还款方式"],
    ["JD31", BANK, FIRM, 100, DAY(2018, 3, 1), DAY(2019, 3, 1), Percent(0.0435), "利随本清"],
    ["JD32", BANK, Failed("#REF!"), 100, DAY(2018, 3, 1), DAY(2019, 3, 1), Percent(0.0435), "利随本清"],
    ["JD33", BANK, FIRM, Uncomputed("=R[-1]C*2"), DAY(2018, 3, 1), DAY(2019, 3, 1), Percent(0.0435), "利随本清"],
]))
write("loans_archive.xls", archive, grid([
    ["借据号", "贷款银行", "借款人", "贷款金额（万元）", "放款日期", "到期日", "年利率(%)", "还款方式"],
    ["JD41", BANK, FIRM, "1,000.5", DAY(2018, 3, 1), DAY(2019, 3, 1), 4.35, "利随本清"],
    ["JD42", BANK, "#N/A", 100, DAY(2018, 3, 1), DAY(2019, 3, 1), 4.35, "利随本清"],
]))
