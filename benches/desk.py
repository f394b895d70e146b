#!/usr/bin/env python3
"""The desk as a person meets it: keys into a terminal, time until the screen shows what they ask for.

    IPLEDGER=target/dist/ipledger benches/desk.py [PATENTS ...]        10000 unless told; 100000 1000000 take longer

Prints for each ledger the median and the slowest of each step, the memory at its highest and the processor's time
while nothing happens; asserts nothing. Nothing else should run meanwhile. Needs python3 on Unix, nothing of others.
"""

import fcntl
import os
import pathlib
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unicodedata

LINES, COLUMNS = 24, 80
PATIENCE = 120
DOWN, PAGE_DOWN, ENTER, ESC, F1 = b"\x1b[B", b"\x1b[6~", b"\r", b"\x1b", b"\x1bOP"
ESCAPE = re.compile(rb"\x1b(?:\[([0-9;?]*)([A-Za-z])|\][^\x07]*\x07|[()].|[A-Z=>78])")


class Screen:
    """What stands on a terminal after what was sent: enough of one for what the desk sends."""

    def __init__(self):
        self.cells = [[" "] * COLUMNS for _ in range(LINES)]
        self.line = self.column = 0
        self.rest = b""

    def take(self, sent):
        sent, at = self.rest + sent, 0
        self.rest = b""
        while at < len(sent):
            if sent[at] == 0x1B:
                found = ESCAPE.match(sent, at)
                if not found:
                    self.rest = sent[at:]
                    return
                self.steer(found.group(1), found.group(2))
                at = found.end()
                continue
            size = 1 if sent[at] < 0x80 else 2 if sent[at] < 0xE0 else 3 if sent[at] < 0xF0 else 4
            if at + size > len(sent):
                self.rest = sent[at:]
                return
            self.draw(sent[at:at + size].decode("utf-8", "replace"))
            at += size

    def steer(self, numbers, letter):
        if letter == b"H":
            line, _, column = (numbers or b"1;1").partition(b";")
            self.line, self.column = int(line or 1) - 1, int(column or 1) - 1
        elif letter == b"J":
            self.cells = [[" "] * COLUMNS for _ in range(LINES)]

    def draw(self, sign):
        if sign in "\r\n" or unicodedata.combining(sign) or not (self.line < LINES and self.column < COLUMNS):
            self.column = 0 if sign == "\r" else self.column
            return
        wide = unicodedata.east_asian_width(sign) in "WF"
        row, after = self.cells[self.line], self.column + (2 if wide else 1)
        # Half of a wide sign that is drawn over is blank.
        if row[self.column] == "":
            row[self.column - 1] = " "
        if after < COLUMNS and row[after] == "":
            row[after] = " "
        row[self.column] = sign
        if wide and self.column + 1 < COLUMNS:
            self.cells[self.line][self.column + 1] = ""
        self.column += 2 if wide else 1

    def text(self):
        return "\n".join("".join(line) for line in self.cells)


class Desk:
    def __init__(self, program, folder):
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.screen = Screen()
        self.began = time.perf_counter()
        environment = dict(os.environ, TERM="xterm-256color", IPLEDGER_DB="ledger.db", IPLEDGER_LANG="zh")
        self.child = subprocess.Popen([program, "desk"], stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder,
                                      env=environment, start_new_session=True)
        os.close(theirs)

    def until(self, shows, since):
        """Seconds until the screen shows something."""
        while True:
            # A screen is drawn in parts: it shows something once no part of it is on its way.
            is_shown, at = shows(self.screen.text()), time.perf_counter()
            ready, _, _ = select.select([self.ours], [], [], 0.003 if is_shown else 0.5)
            if is_shown and not ready:
                return at - since
            if ready:
                self.screen.take(os.read(self.ours, 65536))
            if time.perf_counter() - since > PATIENCE:
                self.child.kill()
                sys.exit(f"it never showed what was waited for:\n{self.screen.text()}")

    def press(self, keys, shows):
        since = time.perf_counter()
        os.write(self.ours, keys)
        return self.until(shows, since)

    def changes(self, keys):
        before = self.screen.text()
        return self.press(keys, lambda text: text != before)

    def memory(self):
        status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024

    def idle(self, seconds):
        """The processor's share while nobody presses a key."""
        ticks = lambda: sum(map(int, pathlib.Path(f"/proc/{self.child.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
        before, end = ticks(), time.perf_counter() + seconds
        while time.perf_counter() < end:
            ready, _, _ = select.select([self.ours], [], [], 0.2)
            if ready:
                self.screen.take(os.read(self.ours, 65536))
        return (ticks() - before) / os.sysconf("SC_CLK_TCK") / seconds

    def leave(self):
        os.write(self.ours, b"\x1b[21~")
        while self.child.poll() is None:
            ready, _, _ = select.select([self.ours], [], [], 0.1)
            if ready:
                try:
                    os.read(self.ours, 65536)
                except OSError:
                    break
        self.child.wait()


def told(step, seconds, budget):
    seconds = sorted(seconds)
    print(f"  {step:<46} median {statistics.median(seconds) * 1000:9.1f} ms   slowest {seconds[-1] * 1000:9.1f} ms   "
          f"({len(seconds)} times; budget {budget})", flush=True)


def searched(desk, word, finds):
    """Types a word into an empty search line; seconds from its last letter to the rows that it finds."""
    desk.press(b"/", lambda text: "清空" in text)
    for letter in word[:-1]:
        os.write(desk.ours, letter.encode())
        time.sleep(0.12)
    desk.idle(1)
    before = desk.screen.text()
    took = desk.press(word[-1].encode(), lambda text: text != before and finds.search(text) and "正在" not in text)
    desk.press(ESC, lambda text: "清空" not in text)
    time.sleep(0.3)  # Esc with a key right behind it is another key
    return took


def measured(program, patents):
    benches = pathlib.Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory(prefix="ipledger-desk.") as folder:
        subprocess.run([sys.executable, benches / "make_patents.py", str(patents), "patents.csv"], cwd=folder, check=True)
        for words in (["init", "--office", "测试局", "--region", "310106"], ["patent", "import", "patents.csv"]):
            subprocess.run([program, *words], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                           env=dict(os.environ, IPLEDGER_DB="ledger.db"))
        row = pathlib.Path(folder, "patents.csv").read_text(encoding="utf-8").splitlines()[patents // 2].split(",")
        number, firm = row[0], row[7]
        print(f"{patents:,} patents, file of {os.path.getsize(pathlib.Path(folder, 'ledger.db')) / 2**20:.0f} MiB")

        first, home = [], []
        for _ in range(5):
            desk = Desk(program, folder)
            first.append(desk.until(lambda text: "F10" in text, desk.began))
            home.append(desk.until(lambda text: "最近登记" in text, desk.began))
            desk.leave()
        told("start to the first screen", first, "100 ms")
        told("start to the first screen complete", home, "300 ms")

        desk = Desk(program, folder)
        desk.until(lambda text: "最近登记" in text, desk.began)
        desk.press(F1, lambda text: "做什么" in text)
        desk.press(b"patent list", lambda text: "patent list" in text)
        told("the list of patents opens", [desk.press(ENTER, lambda text: re.search(r"20\d{10}\.", text))], "16 ms")
        told("a move within a page", [desk.changes(DOWN) for _ in range(10)], "16 ms")
        told("the next page", [desk.changes(PAGE_DOWN) for _ in range(30)], "16 ms")
        desk.idle(1)  # what was asked for last is there
        told("a card opens", [card(desk) for _ in range(10)], "30 ms")
        plain = number.replace(".", "")[:12]
        told("a search: a whole number", [searched(desk, plain, re.compile(r"\b1 条")) for _ in range(3)], "16 ms")
        told("a search: a firm's name", [searched(desk, firm[2:8], re.compile(r"\d 条")) for _ in range(3)], "30 ms")
        told("a search: a frequent word of titles", [searched(desk, "电池", re.compile(r"[\d,]+ 条")) for _ in range(3)], "50 ms")
        told("a search: what stands nowhere", [searched(desk, "没有的", re.compile(r"\b0 条")) for _ in range(3)], "300 ms")
        print(f"  memory at its highest {desk.memory():.0f} MiB (budget 64); "
              f"processor while idle {desk.idle(10) * 100:.2f} % (budget 0.2)")
        desk.leave()


def card(desk):
    took = desk.press(ENTER, lambda text: "Ctrl-K" in text and "正在" not in text)
    desk.press(ESC, lambda text: "按此值筛" in text)
    time.sleep(0.3)
    desk.changes(DOWN)
    return took


def main():
    program = os.path.realpath(os.environ.get("IPLEDGER") or sys.exit("IPLEDGER says which program: one built with --profile dist"))
    os.environ.update(IPLEDGER_BY="bench", IPLEDGER_NOW="2021-01-15T09:00:00+08:00", NO_COLOR="1")
    for patents in map(int, sys.argv[1:] or ["10000"]):
        measured(program, patents)


main()
