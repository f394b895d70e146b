#!/usr/bin/env bash
# Publishing a quarter, against one count of the patents by sqlite3: prints ratios, asserts nothing.
#
#   IPLEDGER=target/dist/ipledger benches/publish.sh [PATENTS] [LOANS] [PAIRS]     1000000, 100000 and 5 unless told
#
# ipledger counts every indicator for every quarter, year and group, replays all loans at the quarter's end, seals
# some hundred figures with synchronous=FULL; sqlite3 runs one `count(*) ... group by` over the patents of the same
# file. Each pair publishes in a fresh copy. Nothing else should run meanwhile. Needs python3 and sqlite3.
set -euo pipefail
export LC_ALL=C.UTF-8

patents=${1:-1000000}
loans=${2:-100000}
pairs=${3:-5}
ipledger=$(realpath "${IPLEDGER:?the path of a binary built with --profile dist}")
benches=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/ipledger-publish.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME=$work IPLEDGER_BY=bench IPLEDGER_NOW=2021-01-15T09:00:00+08:00
unset IPLEDGER_DB

seconds() {
  local from=$EPOCHREALTIME
  "$@" </dev/null >out.txt 2>err.txt || { cat out.txt err.txt >&2; exit 1; }
  awk -v from="$from" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.6f\n", to - from }'
}

python3 "$benches/make_patents.py" "$patents" patents.csv
python3 "$benches/make_loans.py" "$loans" .
"$ipledger" --db whole.db init --office 静安区知识产权局 --region 310106 >/dev/null 2>&1
"$ipledger" --db whole.db patent import patents.csv >/dev/null
"$ipledger" --db whole.db loan import loans.csv >/dev/null
"$ipledger" --db whole.db loan repay --file payments.csv >/dev/null

publish() { "$ipledger" --db ours.db stats publish 2018Q4 --yes; }
count() { sqlite3 ours.db 'select kind, filing_day / 366, count(*) from patent where ended_by is null group by 1, 2'; }
echo "$("$ipledger" --version), sqlite3 $(sqlite3 --version | cut -d' ' -f1), $(nproc) cores; $patents patents, $loans loans"
for ((pair = 0; pair < pairs; pair++)); do
  cp whole.db ours.db
  count >/dev/null
  if ((pair % 2)); then theirs=$(seconds count); fi
  ours=$(seconds publish)
  if ((pair % 2 == 0)); then theirs=$(seconds count); fi
  echo "$ours $theirs"
done | python3 -c '
import statistics, sys
pairs = [tuple(map(float, line.split())) for line in sys.stdin]
ratio = sorted(a / b for a, b in pairs)
print(f"publishing a quarter, to one count by sqlite3     median {statistics.median(ratio):.3f}  min {ratio[0]:.3f}  max {ratio[-1]:.3f}  "
      f"({statistics.median(a for a, _ in pairs):.3f} s / {statistics.median(b for _, b in pairs):.3f} s, {len(pairs)} pairs)")'
/usr/bin/time -f 'peak memory of publishing                         %M KiB' "$ipledger" --db ours.db stats publish 2019Q4 --yes >/dev/null 2>err.txt || true
tail -1 err.txt
