"""Papers with their truth: what an office's, an agency's or a bank's list says, before any trouble is planted in it.

Written from what such lists look like, not from what the program does: numbers are well formed, firms and banks are
invented, no two records share a number, and every record is one a ledger may hold."""
import datetime
import decimal

from files import Grid, Serial, serial

D = decimal.Decimal
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
UNITS = {"元": D(1), "千元": D(1000), "万元": D(10000), "百万元": D(1000000), "亿元": D(100000000)}


def credit_code(n):
    """GB 32100-2015, with a right check character."""
    body = "91310106" + "MA1F" + "".join(ALPHABET[(n // 31**k) % 31] for k in range(4)) + ALPHABET[(7 * n) % 31]
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, WEIGHTS))
    return body + ALPHABET[(31 - total % 31) % 31]


def application_no(year, kind, serial_no):
    """ZC 0006-2003, with its check digit."""
    digits = f"{year}{kind}{serial_no:07d}"
    rest = sum(int(d) * w for d, w in zip(digits, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5])) % 11
    return f"{digits}.{'X' if rest == 10 else rest}"


SYLLABLES = "云杉听澜青禾星河启明博远致新恒信瑞芯智谷海川天元光华凌峰安泰创思宏图嘉和锦程睿达思源同舟万象学林"
TRADES = ["智能科技", "信息技术", "生物医药", "新材料", "微电子", "软件", "机械", "环保科技"]
THINGS = ["装置", "控制方法", "检测系统", "复合材料", "连接器", "图像处理方法", "传感器", "夹具"]
# Alike but for one syllable, as branches of one bank are not: what is meant must stay what is meant.
BANKS = ["示例银行静安支行", "示范商业银行市北支行", "样本农村商业银行", "举例银行上海分行"]
DISTRICTS = {"静安区": "310106", "徐汇区": "310104", "浦东新区": "310115", "闵行区": "310112", "嘉定区": "310114", "松江区": "310117",
             "普陀区": "310107", "杨浦区": "310110"}


class Column:
    """A column: the field it holds (None: nothing a ledger keeps) and the lines of its header."""

    def __init__(self, field, word, amount=False, unit=None):
        self.field, self.lines, self.amount, self.unit = field, [word], amount, unit
        # How a value is written down, if not as it is.
        self.written = None
        # Its header says what nothing else does.
        self.fixed = False

    def __repr__(self):
        return f"<{self.field} {self.lines}>"


class Row:
    """A row of data: a value for each column, the records it speaks of, its own unit, why it is to be refused."""

    def __init__(self, record, cells):
        self.record, self.cells, self.unit, self.codes = record, cells, None, set()
        # It says nothing true of its record that no other row says.
        self.extra = False

    def again(self, cells):
        """The same once more, but for some cells."""
        row = Row(self.record, self.cells | cells)
        row.unit, row.codes = self.unit, set(self.codes)
        return row


class Paper:
    """A list and what it truly says."""

    def __init__(self, noun, rng, form):
        self.noun, self.rng, self.form = noun, rng, form
        self.truth, self.columns, self.rows = [], [], []
        # Between the rows: for a position, what stands before the row of that number. Lists of ("blank",), ("header",),
        # ("text", {column: text}) and ("total", label, {column: yuan}, {column: text}, is it right).
        self.between = {}
        # Lists of cells above and below the table; a tuple (text, width) is merged across.
        self.above, self.below = [], []
        self.grouped = None  # how the header's lines are grouped: "merged", "blank"
        self.merges = []  # (column, first row, last row) of the data
        self.stops, self.wrong_totals, self.right_totals = set(), 0, 0
        self.totals_unsure = False
        self.tags = set()
        self.offset = (0, 0)
        self.hidden_columns, self.hidden_rows = set(), set()
        self.other_sheets = []
        self.split_at = None
        self.epoch_1904 = False
        self.must_warn = []

    def column(self, field):
        return next((column for column in self.columns if column.field == field), None)

    def amounts(self):
        return [column for column in self.columns if column.amount]

    def text(self, column, row):
        """The cell as it is written down."""
        value = row.cells.get(column)
        if column.amount and isinstance(value, D):
            value = value / UNITS[row.unit or column.unit or "元"]
            value = int(value) if value == int(value) else value.normalize()
            value = D(format(value, "f")) if isinstance(value, D) else value
        if column.written and value is not None:
            value = column.written(value)
        if isinstance(value, Serial):
            value = Serial(int(value) - (1462 if self.epoch_1904 else 0))
        return value

    def render(self):
        """The sheets, and for each row of data where it stands: sheet, row from 1."""
        cut = self.split_at or len(self.rows)
        places, grids = {}, []
        for part, (start, end) in enumerate([(0, cut), (cut, len(self.rows))]):
            if start < end or part == 0:
                grid = Grid("清单" if part == 0 else "续表")
                self.sheet(grid, start, end, places, len(grids))
                grids.append(grid)
        return grids + self.other_sheets, places

    def sheet(self, grid, start, end, places, number):
        down, right = self.offset
        grid.epoch_1904 = self.epoch_1904
        width = len(self.columns)
        put = lambda cells: grid.rows.append([None] * right + list(cells))
        for _ in range(down):
            grid.rows.append([])

        def beside(cells):
            line, at = [], 0
            for cell in cells:
                if isinstance(cell, tuple):
                    text, across = cell
                    across = min(across, width - at)
                    if across > 1:
                        grid.merges.append((len(grid.rows), right + at, len(grid.rows), right + at + across - 1))
                    line += [text] + [None] * (across - 1)
                    at += across
                else:
                    line.append(cell)
                    at += 1
            put(line)

        def header():
            lines = max(len(column.lines) for column in self.columns)
            top = len(grid.rows)
            table = [[None] * width for _ in range(lines)]
            for at, column in enumerate(self.columns):
                own = column.lines
                pad = lines - len(own)
                if self.grouped == "low":
                    own = [None] * pad + own
                for line, text in enumerate(own):
                    table[line][at] = text
                if self.grouped == "merged" and pad:
                    grid.merges.append((top + len(own) - 1, right + at, top + lines - 1, right + at))
            # One text over several columns stands once.
            for line in range(lines - 1):
                at = 0
                while at < width:
                    last = at
                    while (last + 1 < width and table[line][at] is not None and self.columns[at].lines[:line + 1] == self.columns[last + 1].lines[:line + 1]
                           and len(self.columns[at].lines) > line + 1 and len(self.columns[last + 1].lines) > line + 1):
                        last += 1
                    if last > at:
                        for covered in range(at + 1, last + 1):
                            table[line][covered] = None
                        if self.grouped == "merged":
                            grid.merges.append((top + line, right + at, top + line, right + last))
                    at = last + 1
            for line in table:
                put(line)

        for cells in self.above:
            beside(cells)
        header()
        at_row = {}
        for at in range(start, end + 1):
            for item in self.between.get(at, []) if at < end or end == len(self.rows) else []:
                if item[0] == "blank":
                    put([])
                elif item[0] == "header":
                    header()
                elif item[0] == "page":
                    for cells in self.above:
                        beside(cells)
                    header()
                elif item[0] == "text":
                    put([item[1].get(column) for column in self.columns])
                else:
                    _, label, sums, texts, _ = item
                    line = []
                    for column in self.columns:
                        value = sums.get(column)
                        if value is not None:
                            value = self.text(column, Row(None, {column: value}))
                        line.append(texts.get(column) if value is None else value)
                    line[label[0]] = label[1]
                    if label[2] > 1:
                        grid.merges.append((len(grid.rows), right + label[0], len(grid.rows), right + label[0] + label[2] - 1))
                    put(line)
            if at < end:
                at_row[at] = len(grid.rows)
                places[at] = (number, len(grid.rows) + 1)
                put([self.text(column, self.rows[at]) for column in self.columns])
                if at in self.hidden_rows:
                    grid.hidden_rows.add(len(grid.rows) - 1)
        for column, first, last in self.merges:
            here = right + self.columns.index(column)
            if first in at_row and last in at_row:
                grid.merges.append((at_row[first], here, at_row[last], here))
                for covered in range(at_row[first] + 1, at_row[last] + 1):
                    grid.rows[covered][here] = None
        for cells in self.below:
            beside(cells)
        grid.hidden_columns = {right + self.columns.index(column) for column in self.hidden_columns}


def firm(rng, taken):
    while True:
        name = "上海" + "".join(rng.sample(SYLLABLES, 4)) + rng.choice(TRADES) + "有限公司"
        if name not in taken:
            taken.add(name)
            return {"name": name, "uscc": credit_code(rng.randrange(31**4))}


def day_in(rng, first, last):
    return datetime.date(first, 1, 4) + datetime.timedelta(days=rng.randrange((last - first + 1) * 365 - 8))


def shifted(day, months):
    """The same day of the month, months later; the 29th and later of a short month are never asked for."""
    month = day.month - 1 + months
    return datetime.date(day.year + month // 12, month % 12 + 1, day.day)


def early(day):
    return day.replace(day=min(day.day, 28))


def patents(rng, form):
    paper = Paper("patent", rng, form)
    firms = [firm(rng, taken := set())] + [firm(rng, taken) for _ in range(rng.randrange(3))]
    numbers = set()
    for _ in range(rng.randrange(3, 9)):
        kind = rng.choice([1, 1, 2, 3])
        filed = early(day_in(rng, 2015, 2018))
        number = application_no(filed.year, kind, rng.randrange(1000000, 9999999))
        if number in numbers:
            continue
        numbers.add(number)
        owner = rng.choice(firms)
        body = f"{rng.randrange(10**7):07d}"
        published = shifted(filed, 6 + rng.randrange(8)) if kind == 1 else None
        granted = shifted(published or filed, 6 + rng.randrange(8)) if kind != 1 or rng.random() < 0.6 else None
        letter = {1: "B", 2: "U", 3: "S"}[kind]
        paper.truth.append({
            "application_no": number, "title": f"一种{rng.choice(SYLLABLES)}{rng.choice(SYLLABLES)}{rng.choice(THINGS)}",
            "filing_date": filed, "applicant_name": owner["name"], "applicant_uscc": owner["uscc"],
            "publication_date": published, "publication_no": f"CN1{kind - 1}{body}A" if published else None,
            "grant_date": granted, "grant_no": f"CN{kind if kind > 1 else 1}0{body}{letter}" if granted else None,
        })
    fields = [("application_no", "申请号"), ("title", "发明名称"), ("filing_date", "申请日"), ("applicant_name", "申请人")]
    if rng.random() < 0.5:
        fields.append(("applicant_uscc", "统一社会信用代码"))
    if rng.random() < 0.6:
        fields += [("grant_date", "授权公告日"), ("grant_no", "授权公告号")]
    if rng.random() < 0.4:
        fields += [("publication_date", "公开日"), ("publication_no", "公开号")]
    return laid_out(paper, fields)


def parties(rng, form):
    paper = Paper("party", rng, form)
    taken = set()
    for _ in range(rng.randrange(3, 10)):
        one = firm(rng, taken)
        if any(one["uscc"] == other["uscc"] for other in paper.truth):
            continue
        paper.truth.append({"name": one["name"], "uscc": one["uscc"], "kind": "firm", "district": rng.choice(list(DISTRICTS)),
                            "industry": rng.choice(TRADES)})
    fields = [("name", "企业名称"), ("uscc", "统一社会信用代码"), ("district", "所属区县")]
    if rng.random() < 0.5:
        fields.append(("industry", "所属行业"))
    return laid_out(paper, fields)


def pledges(rng, form):
    paper = Paper("pledge", rng, form)
    taken, numbers = set(), set()
    for n in range(rng.randrange(2, 7)):
        registered = early(day_in(rng, 2016, 2019))
        start = registered - datetime.timedelta(days=rng.randrange(20))
        start = early(start)
        of = []
        for _ in range(rng.choice([1, 1, 2, 3])):
            number = application_no(rng.randrange(2013, 2016), rng.choice([1, 1, 2]), rng.randrange(1000000, 9999999))
            if number not in numbers:
                numbers.add(number)
                of.append(number)
        pledgor = firm(rng, taken)
        paper.truth.append({
            "registration_no": f"Y{registered.year}3100{n + 1:02d}{rng.randrange(1000):03d}"[:14], "registered_on": registered,
            "pledgor": pledgor["name"], "pledgee": rng.choice(BANKS), "patent_nos": of, "contract_no": f"ZY{registered.year}静{n:04d}",
            "secured_amount": D(rng.randrange(10, 900) * 10000), "debt_from": start, "debt_to": shifted(start, rng.choice([12, 24, 36])),
        })
    for at, record in enumerate(paper.truth):
        record["registration_no"] = f"Y{record['registered_on'].year}310000{at * 7 + 11:03d}"
    fields = [("registration_no", "质押登记号"), ("registered_on", "登记日"), ("pledgor", "出质人"), ("pledgee", "质权人"), ("patent_nos", "专利号")]
    if rng.random() < 0.5:
        fields.append(("contract_no", "质押合同号"))
    fields += [("secured_amount", "质押金额"), ("debt_from", "债务履行期限起"), ("debt_to", "债务履行期限止")]
    return laid_out(paper, fields)


METHODS = {"bullet": "利随本清", "annuity": "等额本息", "equal_principal": "等额本金"}


def loans(rng, form):
    paper = Paper("loan", rng, form)
    taken = set()
    for at in range(rng.randrange(2, 8)):
        start = early(day_in(rng, 2016, 2019))
        borrower = firm(rng, taken)
        paper.truth.append({
            "loan_no": f"JD{start:%Y%m%d}{at:02d}", "contract_no": f"HT{start.year}沪静{at:04d}", "bank": rng.choice(BANKS),
            "borrower": borrower["name"], "borrower_uscc": borrower["uscc"], "principal": D(rng.randrange(10, 900) * 10000),
            "disbursed_on": start, "due_on": shifted(start, rng.choice([12, 24, 36])),
            "rate_percent": rng.choice(["4.35", "4.75", "5.22", "3.85"]), "method": rng.choice(list(METHODS)),
        })
    fields = [("loan_no", "借据号"), ("bank", "贷款银行"), ("borrower", "借款人"), ("principal", "贷款金额"), ("disbursed_on", "放款日期"),
              ("due_on", "到期日"), ("rate_percent", "年利率(%)"), ("method", "还款方式")]
    if rng.random() < 0.5:
        fields.insert(1, ("contract_no", "借款合同编号"))
    if rng.random() < 0.5:
        fields.insert(4, ("borrower_uscc", "统一社会信用代码"))
    return laid_out(paper, fields)


# The loans that payments and statements speak of; see `found` in readings.py.
KNOWN_LOANS = [
    {"loan_no": f"JD2019{month:02d}15{n:02d}", "contract_no": f"HT2019沪静{n:04d}", "bank": BANKS[0], "borrower": f"上海{SYLLABLES[2 * n]}{SYLLABLES[2 * n + 1]}星云{TRADES[n % 8]}有限公司",
     "principal": D((n + 3) * 1000000), "disbursed_on": datetime.date(2019, month, 15), "due_on": datetime.date(2021 + n % 2, month, 15),
     "rate_percent": "4.35", "method": "bullet"}
    for n, month in enumerate([3, 4, 5, 6, 7, 8, 9, 10])
]


def payments(rng, form):
    paper = Paper("payment", rng, form)
    for at in range(rng.randrange(2, 8)):
        loan = rng.choice(KNOWN_LOANS)
        paper.truth.append({"loan_no": loan["loan_no"], "paid_on": early(day_in(rng, 2020, 2020)), "amount": D(rng.randrange(1, 20) * 10000),
                            "reference": f"LS{20200000 + at * 37 + rng.randrange(30)}"})
    fields = [("loan_no", "借据号"), ("paid_on", "还款日期"), ("amount", "还款金额"), ("reference", "流水号")]
    return laid_out(paper, fields)


def statements(rng, form):
    """A bank's list of its loans: what it states otherwise than the ledger is in `truth` under `differs`."""
    paper = Paper("statement", rng, form)
    for loan in rng.sample(KNOWN_LOANS, rng.randrange(3, 8)):
        balance = loan["principal"] - (D(rng.randrange(1, 20) * 10000) if rng.random() < 0.3 else 0)
        paper.truth.append(loan | {"balance": balance})
    fields = [("loan_no", "借据号"), ("borrower", "借款人"), ("principal", "贷款金额"), ("balance", "贷款余额"), ("due_on", "到期日")]
    if rng.random() < 0.5:
        fields.insert(1, ("contract_no", "借款合同编号"))
    return laid_out(paper, fields)


AMOUNTS = {"secured_amount", "principal", "balance", "amount"}


def laid_out(paper, fields):
    """Columns and rows in the plainest form: one header line, the unit in it, one row a record."""
    unit = paper.rng.choice(["万元", "万元", "元"])
    for field, word in fields:
        amount = field in AMOUNTS
        paper.columns.append(Column(field, word, amount, unit if amount else None))
    for at, record in enumerate(paper.truth):
        cells = {column: record.get(column.field) for column in paper.columns}
        for column, value in cells.items():
            if isinstance(value, list):
                cells[column] = "；".join(value)
            elif column.field == "method":
                cells[column] = METHODS[value]
            elif column.field == "rate_percent":
                cells[column] = D(value)
        paper.rows.append(Row(at, cells))
    for record in paper.truth:
        for field in set(record) - {column.field for column in paper.columns} - {"kind"}:
            del record[field]
    for column in paper.amounts():
        column.lines[0] += f"（{column.unit}）"
    return paper


NOUNS = {"patent": patents, "party": parties, "pledge": pledges, "loan": loans, "payment": payments, "statement": statements}
