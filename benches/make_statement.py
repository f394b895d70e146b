"""Makes COUNT loans of one bank and its statement of them: python3 benches/make_statement.py COUNT DIRECTORY

One line in a hundred differs, one in a hundred has a damaged number. The same files come out each time.
"""

import csv
import datetime
import pathlib
import random
import sys


def main():
    count, directory = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    rng = random.Random(5)
    first = datetime.date(2016, 1, 4)
    loans = open(directory / "loans.csv", "w", encoding="utf-8", newline="")
    statement = open(directory / "statement.csv", "w", encoding="utf-8", newline="")
    with loans, statement:
        ours, theirs = csv.writer(loans), csv.writer(statement)
        ours.writerow(["loan_no", "contract_no", "bank", "borrower", "principal", "disbursed_on", "due_on", "rate_percent", "method", "period", "day_count"])
        theirs.writerow(["loan_no", "contract_no", "borrower", "principal", "balance", "disbursed_on", "due_on", "rate_percent"])
        for at in range(count):
            start = first + datetime.timedelta(days=rng.randrange(300))
            due = start.replace(year=start.year + 1, day=min(start.day, 28))
            yuan = rng.randrange(10, 1000) * 10_000 + rng.randrange(10_000)
            number, contract, firm = f"L{at:07d}", f"HT{at:07d}", f"上海样例{at % (count // 5)}科技有限公司"
            ours.writerow([number, contract, "示例银行静安支行", firm, yuan, start, due, "4.35", "bullet", "monthly", "act360"])
            trouble = rng.random()
            balance = yuan - 1000 * rng.randrange(1, 9) if trouble < 0.01 else yuan
            if 0.01 <= trouble < 0.02:
                number = number[:-1]
            theirs.writerow([number, contract, firm, f"{yuan}.00", f"{balance}.00", start, due, "4.35%"])


main()
