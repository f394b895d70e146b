"""The troubles that people report of such lists, each as a change of a paper and of what must come of it.

A trouble either leaves the truth as it is (the sheet must be read exactly), or refuses rows by a cause, stops the file
by a cause, or plants a control total that does not add up (exit code 3). It returns False where it cannot be planted."""
import datetime
import decimal

from files import Failed, FORMS, Grid, MERGING, Percent, SEVERAL_SHEETS, Serial, Shown, TEXTS, TYPED, Uncomputed, serial
from papers import Column, D, DISTRICTS, KNOWN_LOANS, Row, SYLLABLES, UNITS, application_no, shifted

TROUBLES = []


def trouble(stage, nouns="patent party pledge loan payment statement", forms=None, group=None, once=True):
    """Registers a trouble: earlier stages are planted first; two of one group are never mixed."""

    def register(plant):
        plant.kind = plant.__name__.replace("_", "-")
        plant.stage, plant.nouns, plant.forms, plant.group = stage, nouns.split(), forms or set(FORMS), group or plant.__name__
        TROUBLES.append(plant)
        return plant

    return register


LENDING = "pledge loan payment statement"
NUMBERS = {"patent": "application_no", "party": "uscc", "pledge": "registration_no", "loan": "loan_no", "payment": "loan_no", "statement": "loan_no"}
FIRMS = {"patent": "applicant_name", "party": "name", "pledge": "pledgor", "loan": "borrower", "statement": "borrower"}
DAYS = {"patent": "filing_date", "pledge": "registered_on", "loan": "disbursed_on", "payment": "paid_on", "statement": "due_on"}


def refuse(paper, row, *codes):
    row.codes |= set(codes)


def sure_rows(paper):
    """Rows that alone speak of their record and are not refused yet."""
    counted = [row.record for row in paper.rows]
    return [row for row in paper.rows if counted.count(row.record) == 1 and not row.codes]


# --- columns --------------------------------------------------------------------------------------

@trouble(5)
def columns_in_another_order(paper):
    paper.rng.shuffle(paper.columns)


JUNK = [
    ("序号", lambda rng, at: at + 1), ("备注", lambda rng, at: rng.choice([None, "已核", "续贷", "见附件"])),
    ("联系人", lambda rng, at: rng.choice(["张三", "李四", "王五"])), ("联系电话", lambda rng, at: f"021-{rng.randrange(10**7, 10**8)}"),
    ("经办人", lambda rng, at: rng.choice(["赵六", "钱七"])), ("办理窗口", lambda rng, at: f"{at % 3 + 1}号窗口"),
    ("处理情况", lambda rng, at: rng.choice(["已办结", "办理中"])), ("员工人数", lambda rng, at: rng.randrange(5, 900)),
    ("是否小微", lambda rng, at: rng.choice(["是", "否"])), ("工号", lambda rng, at: f"A{at:03d}"),
]


@trouble(10)
def columns_nobody_keeps(paper):
    for word, value in paper.rng.sample(JUNK, paper.rng.randrange(1, 4)):
        column = Column(None, word)
        paper.columns.insert(paper.rng.randrange(len(paper.columns) + 1), column)
        for at, row in enumerate(paper.rows):
            row.cells[column] = value(paper.rng, at)


@trouble(10, "patent pledge loan")
def a_column_of_other_firms(paper):
    """Firm names and days that are nobody's field: every field they might be is filled."""
    word = {"patent": "推荐单位", "pledge": "推荐机构", "loan": "推荐机构"}[paper.noun]
    column = Column(None, word)
    paper.columns.append(column)
    for row in paper.rows:
        row.cells[column] = "静安示例科技园管理有限公司"


@trouble(10, "pledge")
def columns_of_the_patent_in_a_list_of_pledges(paper):
    """申请日, 授权公告日 and 发明名称 belong to the patent pledged, not to the pledge."""
    for word, value in [("发明名称", "一种装置"), ("申请日", datetime.date(2014, 5, 6)), ("授权公告日", datetime.date(2015, 6, 7))]:
        column = Column(None, word)
        paper.columns.insert(5, column)
        for row in paper.rows:
            row.cells[column] = value


UNEXPLAINED = {"patent": ("applicant_name", "项目承担方"), "pledge": ("pledgor", "融资主体甲方"), "loan": ("principal", "授信执行情况"), "statement": ("balance", "截至日情况")}


@trouble(10, "patent pledge loan statement", group="columns")
def a_column_nobody_knows_that_may_be_a_field(paper):
    field, word = UNEXPLAINED[paper.noun]
    column = paper.column(field)
    column.lines, column.field = [word], None
    if column.amount:
        # Without its unit: figures with decimals alone.
        column.amount, column.unit, column.written = False, None, None
        for row in paper.rows:
            row.cells[column] = f"{row.cells[column]:,.2f}"
    # A single bare word gives no unit a place, so nothing else is planted on it.
    paper.stops |= {"column-unexplained", "header-field-missing"}


@trouble(10, "patent", group="columns")
def two_columns_of_one_number(paper):
    """申请号 and 专利号 beside each other: agreeing, completing each other, one pair contradicting."""
    first = paper.column("application_no")
    second = Column("application_no", "专利号")
    first.lines = ["申请号"]
    paper.columns.insert(paper.columns.index(first) + 1, second)
    for row in paper.rows:
        number = row.cells[first]
        row.cells[second] = f"ZL{number}"
        if paper.rng.random() < 0.3:
            row.cells[second] = None
        elif paper.rng.random() < 0.3:
            row.cells[first] = None
    if paper.rng.random() < 0.4:
        row = paper.rng.choice(paper.rows)
        row.cells[first] = paper.truth[row.record]["application_no"]
        row.cells[second] = "ZL" + application_no(2011, 1, paper.rng.randrange(10**6, 10**7))
        refuse(paper, row, "columns-disagree")


@trouble(10, "loan pledge", group="columns")
def two_columns_of_one_firm(paper):
    field, word = ("borrower", "借款企业名称") if paper.noun == "loan" else ("pledgor", "出质人名称")
    first = paper.column(field)
    second = Column(field, word)
    paper.columns.append(second)
    for row in paper.rows:
        row.cells[second] = row.cells[first]
        if paper.rng.random() < 0.3:
            row.cells[second] = None
    if paper.rng.random() < 0.4:
        row = paper.rng.choice(paper.rows)
        row.cells[second] = "上海另一家某某有限公司"
        refuse(paper, row, "columns-disagree")


@trouble(10, "patent", group="documents")
def documents_by_their_letter(paper):
    """公开（公告）号 and 日: A is a publication, B, U and S are grants."""
    for field in ("publication_no", "publication_date", "grant_no", "grant_date"):
        column = paper.column(field)
        if column:
            paper.columns.remove(column)
    number, day = Column("document_no", "公开（公告）号"), Column("document_date", "公开（公告）日")
    paper.columns += [number, day]
    for row in paper.rows:
        truth = paper.truth[row.record]
        kind = truth["application_no"][4]
        body = f"{paper.rng.randrange(10**7):07d}"
        filed = truth["filing_date"]
        truth.update(publication_no=None, publication_date=None, grant_no=None, grant_date=None)
        if kind == "1" and paper.rng.random() < 0.4:
            truth["publication_no"], truth["publication_date"] = f"CN10{body}A", shifted(filed, 7)
            row.cells[number], row.cells[day] = truth["publication_no"], truth["publication_date"]
        else:
            letter = {"1": "B", "2": "U", "3": "S"}[kind]
            truth["grant_no"], truth["grant_date"] = f"CN{kind}0{body}{letter}", shifted(filed, 20)
            row.cells[number], row.cells[day] = truth["grant_no"], truth["grant_date"]


@trouble(10, "patent", group="documents")
def a_row_for_the_publication_and_one_for_the_grant(paper):
    """The A row and the B row of one application, as databases of documents give them."""
    for field in ("publication_no", "publication_date", "grant_no", "grant_date"):
        column = paper.column(field)
        if column:
            paper.columns.remove(column)
    number = Column("document_no", paper.rng.choice(["公开（公告）号", "公开公告号"]))
    day = Column("document_date", paper.rng.choice(["公开（公告）日", "公开公告日"]))
    paper.columns += [number, day]
    rows = []
    for row in paper.rows:
        truth = paper.truth[row.record]
        filed, body = truth["filing_date"], f"{paper.rng.randrange(10**7):07d}"
        kind = truth["application_no"][4]
        truth.update(publication_no=None, publication_date=None, grant_no=None, grant_date=None)
        pieces = []
        if kind == "1":
            truth["publication_no"], truth["publication_date"] = f"CN10{body}A", shifted(filed, 7)
            pieces.append(("publication_no", "publication_date"))
        if kind != "1" or paper.rng.random() < 0.7:
            truth["grant_no"], truth["grant_date"] = f"CN{kind}0{body}{ {'1': 'B', '2': 'U', '3': 'S'}[kind]}", shifted(filed, 20)
            pieces.append(("grant_no", "grant_date"))
        for document, of in pieces:
            rows.append(row.again({number: truth[document], day: truth[of]}))
    if paper.rng.random() < 0.5:
        paper.rng.shuffle(rows)
    paper.rows = rows


@trouble(10, "pledge", group="patents")
def a_row_for_each_patent(paper):
    """A registration of three patents is three rows, all else repeated."""
    column = paper.column("patent_nos")
    rows = []
    for row in paper.rows:
        rows += [row.again({column: number}) for number in paper.truth[row.record]["patent_nos"]]
    paper.rows = rows
    paper.tags.add("rows-per-patent")


@trouble(12, "pledge", MERGING, group="patents")
def a_merged_registration_over_its_patents(paper):
    a_row_for_each_patent(paper)
    for column in paper.columns:
        if column.field != "patent_nos":
            merge_runs(paper, column, same_record=True)


@trouble(10, "pledge", group="term")
def the_term_in_one_cell(paper):
    """2020-05-20至2021-05-20 and its like, under one header."""
    first, last = paper.column("debt_from"), paper.column("debt_to")
    paper.columns.remove(first)
    last.lines = [paper.rng.choice(["债务履行期限", "履行债务期限", "质押期限", "主债权期限"][:1] + ["债务履行期限"])]
    chinese = lambda day: f"{day.year}年{day.month}月{day.day}日"
    forms = [
        lambda a, b: f"{a}至{b}", lambda a, b: f"{chinese(a)}至{chinese(b)}", lambda a, b: f"{a:%Y.%m.%d}-{b:%Y.%m.%d}",
        lambda a, b: f"{a:%Y/%m/%d}~{b:%Y/%m/%d}", lambda a, b: f"自{chinese(a)}起至{chinese(b)}止", lambda a, b: f"{a}——{b}",
        lambda a, b: f"{chinese(a)}—{chinese(b)}", lambda a, b: f"{a:%Y%m%d}-{b:%Y%m%d}", lambda a, b: f"{a} 至 {b}",
    ]
    for row in paper.rows:
        truth = paper.truth[row.record]
        row.cells[last] = paper.rng.choice(forms)(truth["debt_from"], truth["debt_to"])


@trouble(10, "pledge", group="term")
def the_term_as_a_length(paper):
    """12个月 from a first day that stands beside it; without one the row is refused."""
    first, last = paper.column("debt_from"), paper.column("debt_to")
    last.lines = ["期限"]
    has_start = paper.rng.random() < 0.7
    if not has_start:
        paper.columns.remove(first)
    for row in paper.rows:
        truth = paper.truth[row.record]
        months = (truth["debt_to"].year - truth["debt_from"].year) * 12
        years = {12: "一年", 24: "两年", 36: "三年"}[months]
        row.cells[last] = paper.rng.choice([f"{months}个月", years, f"{months // 12}年", f"自放款之日起{years}"])
        if not has_start:
            refuse(paper, row, "term-without-start", "refused-with-row")


@trouble(10, "party", group="kind")
def legal_forms_under_the_kind_of_firm(paper):
    column = Column(None, paper.rng.choice(["企业类型", "类型", "主体类型", "市场主体类型"]))
    paper.columns.append(column)
    for row in paper.rows:
        row.cells[column] = paper.rng.choice(["有限责任公司", "股份有限公司（非上市）", "有限责任公司(自然人投资或控股)", "有限责任公司分公司", "集体所有制", "一人有限责任公司"])


@trouble(10, "party", group="kind")
def stock_codes_under_the_code(paper):
    column = Column(None, "代码")
    code = paper.column("uscc")
    if paper.rng.random() < 0.5:
        paper.columns.remove(code)
        for record in paper.truth:
            record["uscc"] = None
    paper.columns.insert(1, column)
    for row in paper.rows:
        row.cells[column] = paper.rng.choice(["600000", "000001", "300750", "688981"])[:3] + f"{paper.rng.randrange(1000):03d}"


OTHER_LINES = {"摘要": ["贷款发放", "放款", "冲正还款", "利息计提", "退款"], "交易类型": ["发放", "冲正", "调整"]}


@trouble(12, "payment", group="lines-of-account")
def lines_of_an_account_that_are_no_repayments(paper):
    """放款 and 冲正 stand among the repayments of a loan account: they are refused, never booked."""
    word = paper.rng.choice(sorted(OTHER_LINES))
    column = Column(None, word)
    paper.columns.insert(2, column)
    side = Column(None, "借贷标志") if paper.rng.random() < 0.5 else None
    if side:
        paper.columns.insert(3, side)
    for row in paper.rows:
        row.cells[column] = paper.rng.choice(["还本", "归还贷款", "扣款还息", "收回本金"])
        row.cells[side] = "贷"
    for row in paper.rng.sample(sure_rows(paper), min(len(sure_rows(paper)), paper.rng.randrange(1, 3))):
        row.cells[column] = paper.rng.choice(OTHER_LINES[word])
        row.cells[side] = "借"
        refuse(paper, row, "not-a-repayment")
    if paper.rng.random() < 0.3 and side:
        # The side alone tells it.
        paper.columns.remove(column)
    paper.totals_unsure = True


@trouble(12, "payment", group="lines-of-account")
def instalments_that_are_still_to_come(paper):
    column = Column(None, paper.rng.choice(["还款状态", "状态"]))
    paper.columns.append(column)
    for row in paper.rows:
        row.cells[column] = paper.rng.choice(["已还", "成功", "已入账"])
    for row in paper.rng.sample(sure_rows(paper), min(len(sure_rows(paper)), 1)):
        row.cells[column] = paper.rng.choice(["未还", "待还", "扣款失败", "未到期"])
        refuse(paper, row, "not-a-repayment")
    paper.totals_unsure = True


@trouble(12, "pledge", group="status")
def pledges_that_are_over(paper):
    """质押状态 says 已注销: with the day of release the pledge is over, without it the row is refused."""
    state = Column(None, paper.rng.choice(["质押状态", "登记状态", "当前状态"]))
    has_day = paper.rng.random() < 0.5
    day = Column("released_on", paper.rng.choice(["注销日期", "解除质押日", "注销登记日"]))
    paper.columns += [state] + [day] * has_day
    over = {record for record in range(len(paper.truth)) if paper.rng.random() < 0.4}
    for row in paper.rows:
        row.cells[state] = "已注销" if row.record in over else paper.rng.choice(["有效", "质押中", "未注销"])
        truth = paper.truth[row.record]
        if has_day:
            truth["released_on"] = shifted(truth["registered_on"], 6) if row.record in over else None
            row.cells[day] = truth["released_on"]
        elif row.record in over:
            refuse(paper, row, "end-without-day")
    if not has_day and over:
        paper.totals_unsure = True


@trouble(11, "loan", group="rate")
def rates_that_are_none_of_a_year_in_percent(paper):
    column = paper.column("rate_percent")
    column.lines = [paper.rng.choice(["利率（‰）", "贷款利率（月）", "月利率", "年利率（‰）", "执行利率（月息，‰）"])]
    column.field = None
    paper.stops |= {"header-field-missing", "column-unexplained"}


@trouble(21, "loan", {"xlsx", "xls", "ods", "xml2003"}, group="rate")
def rates_in_percent_cells(paper):
    """0.0435 that its cell shows as 4.35%, whatever the header says."""
    column = paper.column("rate_percent")
    column.lines = [paper.rng.choice(["年利率(%)", "年利率", "执行利率（%）"])]
    for row in paper.rows:
        if str(row.cells.get(column)).replace(".", "", 1).isdigit():
            row.cells[column] = Percent(float(D(str(row.cells[column])) / 100))


@trouble(10, "loan", group="term")
def the_term_of_a_loan_in_one_column(paper):
    first, last = paper.column("disbursed_on"), paper.column("due_on")
    style = paper.rng.randrange(4)
    last.lines = [paper.rng.choice(["贷款期限", "借款期限", "贷款起止日期"] if style != 3 else ["贷款期限（月）", "期限(月)"])]
    # A bare 12 is a length by its header alone.
    last.fixed = style == 3
    if style < 2:
        paper.columns.remove(first)
    for row in paper.rows:
        truth = paper.truth[row.record]
        start, end = truth["disbursed_on"], truth["due_on"]
        months = (end.year - start.year) * 12 + end.month - start.month
        row.cells[last] = [f"{start}至{end}", f"{start:%Y.%m.%d}-{end:%Y.%m.%d}", f"{months}个月", str(months)][style]
        if style < 2:
            row.cells.pop(first, None)
        elif end != shifted(start, months):
            return False


@trouble(10, "pledge patent", group="term")
def a_column_of_days_nobody_knows(paper):
    """A list without its last day, or without the day of the grant, and a column that may be it."""
    if paper.column("document_no"):
        return False
    if paper.noun == "pledge":
        last = paper.column("debt_to")
        last.lines, last.field = [paper.rng.choice(["到期情况", "截至", "往来期"])], None
        for record in paper.truth:
            record.pop("debt_to", None)
    else:
        for field in ("grant_date", "grant_no"):
            column = paper.column(field)
            if column:
                paper.columns.remove(column)
        for record in paper.truth:
            record.pop("grant_date", None)
            record.pop("grant_no", None)
        column = Column(None, paper.rng.choice(["下证日期", "证书日", "拿证时间"]))
        paper.columns.append(column)
        for row in paper.rows:
            row.cells[column] = shifted(paper.truth[row.record]["filing_date"], 20)
    paper.stops.add("column-unexplained")


@trouble(10, "pledge", group="patents")
def patents_beside_each_other_in_a_cell(paper):
    column = paper.column("patent_nos")
    styles = ["、", "/", " ", "\n", "和", "；\n", ",", "titles"]
    for row in paper.rows:
        numbers = paper.truth[row.record]["patent_nos"]
        style = paper.rng.choice(styles)
        row.cells[column] = "；".join(f"{number}（一种装置）" for number in numbers) if style == "titles" else style.join(numbers)


@trouble(10, "statement", group="columns")
def balances_of_other_days_beside_the_balance(paper):
    """期初余额 beside 期末余额: the one at the end is meant."""
    balance = paper.column("balance")
    balance.lines = [paper.rng.choice(["期末余额", "本期余额", "本月末余额", "贷款余额"]) + f"（{balance.unit}）"]
    other = Column(None, paper.rng.choice(["期初余额", "上期余额", "上月末余额", "年初余额"]) + f"（{balance.unit}）", True, balance.unit)
    paper.columns.insert(paper.columns.index(balance), other)
    for row in paper.rows:
        row.cells[other] = row.cells[balance] + D(500000)
    paper.tags.add("other-balance")


@trouble(10, "party", group="place")
def firms_that_sit_where_their_address_or_name_says(paper):
    """No column of districts: an address or the beginning of the name tells it."""
    column = paper.column("district")
    paper.columns.remove(column)
    name = paper.column("name")
    address = Column(None, "注册地址") if paper.rng.random() < 0.6 else None
    if address:
        paper.columns.append(address)
    places = {"江苏省苏州市工业园区星湖街1号": "320500", "上海市徐汇区漕溪路1号": "310104", "北京市海淀区某路1号": "110108", "浦东合庆镇益华路2号": "310115",
              "上海市静安区江场路3号": "310106", "杭州市余杭区文一西路9号": "330110"}
    heads = {"上海浦东": "310115", "上海徐汇": "310104", "苏州": "320500", "北京": "110000", "深圳市": "440300", "昆山": "320583"}
    for row in paper.rows:
        truth = paper.truth[row.record]
        if address:
            row.cells[address] = paper.rng.choice(sorted(places))
            truth["district"] = f"={places[row.cells[address]]}"
        else:
            head = paper.rng.choice(sorted(heads))
            truth["name"] = head + truth["name"][2:]
            truth["district"] = f"={heads[head]}"
            row.cells[name] = truth["name"]


# --- cells ----------------------------------------------------------------------------------------

@trouble(20, "patent party pledge loan", group="row")
def a_formula_that_failed(paper):
    rows = sure_rows(paper)
    if not rows:
        return False
    row = paper.rng.choice(rows)
    column = paper.rng.choice([column for column in paper.columns if column.field and not column.amount])
    row.cells[column] = Failed(paper.rng.choice(["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?"]))
    refuse(paper, row, "cell-error")


@trouble(20, "patent party pledge loan payment", {"xlsx", "ods", "xml2003"}, group="row")
def a_formula_nobody_worked_out(paper):
    rows = sure_rows(paper)
    if not rows:
        return False
    row = paper.rng.choice(rows)
    column = paper.column(paper.rng.choice([NUMBERS[paper.noun], DAYS.get(paper.noun, "district")]))
    if not column:
        return False
    row.cells[column] = Uncomputed("=VLOOKUP(A1,底稿!A:B,2,0)")
    refuse(paper, row, "formula-uncomputed")


@trouble(20, "patent party pledge loan", TEXTS, group="row")
def a_control_character_in_a_name(paper):
    rows = sure_rows(paper)
    column = paper.column(FIRMS[paper.noun])
    if not rows or not column:
        return False
    row = paper.rng.choice(rows)
    name = row.cells[column]
    if not name:
        return False
    row.cells[column] = name[:4] + paper.rng.choice("\x07\x01\x1f\x0b") + name[4:]
    refuse(paper, row, "control-character")


@trouble(20, "patent party pledge loan", group="row")
def a_name_without_end(paper):
    rows = sure_rows(paper)
    column = paper.column(FIRMS[paper.noun])
    if not rows or not column:
        return False
    row = paper.rng.choice(rows)
    row.cells[column] = "上海" + "长" * paper.rng.choice([201, 400]) + "有限公司"
    refuse(paper, row, "text-too-long", "columns-disagree")


@trouble(20, "patent", TEXTS, group="row")
def a_number_that_lost_its_digits(paper):
    """What Excel shows of a long number, saved as text: some have all their digits, some do not."""
    rows = sure_rows(paper)
    column = paper.column("application_no")
    if not rows or sum(column.field == "application_no" for column in paper.columns) > 1:
        return False
    for row in rows:
        number = paper.truth[row.record]["application_no"]
        if number.endswith("X") or row.cells.get(column) is None:
            continue
        digits = number.replace(".", "")
        if paper.rng.random() < 0.5:
            row.cells[column] = f"{digits[0]}.{digits[1:]}E+12"
        else:
            row.cells[column] = f"{digits[0]}.{digits[1:6]}E+12"
            refuse(paper, row, "application-no-digits-lost")
            return None


@trouble(20, "patent", group="number")
def numbers_of_patents_in_their_many_spellings(paper):
    column = paper.column("application_no")
    spellings = [lambda no: f"CN{no}", lambda no: f"ZL{no}", lambda no: f"ZL {no[:4]} {no[4]} {no[5:]}", lambda no: no.replace(".", ""),
                 lambda no: no.lower(), lambda no: "".join(chr(ord(c) + 0xFEE0) for c in no), lambda no: no[:-2], lambda no: f"CN{no.replace('.', '')}"]
    for row in paper.rows:
        if row.cells.get(column) is not None and not row.codes:
            row.cells[column] = paper.rng.choice(spellings)(paper.truth[row.record]["application_no"])


@trouble(20, "patent", TYPED, group="number")
def numbers_of_patents_kept_as_numbers(paper):
    """Excel drops the .0 of a number and keeps the rest."""
    column = paper.column("application_no")
    for row in paper.rows:
        number = paper.truth[row.record]["application_no"]
        if row.cells.get(column) is not None and not row.codes and not number.endswith("X"):
            row.cells[column] = float(number) if paper.rng.random() < 0.6 else int(number.replace(".", ""))


@trouble(21, group="marks")
def an_apostrophe_before_numbers(paper):
    column = paper.column(NUMBERS[paper.noun])
    if not column:
        return False
    for row in paper.rows:
        if isinstance(row.cells.get(column), str) and not isinstance(row.cells[column], (Failed, Uncomputed)):
            row.cells[column] = "'" + row.cells[column]


@trouble(21, group="marks")
def characters_nobody_sees(paper):
    """Zero-width blanks, no-break blanks, byte order marks and line breaks around and inside numbers and names."""
    unseen = ["\u200b", "\u200c", "\u2060", "\ufeff", "\u00a0", "\u3000", " ", "\u200e", "\u00ad"]
    fields = {NUMBERS[paper.noun], FIRMS.get(paper.noun)}
    for column in paper.columns:
        if column.field in fields:
            for row in paper.rows:
                value = row.cells.get(column)
                if isinstance(value, str) and not isinstance(value, (Failed, Uncomputed)) and value and paper.rng.random() < 0.7:
                    mark = paper.rng.choice(unseen)
                    value = mark + value + paper.rng.choice(unseen + ["\t", ""])
                    if column.field == FIRMS.get(paper.noun) and paper.rng.random() < 0.5:
                        value = value[:5] + paper.rng.choice(unseen[:4] + unseen[7:]) + value[5:]
                    row.cells[column] = value


RADICALS = {"人": "⼈", "工": "⼯", "大": "⼤", "小": "⼩", "山": "⼭", "水": "⽔", "金": "⾦", "文": "⽂", "生": "⽣", "方": "⽅", "一": "⼀", "青": "⻘", "禾": "⽲",
            "子": "⼦", "车": "⻋"}


@trouble(21, "patent party pledge loan statement", group="marks")
def radicals_and_forms_that_look_alike(paper):
    """⽣ for 生, Ａ for A, as PDF converters and input methods leave them."""
    column = paper.column(FIRMS[paper.noun])
    if not column:
        return False
    for row in paper.rows:
        value = row.cells.get(column)
        if isinstance(value, str) and not isinstance(value, (Failed, Uncomputed)) and paper.rng.random() < 0.7:
            row.cells[column] = "".join(RADICALS.get(c, c) for c in value)


DAY_TEXTS = [
    lambda d: f"{d.year}-{d.month}-{d.day}", lambda d: f"{d.year}/{d.month}/{d.day}", lambda d: f"{d:%Y.%m.%d}", lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}年{d.month}月{d.day}日", lambda d: f"{d:%Y-%m-%d} 00:00:00", lambda d: f"{d:%Y-%m-%d}T00:00:00",
    lambda d: "".join(chr(ord(c) + 0xFEE0) for c in f"{d:%Y-%m-%d}"), lambda d: f" {d:%Y-%m-%d}\u00a0", lambda d: f"{d:%Y年%m月%d日}",
]


@trouble(22, "patent pledge loan payment statement", group="days")
def days_as_texts(paper):
    for column in paper.columns:
        style = paper.rng.choice(DAY_TEXTS)
        mixed = paper.rng.random() < 0.3
        if any(isinstance(row.cells.get(column), datetime.date) for row in paper.rows):
            choose = lambda: paper.rng.choice(DAY_TEXTS) if mixed else style
            for row in paper.rows:
                if isinstance(row.cells.get(column), datetime.date):
                    row.cells[column] = choose()(row.cells[column])


@trouble(22, "patent pledge loan payment statement", group="days")
def days_as_bare_numbers(paper):
    for column in paper.columns:
        for row in paper.rows:
            value = row.cells.get(column)
            if isinstance(value, datetime.date):
                row.cells[column] = Serial(serial(value, False))


@trouble(23, "patent pledge loan payment statement", {"xlsx", "xls"})
def a_workbook_that_counts_from_1904(paper):
    paper.epoch_1904 = True
    for column in paper.columns:
        if paper.rng.random() < 0.5:
            for row in paper.rows:
                if isinstance(row.cells.get(column), datetime.date) and paper.rng.random() < 0.7:
                    row.cells[column] = Serial(serial(row.cells[column], False))


@trouble(22, LENDING, group="amounts")
def amounts_as_texts(paper):
    styles = [lambda v: f"{D(v):,f}", lambda v: f"￥{D(v):,f}", lambda v: f" {D(v):f} ", lambda v: "".join(chr(ord(c) + 0xFEE0) for c in f"{D(v):f}"),
              lambda v: f"¥{D(v):f}", lambda v: f"{D(v):,.6f}"]
    for column in paper.amounts():
        column.written = paper.rng.choice(styles)


@trouble(22, "pledge loan", group="row")
def a_required_cell_left_blank(paper):
    """Only the first of several rows names the bank: the others are refused, never guessed and never passed over."""
    column = paper.column("pledgee" if paper.noun == "pledge" else "bank")
    rows = [row for row in sure_rows(paper) if row is not paper.rows[0]]
    if not rows:
        return False
    for row in rows[: paper.rng.randrange(1, 3)]:
        row.cells[column] = None
        refuse(paper, row, "field-missing")


@trouble(20, "patent pledge loan payment", group="row")
def a_day_that_cannot_be(paper):
    """No such day, no century, or a month and no day: refused, never guessed."""
    rows = sure_rows(paper)
    column = paper.column(DAYS[paper.noun])
    if not rows or not column:
        return False
    row = paper.rng.choice(rows)
    text, codes = paper.rng.choice([("2019-02-30", ["date-impossible"]), ("16.5.3", ["date-two-digit-year", "date-order-ambiguous"]), ("2016年5月", ["date-incomplete"]),
                                    ("2016-13-01", ["date-impossible", "date-unreadable"]), ("待定", ["date-unreadable"]), ("2031-05-06", ["date-in-future", "date-out-of-range"])])
    row.cells[column] = text
    refuse(paper, row, *codes)


@trouble(15, "patent pledge loan", group="twice")
def a_row_that_stands_there_twice(paper):
    """The same row again, as copying leaves it: the record is one."""
    if "rows-per-patent" in paper.tags:
        return False
    row = paper.rng.choice(paper.rows)
    paper.rows.insert(paper.rng.randrange(paper.rows.index(row) + 1, len(paper.rows) + 1), row.again({}))


@trouble(15, "patent loan", group="twice")
def a_row_again_that_says_otherwise(paper):
    """One number, two contents: the second is refused, the first is kept."""
    rows = sure_rows(paper)
    column = paper.column("title" if paper.noun == "patent" else "principal")
    if not rows or not column:
        return False
    row = paper.rng.choice(rows)
    value = "另一种装置" if paper.noun == "patent" else row.cells[column] + D(10000)
    again = row.again({other: value for other in paper.columns if other.field == column.field})
    again.codes = {"twice-in-file"}
    again.extra = True
    paper.rows.insert(paper.rng.randrange(paper.rows.index(row) + 1, len(paper.rows) + 1), again)


@trouble(12, "pledge", MERGING, group="patents")
def a_row_under_a_merge_without_its_patent(paper):
    """A registration over two rows, of which the second names no patent: it is refused, never passed over, and the
    first with it, since a registration goes in whole or not at all."""
    column = paper.column("patent_nos")
    fields = [each.field for each in paper.columns if each.field]
    if len(set(fields)) != len(fields):
        return False
    row = paper.rng.choice(paper.rows)
    at = paper.rows.index(row)
    again = row.again({column: None})
    again.codes, again.extra = {"field-missing", "refused-with-row"} | row.codes, True
    refuse(paper, row, "refused-with-row")
    paper.rows.insert(at + 1, again)
    # Its amount stands at it, so that it is no lower half of the row above.
    for merged in paper.columns:
        if merged.field in ("registration_no", "registered_on", "pledgor", "pledgee"):
            paper.merges.append((merged, at, at + 1))
    paper.totals_unsure = True


@trouble(15, "patent", group="status")
def three_columns_of_the_status(paper):
    """专利有效性, 法律状态 and 当前法律状态, as databases give them: they complete each other."""
    first, second = Column("status", "法律状态"), Column("status", "当前法律状态")
    other = Column(None, "专利有效性")
    paper.columns += [other, first, second]
    said = {}
    for row in paper.rows:
        # Rows of one record say one thing.
        told = paper.rng.choice([("in_force", "授权", "有效"), ("in_force", "有效", None), ("rejected", "驳回", "驳回"), ("rejected", None, "驳回")])
        known, one, both = said.setdefault(row.record, told)
        row.cells[first], row.cells[second] = one, both
        row.cells[other] = "有效" if known == "in_force" else "失效"
        paper.truth[row.record]["status"] = known


@trouble(10, "loan pledge statement", group="unit")
def one_amount_in_yuan_and_in_ten_thousands(paper):
    """贷款金额（元） and 贷款金额（万元） beside each other."""
    if not paper.amounts():
        return False
    first = paper.amounts()[0]
    word = first.lines[0].split("（")[0]
    first.lines, first.unit = [f"{word}（元）"], "元"
    second = Column(first.field, f"{word}（万元）", True, "万元")
    paper.columns.insert(paper.columns.index(first) + 1, second)
    for column in paper.amounts():
        if column.field != first.field:
            column.lines, column.unit = [column.lines[0].split("（")[0] + "（万元）"], "万元"
    for row in paper.rows:
        row.cells[second] = row.cells[first]


@trouble(30, "loan pledge payment", group="unit")
def a_unit_in_a_row_against_the_header(paper):
    """The header says 万元, a cell of the unit column says 元: that row is refused."""
    rows = sure_rows(paper)
    if not rows or not paper.amounts():
        return False
    bare(paper, "万元")
    for column in paper.amounts():
        column.lines = [f"{column.lines[0]}（万元）"]
    column = Column(None, "金额单位")
    paper.columns.insert(paper.columns.index(paper.amounts()[-1]) + 1, column)
    for row in paper.rows:
        row.cells[column] = "万元"
    row = paper.rng.choice(rows)
    row.cells[column] = "元"
    refuse(paper, row, "units-disagree")
    paper.totals_unsure = True


# --- units ----------------------------------------------------------------------------------------

def bare(paper, unit):
    """Takes the unit out of the header; amounts are in `unit`."""
    for column in paper.amounts():
        column.lines = [line.split("（")[0] for line in column.lines]
        column.unit = unit


def any_unit(paper):
    return paper.rng.choice(["万元", "万元", "千元", "亿元", "元", "百万元"])


@trouble(30, LENDING, group="unit")
def the_unit_at_the_end_of_the_header(paper):
    unit = any_unit(paper)
    bare(paper, unit)
    style = paper.rng.choice(["{}/{}", "{}{}", "{}[{}]", "{}（单位：{}）", "{}（人民币{}）", "{}\n（{}）", "{}（{}，人民币）", "{}【{}】"])
    for column in paper.amounts():
        column.lines = [style.format(column.lines[0], unit)]


@trouble(30, LENDING, group="unit")
def the_unit_in_the_title(paper):
    unit = any_unit(paper)
    bare(paper, unit)
    paper.above.insert(0, [(paper.rng.choice(["2019年度知识产权质押融资明细表（{}）", "质押贷款台账（单位：{}）", "知识产权金融情况表（金额单位：{}）"]).format(unit), 99)])


@trouble(30, LENDING, group="unit")
def the_unit_in_a_caption(paper):
    unit = any_unit(paper)
    bare(paper, unit)
    blanks = [None] * max(0, len(paper.columns) - 2)
    caption = paper.rng.choice([
        [*blanks, f"单位：{unit}"], [(f"填报单位：静安区知识产权局        单位：{unit}", 99)], [f"金额单位：人民币{unit}"], [*blanks, f"（单位：{unit}）"],
        ["填报单位：静安区知识产权局", *blanks[1:], f"单位：人民币{unit}"], ["截止日期：2020-12-31", *blanks[1:], f"金额单位：{unit}"], [*blanks, f"单位:{unit[0]} {unit[1:]}" if len(unit) > 1 else f"单位: {unit}"],
    ])
    paper.above.append(caption)


@trouble(30, LENDING, group="unit")
def the_unit_in_a_caption_split_over_cells(paper):
    unit = any_unit(paper)
    bare(paper, unit)
    blanks = [None] * max(0, len(paper.columns) - 3)
    paper.above.append([*blanks, *paper.rng.choice([["单位：", unit], ["单位", unit], ["金额单位：", f"人民币{unit}"], ["单位：", None, unit], ["金额单位", "：", unit]])])


@trouble(30, LENDING, group="unit")
def the_unit_in_a_note_below(paper):
    unit = any_unit(paper)
    bare(paper, unit)
    paper.below.append([paper.rng.choice(["注：金额单位为{}", "说明：以上金额均以{}计。", "注：以上金额单位均为人民币{}。", "备注：本表金额单位：{}", "单位：{}", "注：1.本表金额以{}为单位。",
                                          "以上金额单位：{}"]).format(unit)])


@trouble(30, LENDING, group="unit")
def the_unit_in_a_column_of_its_own(paper):
    if not paper.amounts():
        return False
    bare(paper, None)
    column = Column(None, paper.rng.choice(["单位", "金额单位", "计量单位", "币种/单位"]))
    paper.columns.insert(paper.columns.index(paper.amounts()[-1]) + 1, column)
    mixed = paper.rng.random() < 0.4
    unit = any_unit(paper)
    of_record = {}
    for row in paper.rows:
        row.unit = of_record.setdefault(row.record, any_unit(paper)) if mixed else unit
        row.cells[column] = paper.rng.choice([row.unit, f"人民币{row.unit}"])
    paper.tags.add("mixed-units" if mixed else "own-unit")
    if not mixed:
        # A total's own cell says the same.
        for amount in paper.amounts():
            amount.unit = unit
        paper.tags.add(f"total-unit:{unit}")
    paper.unit_column = column


@trouble(30, LENDING, group="unit")
def the_unit_in_the_headers_second_line(paper):
    unit = any_unit(paper)
    bare(paper, unit)
    for column in paper.amounts():
        column.lines = [column.lines[0], paper.rng.choice(["（{}）", "{}", "（单位：{}）", "人民币{}"]).format(unit)]
    if paper.grouped is None:
        paper.grouped = "merged" if paper.form in MERGING and paper.rng.random() < 0.7 else "blank"


@trouble(30, LENDING, group="unit")
def the_unit_in_every_cell(paper):
    unit = any_unit(paper)
    bare(paper, unit)
    style = paper.rng.choice(["{}{}", "{} {}", "人民币{}{}", "{}{}整" if unit == "元" else "{}{}"])
    for column in paper.amounts():
        column.written = lambda value: style.format(value, unit)
    paper.tags.add("unit-in-cells")


@trouble(30, LENDING, TYPED, group="unit")
def the_unit_in_the_look_of_numbers(paper):
    """300 in a cell that shows 300万元: the unit stands in its number format."""
    unit = any_unit(paper)
    bare(paper, unit)
    for column in paper.amounts():
        column.written = lambda value: Shown(value, unit)
    paper.tags.add("unit-in-cells")


@trouble(30, LENDING, group="unit")
def no_unit_anywhere(paper):
    """Yuan, with a note that names the largest amount."""
    bare(paper, "元")
    paper.tags.add("assumed-yuan")


@trouble(30, LENDING, group="unit")
def two_units_that_contradict(paper):
    bare(paper, "万元")
    first, second = paper.rng.sample(["title", "caption", "note", "header"], 2)
    for place, unit in ((first, "万元"), (second, "元")):
        if place == "title":
            paper.above.insert(0, [f"2019年度质押融资明细表（{unit}）"])
        elif place == "caption":
            paper.above.append([None, f"单位：{unit}"])
        elif place == "note":
            paper.below.append([f"注：金额单位为{unit}"])
        else:
            for column in paper.amounts():
                column.lines = [f"{column.lines[0]}（{unit}）"]
    paper.stops.add("unit-contradiction")


@trouble(30, LENDING, group="unit")
def the_unit_in_a_sentence(paper):
    """Titles and notes that name the unit without the word for it."""
    unit = any_unit(paper)
    bare(paper, unit)
    above = paper.rng.choice(["2019年质押融资情况（2019年度，{}）", "表一 质押融资情况 金额：{}", "质押融资情况表  （人民币{}）", None])
    if above:
        paper.above.insert(0, [above.format(unit)])
    else:
        paper.below.append([paper.rng.choice(["注：1.金额为{}。", "*金额：{}", "注：表内金额以人民币{}为单位填写", "说明：金额按{}列示"]).format(unit)])


@trouble(30, "pledge loan payment", group="unit")
def two_units_in_one_place(paper):
    bare(paper, "万元")
    if paper.rng.random() < 0.5:
        paper.above.append([paper.rng.choice(["单位：元/万元", "单位：万元、元", "（单位：元、万元）"])])
        paper.stops.add("unit-contradiction")
    else:
        for column in paper.amounts():
            column.lines = [f"{column.lines[0]}（元、万元）"]
        paper.stops |= {"header-field-missing", "column-unexplained"}


@trouble(30, "pledge loan payment", group="unit")
def money_that_is_not_ours(paper):
    """An amount column in dollars is not read as so many yuan."""
    bare(paper, "元")
    for column in paper.amounts():
        column.lines = [f"{column.lines[0]}（{paper.rng.choice(['万美元', '美元', 'USD'])}）"]
    paper.stops |= {"header-field-missing", "column-unexplained", "currency-not-cny"}


# --- header words ---------------------------------------------------------------------------------

WORDS = {
    "patent": {
        "application_no": ["申请号", "专利号", "申请（专利）号", "专利申请号", "申请号/专利号", "专利（申请）号"],
        "title": ["发明名称", "专利名称", "名称", "标题", "发明创造名称"],
        "filing_date": ["申请日", "申请日期", "专利申请日", "申请时间"],
        "applicant_name": ["申请人", "专利权人", "申请人/专利权人", "专利权人名称", "申请（专利权）人", "申请人名称", "当前权利人", "第一申请人", "权利人", "申请（专利权）人名称"],
        "applicant_uscc": ["统一社会信用代码", "申请人统一社会信用代码", "社会信用代码", "信用代码"],
        "grant_date": ["授权公告日", "授权日", "授权公告日期", "授权日期"], "grant_no": ["授权公告号", "授权号"],
        "publication_date": ["公开日", "申请公布日", "公开日期", "申请公开日"], "publication_no": ["公开号", "申请公布号", "申请公开号"],
        "document_no": ["公开（公告）号", "公开公告号", "授权公告号/申请公布号"], "document_date": ["公开（公告）日", "公开公告日", "授权公告日/申请公布日"],
    },
    "party": {
        "name": ["企业名称", "单位名称", "公司名称", "企业（单位）名称", "机构名称"], "uscc": ["统一社会信用代码", "社会信用代码", "信用代码", "统一社会信用代码（18位）"],
        "district": ["所属区县", "所属地市", "地区", "区县", "所在区", "行政区划", "所属区"], "industry": ["所属行业", "行业", "产业领域"],
    },
    "pledge": {
        "registration_no": ["登记号", "质押登记号", "登记证号", "质押登记编号", "质押登记证号", "专利权质押登记号"],
        "registered_on": ["登记日", "登记日期", "质押登记日", "质押登记日期", "登记时间", "质押登记生效日"], "pledgor": ["出质人", "出质人名称", "出质企业"],
        "pledgee": ["质权人", "质权人名称", "质权银行"], "patent_nos": ["专利号", "质押专利号", "出质专利号", "专利号清单", "专利号码"],
        "contract_no": ["质押合同号", "合同编号", "质押合同编号", "合同号"],
        "secured_amount": ["质押金额", "担保金额", "被担保债权数额", "主债权金额", "债权金额", "担保债权金额", "质押融资金额"],
        "debt_from": ["债务履行期限起", "债权起始日", "债务起始日", "履行期限起"], "debt_to": ["债务履行期限止", "债务到期日", "债权到期日", "履行期限止"],
    },
    "loan": {
        "loan_no": ["借据号", "借据编号", "贷款编号", "贷款号"], "contract_no": ["借款合同编号", "借款合同号", "贷款合同编号", "合同编号", "合同号"],
        "bank": ["贷款银行", "银行", "放贷银行", "经办银行", "贷款机构"], "borrower": ["借款人", "借款企业", "借款人名称", "借款单位", "企业名称", "客户名称"],
        "borrower_uscc": ["统一社会信用代码", "社会信用代码", "信用代码"],
        "principal": ["贷款金额", "借款金额", "放款金额", "本金", "合同金额", "贷款本金", "发放金额"],
        "disbursed_on": ["放款日期", "放款日", "发放日期", "发放日", "起息日", "贷款日期"], "due_on": ["到期日", "到期日期", "贷款到期日", "借款到期日"],
        "rate_percent": ["年利率(%)", "执行利率（%）", "执行年利率(%)", "贷款利率（%）", "年化利率（%）"], "method": ["还款方式"],
    },
    "payment": {
        "loan_no": ["借据号", "借据编号", "贷款编号", "贷款号"], "paid_on": ["还款日期", "还款日", "交易日期", "入账日期"],
        "amount": ["还款金额", "金额", "交易金额", "实还金额", "还款额"], "reference": ["流水号", "交易流水号", "凭证号"],
    },
    "statement": {
        "loan_no": ["借据号", "借据编号", "贷款编号"], "contract_no": ["借款合同编号", "合同编号", "合同号"], "borrower": ["借款人", "借款企业", "借款人名称", "客户名称", "企业名称"],
        "principal": ["贷款金额", "借款金额", "放款金额", "贷款本金", "合同金额"],
        "balance": ["贷款余额", "余额", "期末余额", "期末贷款余额", "贷款本金余额", "账面余额", "月末余额", "剩余本金"], "due_on": ["到期日", "到期日期", "贷款到期日"],
    },
}


@trouble(40, group="words")
def other_words_in_the_header(paper):
    """Words that offices, agencies, databases and banks use for the same field."""
    had = [column.lines[0] for column in paper.columns if column.field]
    for column in paper.columns:
        words = None if column.fixed else WORDS[paper.noun].get(column.field)
        if words and sum(other.field == column.field for other in paper.columns) == 1:
            tail = column.lines[0][column.lines[0].index("（"):] if column.amount and "（" in column.lines[0] else ""
            if column.amount and "（" not in column.lines[0] and not any(column.lines[0] == known for known in WORDS[paper.noun][column.field]):
                # The unit stands at its end without brackets.
                continue
            if paper.noun == "pledge" and column.field == "debt_to" and {"the_term"} & paper.tags:
                continue
            word = paper.rng.choice(words)
            if word not in had and word not in [other.lines[0] for other in paper.columns]:
                column.lines[0] = word + tail


@trouble(41, group="noise")
def noise_in_the_header(paper):
    """Line breaks, blanks, marks of duty, colons, brackets of another width."""
    for column in paper.columns:
        word = column.lines[-1]
        style = paper.rng.randrange(7)
        if style == 0 and len(word) > 3:
            word = word[:2] + "\n" + word[2:]
        elif style == 1:
            word = "*" + word
        elif style == 2 and len(word) == 3 and not column.amount:
            word = word[0] + "　" + word[1:]
        elif style == 3:
            word = word + "："
        elif style == 4:
            word = f"  {word} "
        elif style == 5:
            word = word.replace("（", "(").replace("）", ")")
        elif style == 6:
            word = word + "\u200b"
        column.lines[-1] = word


# --- header lines ---------------------------------------------------------------------------------

GROUPS = {
    "patent": [("申请人", {"applicant_name": "名称", "applicant_uscc": "统一社会信用代码"}), ("授权", {"grant_date": "公告日", "grant_no": "公告号"}),
               ("授权公告", {"grant_date": "日期", "grant_no": "号码"})],
    "party": [("基本信息", {"name": "企业名称", "uscc": "统一社会信用代码"}), ("所在情况", {"district": "所属区县", "industry": "所属行业"})],
    "pledge": [("担保债权", {"secured_amount": "金额", "debt_from": "起始日", "debt_to": "到期日"}), ("登记情况", {"registration_no": "登记号", "registered_on": "登记日期"}),
               ("债务履行期限", {"debt_from": "起", "debt_to": "止"}), ("当事人", {"pledgor": "出质人", "pledgee": "质权人"})],
    "loan": [("借款人", {"borrower": "名称", "borrower_uscc": "统一社会信用代码"}), ("贷款情况", {"principal": "贷款金额", "disbursed_on": "放款日期", "due_on": "到期日"})],
    "payment": [("还款情况", {"paid_on": "还款日期", "amount": "还款金额"})],
    "statement": [("贷款情况", {"principal": "贷款金额", "balance": "贷款余额"})],
}


def group_header(paper, over_all):
    """Groups neighbouring columns under a common word; returns whether any was."""
    done = False
    for group, members in paper.rng.sample(GROUPS[paper.noun], len(GROUPS[paper.noun])):
        columns = [column for column in paper.columns if column.field in members and len(column.lines) == 1 and not column.fixed]
        at = [paper.columns.index(column) for column in columns]
        if len(columns) < 2 or at != list(range(at[0], at[0] + len(at))) or len({column.field for column in columns}) < len(columns):
            continue
        if any(column.amount and column.unit and column.unit in column.lines[0] and "（" not in column.lines[0] for column in columns):
            # Its new word would take the unit away.
            continue
        # Every member is there, or the group's word would not mean what it says.
        if {column.field for column in columns} != set(members) and not over_all:
            continue
        for column in columns:
            tail = column.lines[0][column.lines[0].index("（"):] if column.amount and "（" in column.lines[0] else ""
            column.lines = [group, members[column.field] + tail]
        done = True
        if paper.rng.random() < 0.5:
            break
    return done


@trouble(50, forms=MERGING, group="lines")
def a_header_of_two_lines_grouped_by_merges(paper):
    if not group_header(paper, False):
        return False
    paper.grouped = "merged"


@trouble(50, group="lines")
def a_header_of_two_lines_grouped_by_blanks(paper):
    if not group_header(paper, False):
        return False
    paper.grouped = paper.rng.choice(["blank", "blank", "low"])


@trouble(50, forms=MERGING, group="lines")
def a_header_of_three_lines(paper):
    if not group_header(paper, False):
        return False
    paper.grouped = "merged"
    half = max(2, len(paper.columns) // 2)
    heads = ["登记信息", "业务信息"]
    for at, column in enumerate(paper.columns):
        if len(column.lines) <= 2:
            column.lines = [heads[at >= half], *column.lines]
    return None


# --- merges in the data ---------------------------------------------------------------------------

def merge_runs(paper, column, same_record=False):
    first = 0
    for at in range(1, len(paper.rows) + 1):
        ends = at == len(paper.rows) or paper.rows[at].cells.get(column) != paper.rows[first].cells.get(column) or paper.rows[first].cells.get(column) is None
        ends = ends or same_record and paper.rows[at].record != paper.rows[first].record
        ends = ends or paper.split_at == at
        if ends:
            if at - first > 1:
                paper.merges.append((column, first, at - 1))
            first = at


@trouble(60, "patent pledge loan statement party", MERGING, group="patents")
def a_value_merged_over_rows(paper):
    """One firm, bank or day stands once for several rows."""
    field = {"patent": "applicant_name", "pledge": "pledgee", "loan": "bank", "statement": "due_on", "party": "district"}[paper.noun]
    column = paper.column(field)
    if not column or any(row.codes for row in paper.rows):
        return False
    keyed = {at: str(row.cells.get(column)) for at, row in enumerate(paper.rows)}
    order = sorted(range(len(paper.rows)), key=keyed.get)
    paper.rows = [paper.rows[at] for at in order]
    merge_runs(paper, column)
    if not paper.merges:
        return False


# --- between the rows -----------------------------------------------------------------------------

def free_places(paper):
    """Places between rows that no merge spans."""
    return [at for at in range(1, len(paper.rows)) if not any(first < at <= last for _, first, last in paper.merges)]


def text_column(paper):
    return next((at for at, column in enumerate(paper.columns) if not column.amount), 0)


def total(paper, label, first, last, right=True, count=None):
    """A totals row over the rows from `first` up to before `last`."""
    sums = {}
    for column in paper.amounts():
        values, seen = [], set()
        for row in paper.rows[first:last]:
            # What a merge or repetition says again counts once.
            if "rows-per-patent" in paper.tags and row.record in seen:
                continue
            seen.add(row.record)
            if isinstance(row.cells.get(column), D):
                values.append(row.cells[column])
        sums[column] = sum(values, D(0)) + (0 if right else D(500000))
    at = text_column(paper)
    texts = {}
    if count:
        free = [column for here, column in enumerate(paper.columns) if not column.amount and here != at]
        if free:
            texts[free[0]] = count
    for tag in paper.tags:
        if tag.startswith("total-unit:"):
            texts[paper.unit_column] = tag.split(":")[1]
    across = 1
    if paper.form in MERGING and paper.rng.random() < 0.4:
        while at + across < len(paper.columns) and not paper.columns[at + across].amount and paper.columns[at + across] not in texts and across < 4:
            across += 1
    return ("total", (at, label, across), sums, texts, right)


def can_total(paper):
    return bool(paper.amounts()) and not {"mixed-units"} & paper.tags and not paper.split_at


def add(paper, at, item):
    paper.between.setdefault(at, []).append(item)


WHOLE = ["合计", "合 计", "总计", "合计：", "总　计", "合计（全部）", "共计"]


@trouble(70, LENDING, group="totals")
def a_total_that_is_right(paper):
    if not can_total(paper):
        return False
    add(paper, len(paper.rows), total(paper, paper.rng.choice(WHOLE), 0, len(paper.rows)))
    paper.right_totals += 1


@trouble(70, LENDING, group="totals")
def a_total_that_is_wrong(paper):
    if not can_total(paper):
        return False
    add(paper, len(paper.rows), total(paper, paper.rng.choice(WHOLE), 0, len(paper.rows), right=False))
    paper.wrong_totals += 1


@trouble(70, LENDING, group="totals")
def totals_of_groups(paper):
    """科技一部小计 after each group and a total of all at the end; in some papers one of them is wrong."""
    places = free_places(paper)
    if not can_total(paper) or not places:
        return False
    cut = paper.rng.choice(places)
    words = paper.rng.choice([("科技一部小计", "科技二部小计"), ("小计", "小计"), ("静安支行小计：", "市北支行小计："), ("2018年小计", "2019年小计"), ("部门合计", "部门合计"), ("一、小计", "二、小计")])
    wrong = paper.rng.random() < 0.4
    add(paper, cut, total(paper, words[0], 0, cut))
    add(paper, len(paper.rows), total(paper, words[1], cut, len(paper.rows), right=not wrong))
    if paper.rng.random() < 0.7:
        add(paper, len(paper.rows), total(paper, paper.rng.choice(WHOLE), 0, len(paper.rows)))
    paper.wrong_totals += wrong
    paper.right_totals += 1


@trouble(70, LENDING, group="totals")
def totals_of_pages(paper):
    """本页合计 and what the pages come to, with the table's head again on every page."""
    places = free_places(paper)
    if not can_total(paper) or not places:
        return False
    cut = paper.rng.choice(places)
    word = paper.rng.choice(["本页合计", "本页小计"])
    add(paper, cut, total(paper, word, 0, cut))
    add(paper, cut, paper.rng.choice([("header",), ("page",)]))
    add(paper, len(paper.rows), total(paper, word, cut, len(paper.rows)))
    add(paper, len(paper.rows), total(paper, paper.rng.choice(["累计", "总计", "合计"]), 0, len(paper.rows)))
    paper.right_totals += 1


@trouble(70, group="totals")
def a_count_in_the_totals_row(paper):
    if "rows-per-patent" in paper.tags or len({row.record for row in paper.rows}) != len(paper.rows) or paper.split_at:
        return False
    counter = {"patent": "件", "party": "家", "pledge": "项", "loan": "笔", "payment": "笔", "statement": "笔"}[paper.noun]
    right = paper.rng.random() < 0.6
    said = f"{len(paper.rows) + (0 if right else 2)}{counter}"
    style = paper.rng.choice(["{}", "共{}", "共 {}"])
    if can_total(paper):
        add(paper, len(paper.rows), total(paper, "合计", 0, len(paper.rows), count=style.format(said)))
    elif paper.amounts():
        return False
    else:
        add(paper, len(paper.rows), total(paper, "合计", 0, 0, count=style.format(said)))
    paper.wrong_totals += not right
    paper.right_totals += 1


@trouble(70, "pledge loan payment", group="totals")
def a_total_in_words(paper):
    """合计：3笔，600万元 in one cell, its sum right or wrong."""
    if not can_total(paper) or len({row.record for row in paper.rows}) != len(paper.rows):
        return False
    amounts = paper.amounts()
    if any(row.codes or not isinstance(row.cells.get(column), D) for row in paper.rows for column in amounts):
        return False
    counter = {"pledge": "项", "loan": "笔", "payment": "笔"}[paper.noun]
    right = paper.rng.random() < 0.5
    sums = sum((row.cells[amounts[0]] for row in paper.rows), D(0)) + (0 if right else D(500000))
    wan = format((sums / 10000).normalize(), "f")
    said = paper.rng.choice(["合计：{n}{c}，{wan}万元", "以上共计{n}{c}，金额合计{wan}万元。", "合计{n}{c}{yuan}元", "总计：{yuan}元（{n}{c}）"])
    text = said.format(n=len(paper.rows), c=counter, wan=wan, yuan=f"{sums:,.2f}")
    paper.below.insert(0, [None] * text_column(paper) + [text])
    paper.wrong_totals += not right
    paper.right_totals += 1


@trouble(70, group="totals")
def a_count_in_numerals(paper):
    if "rows-per-patent" in paper.tags or len({row.record for row in paper.rows}) != len(paper.rows) or paper.split_at or paper.amounts() and not can_total(paper):
        return False
    counter = {"patent": "件", "party": "家", "pledge": "项", "loan": "笔", "payment": "笔", "statement": "笔"}[paper.noun]
    right = paper.rng.random() < 0.5
    n = len(paper.rows) + (0 if right else 2)
    numerals = "零壹贰叁肆伍陆柒捌玖拾" if paper.rng.random() < 0.5 else "零一二三四五六七八九十"
    said = numerals[n] if n <= 10 else numerals[10] + numerals[n - 10]
    count = paper.rng.choice(["共{}{}", "{}{}"]).format(said, counter)
    add(paper, len(paper.rows), total(paper, "合计", 0, len(paper.rows) if paper.amounts() else 0, count=count))
    paper.wrong_totals += not right
    paper.right_totals += 1


@trouble(71, group="blank")
def blank_rows_between(paper):
    for at in free_places(paper) + [len(paper.rows)]:
        if paper.rng.random() < 0.4:
            add(paper, at, ("blank",))


@trouble(71, group="headings")
def a_heading_over_each_group(paper):
    """一、发明专利 alone in its row."""
    places = free_places(paper)
    if not places:
        return False
    at = text_column(paper)
    words = {"patent": ("一、发明专利", "二、实用新型专利"), "party": ("一、高新技术企业", "二、科技小巨人"), "pledge": ("（一）静安支行", "（二）市北支行")}.get(paper.noun, ("一、科技一部", "二、科技二部"))
    add(paper, 0, ("text", {paper.columns[at]: words[0]}))
    add(paper, paper.rng.choice(places), ("text", {paper.columns[at]: words[1]}))


@trouble(71, group="again")
def the_header_again_in_the_middle(paper):
    for at in free_places(paper):
        if paper.rng.random() < 0.5:
            add(paper, at, ("header",))


@trouble(72, group="again")
def a_second_table_in_another_order(paper):
    """Below the first table a second one, its columns otherwise: read on, it would fill the wrong fields."""
    texts = [column.lines[-1] for column in paper.columns if column.field]
    if len({column.field for column in paper.columns if column.field}) < 4 or any(len(column.lines) > 1 for column in paper.columns) or len(paper.rows) < 2:
        return False
    again = texts[1:] + texts[:1]
    add(paper, paper.rng.choice(free_places(paper) or [len(paper.rows)]), ("text", dict(zip(paper.columns, again))))
    paper.stops.add("header-again-otherwise")


@trouble(71, group="numbering")
def the_columns_are_numbered(paper):
    """栏次: 1, 2, 3 or 甲, 乙, 1, 2 right below the header."""
    if len(paper.columns) < 3:
        return False
    texts = [str(at + 1) for at in range(len(paper.columns))]
    if paper.rng.random() < 0.4:
        texts = ["甲", "乙"] + [str(at + 1) for at in range(len(paper.columns) - 2)]
    if paper.rng.random() < 0.4:
        texts = [f"({text})" for text in texts]
    paper.between.setdefault(0, []).insert(0, ("text", dict(zip(paper.columns, texts))))


# --- around the table -----------------------------------------------------------------------------

@trouble(80, group="title")
def a_title(paper):
    title = paper.rng.choice(["静安区2019年专利清单", "2019年度知识产权质押融资情况一览表", "附件2：", "静安区知识产权局\n2020年第一季度报表"])
    paper.above.insert(0, [(title, 99)] if paper.form in MERGING and paper.rng.random() < 0.6 else [title])
    if paper.rng.random() < 0.5:
        paper.above.insert(1, [])


@trouble(80, group="title")
def a_long_preface(paper):
    """A letter's text above the table, line by line."""
    lines = ["关于报送2019年知识产权质押融资情况的函", "静安区知识产权局：", "现将我行（单位）2019年度有关情况报送如下，请予审核。", "一、总体情况", "全年共办理业务若干，较上年有所增长。",
             "二、明细情况", "详见下表。联系人：张三，电话：33371200。"]
    for line in reversed(lines[: paper.rng.randrange(3, 8)]):
        paper.above.insert(0, [line])


@trouble(80, group="caption")
def a_caption_with_who_and_when(paper):
    paper.above.append(paper.rng.choice([
        ["填报单位：静安区知识产权局", None, None, "填报日期：2020年12月31日"], [("填报单位（盖章）：静安区知识产权局      填报日期：2020-12-31", 99)],
        ["统计期间：2019年1月1日至2019年12月31日"], [None, None, "制表日期：2020-12-31"], ["填报单位：", "静安区知识产权局", "联系电话：", "021-33371200"],
    ]))


@trouble(80, group="notes")
def notes_at_the_foot(paper):
    notes = [["注：1. 本表数据截至2020年12月31日。"], ["制表人：张三", None, "审核人：李四", "填表日期：2021年1月5日"], ["填报单位（盖章）：静安区知识产权局"], ["（以下空白）"], ["第1页 共3页"],
             ["数据来源：国家知识产权局专利检索系统"], ["说明：质押登记以国家知识产权局公告为准"], ["备注：本表一式两份，报区科委一份。"], ["— 以下无正文 —"], ["2021年1月5日"], ["单位负责人：王五    填表人：赵六    联系电话：33371200"]]
    for note in paper.rng.sample(notes, paper.rng.randrange(1, 4)):
        at = text_column(paper)
        paper.below.append([None] * (at if len(note) == 1 else 0) + note)
    if paper.rng.random() < 0.4:
        paper.below.insert(0, [])


@trouble(80, group="count")
def a_count_in_the_title(paper):
    if len({row.record for row in paper.rows}) != len(paper.rows) or paper.split_at:
        return False
    counter = {"patent": "件", "party": "家", "pledge": "项", "loan": "笔", "payment": "笔", "statement": "笔"}[paper.noun]
    right = paper.rng.random() < 0.6
    text = paper.rng.choice(["清单（共{}{}）", "2019年清单，共 {} {}", "一览表（共计{}{}）"]).format(len(paper.rows) + (0 if right else 3), counter)
    paper.above.insert(0, [text])
    paper.wrong_totals += not right
    paper.right_totals += 1


@trouble(80, group="count")
def a_count_in_a_note(paper):
    if len({row.record for row in paper.rows}) != len(paper.rows) or paper.split_at:
        return False
    counter = {"patent": "件", "party": "家", "pledge": "项", "loan": "笔", "payment": "笔", "statement": "笔"}[paper.noun]
    right = paper.rng.random() < 0.6
    text = paper.rng.choice(["以上共计{}{}。", "注：本表共{}{}", "共 {} {}"]).format(len(paper.rows) + (0 if right else 3), counter)
    paper.below.append([None] * text_column(paper) + [text])
    paper.wrong_totals += not right
    paper.right_totals += 1


# --- the sheet ------------------------------------------------------------------------------------

@trouble(90, group="corner")
def a_table_that_begins_elsewhere(paper):
    paper.offset = (paper.rng.randrange(0, 5), paper.rng.randrange(1, 4))


@trouble(90, forms={"xlsx", "xls", "ods"}, group="hidden")
def hidden_rows_and_columns(paper):
    """A filter hides rows; they are on the list all the same."""
    paper.hidden_rows = {paper.rng.randrange(len(paper.rows))}
    paper.hidden_columns = {paper.rng.choice(paper.columns)}


@trouble(90, forms=SEVERAL_SHEETS, group="sheets")
def a_sheet_of_explanations_beside(paper):
    other = Grid("填表说明")
    other.rows = [["填表说明"], [], ["一、本表由各银行按季度报送。"], ["二、金额以借据为准。"]]
    blank = Grid("Sheet3")
    paper.other_sheets += [other, blank]


@trouble(90, forms=SEVERAL_SHEETS, group="sheets")
def a_table_that_goes_on_in_a_second_sheet(paper):
    if paper.noun == "statement" or len(paper.rows) < 2 or paper.merges or paper.between or paper.right_totals or paper.wrong_totals or len({row.record for row in paper.rows}) != len(paper.rows):
        return False
    paper.split_at = len(paper.rows) // 2
