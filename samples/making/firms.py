"""Who files in the sample district: firms, universities, persons, and the institutions around them.

Every name carries 示例: none is anybody's. Any other likeness is an accident.
"""

import datetime
from dataclasses import dataclass

from kit import credit_code, days

D = datetime.date
OWN, ELSEWHERE = "静安区", "浦东新区"
STREETS = ["静安寺街道", "曹家渡街道", "江宁路街道", "石门二路街道", "南京西路街道", "天目西路街道", "北站街道",
           "宝山路街道", "共和新路街道", "大宁路街道", "彭浦新村街道", "临汾路街道", "芷江西路街道", "彭浦镇"]
PARKS = {"市北高新园区": "彭浦镇", "静安园": "曹家渡街道", "大宁中心广场": "大宁路街道",
         "苏河湾园区": "天目西路街道", "珠江创意中心": "共和新路街道"}
INDUSTRIES = ["云计算", "大数据", "生物医药", "人工智能", "软件信息", "检验检测", "节能环保", "智能制造",
              "数字文创", "金融科技"]
WORDS = ("星河 云杉 青禾 远帆 明澈 听澜 拾光 九章 白鹭 北辰 松果 朗月 清源 问渠 墨池 知行 麦穗 微澜 石榴 银杏 "
         "晨曦 山海 蓝湾 木棉 云阶 致远 鹿鸣 竹里 沐风 云图 芥子 扶摇 天枢 凌波 溪石 琥珀 丹青 长庚 朝露 枫桥 "
         "翠微 望舒 采薇 南柯 鸿影 归鸿 霁月 流萤 知微 若谷 行舟 观澜 砺石 启明 方圆 经纬 新桥 栖木 逐光 守正 "
         "和光 格致 东篱 南屏 西泠 中恒 百川 千帆 万象 乐水 引力 量子 超维 同舟 承泽 弘毅 敏行 思源 开物 天工").split()
TAILS = {
    "云计算": ["云计算科技有限公司", "网络科技有限公司"], "大数据": ["数据科技有限公司", "信息技术有限公司"],
    "生物医药": ["生物科技有限公司", "医药科技有限公司"], "人工智能": ["智能科技有限公司", "人工智能科技有限公司"],
    "软件信息": ["软件有限公司", "软件股份有限公司"], "检验检测": ["检测技术有限公司", "仪器有限公司"],
    "节能环保": ["环境科技有限公司", "能源科技有限公司"], "智能制造": ["智能装备有限公司", "自动化设备有限公司"],
    "数字文创": ["文化科技有限公司", "数字科技有限公司"], "金融科技": ["金融科技有限公司", "电子商务有限公司"],
}
LONG = "上海示例{}（集团）新型建筑材料与环境检测技术研究开发股份有限公司静安分公司"
SCHOLARS = [("示例大学", "高校"), ("上海示例理工大学", "高校"), ("上海示例应用技术学院", "高校"),
            ("上海示例材料研究所", "科研院所"), ("示例自动化仪表研究院", "科研院所"),
            ("上海市静安区示例中心医院", "其他")]
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林"
BANKS = ["示例银行静安支行", "样例银行上海静安支行", "示范商业银行市北支行", "示例农商银行大宁支行",
         "样本城市银行上海分行", "示例科技银行上海分行"]
GUARANTOR, INSURER, APPRAISER = "上海示例融资担保有限公司", "示例财产保险上海分公司", "上海示例资产评估有限公司"
INSTITUTIONS = [*((bank, "银行") for bank in BANKS), (GUARANTOR, "担保机构"), (INSURER, "保险机构"),
                (APPRAISER, "评估机构"), ("上海样例知识产权评估有限公司", "评估机构"),
                ("上海示例专利代理事务所", "代理机构"), ("上海示例知识产权服务有限公司", "代理机构")]
FIRMS, OUTSIDE = 400, 6


@dataclass
class Firm:
    name: str
    code: str = ""
    kind: str = "企业"
    industry: str = ""
    size: str = ""
    street: str = ""
    park: str = ""
    district: str = OWN
    since: D | None = None
    until: D | None = None
    former: str = ""
    role: str = ""
    high_tech: D | None = None
    # How much it files beside the others.
    weight: float = 1.0

    def sits_here(self, day):
        return (self.district == OWN and (self.since is None or self.since <= day)
                and (self.until is None or day <= self.until))

    @property
    def plain(self):
        """Neither moved nor renamed, and a firm of the district."""
        return self.kind == "企业" and self.district == OWN and not self.until and not self.former


def organisation(number):
    """Eight places of an organisation code; every fifth begins MA, as the codes given since 2015 do."""
    return f"MA1F{number:04}" if number % 5 == 0 else f"{57000000 + number * 13577:08}"


def make(pick):
    """Returns the firms, who else files, and the institutions."""
    firms, names = [], set()
    parks = list(PARKS)
    for i in range(FIRMS):
        industry = INDUSTRIES[(i * 3 + i // 10) % len(INDUSTRIES)]
        word = WORDS[(i * 7 + i // len(WORDS)) % len(WORDS)]
        tail = TAILS[industry][i // len(WORDS) % 2]
        name = LONG.format(word) if i in (18, 133) else f"上海示例{word}{tail}"
        while name in names:
            word = pick.choice(WORDS) + pick.choice("一二三四五六七八九")
            name = f"上海示例{word}{tail}"
        names.add(name)
        park = parks[i * 3 % len(parks)] if i % 7 else ""
        firms.append(Firm(
            name=name,
            code=credit_code("310108" if i % 57 == 7 else "310106", organisation(101 + i)),
            industry=industry,
            size=("小型", "微型", "小型", "中型", "小型", "微型", "小型", "大型")[i * 5 % 8],
            street=PARKS.get(park) or STREETS[i * 5 % len(STREETS)],
            park=park,
            since=D(2003 + i % 10, 1 + i % 12, 1 + i % 28),
            weight=60 / (i + 4) ** 0.75,
        ))
    pick.shuffle(firms)
    movers = [firm for firm in firms if firm.weight < 12]
    for at, firm in enumerate(movers[:9]):
        firm.since = D(2016 + at % 5, 1 + at * 5 % 9, 1 + at * 3)
    for at, firm in enumerate(movers[9:17]):
        firm.until = D(2016 + at % 5, 3 + at * 4 % 7, 28)
    for at, firm in enumerate(movers[17:20]):
        firm.former = firm.name.replace("示例", "示例旧")
    for at, firm in enumerate(firms[::3]):
        firm.high_tech = D(2013 + at % 8, 9 + at % 3, 4 + at % 24)
        if firm.since and firm.high_tech < firm.since or firm.high_tech > D(2020, 9, 30):
            firm.high_tech = None
    outside = movers[20:20 + OUTSIDE]
    for at, firm in enumerate(outside):
        firm.district, firm.street, firm.park, firm.since = ELSEWHERE, "张江镇", "张江示例园区", None
        firm.code = credit_code("310115", organisation(901 + at))
    others = [Firm(name, credit_code("310106", organisation(701 + at), "12"), kind, street=STREETS[at * 2],
                   industry=INDUSTRIES[at * 3 % 10], weight=7.0)
              for at, (name, kind) in enumerate(SCHOLARS)]
    others += [Firm(f"{surname}示例", "", "个人", street=STREETS[at % 14], industry=INDUSTRIES[at % 10], weight=2.4)
               for at, surname in enumerate(SURNAMES)]
    institutions = [
        Firm(name, credit_code("310106", organisation(501 + at)), "机构", street=STREETS[at], role=role)
        for at, (name, role) in enumerate(INSTITUTIONS)
    ]
    return firms, others, institutions


def applying(firms, day, slack=0):
    """Who may file on a day: who sits here, or did or will within so many days."""
    return [firm for firm in firms if firm.sits_here(day) or firm.sits_here(days(day, slack)) or firm.sits_here(days(day, -slack))]
