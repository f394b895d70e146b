#!/usr/bin/env python3
"""What a person asks of a large ledger, beside `sqlite3 FILE 'select 1'`: asked.py ROWS BINARY [BINARY]

Imports ROWS patents (1000000 unless other work shares the machine) once with each binary, then runs every command turn
about with the others, RUNS times. Prints processor time, user and system together, of the whole process: the median, and
how many times that of `select 1` it is. Processor time hardly changes when others use the machine; a quiet one is better
all the same. Needs python3 and sqlite3.
"""
import os
import statistics
import subprocess
import sys
import tempfile

RUNS = int(os.environ.get("RUNS", "7"))
BENCHES = os.path.dirname(os.path.abspath(__file__))

ASKED = [
    "patent list",
    "patent list --page 500",
    "patent list --sort -grant_date",
    "patent list --sort applicant",
    "patent list --sort status",
    "patent list --sort title",
    "patent list --year 2016 --kind invention --status granted",
    "patent list --party 1",
    "patent list --text 锂离子",
    "patent list --text 医药 --sort -filing_date",
    "patent list --text 123456",
    "party list --text 医药",
    "stats annual",
    "stats annual --as-of 2018-12-31",
    "stats annual --by kind",
    "stats annual --by industry",
    "stats annual --by party",
    "report party 1",
    "status",
    "verify",
]


def took(command, env):
    """Seconds of processor time of a whole process."""
    with open(os.devnull, "rb+") as nothing:
        child = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=subprocess.PIPE, env=env)
        told = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{command}: {told.decode(errors='replace')}")
    return used.ru_utime + used.ru_stime


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    rows, binaries = sys.argv[1], [os.path.realpath(path) for path in sys.argv[2:]]
    with tempfile.TemporaryDirectory(prefix="ipledger-bench.") as work:
        env = {**os.environ, "HOME": work, "IPLEDGER_BY": "bench", "IPLEDGER_NOW": "2021-01-15T09:00:00+08:00", "LC_ALL": "C.UTF-8"}
        env.pop("IPLEDGER_DB", None)
        csv = os.path.join(work, "first.csv")
        subprocess.run([sys.executable, os.path.join(BENCHES, "make_patents.py"), rows, csv], check=True)
        ledgers, imports = [], []
        for at, binary in enumerate(binaries):
            ledger = os.path.join(work, f"{at}.db")
            ledgers.append([binary, "--db", ledger])
            took([*ledgers[at], "init", "--office", "静安区知识产权局", "--region", "310106"], env)
            imports.append(took([*ledgers[at], "patent", "import", csv], env))
        nothing = ["sqlite3", ledgers[0][2], "select 1"]
        size = os.path.getsize(ledgers[0][2])
        print(f"{rows} patents, {size / 1e6:.0f} MB; processor time of the whole process, and times `select 1`")
        print(f"{'import':58}" + "".join(f"{seconds:12.2f} s      " for seconds in imports))
        for asked in ASKED:
            runs = RUNS
            times = [[] for _ in binaries]
            least = []
            while runs > 0:
                runs -= 1
                least.append(took(nothing, env))
                for at, ledger in enumerate(ledgers):
                    times[at].append(took([*ledger, *asked.split()], env))
                # What takes long is asked twice.
                runs = min(runs, 1) if max(times[-1][0], times[0][0]) > 1 and len(least) == 1 else runs
            cells = []
            for of in times:
                median = statistics.median(of)
                ratio = median / max(statistics.median(least), 1e-4)
                cells.append(f"{median:10.4f} s {ratio:6.1f}x")
            print(f"{asked:58}" + "".join(cells), flush=True)


main()
