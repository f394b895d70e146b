"""What other offices report of the plan's other goals. The values are invented."""

REPORTED_NAME = "外部门报送.csv"
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
    ("high_tech_total", 268, "2019-12-31", "区科委（示例）"),
    ("little_giant_total", 92, "2019-12-31", "区科委（示例）"),
    ("tech_achievements_new", 119, "2019-12-31", "区科委（示例）"),
    ("rd_deduction_projects", 2860, "2019-12-31", "区税务局（示例）"),
    ("rd_investment", "24.8", "2019-12-31", "区统计局（示例）"),
    ("city_projects", 622, "2019-12-31", "区科委（示例）"),
    ("high_tech_revenue", "2016.4", "2019-12-31", "区统计局（示例）"),
    ("listed_firms", 43, "2019-12-31", "区金融办（示例）"),
    ("talent_bases", 3, "2019-12-31", "区人社局（示例）"),
    ("rd_platforms", 17, "2019-12-31", "区科委（示例）"),
    ("engineering_centres", 16, "2019-12-31", "区科委（示例）"),
    ("maker_spaces", 11, "2019-12-31", "区科委（示例）"),
    ("makers", 860, "2019-12-31", "区科委（示例）"),
    ("park_area", "871.5", "2019-12-31", "区规土局（示例）"),
]



def reported_rows():
    yield ["indicator", "value", "day", "source"]
    yield from REPORTED
