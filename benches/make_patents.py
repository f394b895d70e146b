#!/usr/bin/env python3
"""Writes a list of made-up patents as CSV (UTF-8, header line), the same for the same arguments.

usage: make_patents.py ROWS OUT [--second]

Application numbers are unique, with their check character; credit codes carry theirs too. Filing dates
run from 2003-10-01 to 2020-12-31 and grow denser; rows come in no order. `--second` gives another set of
the same firms that shares no number with the first.
"""

import argparse
import random
from datetime import date, timedelta

COLUMNS = "application_no,type,title,filing_date,publication_date,grant_date,applicant_uscc,applicant_name,ipc,status"

FIRST, LAST = date(2003, 10, 1), date(2020, 12, 31)
DAYS = [(FIRST + timedelta(n)).isoformat() for n in range((LAST - FIRST).days + 1)]

# Serials 0 to 4,999,999 of a year and kind belong to the first set, the rest to the second.
SERIALS = 5_000_000
STEP = 2_147_489  # shares no factor with SERIALS, so the walk meets every serial once

SUBJECTS = ["锂电池", "光伏组件", "数控机床", "复合材料", "工业机器人", "污水处理", "芯片封装", "医用导管", "图像识别", "语音交互",
            "高压电缆", "激光切割", "食品包装", "建筑模板", "燃料电池", "柔性显示", "轨道车辆", "海水淡化"]
PURPOSES = ["温度控制", "在线检测", "故障诊断", "定位夹紧", "密封连接", "散热冷却", "能量回收", "数据加密", "质量追溯", "表面处理"]
FORMS = ["装置", "方法", "系统及方法", "设备", "装置及其控制方法", "工艺", "结构", "平台"]
TITLES = [f"一种{s}的{p}{f}" for s in SUBJECTS for p in PURPOSES for f in FORMS]
CLASSES = ["H01M10/0525", "H02S20/30", "B23Q15/22", "C08L63/00", "B25J9/16", "C02F9/00", "H01L23/31", "A61M25/00",
           "G06V10/82", "G10L15/22", "H02G1/08", "B23K26/38", "B65B35/30", "E04G11/06", "H01M8/04", "G09F9/30"]
KINDS = {"1": "invention", "2": "utility", "3": "design"}

CREDIT_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: 31 characters, no I O S V Z
CREDIT_WEIGHTS = [3**n % 31 for n in range(17)]
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714-1997
NUMBER_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)  # ZC 0006-2003


def credit_code(draw):
    organisation = "".join(draw.choices("0123456789ABCDEFGH", k=8))
    total = sum(int(c, 36) * w for c, w in zip(organisation, ORGANISATION_WEIGHTS))
    body = f"9131{draw.randrange(10_000):04}{organisation}{'0123456789X'[-total % 11]}"
    total = sum(CREDIT_CODE.index(c) * w for c, w in zip(body, CREDIT_WEIGHTS))
    return body + CREDIT_CODE[-total % 31]


def application_no(digits):
    total = sum(int(d) * w for d, w in zip(digits, NUMBER_WEIGHTS))
    return f"{digits}.{'0123456789X'[total % 11]}"


def firms(draw, count):
    """Firms as the two columns `code,name`; names tell them apart by their number."""
    words = ["创瑞", "鼎恒", "新远", "博众", "信海", "天维", "云辰", "智联"]
    trades = ["科技", "电子", "新材料", "智能装备", "生物医药", "能源技术"]
    return [f"{credit_code(draw)},上海{draw.choice(words)}{n}号{draw.choice(trades)}有限公司" for n in range(count)]


def life(draw, kind, filed):
    """Publication day, grant day (indexes into DAYS, or None) and status of a case filed on `filed`."""
    if kind != "1":
        grant = filed + draw.randrange(60, 300)
        if grant >= len(DAYS):
            return None, None, "pending"
        return grant, grant, "granted" if draw.random() < 0.75 else "lapsed"
    publication = filed + draw.randrange(180, 545)
    if publication >= len(DAYS):
        return None, None, "pending"
    decided = publication + draw.randrange(120, 1020)
    if decided >= len(DAYS):
        return publication, None, "pending"
    outcome = draw.choices(["granted", "rejected", "withdrawn"], [55, 25, 20])[0]
    return publication, decided if outcome == "granted" else None, outcome


def rows(count, second):
    applicants = firms(random.Random("firms"), max(50, min(40_000, count // 25)))
    draw = random.Random("second" if second else "first")
    start = SERIALS if second else 0
    walked = {}
    for _ in range(count):
        filed = int((1 - draw.random() ** 1.7) * (len(DAYS) - 1))
        kind = draw.choices("123", [45, 40, 15])[0]
        series = DAYS[filed][:4] + kind
        walked[series] = (walked.get(series, 0) + STEP) % SERIALS
        number = application_no(f"{series}{start + walked[series]:07}")
        publication, grant, status = life(draw, kind, filed)
        dates = ",".join("" if day is None else DAYS[day] for day in (filed, publication, grant))
        applicant = applicants[int(draw.random() ** 2 * len(applicants))]
        ipc = draw.choice(CLASSES) if kind != "3" else "14-02"
        yield f"{number},{KINDS[kind]},{draw.choice(TITLES)},{dates},{applicant},{ipc},{status}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int)
    parser.add_argument("out")
    parser.add_argument("--second", action="store_true", help="the set that shares no number with the first")
    arguments = parser.parse_args()
    with open(arguments.out, "w", encoding="utf-8", newline="\n") as out:
        out.write(COLUMNS + "\n")
        out.writelines(rows(arguments.rows, arguments.second))


if __name__ == "__main__":
    main()
