"""The working calendar, day by day from 2014 to 2026, against the package chinesecalendar: what it says of
the State Council's notices must be what src/domain/working_days.csv says."""

import csv
import datetime


import chinese_calendar

TABLE = __file__.replace("tests/referees/holidays.py", "src/domain/working_days.csv")


def main():
    with open(TABLE, encoding="utf-8") as table:
        exceptions = {row["day"]: row["kind"] == "work" for row in csv.DictReader(table)}
    day, days, seen = datetime.date(2014, 1, 1), 0, 0
    while day.year <= 2026:
        ours = exceptions.get(day.isoformat(), day.weekday() < 5)
        seen += day.isoformat() in exceptions
        if ours != chinese_calendar.is_workday(day):
            raise SystemExit(f"{day}: we say {'work' if ours else 'off'}, chinesecalendar says otherwise")
        day += datetime.timedelta(days=1)
        days += 1
    if seen != len(exceptions):
        raise SystemExit(f"{len(exceptions) - seen} days of the table lie outside 2014 to 2026")
    print(f"ok {days} days of the working calendar, {seen} of them exceptions (chinesecalendar)")


main()
