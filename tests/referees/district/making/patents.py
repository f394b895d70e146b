"""The patents of the sample district: a register of facts, before any clerk has touched it."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from .firms import OUTSIDE, PARTNERS, UNPLACED
from .numbers import TYPE_DIGIT, application_no

TODAY = date(2021, 1, 15)
A_YEAR = {2014: 40, 2015: 50, 2016: 58, 2017: 62, 2018: 66, 2019: 72, 2020: 66}

MANNER = ["一种", "一种新型", "一种智能", "基于云计算的", "基于大数据的", "面向楼宇的", "可扩展的", "一种低功耗"]
THING = ["数据同步", "水质检测", "能耗监测", "图像识别", "语音交互", "轨道交通信号", "样品分拣", "废气处理", "文物数字化",
         "身份认证", "仓储调度", "药物筛选", "影视渲染", "设备诊断", "资金对账", "知识图谱构建"]
MEANS = {"invention": ["方法", "方法及系统", "装置及其控制方法", "系统", "存储介质及终端"],
         "utility": ["装置", "结构", "设备", "机构"], "design": []}
GOODS = ["检测仪", "服务器机箱", "手持终端", "机器人", "音箱", "净化器", "带图形用户界面的显示屏", "包装盒"]
IPC = {"invention": ["G06F 17/30", "H04L 29/06", "G06Q 10/06", "G01N 33/18", "G06K 9/62", "A61K 31/4745"],
       "utility": ["B01D 53/78", "G01N 1/10", "B65G 1/137", "H05K 7/20"], "design": ["14-02", "10-05", "14-03"]}


@dataclass
class Patent:
    digits: str
    kind: str
    title: str
    filing: date
    applicants: list[str]
    ipc: str
    received: date | None = None
    entry: date | None = None
    publication: date | None = None
    publication_no: str = ""
    grant: date | None = None
    grant_no: str = ""
    status: str = "受理"
    fee: date | str | None = None
    divisional: bool = False
    parent: str = ""
    pct: str = ""
    address: str = ""
    district: str = ""
    codes: list[str] = field(default_factory=list)

    @property
    def number(self):
        return application_no(self.digits)

    @property
    def listed_in(self):
        """The year of the list it stands in."""
        if self.digits[4] == "8":
            return (self.entry or self.filing).year
        return int(self.digits[:4])


class Register:
    """Gives out numbers and fates; serials from 9000001 were never issued."""

    def __init__(self, random, firms):
        self.random, self.firms = random, firms
        self.serials, self.titles, self.patents = {}, set(), []

    def digits(self, year, type_digit):
        key = year, type_digit
        self.serials[key] = self.serials.get(key, 9000000) + self.random.randint(1, 97)
        return f"{year}{type_digit}{self.serials[key]}"

    def title(self, kind):
        pick = self.random.choice
        while True:
            if kind == "design":
                title = f"{pick(GOODS)}（{pick(THING)}{pick(['', '用', '型'])}）"
            else:
                title = f"{pick(MANNER)}{pick(THING)}{pick(MEANS[kind])}"
            if title in self.titles:
                title = title.replace("一种", f"一种{pick(['双通道', '分布式', '模块化', '便携式', '自适应', '高可靠'])}")
            if title not in self.titles:
                self.titles.add(title)
                return title

    def applicants(self, filing):
        """Mostly one firm of the district; some with a partner, some from outside."""
        roll = self.random.random()
        firm = self.firms[int(len(self.firms) * self.random.random() ** 1.6)]
        if roll < 0.06:
            return [self.random.choice(OUTSIDE)[0]]
        if roll < 0.14:
            return [firm.name, self.random.choice(PARTNERS)]
        if roll < 0.17:
            other = self.random.choice([f for f in self.firms if f is not firm])
            return [firm.name, other.name, self.random.choice(PARTNERS)]
        return [firm.name]

    def file(self, year):
        filing = date(year, 1, 1) + timedelta(int(365 * self.random.random() ** 0.9))
        filing = min(filing, date(year, 12, 31))
        kind = self.random.choices(["invention", "utility", "design"], [62, 28, 10])[0]
        patent = Patent(self.digits(year, TYPE_DIGIT[kind]), kind, self.title(kind), filing,
                        self.applicants(filing), self.random.choice(IPC[kind]))
        if year >= 2017 and self.random.random() < 0.12:
            patent.received = filing + timedelta(self.random.randint(0, 4))
            if patent.received.year != year:
                patent.received = filing
        self.live(patent)
        if year >= 2017 and self.random.random() < 0.25:
            paid = (patent.received or filing) + timedelta(self.random.randint(3, 50))
            patent.fee = paid if paid <= TODAY else None
        return patent

    def live(self, patent):
        """Publication, grant or refusal, as far as they had come by TODAY."""
        day = patent.entry or patent.filing
        digit = TYPE_DIGIT[patent.kind]
        if patent.kind != "invention":
            grant = day + timedelta(self.random.randint(120, 300))
            if grant <= TODAY:
                patent.publication = patent.grant = grant
                patent.grant_no = patent.publication_no = f"CN{digit}9{patent.digits[-7:]}{'US'[digit - 2]}"
                patent.status = self.random.choices(["有效", "未缴年费终止"], [80, 20])[0]
            return self.keep(patent)
        published = day + timedelta(self.random.randint(170, 540))
        if published > TODAY:
            return self.keep(patent)
        patent.publication, patent.status = published, "实质审查"
        patent.publication_no = f"CN19{patent.digits[-7:]}A"
        settled = published + timedelta(self.random.randint(200, 800))
        fate = self.random.choices(["grant", "refuse", "withdraw", "examine"], [52, 22, 10, 16])[0]
        if settled > TODAY or fate == "examine":
            return self.keep(patent)
        if fate == "grant":
            patent.grant, patent.grant_no = settled, patent.publication_no[:-1] + "B"
            patent.status = self.random.choices(["授权", "专利权维持", "未缴年费终止"], [50, 40, 10])[0]
        else:
            patent.status = {"refuse": "驳回", "withdraw": "视为撤回"}[fate]
        return self.keep(patent)

    def keep(self, patent):
        place = next((o for o in OUTSIDE if o[0] == patent.applicants[0]), None)
        if place:
            patent.district, patent.address = place[1], place[2]
        by_name = {firm.name: firm.code for firm in self.firms}
        patent.codes = [by_name.get(name, "") for name in patent.applicants]
        self.patents.append(patent)
        return patent

    def spare(self, years):
        """A pending patent outside the register, for the wrong rows of a list; `like` another but for its number."""
        def one(like=None):
            if like:
                digits = self.digits(int(like.digits[:4]), like.digits[4])
                return replace(like, digits=digits, title=self.title(like.kind))
            year = self.random.choice(years)
            filing = date(year, self.random.randint(1, 6), self.random.randint(1, 28))
            firm = self.random.choice(self.firms[20:50])
            return Patent(self.digits(year, 1), "invention", self.title("invention"), filing, [firm.name],
                          self.random.choice(IPC["invention"]), codes=[firm.code])
        return one


def register(random, firms):
    """The register with all patents of 2014-2020, in order of year and serial."""
    made = Register(random, firms)
    for year, count in A_YEAR.items():
        for _ in range(count):
            made.file(year)
    special(made)
    waiting = [p for p in made.patents if p.kind == "invention" and p.filing.year >= 2018 and not p.publication]
    for patent in waiting[:2]:
        patent.fee = "unpaid"
    made.patents.sort(key=lambda p: (p.listed_in, p.digits))
    return made


def special(made):
    """Divisionals, national-phase entries, a filing received in the new year, a firm nobody places."""
    firms = made.firms

    def divisional(year, parent_filing, received, firm):
        parent = application_no(made.digits(parent_filing.year, 1))
        patent = Patent(made.digits(year, 1), "invention", made.title("invention"), parent_filing,
                        [firms[firm].name], "G06F 17/30", received=received, divisional=True, parent=parent)
        patent.status = "受理"
        made.keep(patent)

    divisional(2015, date(2014, 3, 11), None, 0)
    divisional(2016, date(2014, 9, 2), None, 4)
    divisional(2016, date(2015, 5, 28), None, 2)
    divisional(2017, date(2015, 12, 1), date(2017, 8, 14), 8)
    divisional(2018, date(2016, 2, 29), date(2018, 3, 30), 0)
    divisional(2018, date(2017, 4, 6), None, 13)
    divisional(2020, date(2018, 10, 19), date(2020, 6, 30), 5)
    divisional(2020, date(2019, 7, 1), None, 21)

    def national(filing, entry, firm, serial):
        patent = Patent(made.digits(filing.year, 8), "invention", made.title("invention"), filing,
                        [firms[firm].name], "A61K 31/4745", entry=entry, status="受理",
                        pct=f"PCT/CN{filing.year}/{serial}")
        made.keep(patent)

    national(date(2014, 6, 12), date(2016, 12, 5), 10, 900114)
    national(date(2015, 10, 8), date(2018, 4, 9), 1, 900231)
    national(date(2016, 1, 20), date(2018, 9, 18), 16, 900305)
    national(date(2017, 11, 30), date(2020, 5, 29), 6, 900477)
    national(date(2018, 3, 15), None, 9, 900512)

    patent = Patent(made.digits(2018, 1), "invention", made.title("invention"), date(2017, 12, 30),
                    [firms[12].name], "H04L 29/06", received=date(2018, 1, 2), fee=date(2018, 1, 10))
    made.keep(patent)
    for filing in (date(2016, 5, 17), date(2019, 9, 3)):
        patent = Patent(made.digits(filing.year, 1), "invention", made.title("invention"), filing, [UNPLACED], "G06Q 10/06")
        made.keep(patent)
    # The firms that moved file on both sides of their days.
    for firm, days in ((7, ["2017-06-01", "2018-03-31", "2018-04-01", "2019-02-11"]),
                       (11, ["2016-08-08", "2018-09-30", "2018-10-01", "2020-03-16"])):
        for day in map(date.fromisoformat, days):
            made.keep(Patent(made.digits(day.year, 1), "invention", made.title("invention"), day,
                             [firms[firm].name], "G06K 9/62"))
