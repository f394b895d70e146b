#!/usr/bin/env bash
# ipledger against sqlite3 on the same machine, in the same minutes: prints ratios, asserts nothing.
#
#   IPLEDGER=target/dist/ipledger benches/against_sqlite.sh [ROWS] [PAIRS]     1000000 and 5 unless told
#
# ipledger checks every row, keeps journal, rollup and indexes; sqlite3 .import only stores text. Each pair
# runs both, in turn first and second; of the pairwise ratios the median, least and greatest are printed.
# Nothing else should run meanwhile. Needs python3, sqlite3, GNU time.
set -euo pipefail
export LC_ALL=C.UTF-8

rows=${1:-1000000}
pairs=${2:-5}
short_runs=100
ipledger=$(realpath "${IPLEDGER:?the path of a binary built with --profile dist}")
benches=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for tool in python3 sqlite3 /usr/bin/time; do
  command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 1; }
done

work=$(mktemp -d "${TMPDIR:-/tmp}/ipledger-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME=$work IPLEDGER_NOW=2021-01-15T09:00:00+08:00 IPLEDGER_BY=bench
unset IPLEDGER_DB

# Seconds that a command took.
seconds() {
  local from=$EPOCHREALTIME
  "$@" </dev/null >out.txt 2>err.txt || { cat out.txt err.txt >&2; exit 1; }
  awk -v from="$from" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.6f\n", to - from }'
}

# Reads lines "OURS THEIRS"; prints the median, least and greatest of OURS / THEIRS, and both medians.
ratios() {
  awk -v what="$1" '
    function median(v, n) { return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2 }
    function sort(v, n,   i, j, x) {
      for (i = 2; i <= n; i++) { x = v[i]; for (j = i - 1; j > 0 && v[j] > x; j--) v[j + 1] = v[j]; v[j + 1] = x }
    }
    { ours[NR] = $1; theirs[NR] = $2; ratio[NR] = $1 / $2 }
    END {
      sort(ours, NR); sort(theirs, NR); sort(ratio, NR)
      printf "%-52s median %.3f  min %.3f  max %.3f  (%.4f s / %.4f s, %d pairs)\n",
        what, median(ratio, NR), ratio[1], ratio[NR], median(ours, NR), median(theirs, NR), NR
    }'
}

# alternate WHAT OURS THEIRS: `pairs` pairs of two functions that print their seconds.
alternate() {
  local pair ours theirs
  for ((pair = 0; pair < pairs; pair++)); do
    if ((pair % 2 == 0)); then
      ours=$("$2"); theirs=$("$3")
    else
      theirs=$("$3"); ours=$("$2")
    fi
    echo "$ours $theirs"
  done | ratios "$1"
}

columns="application_no text primary key, type text, title text, filing_date text, publication_date text,
  grant_date text, applicant_uscc text, applicant_name text, ipc text, status text"
indexes="create index by_applicant on patent (applicant_uscc);
  create index by_filing on patent (filing_date);
  create index by_grant on patent (grant_date);"

printf 'create table patent (%s);\n%s\n.import --csv --skip 1 first.csv patent\n' "$columns" "$indexes" >indexed.sql
printf 'create table patent (%s);\n.import --csv --skip 1 first.csv patent\n%s\n' "$columns" "$indexes" >indexed-after.sql

script() { sqlite3 "$1" <"$2"; }
sqlite_indexed() { rm -f sqlite.db; seconds script sqlite.db "$work/indexed.sql"; }
sqlite_indexed_after() { rm -f sqlite.db; seconds script sqlite.db "$work/indexed-after.sql"; }

found() { rm -f ours.db*; "$ipledger" --db ours.db init --office 静安区知识产权局 --region 310106; }
import() { "$ipledger" --db ours.db patent import "$1"; }
found_and_import() { found && import first.csv; }
ours_first() { seconds found_and_import; }

echo "making 2 x $rows rows"
python3 "$benches/make_patents.py" "$rows" first.csv
python3 "$benches/make_patents.py" "$rows" second.csv --second

echo "$("$ipledger" --version), sqlite3 $(sqlite3 --version | cut -d' ' -f1), $(nproc) cores"
echo
echo "import of $rows patents, ratio to sqlite3 .import"
alternate "  primary key and 3 indexes" ours_first sqlite_indexed
alternate "  indexes created after" ours_first sqlite_indexed_after

echo "second import of $rows further rows, ratio to the first"
for ((pair = 0; pair < pairs; pair++)); do
  found >/dev/null 2>&1
  first=$(seconds import first.csv)
  [ -f one-set.db ] || cp ours.db one-set.db
  second=$(seconds import second.csv)
  echo "$second $first"
done | ratios "  second to first"

# Peak resident memory in MiB of a command.
peak() {
  /usr/bin/time -f %M -o peak.txt "$@" </dev/null >out.txt 2>err.txt
  awk '{ printf "%.0f MiB", $1 / 1024 }' peak.txt
}
found >/dev/null 2>&1
echo "peak memory: first import $(peak "$ipledger" --db ours.db patent import first.csv)," \
  "second $(peak "$ipledger" --db ours.db patent import second.csv)"

# The short commands: a whole process each, on the ledger of the first set.
nothing=(sqlite3 one-set.db 'select 1')
annual=("$ipledger" --db one-set.db stats annual --from 2016 --to 2020)

echo "whole processes on that ledger, ratio to sqlite3 FILE 'select 1'"
python3 "$benches/alternate.py" 200 "${annual[*]}" "sqlite3 one-set.db 'select 1'" | ratios "  stats annual"

tail -n +2 second.csv | head -n "$short_runs" | while IFS=, read -r number kind title filed _; do
  add=("$ipledger" --db one-set.db patent add "$number" --type "$kind" --title "$title" --filing-date "$filed")
  ours=$(seconds "${add[@]}"); theirs=$(seconds "${nothing[@]}")
  echo "$ours $theirs"
done | ratios "  adding one patent"
