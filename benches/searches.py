#!/usr/bin/env python3
"""Searches compared with what a program of its own finds: searches.py BINARY ROWS [QUERIES [SEED]]

Imports ROWS patents, then asks `patent list --text` for QUERIES (2000) parts of titles, names and numbers that stand in
the file, and for pairs of such parts. The total and the numbers on the first page must be those that Python finds in the
file itself. Prints how many differ, and how long the searches took beside `sqlite3 FILE 'select 1'`. Needs numpy.
"""
import csv
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata

import numpy

BENCHES = os.path.dirname(os.path.abspath(__file__))
LIMIT = 20


class Found:
    """Texts behind one another, found by their place."""

    def __init__(self, texts):
        self.joined = "\n".join(texts) + "\n"
        lengths = numpy.fromiter((len(text) + 1 for text in texts), dtype=numpy.int64)
        self.ends = numpy.cumsum(lengths)

    def holding(self, part):
        places = []
        at = self.joined.find(part)
        while at >= 0:
            places.append(at)
            at = self.joined.find(part, at + 1)
        marked = numpy.zeros(len(self.ends), dtype=bool)
        marked[numpy.searchsorted(self.ends, places, side="right")] = True
        return marked


def folded(text):
    return unicodedata.normalize("NFKC", text).upper().replace(" ", "")


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    binary, rows = os.path.realpath(sys.argv[1]), sys.argv[2]
    queries = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    dice = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 18)
    with tempfile.TemporaryDirectory(prefix="ipledger-bench.") as work:
        env = {**os.environ, "HOME": work, "IPLEDGER_BY": "bench", "IPLEDGER_NOW": "2021-01-15T09:00:00+08:00", "LC_ALL": "C.UTF-8"}
        env.pop("IPLEDGER_DB", None)
        file, ledger = os.path.join(work, "first.csv"), os.path.join(work, "first.db")
        run = lambda *words: subprocess.run([binary, "--db", ledger, *words], env=env, check=True, capture_output=True, text=True).stdout
        subprocess.run([sys.executable, os.path.join(BENCHES, "make_patents.py"), rows, file], check=True)
        run("init", "--office", "静安区知识产权局", "--region", "310106")
        run("patent", "import", file)
        with open(file, encoding="utf-8-sig", newline="") as opened:
            read = [(row["application_no"], row["title"], row["applicant_name"]) for row in csv.DictReader(opened)]
        # Lists stand in the order of numbers: those of eight digits first.
        read.sort(key=lambda row: int(row[0].split(".")[0]))
        numbers = [row[0] for row in read]
        titles, title_of = numpy.unique([folded(row[1]) for row in read], return_inverse=True)
        names, name_of = numpy.unique([folded(row[2]) for row in read], return_inverse=True)
        known = Found(titles), Found(names), Found(numbers), Found([number.replace(".", "") for number in numbers])

        def part_of(text, least, most):
            length = dice.randint(least, most)
            at = dice.randrange(max(1, len(text) - length + 1))
            return text[at : at + length].strip()

        def part():
            row = dice.choice(read)
            kind = dice.randrange(4)
            if kind == 0:
                return part_of(row[0].replace(".", "") if dice.randrange(2) else row[0], 2, 9)
            return part_of(row[2] if kind == 1 else row[1], 2, 8)

        def holding(word):
            key = folded(word)
            marked = known[0].holding(key)[title_of] | known[1].holding(key)[name_of]
            return marked | known[2].holding(key) | known[3].holding(key)

        differ, times, nothing = 0, [], []
        for query in range(queries):
            words = [part()] if dice.randrange(4) else [part(), part()]
            if not all(words):
                continue
            text = " ".join(words)
            if query % 7 == 0:
                text = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
            wanted = numpy.logical_and.reduce([holding(word) for word in words])
            expected = [numbers[at] for at in numpy.flatnonzero(wanted)[:LIMIT]]
            begun = time.perf_counter()
            told = run("patent", "list", "--limit", str(LIMIT), "--text=" + text)
            times.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            subprocess.run(["sqlite3", ledger, "select 1"], check=True, capture_output=True)
            nothing.append(time.perf_counter() - begun)
            shown = re.findall(r"^(\d{8}(?:\d{4})?\.[\dX])", told, re.MULTILINE)
            total = re.search(r"共 (\d+) 行", told)
            total = int(total.group(1)) if total else len(shown)
            if (shown, total) != (expected, int(wanted.sum())):
                differ += 1
                print(f"{text!r}: {total} {shown[:3]}, expected {int(wanted.sum())} {expected[:3]}", flush=True)
        print(f"{len(times)} searches of {rows} patents, {differ} differ; whole process, wall: median {statistics.median(times) * 1e3:.1f} ms, "
              f"worst of a hundred {statistics.quantiles(times, n=100)[-1] * 1e3:.1f} ms; `select 1` {statistics.median(nothing) * 1e3:.1f} ms")
        sys.exit(differ > 0)


main()
