#!/usr/bin/env bash
# A workbook of COUNT patents in ten filled columns, turn about with Python's xlsxwriter (constant_memory) writing the
# same cells; prints both in seconds, their ratio and our peak memory for each run, the median ratio last.
#
#   benches/workbook.sh [COUNT] [RUNS]      needs python3 with venv
#
# Ours is the whole process: it opens the ledger, reads it, writes the file whole. Of theirs only the writing counts:
# the cells are in memory before the clock starts, and formats stand at the columns as in ours.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
count=${1:-100000} runs=${2:-9}
if [ -z "${IPLEDGER:-}" ]; then
  cargo build --profile dist --locked --quiet
  IPLEDGER=${CARGO_TARGET_DIR:-$PWD/target}/dist/ipledger
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check xlsxwriter==3.2.9 openpyxl==3.1.5
python3 benches/make_patents.py "$count" "$work/patents.csv"
export IPLEDGER_DB=$work/ledger.db IPLEDGER_BY=bench
"$IPLEDGER" init --office 静安区知识产权局 --region 310106 >/dev/null 2>&1
"$IPLEDGER" patent import "$work/patents.csv" -q >/dev/null 2>&1
"$work/venv/bin/python" - "$IPLEDGER" "$work" "$runs" <<'PYTHON'
import resource
import statistics
import subprocess
import sys
import time
from datetime import datetime

import xlsxwriter
from openpyxl import load_workbook

program, work, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])


def ours():
    start = time.perf_counter()
    subprocess.run([program, "patent", "export", f"{work}/ours.xlsx"], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def theirs(rows):
    start = time.perf_counter()
    workbook = xlsxwriter.Workbook(f"{work}/theirs.xlsx", {"constant_memory": True})
    sheet = workbook.add_worksheet()
    text = workbook.add_format({"valign": "vcenter", "num_format": "@", "text_wrap": True})
    day = workbook.add_format({"valign": "vcenter", "num_format": "yyyy-mm-dd", "align": "center"})
    sheet.set_column(0, len(rows[-1]) - 1, 14, text)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(at, column, value)
            elif isinstance(value, datetime):
                sheet.write_datetime(at, column, value, day)
    workbook.close()
    return time.perf_counter() - start


ours()
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
rows = list(load_workbook(f"{work}/ours.xlsx", read_only=True).worksheets[0].iter_rows(values_only=True))
cells = sum(value is not None for row in rows for value in row)
print(f"{len(rows)} rows, {cells} cells; ipledger's peak {peak} MiB")
ratios = []
for run in range(runs):
    if run % 2 == 0:
        mine, other = ours(), theirs(rows)
    else:
        other, mine = theirs(rows), ours()
    ratios.append(mine / other)
    print(f"ipledger {mine:.3f} s, xlsxwriter {other:.3f} s, ratio {mine / other:.3f}", flush=True)
print(f"median ratio {statistics.median(ratios):.3f}, min {min(ratios):.3f}, max {max(ratios):.3f}")
PYTHON
