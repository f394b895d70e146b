"""Makes the sample district's files and what must come of them. For maintainers: python3 samples/making/make.py

Needs openpyxl and xlwt. The same files come out each time, byte for byte. What is accepted, refused and counted is
worked out here from the facts, apart from the program.
"""

import datetime
import json
import random

import cases as facts
import directory
import evidence
import finance
import firms as district
import honours
import lists
import plan
import story
from kit import SAMPLES, spelled, write_text

D = datetime.date
TRUTH = SAMPLES.parent / "tests" / "files" / "truth_samples.json"
PCT, LATER_PCT = "PCT申请.csv", "PCT申请2020年四季度.csv"
NAMES = {"发明": "invention", "实用新型": "utility", "外观设计": "design"}


def write_pct(name, filings):
    rows = [["国际申请号", "国际申请日", "发明名称", "申请人", "优先权号", "优先权日"]]
    for at, (day, digits, case, claims) in enumerate(filings):
        number = ("PCT/CN{}/{}", "PCTCN{}{}", "pct/cn{}/{}")[at % 3].format(digits[:4], digits[4:])
        priority = ["CN" + case.number, spelled(case.filing, at)] if claims else ["", ""]
        rows.append([number, spelled(day, at), case.title, case.applicants[0].name, *priority])
    write_text(name, rows)
    return whole(len(filings))


def counted(cases, filings, until):
    """What counts in each year and quarter of what happened by a day, as {year: {...}} and {year: {quarter: {...}}}."""
    zero = {f"{name}_{what}": 0 for name in NAMES.values() for what in ("filings", "grants")} | {"pct_filings": 0}
    years = {str(year): dict(zero) for year in range(2016, 2021)}
    quarters = {str(year): {str(quarter): dict(zero) for quarter in range(1, 5)} for year in range(2016, 2021)}

    def count(year, month, what):
        if 2016 <= year <= 2020:
            years[str(year)][what] += 1
            if month:
                quarters[str(year)][str((month + 2) // 3)][what] += 1

    for case in cases:
        first = case.applicants[0]
        year, month, member_on = case.counted()
        unpaid = case.fee == "未缴" and year >= 2017
        if case.day <= until and first.sits_here(member_on) and not unpaid:
            count(year, month, NAMES[case.kind] + "_filings")
        if case.grant and case.grant <= until and first.sits_here(case.grant):
            count(case.grant.year, case.grant.month, NAMES[case.kind] + "_grants")
    for day, _, case, _ in filings:
        if day <= until and case.applicants[0].sits_here(day):
            count(day.year, day.month, "pct_filings")
    return years, quarters


def put_right(rows, news, firms):
    """What the office corrects in November: a day, a case recorded twice, a firm that had moved, a title."""
    new = {id(case) for case in news}
    still = [case for case in rows.good() if case.plain and case.kind == "发明" and not case.grant and id(case) not in new
             and case.applicants[0].plain]
    redated = next(case for case in still if D(2020, 7, 3) <= case.filing <= D(2020, 7, 20))
    twice = next(case for case in still if D(2020, 8, 1) <= case.filing)
    wrongly_named = next(case for case in still if case.filing <= D(2019, 3, 1))
    filed = lambda firm: sum(case.applicants[0] is firm for case in still if case.filing >= D(2020, 7, 1))
    moved = next(firm for firm in firms if firm.plain and filed(firm) == 2 and firm is not redated.applicants[0])
    return redated, twice, moved, wrongly_named


def figures_of_faults(faults):
    said = list(faults.values())
    return {"accepted": said.count(None), "unchanged": said.count("unchanged"), "corrected": said.count("corrected"),
            "refused": {str(row): fault for row, fault in faults.items() if fault not in (None, "unchanged", "corrected")}}


def whole(count):
    return {"accepted": count, "unchanged": 0, "refused": {}}


def main():
    pick = random.Random(20160103)
    firms, others, institutions = district.make(pick)
    cases, maker = facts.make(firms + others)
    filings = facts.make_pct(cases, random.Random(20160102))
    rows = lists.make(cases, maker)
    known = {name: list(own.good()) for name, own in rows.items()}
    loans = finance.make([case for name in (lists.XLS, lists.CSV, lists.XLSX) for case in known[name]], random.Random(20160104))
    pledged = {id(case) for loan in loans for case in loan.patents}

    truth = {directory.NAME: directory.write(firms, others, institutions), PCT: write_pct(PCT, [one for one in filings if one[0] <= facts.FIRST_LISTS]),
             LATER_PCT: write_pct(LATER_PCT, [one for one in filings if one[0] > facts.FIRST_LISTS])}
    for name, write in ((lists.XLS, lists.write_xls), (lists.CSV, lambda own: lists.write_csv(lists.CSV, own)),
                        (lists.XLSX, lists.write_xlsx), (lists.LATER, lambda own: lists.write_csv(lists.LATER, own))):
        truth[name] = figures_of_faults(write(rows[name]))
    (SAMPLES / lists.NEXT).parent.mkdir(exist_ok=True)
    truth[lists.NEXT] = figures_of_faults(lists.write_csv(lists.NEXT, lists.make_next(facts.make_new(maker))))
    truth |= finance.write(loans)
    made = honours.applications(firms, random.Random(20160105))
    truth[honours.PROGRAMS] = honours.write_programs(made)
    truth[honours.CERTIFICATES], certified = honours.write_certificates(firms, random.Random(20160106))
    write_text(plan.REPORTED_NAME, plan.reported_rows())
    truth[plan.REPORTED_NAME] = whole(len(plan.REPORTED))
    truth |= evidence.write(known[lists.XLS] + known[lists.CSV], random.Random(20160107))
    statement = finance.write_statement(loans)

    # What was counted in October, then what was put right, then the lists of January.
    listed = [case for name in (lists.XLS, lists.CSV, lists.XLSX) for case in known[name]]
    _, then = counted(listed, filings, facts.FIRST_LISTS)
    redated, twice, moved, wrongly_named = put_right(rows[lists.XLSX], known[lists.LATER], firms)
    assert not {id(redated), id(twice)} & pledged
    redated.filing, moved.until = D(2020, 6, 28), D(2020, 6, 30)
    story.write(story.tell(loans, moved, redated, twice, wrongly_named))
    last = [case for case in {id(case): case for own in known.values() for case in own}.values() if case is not twice]
    years, quarters = counted(last, filings, facts.LAST)
    coming = {name: truth.pop(name) for name in (lists.NEXT, finance.NEXT_PAYMENTS)}
    content = {
        "files": truth, "coming": coming, "annual": years, "quarterly": quarters, "published_2020Q3": then["2020"]["3"],
        "pledged": finance.figures(loans), "reconciled": statement, "certificates": certified,
        "pilot_applied": sum(one.program == "pilot" for one in made),
        "demonstration_applied": sum(one.program == "demonstration" for one in made),
    }
    TRUTH.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
