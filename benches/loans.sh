#!/usr/bin/env bash
# Loans against sqlite3 on the same machine, in the same minutes: prints ratios, asserts nothing.
#
#   IPLEDGER=target/dist/ipledger benches/loans.sh [LOANS] [PAIRS]     100000 and 5 unless told; ten payments each
#
# ipledger checks every payment, hashes it and works out its loan's standing; sqlite3 .import only stores text in a
# table with a primary key and two indexes. Nothing else should run meanwhile. Needs python3 and sqlite3.
set -euo pipefail
export LC_ALL=C.UTF-8

loans=${1:-100000}
pairs=${2:-5}
ipledger=$(realpath "${IPLEDGER:?the path of a binary built with --profile dist}")
benches=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/ipledger-loans.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME=$work IPLEDGER_BY=bench IPLEDGER_NOW=2021-01-15T09:00:00+08:00
unset IPLEDGER_DB

seconds() {
  local from=$EPOCHREALTIME
  "$@" </dev/null >out.txt 2>err.txt || { cat out.txt err.txt >&2; exit 1; }
  awk -v from="$from" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.6f\n", to - from }'
}

# Reads lines "OURS THEIRS"; prints the ratios' median, least and greatest.
ratios() {
  python3 -c '
import statistics, sys
pairs = [tuple(map(float, line.split())) for line in sys.stdin]
ratio = sorted(a / b for a, b in pairs)
print(f"{sys.argv[1]:<52} median {statistics.median(ratio):.3f}  min {ratio[0]:.3f}  max {ratio[-1]:.3f}  "
      f"({statistics.median(a for a, _ in pairs):.4f} s / {statistics.median(b for _, b in pairs):.4f} s, {len(pairs)} pairs)")' "$1"
}

python3 "$benches/make_loans.py" "$loans" .
cat >payments.sql <<'SQL'
create table payment (loan_no text, paid_on text, amount text, reference text primary key);
create index by_loan on payment (loan_no);
create index by_day on payment (paid_on);
.import --csv --skip 1 payments.csv payment
SQL
"$ipledger" --db empty.db init --office 静安区知识产权局 --region 310106 >/dev/null 2>&1
"$ipledger" --db empty.db loan import loans.csv >/dev/null
import() { "$ipledger" --db ours.db loan repay --file payments.csv; }
theirs() { sqlite3 theirs.db <payments.sql; }

echo "$("$ipledger" --version), sqlite3 $(sqlite3 --version | cut -d' ' -f1), $(nproc) cores; $loans loans"
for ((pair = 0; pair < pairs; pair++)); do
  cp empty.db ours.db
  rm -f theirs.db
  echo "$(seconds import) $(seconds theirs)"
done | ratios "import of payments, to sqlite3 .import"

for command in "loan balance L0000042" "loan list --overdue"; do
  python3 "$benches/alternate.py" 200 "$ipledger --db ours.db $command" "sqlite3 ours.db 'select 1'" |
    ratios "$command, to sqlite3 FILE 'select 1'"
done

past() { "$ipledger" --db ours.db loan list --as-of 2017-06-30 --csv; }
for ((pair = 0; pair < pairs; pair++)); do echo "$(seconds past) 1"; done | ratios "what all loans owed on a past day, seconds"
