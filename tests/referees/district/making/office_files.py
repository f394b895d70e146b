"""Files made byte for byte the same on every run: workbooks carry clocks, which are stopped here."""

import datetime
import io
import zipfile

STOPPED = datetime.datetime(2021, 1, 15, 9, 0, 0)


def save_xlsx(workbook, path):
    workbook.properties.created = workbook.properties.modified = STOPPED
    workbook.properties.creator = "示例"
    inside = io.BytesIO()
    workbook.save(inside)
    save_zip(inside.getvalue(), path)


def save_zip(content, path):
    """Writes a zip archive anew with its clocks stopped; the order of its members stays."""
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(path, "w") as made:
        for member in given.infolist():
            data = given.read(member)
            if member.filename == "docProps/core.xml":
                data = _without_modified(data)
            kept = zipfile.ZipInfo(member.filename, date_time=STOPPED.timetuple()[:6])
            kept.compress_type = member.compress_type
            kept.external_attr = 0o600 << 16
            made.writestr(kept, data)


def _without_modified(data):
    """openpyxl writes the hour of saving whatever it is told."""
    opening, closing = b'<dcterms:modified xsi:type="dcterms:W3CDTF">', b"</dcterms:modified>"
    start, end = data.find(opening), data.find(closing)
    if start < 0:
        return data
    return data[: start + len(opening)] + STOPPED.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + data[end:]
