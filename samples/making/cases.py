"""The patents and PCT filings of the sample district: facts first, before anyone writes them in a file."""

import datetime
import random
from dataclasses import dataclass, field

from kit import GRANT_LETTER, KIND_DIGIT, days, with_check

D = datetime.date
LAST = D(2020, 12, 31)
PER_YEAR = {2014: 40, 2015: 48, 2016: 58, 2017: 62, 2018: 68, 2019: 72, 2020: 72}
CLASSES = {
    "云计算": ["G06F 9/50", "H04L 29/08", "G06F 9/455"], "大数据": ["G06F 17/30", "G06F 16/903", "G06F 16/2455"],
    "生物医药": ["A61K 31/122", "C07D 401/12", "C12Q 1/68"], "人工智能": ["G06N 3/08", "G06K 9/62", "G06T 7/00"],
    "软件信息": ["G06F 8/41", "G06Q 10/06", "G06F 11/36"], "检验检测": ["G01N 21/88", "G01N 30/02", "G01R 31/00"],
    "节能环保": ["C02F 9/14", "B01D 53/75", "F24F 11/00"], "智能制造": ["B25J 9/16", "B23Q 3/08", "G05B 19/418"],
    "数字文创": ["G06T 15/00", "H04N 21/431", "G06F 3/048"], "金融科技": ["G06Q 40/02", "G06Q 20/38", "H04L 9/32"],
}
SUBJECTS = {
    "云计算": ["虚拟机资源调度", "容器镜像分发", "多租户存储隔离", "跨机房流量迁移"],
    "大数据": ["海量日志检索", "时序数据压缩", "多源数据清洗", "数据血缘追踪"],
    "生物医药": ["缓释片剂制备", "抗体纯化", "核酸快速检测", "植物提取物稳定"],
    "人工智能": ["短文本意图识别", "遮挡目标检测", "语音端点判断", "小样本分类"],
    "软件信息": ["接口回归测试", "流程表单生成", "源代码相似度比对", "权限配置核查"],
    "检验检测": ["薄膜缺陷检测", "色谱峰识别", "绝缘老化评估", "混凝土裂缝测量"],
    "节能环保": ["印染废水处理", "冷站能耗优化", "废气催化氧化", "楼宇光伏调配"],
    "智能制造": ["机械臂轨迹规划", "夹具快速换型", "产线节拍平衡", "刀具磨损预测"],
    "数字文创": ["实时场景渲染", "弹幕分层显示", "手势绘画", "虚拟展厅导览"],
    "金融科技": ["交易风险评分", "电子凭证核验", "密钥分片托管", "票据影像比对"],
}
FORMS = {"发明": ["一种{}方法", "一种{}方法及系统", "{}方法、装置及存储介质", "一种基于模型的{}方法"],
         "实用新型": ["一种{}装置", "{}用设备", "一种可拆卸的{}机构"], "外观设计": ["{}", "{}（立式）", "{}（便携式）"]}
DESIGNS = [("边缘计算终端", "14-02"), ("数据采集盒", "14-02"), ("带运维界面的显示屏幕面板", "14-04"),
           ("带票据界面的显示屏幕面板", "14-04"), ("核酸检测仪", "24-02"), ("雾化器", "24-02"),
           ("水质分析仪", "10-05"), ("测厚仪", "10-05"), ("服务机器人", "15-99"), ("会议终端", "14-03")]


@dataclass
class Case:
    number: str
    kind: str
    title: str
    filing: D
    applicants: list
    ipc: str
    publication: D | None = None
    grant: D | None = None
    grant_no: str = ""
    status: str = ""
    entry: D | None = None
    received: D | None = None
    fee: object = None
    divisional: bool = False

    @property
    def year_of_number(self):
        return int(self.number[:4])

    @property
    def national_phase(self):
        return self.number[4] in "89"

    def counted(self):
        """(year, month or None, day of membership) of the filing."""
        day = self.received or (self.national_phase and self.entry) or None
        if day is None and self.divisional:
            return self.year_of_number, None, D(self.year_of_number, 12, 31)
        day = day or self.filing
        return day.year, day.month, day


@dataclass
class Maker:
    firms: list
    random: random.Random
    serials: set = field(default_factory=set)
    titles: set = field(default_factory=set)

    def number(self, kind, year, on, digit=None):
        """A number whose serial grows over the year, as the Office gives them."""
        digit = digit or KIND_DIGIT[kind]
        top = {1: 1_600_000, 2: 2_400_000, 3: 800_000, 8: 90_000}[digit]
        while True:
            part = (on.timetuple().tm_yday - 1) * top // 366 + self.random.randrange(top // 400)
            digits = f"{year}{digit}{max(part, 1):07}"
            if digits not in self.serials:
                self.serials.add(digits)
                return with_check(digits)

    def title(self, kind, subjects):
        for form in range(40):
            title = self.random.choice(FORMS[kind]).format(self.random.choice(subjects))
            if form > 20:
                title += self.random.choice("甲乙丙丁戊己庚辛")
            if title not in self.titles:
                break
        self.titles.add(title)
        return title

    def grant_of(self, case):
        """Gives a case what follows on its filing, as far as it happened by the end of 2020."""
        pick = self.random
        if case.kind == "发明":
            base = case.entry or case.received or case.filing
            published = days(base, pick.randrange(150, 545))
            case.publication = published if published <= LAST else None
            granted = days(base, pick.randrange(730, 1090))
            succeeds = pick.random() < 0.62
        else:
            granted = days(case.filing, pick.randrange(95, 270))
            succeeds = True
        if succeeds and granted <= LAST:
            case.grant = granted
            number = f"{KIND_DIGIT[case.kind]}{pick.randrange(2_000_000, 12_000_000):08}"
            case.grant_no = f"CN{number}{GRANT_LETTER[case.kind]}"
            if case.kind != "发明":
                case.publication = granted
        case.status = self.status(case)

    def status(self, case):
        if case.grant:
            old = (LAST - case.grant).days > 700
            return "未缴年费终止" if old and self.random.random() < 0.2 else "授权"
        if case.kind != "发明" or case.publication is None:
            return "等待实审提案" if case.kind == "发明" else "受理"
        late = (LAST - case.filing).days > 1200
        return self.random.choice(["驳回", "撤回", "视为撤回"] if late else ["实质审查", "公开", "实质审查"])

    def case(self, filing, kind=None):
        """An ordinary application filed on a day by one firm, seldom by two."""
        kind = kind or self.random.choices(["发明", "实用新型", "外观设计"], (65, 25, 10))[0]
        # A few firms file much, many file little.
        firm = self.firms[int(len(self.firms) * self.random.random() ** 1.7)]
        if kind == "外观设计":
            product, ipc = self.random.choice(DESIGNS)
            title = self.title(kind, [product])
        else:
            title, ipc = self.title(kind, SUBJECTS[firm.industry]), self.random.choice(CLASSES[firm.industry])
        case = Case(self.number(kind, filing.year, filing), kind, title, filing, [firm], ipc)
        self.grant_of(case)
        return case

    def special(self, filing, numbered, digit, firm, **more):
        """An invention whose number is of another year than its filing date."""
        day = more.get("entry") or more.get("received") or days(numbered, 0)
        case = Case(self.number("发明", numbered.year, day, digit), "发明", self.title("发明", SUBJECTS[firm.industry]), filing,
                    [firm], self.random.choice(CLASSES[firm.industry]), **more)
        self.grant_of(case)
        return case


def make(firms, seed=20160101):
    """All applications, in order of filing, as {years of the file: cases}."""
    maker = Maker(firms, random.Random(seed))
    cases = []
    for year, count in PER_YEAR.items():
        span = (D(year + 1, 1, 1) - D(year, 1, 1)).days
        cases += [maker.case(days(D(year, 1, 1), maker.random.randrange(span))) for _ in range(count)]
    for case in cases:
        if 2017 <= case.filing.year <= 2018 and maker.random.random() < 0.12:
            other = maker.random.choice(firms[:40])
            case.applicants += [other] if other is not case.applicants[0] else []
    files = {
        (2014, 2016): [maker.special(D(2014, 8, 20), D(2016, 5, 9), 1, firms[2], divisional=True)],
        (2017, 2018): [
            maker.special(D(2016, 7, 15), D(2018, 1, 12), 8, firms[0], entry=D(2018, 1, 12)),
            maker.special(D(2015, 9, 28), D(2017, 3, 24), 8, firms[2], entry=D(2017, 3, 24)),
            maker.special(D(2016, 2, 3), D(2017, 8, 2), 8, firms[5], entry=D(2017, 8, 2)),
            maker.special(D(2016, 11, 30), D(2018, 5, 30), 8, firms[9]),
            maker.special(D(2016, 4, 6), D(2018, 5, 21), 1, firms[0], received=D(2018, 5, 21), divisional=True),
        ],
        (2019, 2020): [maker.special(D(2017, 10, 19), D(2020, 6, 8), 1, firms[5], divisional=True)],
    }
    for (first, last), own in files.items():
        own += [case for case in cases if first <= case.filing.year <= last]
        own.sort(key=lambda case: (case.year_of_number, case.received or case.entry or case.filing, case.number))
    state_fees(files[2017, 2018], maker.random)
    return files, maker


def state_fees(cases, pick):
    """Six filings say when the fee was paid, two that it was not."""
    plain = [case for case in cases if case.filing.year >= 2017 and not case.grant]
    chosen = pick.sample(plain, 8)
    for case in chosen[:6]:
        case.fee = min(days(case.filing, pick.randrange(5, 50)), LAST)
    for case in chosen[6:]:
        case.fee = "未缴"


def make_pct(cases, pick):
    """Twenty-five international filings, all but three on the priority of an own invention."""
    local = [case for case in cases if case.kind == "发明" and not case.national_phase and not case.divisional]
    filings = []
    for at, year in enumerate([2016] * 3 + [2017] * 4 + [2018] * 5 + [2019] * 6 + [2020] * 7):
        day = days(D(year, 1, 1), pick.randrange(355))
        earlier = [case for case in local if 200 <= (day - case.filing).days <= 364]
        case = pick.choice(earlier)
        local.remove(case)
        serial = 70000 + (day.timetuple().tm_yday - 1) * 170 + pick.randrange(170)
        filings.append((day, f"{year}{serial:06}", case, at % 9 != 8))
    return sorted(filings, key=lambda filing: filing[:2])
