"""The patents and PCT filings of the sample district: facts first, before anyone writes them in a file."""

import bisect
import datetime
import itertools
import random
from dataclasses import dataclass, field

from kit import GRANT_LETTER, KIND_DIGIT, days, with_check

D = datetime.date
LAST = D(2020, 12, 31)
# The lists of October 2020 end here; that of January 2021 brings the rest.
FIRST_LISTS = D(2020, 9, 30)
INVENTIONS = {2013: 700, 2014: 800, 2015: 940, 2016: 1100, 2017: 1220, 2018: 1320, 2019: 1450, 2020: 1530}
UTILITY = {2015: 300, 2016: 680, 2017: 740, 2018: 810, 2019: 880, 2020: 960}
DESIGNS = {2015: 80, 2016: 170, 2017: 180, 2018: 200, 2019: 210, 2020: 230}
PCT = {2016: 32, 2017: 39, 2018: 47, 2019: 56, 2020: 64}
GRANTED_SHARE = 0.34
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
SCENES = ["", "", "", "面向园区的", "面向医院的", "移动端", "低功耗", "高并发", "分布式", "基于边缘节点的", "用于轨道交通的", "用于楼宇的",
          "用于仓储的", "自适应", "多通道", "可追溯", "轻量级", "在线", "批量", "双模"]
FORMS = {"发明": ["一种{}方法", "一种{}方法及系统", "{}方法、装置及存储介质", "一种基于模型的{}方法", "{}系统"],
         "实用新型": ["一种{}装置", "{}用设备", "一种可拆卸的{}机构"], "外观设计": ["{}", "{}（立式）", "{}（便携式）"]}
DESIGN_OF = [("边缘计算终端", "14-02"), ("数据采集盒", "14-02"), ("带运维界面的显示屏幕面板", "14-04"),
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
    lapse: D | None = None
    refused: str = ""
    entry: D | None = None
    received: D | None = None
    fee: object = None
    divisional: bool = False
    # Left out of the lists of October and sent after.
    late: bool = False

    @property
    def year_of_number(self):
        return int(self.number[:4])

    @property
    def national_phase(self):
        return self.number[4] in "89"

    @property
    def day(self):
        """The day it came in."""
        return self.received or self.entry or (D(self.year_of_number, 12, 1) if self.divisional else self.filing)

    @property
    def plain(self):
        return not (self.national_phase or self.divisional or self.fee or len(self.applicants) > 1)

    def counted(self):
        """(year, month or None, day of membership) of the filing."""
        day = self.received or (self.national_phase and self.entry) or None
        if day is None and self.divisional:
            return self.year_of_number, None, D(self.year_of_number, 12, 31)
        day = day or self.filing
        return day.year, day.month, day

    def status(self, on):
        """The legal status as a list of that day has it."""
        if self.grant and self.grant <= on:
            return "未缴年费终止" if self.lapse and self.lapse <= on else "授权"
        if self.kind != "发明":
            return "受理"
        if self.publication is None or self.publication > on:
            return "等待实审提案"
        return self.refused if self.refused and (on - self.filing).days > 1200 else "实质审查"


@dataclass
class Maker:
    filers: list
    random: random.Random
    serials: set = field(default_factory=set)
    _of_day: dict = field(default_factory=dict)

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

    def filer(self, day):
        """Few file much, many file little; who moves files on both sides of the day."""
        quarter = (day.year, day.month)
        if quarter not in self._of_day:
            here = [one for one in self.filers
                    if one.sits_here(day) or one.since and (one.since - day).days < 500 or one.until and (day - one.until).days < 500
                    or one.district != "静安区"]
            self._of_day[quarter] = here, list(itertools.accumulate(one.weight for one in here))
        here, weights = self._of_day[quarter]
        return here[bisect.bisect_left(weights, self.random.random() * weights[-1])]

    def title(self, kind, subjects):
        scene = self.random.choice(SCENES) if kind != "外观设计" else ""
        return self.random.choice(FORMS[kind]).format(scene + self.random.choice(subjects))

    def follow(self, case):
        """Gives a case what follows on its filing, as far as it happened by the end of 2020."""
        pick = self.random
        if case.kind == "发明":
            published = days(case.day, pick.randrange(150, 545))
            case.publication = published if published <= LAST else None
            granted = days(case.day, pick.randrange(700, 1150))
            succeeds = pick.random() < GRANTED_SHARE
            case.refused = "" if succeeds else pick.choice(["驳回", "撤回", "视为撤回", ""])
        else:
            granted = days(case.filing, pick.randrange(95, 270))
            succeeds = pick.random() < 0.94
        if not (succeeds and granted <= LAST):
            return
        case.grant = granted
        number = f"{KIND_DIGIT[case.kind]}{pick.randrange(2_000_000, 12_000_000):08}"
        case.grant_no = f"CN{number}{GRANT_LETTER[case.kind]}"
        if case.kind != "发明":
            case.publication = granted
        if pick.random() < 0.16:
            lapsed = days(granted, pick.randrange(500, 1400))
            case.lapse = lapsed if lapsed <= FIRST_LISTS else None

    def case(self, filing, kind):
        """An ordinary application filed on a day by one, seldom by two."""
        firm = self.filer(filing)
        if kind == "外观设计":
            product, ipc = self.random.choice(DESIGN_OF)
            title = self.title(kind, [product])
        else:
            title, ipc = self.title(kind, SUBJECTS[firm.industry]), self.random.choice(CLASSES[firm.industry])
        case = Case(self.number(kind, filing.year, filing), kind, title, filing, [firm], ipc)
        self.follow(case)
        return case

    def special(self, filing, numbered, digit, **more):
        """An invention whose number is of another year than its filing date."""
        firm = self.filer(numbered)
        case = Case(self.number("发明", numbered.year, numbered, digit), "发明", self.title("发明", SUBJECTS[firm.industry]),
                    filing, [firm], self.random.choice(CLASSES[firm.industry]), **more)
        self.follow(case)
        return case


def make(filers, seed=20160101):
    """All applications of the district, in the order in which they came in."""
    pick = random.Random(seed)
    maker = Maker(filers, pick)
    cases = []
    for kind, counts in (("发明", INVENTIONS), ("实用新型", UTILITY), ("外观设计", DESIGNS)):
        for year, count in counts.items():
            span = (D(year + 1, 1, 1) - D(year, 1, 1)).days
            for _ in range(count):
                # More is filed as the year ends.
                day = max(pick.randrange(span), pick.randrange(span)) if pick.random() < 0.3 else pick.randrange(span)
                cases.append(maker.case(days(D(year, 1, 1), day), kind))
    # Of what was filed before the lists begin, what was granted later is listed.
    cases = [case for case in cases if case.filing.year > 2013 or case.grant and case.grant.year >= 2016]
    for case in cases:
        if case.plain and pick.random() < 0.07:
            other = maker.filer(case.filing)
            case.applicants += [other] if other is not case.applicants[0] else []
    for year in range(2016, 2021):
        for at in range(14):
            entry = D(year, 1 + at * 5 % 12, 3 + at)
            known = entry if at % 5 != 4 else None
            cases.append(maker.special(days(entry, -pick.randrange(560, 900)), entry, 8, entry=known))
        for at in range(8):
            day = D(year, 2 + at, 9 + at)
            received = day if at % 2 else None
            cases.append(maker.special(days(day, -pick.randrange(400, 1100)), day, 1, received=received, divisional=True))
    state_fees(cases, pick)
    for case in cases:
        case.late = D(2020, 7, 1) <= case.filing <= FIRST_LISTS and pick.random() < 0.08
    cases.sort(key=lambda case: (case.year_of_number, case.day, case.number))
    return cases, maker


def state_fees(cases, pick):
    """Of the filings of 2017 and 2018 two in three say when the fee was paid, one in sixty that it was not."""
    for case in cases:
        if case.plain and case.filing.year in (2017, 2018):
            if not case.grant and pick.random() < 0.02:
                case.fee = "未缴"
            elif pick.random() < 0.66:
                case.fee = days(case.filing, pick.randrange(3, 55))


def make_new(maker, count=24):
    """What was filed in the first days of 2021."""
    return [maker.case(D(2021, 1, 4 + at % 8), "发明" if at % 3 else "实用新型") for at in range(count)]


def make_pct(cases, pick):
    """International filings, nine in ten on the priority of an own invention."""
    local = {}
    for case in cases:
        if case.kind == "发明" and case.plain and case.filing.year >= 2015:
            local.setdefault((case.filing.year, case.filing.month), []).append(case)
    filings = []
    for year, count in PCT.items():
        for at in range(count):
            day = days(D(year, 1, 1), pick.randrange(365))
            then = days(day, -pick.randrange(240, 330))
            earlier = local[then.year, then.month]
            case = earlier.pop(pick.randrange(len(earlier)))
            serial = 70000 + (day.timetuple().tm_yday - 1) * 170 + pick.randrange(170)
            filings.append((day, f"{year}{serial:06}", case, at % 10 != 8))
    filings.sort(key=lambda filing: filing[:2])
    return [filing for at, filing in enumerate(filings) if at == 0 or filing[1] != filings[at - 1][1]]
