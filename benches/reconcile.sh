#!/usr/bin/env bash
# Reconciles a statement of COUNT lines, turn about with a pandas merge of the same two files that finds only the
# lines that agree exactly; prints both in seconds, their ratio, and the peak memory.
#
#   benches/reconcile.sh [COUNT] [RUNS]      needs python3 with pandas (PYTHON=... names another python)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
count=${1:-100000} runs=${2:-5} python=${PYTHON:-python3}
cargo build --profile dist --locked --quiet
program=${CARGO_TARGET_DIR:-$PWD/target}/dist/ipledger
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" benches/make_statement.py "$count" "$work"
export IPLEDGER_DB=$work/ledger.db IPLEDGER_BY=bench
"$program" init --office 静安区知识产权局 --region 310106 >/dev/null 2>&1
"$program" loan import "$work/loans.csv" -q >/dev/null 2>&1
cat >"$work/merge.py" <<'PYTHON'
import sys
import pandas
loans, lines = pandas.read_csv(sys.argv[1]), pandas.read_csv(sys.argv[2])
both = lines.merge(loans, on="loan_no", how="outer", suffixes=("_bank", "_ledger"), indicator=True)
same = (both["_merge"] == "both") & (both["principal_bank"] == both["principal_ledger"]) & (both["due_on_bank"] == both["due_on_ledger"])
print(same.sum())
PYTHON
ours=(reconcile "$work/statement.csv" --bank 示例银行静安支行 --as-of 2016-12-31 -n -o "$work/found.csv")
for _ in $(seq "$runs"); do
  "$python" - "$python" "$program" "$work" "${ours[@]}" <<'PYTHON'
import resource, subprocess, sys, time
python, program, work, *args = sys.argv[1:]
def seconds(command):
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert done.returncode in (0, 3), command
    return time.perf_counter() - start
mine = seconds([program, *args])
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
theirs = seconds([python, f"{work}/merge.py", f"{work}/loans.csv", f"{work}/statement.csv"])
print(f"ipledger {mine:.3f} s ({peak} MiB), pandas {theirs:.3f} s, ratio {mine / theirs:.2f}")
PYTHON
done
