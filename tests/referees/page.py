"""Chromium opens the pages the program writes: axe-core finds nothing serious in light or dark, at a desk or on a
telephone; nothing is asked of the network; on A4 there are as many pages as there should be. Pages with a planted
fault must be found out."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import book

HERE = Path(__file__).parent

# Sample pages with the sheets of paper they take, the wide list among them lying across.
SAMPLES = {"quarter.zh.html": 10, "quarter.en.html": 10, "empty.zh.html": 1}

# Reports of the sample ledger with the sheets of paper they take, in Chinese and in English, whose heads are longer.
REPORTS = {"quarter": (12, 13), "year": (12, 13), "patent": (2, 2), "party": (3, 3), "bank": (2, 2), "fund": (2, 2)}

# A place a page may not name: another host, another file, a program.
OUTSIDE = re.compile(
    r"""(?:https?:|wss?:)//|@import|<script|<iframe|<object|<embed|<link|<base
    |\b(?:src|srcset|href|action|data|poster)\s*=\s*["']?(?!\#)[^"'\s>]
    |url\(\s*["']?(?!\#)""",
    re.VERBOSE | re.IGNORECASE,
)

A4 = {(595, 842), (842, 595)}

# Each fault: what in the page becomes what, and what must be said of it.
PLANTED = {
    "contrast": ("--soft: #565c66", "--soft: #c9ccd1", "color-contrast"),
    "dark contrast": ("--soft: #aab0ba", "--soft: #3a3f47", "dark: color-contrast"),
    "a drawing without a name": ("<main>", '<main><svg role="img" width="9" height="9"></svg>', "svg-img-alt"),
    "a picture from elsewhere": ("<main>", '<main><img alt="" src="https://example.invalid/a.png">', "example.invalid"),
    "a style from elsewhere": ("</style>", '</style><style>@import "//example.invalid/a.css";</style>', "names a place"),
    "too wide": ("<main>", '<main><p style="width:2000px">.</p>', "wider than"),
}


def look_at(pages):
    """What the browser says of each page."""
    chromium = shutil.which("chromium")
    answer = subprocess.run(
        ["node", HERE / "page.cjs", chromium, *pages], check=True, capture_output=True, text=True
    )
    return json.loads(answer.stdout)


def sheets(page):
    """The sizes of the sheets a page was printed on, in points."""
    pdf = page.with_suffix(".pdf")
    said = subprocess.run(["pdfinfo", "-l", "999", pdf], check=True, capture_output=True, text=True).stdout
    sizes = re.findall(r"^Page +\d+ size: +([\d.]+) x ([\d.]+)", said, re.MULTILINE)
    return [(round(float(width)), round(float(height))) for width, height in sizes]


def faults_of(page, seen, expected_sheets):
    """What is wrong with a page, as sentences."""
    found = []
    named = OUTSIDE.search(page.read_text(encoding="utf-8"))
    if named:
        found.append(f"names a place outside itself: {named.group()!r}")
    for look in seen:
        found += [f"{look['screen']}: {fault}" for fault in look["faults"]]
        found += [f"{look['screen']}: asked for {address}" for address in look["asked"]]
        if look["overflow"]:
            found.append(f"{look['screen']}: {look['overflow']} pixels wider than the screen")
        if not look["rules"]:
            found.append(f"{look['screen']}: axe-core checked nothing")
    printed = sheets(page)
    if len(printed) != expected_sheets:
        found.append(f"{len(printed)} sheets of paper, {expected_sheets} expected")
    if not set(printed) <= A4:
        found.append(f"not on A4: {sorted(set(printed))}")
    return [f"{page.name}: {fault}" for fault in found]


def check_pages(expected):
    """Checks pages; `expected` holds for each path how many sheets it takes. Returns how many rules were passed."""
    answer = look_at(expected)
    found = [fault for page, count in expected.items() for fault in faults_of(page, answer[str(page)], count)]
    if found:
        raise SystemExit("\n".join(found))
    return sum(look["rules"] for seen in answer.values() for look in seen)


def check_that_faults_are_found(page, expected_sheets):
    """Plants each fault in a copy of a good page."""
    text = page.read_text(encoding="utf-8")
    copies = {}
    for name, (good, bad, _) in PLANTED.items():
        if good not in text:
            raise SystemExit(f"no place to plant {name}: {good}")
        copies[name] = page.with_name(f"planted-{len(copies)}.html")
        copies[name].write_text(text.replace(good, bad), encoding="utf-8")
    answer = look_at(copies.values())
    for name, copy in copies.items():
        said = faults_of(copy, answer[str(copy)], expected_sheets)
        if not any(PLANTED[name][2] in fault for fault in said):
            raise SystemExit(f"{name} goes unnoticed: {said}")
    if not faults_of(page, [], expected_sheets + 1):
        raise SystemExit("a sheet too many goes unnoticed")


def written_samples(directory):
    cargo = os.environ.get("CARGO", "cargo")
    subprocess.run(
        [cargo, "test", "--locked", "--quiet", "--test", "suite", "pages::sample"],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "IPLEDGER_SAMPLE_PAGES": str(directory)},
    )
    return {directory / name: count for name, count in SAMPLES.items()}


def main():
    with book.directory() as directory:
        pages = written_samples(directory)
        reports = directory / "reports"
        reports.mkdir()
        for path in book.reports(reports, "html"):
            what, language, _ = path.name.split(".")
            if f'<html lang="{language}' not in path.read_text("utf-8"):
                raise SystemExit(f"{path.name} is in another language")
            pages[path] = REPORTS[what][("zh", "en").index(language)]
        rules = check_pages(pages)
        check_that_faults_are_found(*next(iter(pages.items())))
    print(f"ok {len(pages)} pages, {rules} rules of axe-core passed, {len(PLANTED)} planted faults found")


if __name__ == "__main__":
    main()
