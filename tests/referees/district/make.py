#!/usr/bin/env python3
"""Writes the files of a second district, which nobody who wrote the program had seen, and what is true of them.

Needs openpyxl and xlwt. The same files come out on every run; run it after changing it, and commit both.
"""

import json
import sys
from pathlib import Path
from random import Random

sys.dont_write_bytecode = True

from making import counting, lists, others
from making.firms import OUTSIDE, OWN, UNPLACED, firms, institutions
from making.listing import Spoiler, rows_of
from making.patents import TODAY, register

HERE = Path(__file__).parent
TRUTH = HERE / "truth.json"
ELSEWHERE = "elsewhere"


def main():
    random = Random(20160101)
    own = firms(random)
    book = register(random, own)
    truth = {
        "office": {"name": "示例区知识产权局", "region": OWN}, "today": TODAY.isoformat(), "files": {},
        "places": {firm.name: firm.places() for firm in own}, "unplaced": [UNPLACED],
        "patents": [], "mended_patents": [], "pct": [], "mended_pct": [],
    }
    for name, district, _ in OUTSIDE:
        truth["places"][name] = [[OWN if district == "闸北区" else ELSEWHERE, None, None]]
    truth["places"][UNPLACED] = [[OWN, None, None]]
    files = truth["files"]
    files["企业名录.xlsx"] = others.write_firms(own + institutions(), HERE / "企业名录.xlsx")
    for years, name, write, spoil in (
        ((2014, 2015, 2016), "专利清单2014-2016.xls", lists.write_xls, spoil_first),
        ((2017, 2018), "专利清单2017-2018.csv", lists.write_csv, spoil_second),
        ((2019, 2020), "专利清单2019-2020.xlsx", lists.write_xlsx, spoil_third),
    ):
        rows = rows_of([patent for patent in book.patents if patent.listed_in in years], random)
        spoil(Spoiler(rows, book.spare(years), random))
        files[name] = {"noun": "patent"} | write(rows, HERE / name)
        truth["patents"] += [facts(row.patent, name) for row in rows if row.code == "accepted"]
        truth["mended_patents"] += [facts(row.patent, name) for row in rows if row.code not in ("accepted", "unchanged")]
    files["PCT申请.csv"], truth["pct"], truth["mended_pct"] = others.write_pct(random, book, HERE / "PCT申请.csv")
    files["targets.csv"] = others.write_targets(HERE / "targets.csv")
    files["reported.csv"] = others.write_reported(HERE / "reported.csv")
    truth["annual"], truth["quarterly"] = figures(truth, truth["patents"])
    truth["annual_mended"], _ = figures(truth, truth["patents"] + truth["mended_patents"])
    write_truth(truth)


def spoil_first(spoiler):
    spoiler.wrong_check()
    spoiler.impossible_date("2015-02-30")
    spoiler.other_kind()
    spoiler.same_again()


def spoil_second(spoiler):
    spoiler.granted_before_filing()
    spoiler.twice_with_another_title()
    spoiler.missing_number()
    spoiler.two_digit_year()
    spoiler.wrong_check()
    spoiler.same_again()


def spoil_third(spoiler):
    spoiler.number_before_filing()
    spoiler.impossible_date("2019-13-05")
    spoiler.wrong_check()
    spoiler.other_kind()


def facts(patent, file):
    """What counts of a patent."""
    day = lambda value: value and value.isoformat()
    return {"no": patent.number, "file": file, "kind": patent.kind, "applicant": patent.applicants[0],
            "filing": day(patent.filing), "received": day(patent.received), "entry": day(patent.entry),
            "divisional": patent.divisional, "grant": day(patent.grant),
            "fee": patent.fee if patent.fee in (None, "unpaid") else day(patent.fee)}


def figures(truth, patents):
    annual, quarterly = counting.totals(truth, patents=patents)
    pct = counting.pct_totals(truth)
    annual = {str(year): annual[year] | {"pct": pct.get(year, 0)} for year in sorted(annual)}
    return annual, {f"{year}-{quarter}": cells for (year, quarter), cells in sorted(quarterly.items())}


def write_truth(truth):
    """One fact a line, so that a change reads as a change."""
    parts = []
    for key, value in truth.items():
        if isinstance(value, (list, dict)) and value and key != "office":
            brackets = "[]" if isinstance(value, list) else "{}"
            items = value if isinstance(value, list) else value.items()
            lines = [json.dumps(item, ensure_ascii=False) if brackets == "[]" else
                     f"{json.dumps(item[0], ensure_ascii=False)}: {json.dumps(item[1], ensure_ascii=False)}" for item in items]
            text = brackets[0] + "\n  " + ",\n  ".join(lines) + "\n" + brackets[1]
        else:
            text = json.dumps(value, ensure_ascii=False)
        parts.append(f'"{key}": {text}')
    TRUTH.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
