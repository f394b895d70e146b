"""The fictitious firms and institutions of the sample district. Any likeness of name is an accident."""

import datetime
from dataclasses import dataclass, field

from kit import credit_code

D = datetime.date
STREETS = ["静安寺街道", "曹家渡街道", "江宁路街道", "石门二路街道", "南京西路街道", "天目西路街道", "北站街道",
           "宝山路街道", "共和新路街道", "大宁路街道", "彭浦新村街道", "临汾路街道", "芷江西路街道", "彭浦镇"]
PARKS = {"市北高新园区": "彭浦镇", "静安园": "曹家渡街道", "大宁中心广场": "大宁路街道",
         "苏河湾园区": "天目西路街道", "珠江创意中心": "共和新路街道"}
INDUSTRIES = ["云计算", "大数据", "生物医药", "人工智能", "软件信息", "检验检测", "节能环保", "智能制造",
              "数字文创", "金融科技"]
WORDS = ("星河 云杉 青禾 远帆 明澈 听澜 拾光 九章 白鹭 北辰 松果 朗月 清源 问渠 墨池 知行 麦穗 微澜 石榴 银杏 "
         "晨曦 山海 蓝湾 木棉 云阶 致远 鹿鸣 竹里 沐风 云图 芥子 扶摇 天枢 凌波 溪石 琥珀 丹青 长庚 朝露 枫桥 "
         "翠微 望舒 采薇 南柯 鸿影 归鸿 霁月 流萤").split()
TAILS = ["科技有限公司", "信息技术有限公司", "智能科技有限公司", "生物科技有限公司", "软件有限公司", "股份有限公司"]
INSTITUTIONS = [("示例银行静安支行", "银行"), ("样例银行上海静安支行", "银行"), ("示范商业银行市北支行", "银行"),
                ("上海示例融资担保有限公司", "担保机构"), ("示例财产保险上海分公司", "保险机构"),
                ("上海示例资产评估有限公司", "评估机构"), ("上海样例知识产权评估有限公司", "评估机构"),
                ("上海示例专利代理事务所", "代理机构")]


@dataclass
class Firm:
    name: str
    code: str
    industry: str = ""
    size: str = ""
    street: str = ""
    park: str = ""
    district: str = "静安区"
    since: D | None = None
    until: D | None = None
    former: str = ""
    marks: dict = field(default_factory=dict)
    role: str = ""

    def sits_here(self, day):
        return (self.district == "静安区" and (self.since is None or self.since <= day)
                and (self.until is None or day <= self.until))


def organisation(number):
    """Eight places of an organisation code; every fifth begins MA, as the codes given since 2015 do."""
    return f"MA1F{number:04}" if number % 5 == 0 else f"{57000000 + number * 13577:08}"


def make():
    """Forty-eight firms, the last two of Pudong, and eight institutions."""
    firms = []
    parks = list(PARKS)
    for i, word in enumerate(WORDS):
        park = parks[i % 7] if i % 7 < len(parks) else ""
        industry = INDUSTRIES[i * 3 % len(INDUSTRIES)]
        tail = "生物科技有限公司" if industry == "生物医药" else TAILS[i % 3] if i % 9 else TAILS[5]
        firms.append(Firm(
            name=f"上海示例{word}{tail}",
            code=credit_code("310108" if i == 7 else "310106", organisation(101 + i)),
            industry=industry,
            size=("小型", "微型", "小型", "中型", "小型", "微型")[i % 6],
            street=PARKS.get(park) or STREETS[i * 5 % len(STREETS)],
            park=park,
        ))
    firms[11].until = D(2018, 6, 30)
    firms[17].since = D(2018, 3, 1)
    firms[4].former = "上海示例旧雨生物科技有限公司"
    for at, firm in enumerate(firms[-2:]):
        firm.district, firm.street, firm.park = "浦东新区", "张江镇", "张江示例园区"
        firm.code = credit_code("310115", organisation(901 + at))
    for at, i in enumerate(range(0, 46, 3)):
        firms[i].marks["高新技术企业认定日期"] = D(2014 + at % 7, 9 + at % 4, 4 + at)
    for at, i in enumerate((0, 2, 5, 8, 13, 20, 26, 33)):
        firms[i].marks["试点企业申报日期"] = D(2016 + at // 2, 4 + at % 3, 11 + at)
    for at, i in enumerate((0, 5)):
        firms[i].marks["示范企业申报日期"] = D(2018 + at * 2, 5, 15 + at)
    for at, i in enumerate((0, 2, 13, 21)):
        firms[i].marks["贯标认证日期"] = D(2016 + at, 11, 8 + at)
    institutions = [
        Firm(name=name, code=credit_code("310106", organisation(501 + i)), district="静安区",
             street=STREETS[i], role=role)
        for i, (name, role) in enumerate(INSTITUTIONS)
    ]
    return firms, institutions


HEADERS = ["企业名称", "统一社会信用代码", "类型", "角色", "区", "街道", "园区", "行业", "规模", "迁入日期", "迁出日期",
           "曾用名", "高新技术企业认定日期", "试点企业申报日期", "示范企业申报日期", "贯标认证日期"]


def row_of(firm):
    return [firm.name, firm.code, "机构" if firm.role else "企业", firm.role, firm.district, firm.street, firm.park,
            firm.industry, firm.size, firm.since, firm.until, firm.former,
            *(firm.marks.get(header) for header in HEADERS[12:])]
