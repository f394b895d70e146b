"""The register of firms, the PCT list, the plan's indicators and the values of other offices."""

import csv
from datetime import date, timedelta

import openpyxl
from openpyxl.styles import Alignment, Font

from .listing import spell_date
from .office_files import save_xlsx

MARKS = {"high_tech": "高新技术企业认定日期", "pilot_applied": "试点企业申报日期",
         "demonstration_applied": "示范企业申报日期", "gb29490": "贯标认证日期"}


def write_firms(firms, path):
    header = ["企业名称", "统一社会信用代码", "类型", "角色", "区", "街道", "园区", "行业", "规模", "迁入日期", "迁出日期",
              "曾用名", *MARKS.values()]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名录"
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(header))
    sheet["A1"] = "示例区企业与合作机构名录（2020年12月）"
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=14), Alignment(horizontal="center")
    sheet.append(header)
    for at, firm in enumerate(firms):
        marks = [firm.marks.get(mark) for mark in MARKS]
        marks = [spell_date(day, at) if at % 3 else day for day in marks]
        sheet.append([firm.name, firm.code, firm.kind, firm.role, "静安区", firm.street, firm.park, firm.industry,
                      firm.size, firm.since, firm.until, firm.former, *marks])
    sheet.append([])
    sheet.append(["注：企业、机构与代码均为虚构，如有雷同，纯属巧合。"])
    save_xlsx(book, path)
    return {"noun": "party", "rows": len(firms), "accepted": len(firms), "unchanged": 0, "unchanged_rows": [], "refused": []}


def write_pct(random, register, path):
    """Twenty-five filings with priority of our own inventions, and one number a digit too long."""
    spelt = ["PCT/CN{y}/{s}", "PCTCN{y}{s}", "pct/cn{y}/{s}", "PCT/CN{y}/{s}", "ＰＣＴ/CN{y}/{s}"]
    published = ["WO{y}/{s}", "WO {y}/{s}", "WO{y}{s}A1"]
    last = date(2020, 6, 30)
    sources = [p for p in register.patents if p.kind == "invention" and not p.divisional and p.digits[4] == "1"
               and p.codes and p.codes[0] and date(2015, 1, 1) <= p.filing <= date(2019, 9, 1)]
    chosen = sorted(random.sample(sources, 25), key=lambda p: p.filing)
    lines = [["序号", "PCT申请号", "国际申请日", "发明名称", "申请人", "优先权号", "优先权日", "国际公布号"]]
    truth, said = [], {"noun": "pct", "rows": 26, "accepted": 25, "unchanged": 0, "unchanged_rows": [], "refused": []}
    for at, source in enumerate(chosen):
        filing = source.filing + timedelta(random.randint(200, 364))
        serial = str(900600 + at * 7)
        out = source.filing + timedelta(545)
        wo = published[at % 3].format(y=out.year, s=910000 + at * 11) if out <= last else ""
        number = spelt[at % 5].format(y=filing.year, s=serial)
        lines.append([str(at + 1), number, spell_date(filing, at), source.title, source.applicants[0],
                      "CN" + source.number, spell_date(source.filing, at + 1), wo])
        truth.append({"no": f"PCT/CN{filing.year}/{serial}", "filing": filing.isoformat(), "applicant": source.applicants[0]})
    long = list(lines[9])
    long[0], long[1] = "26", "PCT/CN2018/9006999"
    lines.append(long)
    said["refused"].append({"row": len(lines), "code": "pct-no-shape", "field": "pct_no", "column": "PCT申请号",
                            "mend": "PCT申请号", "mended": f"PCT/CN{truth[8]['no'][6:10]}/900699"})
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(lines)
    late = truth[8] | {"no": said["refused"][0]["mended"]}
    return said, truth, [late]


# 静府发〔2016〕20号, the table of indicators: category, indicator, the plan's words, goal, unit, measure.
ABILITY, ECONOMY, PLATFORM, CARRIER = "科技创新能力提升", "科技经济能级提升", "创新平台功能提升", "科技载体品质提升"
TARGETS = [
    (ABILITY, "high_tech_total", "全区累计拥有高新技术企业总量突破280家", "280", "家", "stock"),
    (ABILITY, "little_giant_total", "全区累计拥有科技小巨人（培育）企业达100家", "100", "家", "stock"),
    (ABILITY, "tech_achievements_new", "全区新增高新技术成果转化项目130个", "130", "个", "cumulative"),
    (ABILITY, "rd_deduction_projects", "企业研发费用加计扣除项目达到3500项", "3500", "项", "cumulative"),
    (ABILITY, "rd_investment", "研发投入资金达到30亿元", "30", "亿元", "cumulative"),
    (ABILITY, "city_projects", "组织和辅导企业申报各类市级科技项目累计达到750项以上", "750", "项", "cumulative"),
    (ABILITY, "invention_filings", "发明专利申请量累计不少于6000件", "6000", "件", "cumulative"),
    (ABILITY, "invention_grants", "发明专利授权量累计不少于1600件", "1600", "件", "cumulative"),
    (ABILITY, "pilot_applied", "上海市专利工作试点企业申报不少于25家", "25", "家", "cumulative"),
    (ABILITY, "demonstration_applied", "上海市专利工作示范企业申报不少于5家", "5", "家", "cumulative"),
    (ECONOMY, "industry_cluster_100bn", "培育形成1个总收入累计超千亿元级规模的产业集群", "1", "个", "stock"),
    (ECONOMY, "industry_cluster_10bn", "培育形成2个总收入累计超百亿元级规模的产业集群", "2", "个", "stock"),
    (ECONOMY, "high_tech_revenue", "实现重点领域高新技术产业累计总收入突破2500亿元", "2500", "亿元", "cumulative"),
    (ECONOMY, "tech_firms_100m", "总收入超亿元的科技企业达到90家", "90", "家", "stock"),
    (ECONOMY, "tech_firms_1bn", "总收入10亿元以上的科技企业达到12家", "12", "家", "stock"),
    (ECONOMY, "tech_firms_5bn", "总收入50亿元以上的科技企业2家", "2", "家", "stock"),
    (ECONOMY, "joint_stock_firms", "推动股份改制企业累计100家以上", "100", "家", "cumulative"),
    (ECONOMY, "listed_firms", "在各级市场挂牌上市企业数量达50家以上", "50", "家", "stock"),
    (PLATFORM, "rd_platforms", "全区拥有市级研发公共服务平台企业（项目）20家", "20", "家", "stock"),
    (PLATFORM, "engineering_centres", "全区拥有市级工程技术研究中心20家以上", "20", "家", "stock"),
    (PLATFORM, "enterprise_tech_centres", "全区拥有各类企业技术中心30家以上", "30", "家", "stock"),
    (PLATFORM, "talent_bases", "建成3-5家符合静安区五大产业导向的人才实训基地", "3", "家", "stock"),
    (PLATFORM, "functional_platforms", "建成社会信用信息平台、科技金融支撑平台和人才服务平台三大功能平台", "3", "个", "stock"),
    (CARRIER, "zhangjiang_floor_space", "张江高新区静安区分园载体面积突破1000万平方米", "1000", "万平方米", "stock"),
    (CARRIER, "maker_spaces", "建成10个以上在全市具有影响力的众创空间", "10", "个", "stock"),
    (CARRIER, "makers", "吸引创客1000名以上", "1000", "名", "stock"),
]
NOTES = {"talent_bases": "目标为3至5家，取下限", "city_projects": "每年不少于150项"}
REPORTED = [("high_tech_total", "251", "2016-12-31", "示例区科委"), ("high_tech_total", "268", "2018-12-31", "示例区科委"),
            ("high_tech_total", "291", "2020-12-31", "示例区科委"), ("little_giant_total", "92", "2019-12-31", "示例区科委"),
            ("rd_investment", "21.7", "2019-12-31", "示例区统计局"), ("listed_firms", "43", "2019-12-31", "示例区金融办"),
            ("maker_spaces", "12", "2020-06-30", "示例区科委"), ("enterprise_tech_centres", "28", "2019-12-31", "示例区经委")]


def write_targets(path):
    lines = [["category", "indicator", "name", "goal", "unit", "period_from", "period_to", "measure", "note"]]
    for category, indicator, name, goal, unit, measure in TARGETS:
        lines.append([category, indicator, name, goal, unit, "2016-01-01", "2020-12-31", measure, NOTES.get(indicator, "")])
    return write_plain("target", lines, path)


def write_reported(path):
    return write_plain("reported", [["indicator", "value", "day", "source"], *REPORTED], path)


def write_plain(noun, lines, path):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
    count = len(lines) - 1
    return {"noun": noun, "rows": count, "accepted": count, "unchanged": 0, "unchanged_rows": [], "refused": []}
