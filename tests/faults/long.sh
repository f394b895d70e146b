#!/usr/bin/env bash
# Faults, power cuts and kills by the thousand: tests/faults/long.sh [COUNT] [SEED]. Prints the seed; a seed that fails gives
# the same choice again, and belongs into a test.
set -euo pipefail
cd "$(dirname "$0")/../.."
export IPLEDGER_FAULTS=${1:-5000} IPLEDGER_SEED=${2:-$(date +%s)}
echo "IPLEDGER_FAULTS=$IPLEDGER_FAULTS IPLEDGER_SEED=$IPLEDGER_SEED"
exec cargo test --release --test suite -- --nocapture --test-threads 1 faults::
