#!/usr/bin/env python3
"""Two whole processes, turn about: alternate.py RUNS 'OURS' 'THEIRS' prints a line "OURS THEIRS" of seconds a pair.

A process started right after itself finds the machine's caches as it left them; turn about, each finds them as
somebody else left them, as a person's command does.
"""
import shlex
import subprocess
import sys
import time


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main():
    runs = int(sys.argv[1])
    commands = [shlex.split(command) for command in sys.argv[2:4]]
    for _ in range(10):
        [seconds(command) for command in commands]
    for run in range(runs):
        order = (0, 1) if run % 2 == 0 else (1, 0)
        took = [0.0, 0.0]
        for which in order:
            took[which] = seconds(commands[which])
        print(*took)


main()
