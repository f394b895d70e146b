#!/usr/bin/env python3
"""Files broken in every way: the program must refuse or read each, and never panic, hang or take the machine's memory.

mutants.py PROGRAM [COUNT=2000] [SEED=1]: takes the files of tests/files, changes bytes, cuts, doubles and swaps pieces, inside
the parts of packed workbooks too, and has each imported as a rehearsal. Prints the verdicts and the peak memory; exit code 1 if
one ended by a signal, a panic (101), after 30 seconds, or above 512 MiB."""
import collections
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import zipfile

MOST_MIB = 512
SECONDS = 30
SUFFIXES = {".csv", ".txt", ".xlsx", ".xls", ".ods", ".html", ".toml"}

program, count, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000, int(sys.argv[3]) if len(sys.argv) > 3 else 1
root = pathlib.Path(__file__).resolve().parents[1] / "files"
seeds = sorted(path for path in root.rglob("*") if path.suffix in SUFFIXES and path.stat().st_size < 200_000)
chance = random.Random(seed)


def broken(data):
    """A few changes of bytes: single ones, numbers at their bounds, pieces cut out, doubled, moved."""
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        if not data:
            return bytes(data)
        at = chance.randrange(len(data))
        length = min(chance.choice([1, 2, 4, 16, 512]), len(data) - at)
        kind = chance.randrange(6)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            data[at : at + 4] = chance.choice([b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\0\0\0\x80"])
        elif kind == 2:
            del data[at : at + length]
        elif kind == 3:
            data[at:at] = data[at : at + length] * chance.choice([1, 2, 50])
        elif kind == 4:
            data[at] ^= 1 << chance.randrange(8)
        else:
            del data[at:]
    return bytes(data)


def mutant(path, target):
    """Breaks a file as a whole, or, of a packed workbook, one of its parts."""
    data = path.read_bytes()
    if zipfile.is_zipfile(path) and chance.random() < 0.7:
        with zipfile.ZipFile(path) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        name = chance.choice(sorted(parts))
        parts[name] = broken(parts[name])
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
            for name, part in parts.items():
                book.writestr(name, part)
    else:
        target.write_bytes(broken(data))


verdicts, failures = collections.Counter(), []
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    desk = {"IPLEDGER_DB": str(folder / "ledger.db"), "IPLEDGER_LANG": "en", "IPLEDGER_BY": "mutants", "HOME": str(folder)}
    subprocess.run([program, "init", "--office", "局", "--region", "310106"], env=desk, check=True, capture_output=True)
    for n in range(count):
        path = chance.choice(seeds)
        target = folder / f"mutant{path.suffix}"
        mutant(path, target)
        command = ["scheme", "add"] if path.suffix == ".toml" else [chance.choice(["patent", "party", "pledge", "loan"]), "import"]
        try:
            run = subprocess.run([program, *command, str(target), "-n"], env=desk, capture_output=True, timeout=SECONDS)
            verdict = run.returncode
        except subprocess.TimeoutExpired:
            verdict = "too slow"
        verdicts[verdict] += 1
        if verdict not in (0, 1, 2, 3, 4, 5):
            kept = pathlib.Path(tempfile.gettempdir()) / f"mutant-{seed}-{n}{path.suffix}"
            kept.write_bytes(target.read_bytes())
            failures.append(f"{verdict}: {path.name}, {command[0]}: {kept}")
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(f"{count} files, seed {seed}: " + ", ".join(f"{n} ended with {code}" for code, n in sorted(verdicts.items(), key=str)))
print(f"peak memory of a process: {peak} MiB")
print("\n".join(failures))
sys.exit(bool(failures) or peak > MOST_MIB)
