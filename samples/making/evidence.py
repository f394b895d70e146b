"""What the stock of high-value inventions rests on: families abroad, awards, the population. Figures are invented."""

import datetime

from cases import FIRST_LISTS
from kit import days, spelled, write_text

D = datetime.date
FAMILIES, POPULATION = "海外同族和获奖清单.csv", "常住人口.csv"
COUNTRIES = ["美国", "欧洲专利局", "日本", "韩国"]
PERSONS = {2015: "107.06", 2016: "106.63", 2017: "106.62", 2018: "106.28", 2019: "105.77", 2020: "97.57"}


def write(cases, pick):
    """One invention in nine that is in force has a patent abroad, a few an award."""
    granted = [case for case in cases if case.kind == "发明" and case.plain and case.grant and case.grant <= FIRST_LISTS and not case.lapse]
    chosen = pick.sample(granted, len(granted) // 9)
    rows = [["序号", "专利号", "发明名称", "同族国家", "同族专利号", "海外授权日", "奖项名称", "获奖年度"]]
    for at, case in enumerate(chosen):
        abroad = min(days(case.filing, pick.randrange(800, 1500)), FIRST_LISTS)
        country = COUNTRIES[at % len(COUNTRIES)]
        rows.append([at + 1, "ZL" + case.number, case.title, country, f"{['US', 'EP', 'JP', 'KR'][at % 4]}{9_000_000 + at * 1371}B2",
                     spelled(abroad, at), "", ""])
    for at, case in enumerate(pick.sample(granted, 4)):
        rows.append([len(rows), "ZL" + case.number, case.title, "", "", "", "中国专利优秀奖", 2017 + at if 2017 + at > case.grant.year else 2020])
    write_text(FAMILIES, rows)
    write_text(POPULATION, [["行政区划", "统计日", "常住人口（万人）", "来源"],
                            *(["310106", f"{year}-12-31", persons, "示例统计年鉴"] for year, persons in PERSONS.items() if year < 2020)])
    whole = lambda count: {"accepted": count, "unchanged": 0, "refused": {}}
    return {FAMILIES: whole(len(rows) - 1), POPULATION: whole(len(PERSONS) - 1)}
