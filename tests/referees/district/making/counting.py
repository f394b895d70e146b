"""What counts, where and when, by plain loops over the truth file: a second opinion on the ledger's figures.

A filing counts on its received date; a national-phase entry without one on its entry date; any other on its
filing date; a divisional without a received date in its number's year and in no quarter. A grant counts on
its announcement date. Each belongs to the district where the first applicant sat on that day.
"""

import json

KINDS = ("invention", "utility", "design")
BLANK = {"received": 0, "fee_paid": 0, "fee_unknown": 0, "granted": 0, "assumed": 0}


def read(path):
    """The truth file."""
    return json.loads(path.read_text(encoding="utf-8"))


def counted_on(patent):
    """(day, year): the day is None when only the year is known."""
    day = patent["received"]
    if not day and patent["no"][4] in "89":
        day = patent["entry"] or patent["filing"]
    elif not day and not patent["divisional"]:
        day = patent["filing"]
    return day, int((day or patent["no"])[:4])


def sits_in(places, region, day):
    return any(at == region and (not since or since <= day) and (not until or day <= until)
               for at, since, until in places)


def totals(truth, as_of="9999-12-31", patents=None):
    """{year: {kind: counts}} and {(year, quarter): {kind: counts}}; quarter 0 = only the year is known."""
    annual, quarterly = {}, {}

    def add(year, month, kind, what):
        for cells, key in ((annual, year), (quarterly, (year, (month + 2) // 3))):
            cells.setdefault(key, {k: dict(BLANK) for k in KINDS})[kind][what] += 1

    region = truth["office"]["region"]
    for patent in truth["patents"] if patents is None else patents:
        places, kind = truth["places"][patent["applicant"]], patent["kind"]
        day, year = counted_on(patent)
        happened = day <= as_of if day else year <= int(as_of[:4])
        if happened and sits_in(places, region, day or f"{year}-12-31"):
            month = int(day[5:7]) if day else 0
            add(year, month, kind, "received")
            if patent["fee"] is None:
                add(year, month, kind, "fee_unknown")
            if patent["fee"] is None or patent["fee"] != "unpaid" and patent["fee"] <= as_of:
                add(year, month, kind, "fee_paid")
            if patent["applicant"] in truth["unplaced"]:
                add(year, month, kind, "assumed")
        grant = patent["grant"]
        if grant and grant <= as_of and sits_in(places, region, grant):
            add(int(grant[:4]), int(grant[5:7]), kind, "granted")
    return annual, quarterly


def pct_totals(truth, as_of="9999-12-31"):
    """{year: filings}, by the day the receiving office had them."""
    years = {}
    for pct in truth["pct"]:
        places, day = truth["places"][pct["applicant"]], pct["filing"]
        if day <= as_of and sits_in(places, truth["office"]["region"], day):
            years[int(day[:4])] = years.get(int(day[:4]), 0) + 1
    return years
