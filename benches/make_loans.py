"""Makes LOANS loans and ten payments of each: python3 benches/make_loans.py LOANS DIRECTORY

The loans are equal-principal and interest-first, of one to three years; payments follow the plan roughly,
a tenth of the loans stops paying. The same files come out each time.
"""

import csv
import datetime
import pathlib
import random
import sys


def main():
    count, directory = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    rng = random.Random(2016)
    first = datetime.date(2016, 1, 4)
    payments = []
    with open(directory / "loans.csv", "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["loan_no", "bank", "borrower", "principal", "disbursed_on", "due_on", "rate_percent", "method", "period", "day_count"])
        for at in range(count):
            start = first + datetime.timedelta(days=rng.randrange(700))
            months = rng.choice([12, 24, 36])
            due = start.replace(year=start.year + months // 12, day=min(start.day, 28))
            yuan = rng.randrange(10, 1000) * 10_000
            method = rng.choice(["equal_principal", "interest_first"])
            number = f"L{at:07d}"
            rows.writerow([number, f"示例银行第{at % 20}支行", f"上海样例{at % 5000}有限公司", yuan, start, due, "4.35", method, "monthly", "act360"])
            stops = rng.random() < 0.1
            for n in range(1, 11):
                if stops and n > 5:
                    n += 20
                month = start.month - 1 + n
                day = datetime.date(start.year + month // 12, month % 12 + 1, min(start.day, 28))
                share = yuan / months if method == "equal_principal" else 0
                amount = share + (yuan - share * (n - 1)) * 0.0435 * 31 / 360
                payments.append((number, day, f"{max(amount, 1):.2f}", f"T{len(payments):09d}"))
    rng.shuffle(payments)
    with open(directory / "payments.csv", "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["loan_no", "paid_on", "amount", "reference"])
        rows.writerows(payments)


main()
