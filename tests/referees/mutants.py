#!/usr/bin/env python3
"""Files broken in every way: the program must refuse or read each, and never panic, hang or take the machine's memory.

mutants.py PROGRAM [COUNT=2000] [SEED=1]: takes the files of tests/files, the samples with their schemes, and bundles it makes
itself, changes bytes, cuts, doubles and swaps pieces, inside the parts of packed workbooks too, and has each read by the
command it is meant for. Prints how many of each kind were tried, the verdicts and the peak memory; exit code 1 if one ended
by a signal, a panic (101), after 30 seconds, or above 512 MiB, or if a kind of file was never tried."""
import collections
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile

MOST_MIB = 512
SECONDS = 30
# Read, or refused; 1 is a failure of the program or the machine, and no file may cause one.
LAWFUL = {0, 3}
NOUNS = ["patent", "party", "pct", "pledge", "loan", "target"]

program, count, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000, int(sys.argv[3]) if len(sys.argv) > 3 else 1
root = pathlib.Path(__file__).resolve().parents[2]
chance = random.Random(seed)


def kind_of(path):
    """What a file is, told by its bytes as the program tells it; None for what is no list, scheme or bundle."""
    head = path.read_bytes()[:2000]
    text = head.lower()
    if path.suffix in (".toml", ".bundle", ".age"):
        return path.suffix[1:]
    if head.startswith(b"PK"):
        return "ods" if b"opendocument" in head else "xlsx"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if text.startswith(b"mime-version"):
        return "mhtml"
    if b"<workbook" in text:
        return "xml"
    if b"<html" in text or b"<table" in text:
        return "html"
    return "csv" if path.suffix in (".csv", ".txt") else None


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


def command(kind, target):
    if kind == "toml":
        return ["scheme", "add", str(target), "-n"]
    if kind == "bundle":
        return ["bundle", "verify", str(target), "--json"]
    noun = chance.choice([*NOUNS, "reconcile", "repay"])
    if noun == "reconcile":
        return ["reconcile", str(target), "--bank", "示例银行静安支行", "--as-of", "2018-12-31", "-n"]
    if noun == "repay":
        return ["loan", "repay", "--file", str(target), "-n"]
    return [noun, "import", str(target), "-n"]


verdicts, kinds, failures = collections.Counter(), collections.Counter(), []
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    desk = {"IPLEDGER_DB": str(folder / "ledger.db"), "IPLEDGER_LANG": "en", "IPLEDGER_BY": "mutants", "HOME": str(folder),
            "IPLEDGER_NOW": "2021-03-01T09:00:00+08:00"}

    def desk_runs(*words):
        done = subprocess.run([program, *words], env=desk, capture_output=True, text=True)
        assert done.returncode == 0, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"

    desk_runs("init", "--office", "局", "--region", "310106")
    loans = root / "tests" / "files" / "small_district" / "对账" / "台账.csv"
    desk_runs("loan", "import", str(loans))
    desk_runs("export", "bank", "示例银行静安支行", str(folder / "bank.bundle"), "--key", str(folder / "office.key"))
    found = [path for top in ("tests/files", "samples") for path in sorted((root / top).rglob("*")) if path.is_file()]
    found = [path for path in found if path.stat().st_size < 200_000] + [folder / "bank.bundle"]
    seeds = collections.defaultdict(list)
    for path in found:
        if kind_of(path):
            seeds[kind_of(path)].append(path)
    for n in range(count):
        kind = chance.choice(sorted(seeds))
        path = chance.choice(seeds[kind])
        target = folder / f"mutant{path.suffix}"
        mutant(path, target)
        words = command(kind, target)
        try:
            run = subprocess.run([program, *words], env=desk, capture_output=True, timeout=SECONDS)
            verdict = run.returncode
        except subprocess.TimeoutExpired:
            verdict = "too slow"
        verdicts[verdict] += 1
        kinds[kind] += 1
        # A bundle that was changed is told by its own exit code.
        if verdict not in (LAWFUL | {7} if kind == "bundle" else LAWFUL):
            kept = pathlib.Path(tempfile.gettempdir()) / f"mutant-{seed}-{n}{path.suffix}"
            shutil.copy(target, kept)
            failures.append(f"{verdict}: {path.name}, {' '.join(words[:2])}: {kept}")
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
missing = {"csv", "xlsx", "xls", "ods", "html", "mhtml", "xml", "toml", "bundle"} - set(kinds)
print(f"{count} files, seed {seed}: " + ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())))
print("they ended with: " + ", ".join(f"{code} ({n})" for code, n in sorted(verdicts.items(), key=str)))
print(f"peak memory of a process: {peak} MiB")
print("\n".join(failures + [f"never tried: {kind}" for kind in sorted(missing)]))
sys.exit(bool(failures or missing) or peak > MOST_MIB)
