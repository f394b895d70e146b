"""The goals of the 13th five-year plan of Jing'an for science and technology (目标分解表), and invented reports.

A goal counted in events over the years is cumulative; one of what the district has at the end is a stock.
"""

PERIOD = ("2016-01-01", "2020-12-31")
TARGETS = [
    ("科技创新能力提升", "high_tech_total", "高新技术企业", 280, "家",
     "stock", "全区累计拥有高新技术企业总量突破280家"),
    ("科技创新能力提升", "little_giant_total", "科技小巨人企业", 100, "家",
     "stock", "全区累计拥有科技小巨人（培育）企业达100家"),
    ("科技创新能力提升", "tech_achievements_new", "新增高新技术成果转化", 130, "个",
     "cumulative", "全区新增高新技术成果转化项目130个"),
    ("科技创新能力提升", "rd_deduction_projects", "企业研发费用加计扣除", 3500, "项",
     "cumulative", "企业研发费用加计扣除项目达到3500项"),
    ("科技创新能力提升", "rd_investment", "企业研发费用投入", 30, "亿元",
     "cumulative", "研发投入资金达到30亿元"),
    ("科技创新能力提升", "city_projects", "市级以上科技项目", 750, "项",
     "cumulative", "每年组织和辅导企业申报各类市级科技项目不少于150项，“十三五”末累计达到750项以上"),
    ("科技创新能力提升", "invention_filings", "知识产权创造：发明专利申请量", 6000, "件",
     "cumulative", "发明专利申请量累计不少于6000件"),
    ("科技创新能力提升", "invention_grants", "知识产权创造：发明专利授权量", 1600, "件",
     "cumulative", "发明专利授权量累计不少于1600件"),
    ("科技创新能力提升", "pilot_applied", "知识产权创造：专利工作试点企业申报", 25, "家",
     "cumulative", "上海市专利工作试点企业申报不少于25家"),
    ("科技创新能力提升", "demonstration_applied", "知识产权创造：专利工作示范企业申报", 5, "家",
     "cumulative", "上海市专利工作示范企业申报不少于5家"),
    ("科技经济能级提升", "industry_cluster_100bn", "产业集群建设：千亿元级", 1, "个",
     "stock", "培育形成1个总收入累计超千亿元级的产业集群"),
    ("科技经济能级提升", "industry_cluster_10bn", "产业集群建设：百亿元级", 2, "个",
     "stock", "培育形成2个总收入累计超百亿元级规模的产业集群"),
    ("科技经济能级提升", "high_tech_revenue", "高新技术产业总收入", 2500, "亿元",
     "cumulative", "重点领域高新技术产业累计总收入突破2500亿元"),
    ("科技经济能级提升", "tech_firms_100m", "领军企业培育：总收入超亿元", 90, "家",
     "stock", "总收入超亿元的科技企业达到90家"),
    ("科技经济能级提升", "tech_firms_1bn", "领军企业培育：10亿元以上", 12, "家",
     "stock", "其中10亿元以上企业达到12家"),
    ("科技经济能级提升", "tech_firms_5bn", "领军企业培育：50亿元以上", 2, "家",
     "stock", "50亿元以上2家"),
    ("科技经济能级提升", "joint_stock_firms", "上市公司培育：股份改制", 100, "家",
     "cumulative", "推动股份改制企业累计100家以上"),
    ("科技经济能级提升", "listed_firms", "上市公司培育：挂牌上市", 50, "家",
     "stock", "在各级市场挂牌上市企业数量达50家以上"),
    ("创新平台功能提升", "rd_platforms", "公共服务平台总量", 20, "家",
     "stock", "全区拥有市级研发公共服务平台企业（项目）20家"),
    ("创新平台功能提升", "engineering_centres", "工程技术中心", 20, "家",
     "stock", "全区拥有市级工程技术研究中心20家以上"),
    ("创新平台功能提升", "enterprise_tech_centres", "企业技术中心", 30, "家",
     "stock", "全区拥有各类企业技术中心30家以上"),
    ("创新平台功能提升", "talent_bases", "人才实训基地", 3, "家",
     "stock", "建成3-5家符合静安区五大产业导向的人才实训基地"),
    ("创新平台功能提升", "functional_platforms", "功能性服务平台", 3, "个",
     "stock", "建成静安区社会信用信息平台、科技金融支撑平台和人才服务平台三大功能平台"),
    ("科技载体品质提升", "park_area", "科技园区载体建设", 1000, "万平方米",
     "stock", "张江高新区静安区分园载体面积突破1000万平方米"),
    ("科技载体品质提升", "maker_spaces", "打造众创空间", 10, "个",
     "stock", "建成10个以上在全市具有影响力的众创空间"),
    ("科技载体品质提升", "makers", "打造众创空间：创客", 1000, "名",
     "cumulative", "吸引创客1000名以上"),
]

# The values are invented.
REPORTED = [
    ("high_tech_total", 197, "2016-12-31", "区科委（示例）"),
    ("high_tech_total", 232, "2018-12-31", "区科委（示例）"),
    ("little_giant_total", 71, "2018-12-31", "区科委（示例）"),
    ("tech_achievements_new", 83, "2018-12-31", "区科委（示例）"),
    ("rd_deduction_projects", 1960, "2018-12-31", "区税务局（示例）"),
    ("rd_investment", "17.4", "2018-12-31", "区统计局（示例）"),
    ("city_projects", 468, "2018-12-31", "区科委（示例）"),
    ("high_tech_revenue", "1420.5", "2018-12-31", "区统计局（示例）"),
    ("listed_firms", 34, "2018-12-31", "区金融办（示例）"),
    ("talent_bases", 2, "2018-12-31", "区人社局（示例）"),
]


def target_rows():
    yield ["category", "indicator", "name", "goal", "unit", "period_from", "period_to", "measure", "note"]
    for category, indicator, name, goal, unit, measure, note in TARGETS:
        yield [category, indicator, name, goal, unit, *PERIOD, measure, note]


def reported_rows():
    yield ["indicator", "value", "day", "source"]
    yield from REPORTED
