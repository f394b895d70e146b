"""The firms and institutions of the sample district. Every name is invented; 示例 stands in each of them.

Organisation codes begin with 9900, which the register never issued.
"""

from dataclasses import dataclass, field
from datetime import date

from .numbers import credit_code

STREETS = ["南京西路街道", "静安寺街道", "曹家渡街道", "江宁路街道", "石门二路街道", "大宁路街道",
           "彭浦新村街道", "临汾路街道", "芷江西路街道", "共和新路街道", "宝山路街道", "彭浦镇"]
PARKS = ["市北高新园区", "大宁园", "静安园", "", "", "市北高新园区", ""]
INDUSTRIES = ["云计算", "大数据", "软件信息服务", "检验检测", "节能环保", "生物医药", "智能制造", "文化创意",
              "互联网金融", "新材料"]
SIZES = ["小型", "微型", "小型", "中型", "小型", "大型", "微型"]
WORDS = """云川 启衡 澄明 朗思 拓界 砺行 沐远 知微 凌波 格致 青禾 望岳 星野 渡石 和光 弘毅 若谷 远帆 明德 听涛
逐光 栖木 行知 墨池 观澜 长风 九章 天工 开物 思源 敏行 承泽 汇川 致远 新桥 北辰 南屏 东篱 西泠 中恒
百川 千帆 万象 亿联 卓群 精一 守正 出奇 经纬 方圆 规矩 准绳 光年 引力 量子 超维 同舟 共济 乐山 乐水""".split()
TRADES = ["信息科技有限公司", "软件股份有限公司", "检测技术有限公司", "环保科技有限公司", "生物医药有限公司",
          "智能装备有限公司", "新材料有限公司", "数据服务有限公司", "文化科技有限公司", "机器人有限公司"]
INSTITUTIONS = [("示例银行股份有限公司静安支行", "银行"), ("示例城市银行上海大宁支行", "银行"),
                ("示例农商银行市北支行", "银行"), ("上海示例融资担保有限公司", "担保机构"),
                ("示例财产保险股份有限公司上海分公司", "保险机构"), ("上海示例资产评估有限公司", "评估机构"),
                ("上海示例专利代理事务所", "代理机构"), ("上海示例知识产权服务有限公司", "代理机构")]
OWN = "310106"


@dataclass
class Firm:
    name: str
    code: str
    kind: str = "企业"
    role: str = ""
    street: str = ""
    park: str = ""
    industry: str = ""
    size: str = ""
    since: date | None = None
    until: date | None = None
    former: str = ""
    marks: dict[str, date] = field(default_factory=dict)

    def places(self):
        """Its stays in the district, as the truth file keeps them."""
        return [[OWN, self.since and self.since.isoformat(), self.until and self.until.isoformat()]]


def firms(random):
    """Sixty firms: number 7 came in 2018, number 11 left, number 3 changed its name, number 5 is of Zhabei."""
    made = []
    for i, word in enumerate(WORDS):
        region = "310108" if i == 5 else OWN
        firm = Firm(f"上海示例{word}{TRADES[i % len(TRADES)]}", credit_code(region, f"9900{1000 + i * 37}"))
        firm.street, firm.park = STREETS[(i * 5) % len(STREETS)], PARKS[i % len(PARKS)]
        firm.industry, firm.size = INDUSTRIES[i % len(INDUSTRIES)], SIZES[(i * 3) % len(SIZES)]
        if i % 3 == 0:
            firm.marks["high_tech"] = date(random.randint(2014, 2020), random.choice([10, 11, 12]), random.randint(1, 28))
        if i % 4 == 1:
            firm.marks["pilot_applied"] = date(2016 + i % 5, 7, 1 + i % 28)
        if i in (9, 25, 41):
            firm.marks["demonstration_applied"] = date(2017 + i // 16, 8, 15)
        if i % 10 == 2:
            firm.marks["gb29490"] = date(2016 + i % 4, 11, 20)
        made.append(firm)
    made[7].since = date(2018, 4, 1)
    made[11].until = date(2018, 9, 30)
    made[3].former = made[3].name.replace("朗思", "朗诗")
    return made


def institutions():
    made = []
    for i, (name, role) in enumerate(INSTITUTIONS):
        firm = Firm(name, credit_code(OWN, f"9900{8001 + i * 13}"), kind="机构", role=role)
        firm.street = STREETS[i % len(STREETS)]
        made.append(firm)
    return made


# Applicants that the register of the district does not have: name, district (None: nobody says), address.
OUTSIDE = [("上海示例浦江半导体有限公司", "浦东新区", "上海市浦东新区示例路88号"),
           ("上海示例漕河泾仪器有限公司", "徐汇区", "上海市徐汇区示例路12号"),
           ("江苏示例电气股份有限公司", "苏州市", "江苏省苏州市工业园区示例街9号"),
           ("上海示例彭浦机电厂", "闸北区", "上海市闸北区示例路301号")]
UNPLACED = "上海示例无名工作室"
PARTNERS = ["示例大学", "上海示例理工大学", "示例计算技术研究所", "示例集团有限公司"]
