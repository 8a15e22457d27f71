"""Writers stand in line, across threads and processes; nobody is passed by, and a dead one holds up nobody."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from orda.sqlite.turns import TooLong, Turns

# Takes turns until its input ends, and says how many; "hold" takes one and keeps it.
WRITER = """
import sys, threading, time
from orda.sqlite.turns import Turns
turns, what = Turns(sys.argv[1]), sys.argv[2]
if what == "hold":
    turns.take(5)
    print("held", flush=True)
    sys.stdin.read()
    sys.exit()
over, count = threading.Event(), [0] * int(what)
def write(number):
    while not over.is_set():
        turns.take(30)
        time.sleep(0.002)
        turns.give()
        count[number] += 1
threads = [threading.Thread(target=write, args=(number,)) for number in range(int(what))]
for thread in threads:
    thread.start()
print("begun", flush=True)
sys.stdin.read()
over.set()
for thread in threads:
    thread.join()
print(*count, flush=True)
"""


def _process(database: Path, what: str) -> subprocess.Popen[str]:
    made = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(database), what],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert made.stdout is not None
    assert made.stdout.readline() in ("held\n", "begun\n")
    return made


def _ended(process: subprocess.Popen[str]) -> list[int]:
    said, _errors = process.communicate(timeout=60)
    return [int(number) for number in said.split()]


def test_threads_are_served_in_the_order_in_which_they_came(tmp_path):
    turns, served = Turns(str(tmp_path / "db")), []

    def write(number: int) -> None:
        turns.take(30)
        served.append(number)
        turns.give()

    turns.take(1)
    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for standing, thread in enumerate(threads, start=2):
        thread.start()
        while len(turns._line) < standing:
            time.sleep(0.001)
    turns.give()
    for thread in threads:
        thread.join()
    assert served == list(range(8))


def test_a_process_of_many_writers_does_not_pass_by_another_with_one(tmp_path):
    many, one = _process(tmp_path / "db", "6"), _process(tmp_path / "db", "1")
    time.sleep(1)
    alone, together = sum(_ended(one)), _ended(many)
    assert alone > sum(together) / 4  # in turn, were it not for how each of them starts and ends
    assert min(together) > max(together) / 4


def test_a_killed_process_gives_its_turn_back(tmp_path):
    holder, turns = _process(tmp_path / "db", "hold"), Turns(str(tmp_path / "db"))
    with pytest.raises(TooLong):
        turns.take(0.05)
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    turns.take(5)
    turns.give()


def test_who_waited_too_long_leaves_the_line_and_the_others_go_on(tmp_path):
    turns = Turns(str(tmp_path / "db"))
    turns.take(1)
    with pytest.raises(TooLong):
        turns.take(0.02)
    served = threading.Event()
    last = threading.Thread(target=lambda: (turns.take(30), served.set(), turns.give()))
    last.start()
    turns.give()
    last.join()
    assert served.is_set()
    assert not turns._line
