"""What the makers of the sample and test files share: check characters, spellings, files without a clock.

For maintainers only; the program does not use Python. Written apart from the program, from the standards,
so that what the program counts is held against something it did not compute itself.
"""

import calendar
import csv
import datetime
import io
import pathlib
import re
import zipfile

SAMPLES = pathlib.Path(__file__).parent.parent
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
KIND_DIGIT = {"发明": 1, "实用新型": 2, "外观设计": 3}
GRANT_LETTER = {"发明": "B", "实用新型": "U", "外观设计": "S"}


def with_check(digits):
    """An application number of twelve digits with its check character (ZC 0006-2003)."""
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    return f"{digits}.{'0123456789X'[rest]}"


def wrong_check(number):
    """The same number with a check character that does not fit."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def credit_code(region, body, kind="91"):
    """A unified social credit code (GB 32100-2015) around an organisation code (GB 11714).

    `body` is the eight places of the organisation code before its check character.
    """
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    inner = 11 - sum(int(c, 36) * w for c, w in zip(body, weights, strict=True)) % 11
    code = f"{kind}{region}{body}{ {10: 'X', 11: '0'}.get(inner, str(inner)) }"
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code))
    return code + ALPHABET[(31 - total % 31) % 31]


def spelled(day, way):
    """A date in one of the ways people write it."""
    return (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month:02}.{day.day:02}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
    )[way % 5]


def full_width(text):
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def without_clock(raw):
    """The bytes of a workbook (xlsx, ods) with every time in it set to one fixed moment."""
    moment = "2021-01-04T09:00:00"
    source = zipfile.ZipFile(io.BytesIO(raw))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            data = source.read(info.filename)
            if info.filename in ("docProps/core.xml", "meta.xml"):
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?", moment.encode(), data)
            fixed = zipfile.ZipInfo(info.filename, (2021, 1, 4, 9, 0, 0))
            fixed.external_attr = 0o644 << 16
            first_of_ods = info.filename == "mimetype"
            fixed.compress_type = zipfile.ZIP_STORED if first_of_ods else zipfile.ZIP_DEFLATED
            target.writestr(fixed, data)
    return out.getvalue()


def save_xlsx(book, path):
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(without_clock(out.getvalue()))


def days(start, count):
    return start + datetime.timedelta(days=count)


def add_months(day, months):
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def write_text(name, rows, encoding="utf-8-sig"):
    """A list as text, with the line ends of Windows."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    (SAMPLES / name).write_bytes(out.getvalue().encode(encoding))
