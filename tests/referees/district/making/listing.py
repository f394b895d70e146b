"""A clerk's list: patents turned into rows as people type them, wrong rows among them, and what becomes of each."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from .numbers import application_no, wrong_check
from .patents import Patent

KIND_WORDS = {"invention": ["发明", "发明专利", "发明"], "utility": ["实用新型", "新型", "实用新型"],
              "design": ["外观设计", "外观", "外观设计"]}
OTHER_KIND = {"invention": "实用新型", "utility": "发明", "design": "发明"}


@dataclass
class Row:
    """One row of a list. `cells` by field key; dates stay dates until a file spells them."""
    cells: dict
    patent: Patent | None          # what the ledger holds after the row, or after it is mended
    code: str = "accepted"         # accepted, unchanged, or the code of the refusal
    field: str = ""                # where a refused row is wrong
    mended: str = ""               # what belongs there
    mend: str = ""                 # the field it belongs in, where that is another


def cells_of(patent, random):
    """The row a careful clerk would type."""
    kind = random.choice(KIND_WORDS[patent.kind])
    separator = random.choice(["；", "、", ";"])
    fee = "未缴" if patent.fee == "unpaid" else patent.fee
    return {"application_no": patent.number, "type": kind, "title": patent.title, "filing_date": patent.filing,
            "received_date": patent.received, "entry_date": patent.entry, "publication_date": patent.publication,
            "publication_no": patent.publication_no, "grant_date": patent.grant, "grant_no": patent.grant_no,
            "applicant": separator.join(patent.applicants), "uscc": patent.codes[0] if patent.codes else "",
            "district": patent.district or ("" if not patent.codes[0] else "静安区"), "address": patent.address,
            "ipc": patent.ipc, "status": patent.status, "parent_no": patent.parent, "pct_no": patent.pct,
            "filing_fee": fee}


def rows_of(patents, random):
    return [Row(cells_of(patent, random), patent) for patent in patents]


class Spoiler:
    """Adds wrong rows to a list, at places chosen by `random`, each made from a patent of its own."""

    def __init__(self, rows, spare, random):
        self.rows, self.spare, self.random = rows, spare, random

    def add(self, code, field, value, mended, patent):
        cells = cells_of(patent, self.random)
        mended = cells[field] if mended is None else mended
        cells[field] = value
        self.insert(Row(cells, patent, code, field, mended))

    def insert(self, row, after=0):
        self.rows.insert(self.random.randint(after, len(self.rows)), row)

    def wrong_check(self):
        patent = self.spare()
        self.add("application-no-check", "application_no", wrong_check(patent.number), None, patent)

    def impossible_date(self, text):
        patent = self.spare()
        self.add("date-impossible", "filing_date", text, None, patent)

    def two_digit_year(self):
        patent = self.spare()
        self.add("date-two-digit-year", "filing_date", patent.filing.strftime("%y-%m-%d"), None, patent)

    def other_kind(self):
        patent = self.spare()
        self.add("kind-disagrees", "type", OTHER_KIND[patent.kind], None, patent)

    def missing_number(self):
        patent = self.spare()
        self.add("field-missing", "application_no", "", None, patent)

    def granted_before_filing(self):
        patent = self.spare()
        granted = replace(patent, grant=patent.filing + timedelta(200), publication=None, publication_no="",
                          grant_no="", status="授权")
        self.add("date-before", "grant_date", patent.filing - timedelta(30), None, granted)

    def number_before_filing(self):
        """Lawful where the filing date was fixed anew: the ledger holds it as it stands."""
        patent = self.spare()
        patent = replace(patent, digits=str(int(patent.digits[:4]) - 1) + patent.digits[4:])
        self.insert(Row(cells_of(patent, self.random), patent))

    def twice_with_another_title(self):
        """A row copied from one above, its title typed over and its number forgotten."""
        at = self.some_row(lambda row: row.patent.publication is None and not row.patent.divisional)
        first = self.rows[at]
        patent = self.spare(like=first.patent)
        row = Row(first.cells | {"title": patent.title}, patent, "twice-in-file", "title", patent.number, "application_no")
        self.insert(row, at + 1)

    def same_again(self):
        at = self.some_row(lambda row: True)
        self.insert(replace(self.rows[at], code="unchanged"), at + 1)

    def some_row(self, suits):
        """A right row in the first half of the list."""
        right = [at for at, row in enumerate(self.rows[: len(self.rows) // 2]) if row.code == "accepted" and suits(row)]
        return self.random.choice(right)


def spell_date(day, style):
    """A date as one of the spellings people use; style counts round them."""
    if not isinstance(day, date):
        return day or ""
    forms = ["%Y-%m-%d", "%Y/{m}/{d}", "%Y.%m.%d", "%Y%m%d", "%Y年{m}月{d}日", "%Y-%m-%d 00:00:00"]
    return day.strftime(forms[style % len(forms)]).format(m=day.month, d=day.day)


NO_DATE = ["", "--", "", "0000-00-00", "", "/"]


def verdicts(rows, first_row, header):
    """What the truth file says of a list whose row 0 stands in `first_row`; `rows` may hold None for no record."""
    said = {"rows": 0, "accepted": 0, "unchanged": 0, "unchanged_rows": [], "refused": []}
    for number, row in enumerate(rows, first_row):
        if row is None:
            continue
        said["rows"] += 1
        if row.code in ("accepted", "unchanged"):
            said[row.code] += 1
            if row.code == "unchanged":
                said["unchanged_rows"].append(number)
        else:
            mended = row.mended.isoformat() if isinstance(row.mended, date) else row.mended
            said["refused"].append({"row": number, "code": row.code, "field": row.field,
                                    "column": header[row.field], "mend": header[row.mend or row.field], "mended": mended})
    return said
