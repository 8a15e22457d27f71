"""What processes cost, read from /proc: memory, processor time."""

import os
import re
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def heaviest_mb(parent: int) -> float:
    """Resident memory of the heaviest process started by `parent`, or by those that it started."""
    return max((max(_resident_mb(child), heaviest_mb(child)) for child in children(parent)), default=0.0)


def processor_ms(process: int) -> float:
    """Processor time, the user's and the system's, of a process and of all that it started; ms."""
    # Fields 14 to 17, children that are gone included; counted from the bracket, as a program's name may hold anything.
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = sum(int(field) for field in fields[11:15]) * 1000 / _TICKS
    return own + sum(processor_ms(child) for child in children(process))


def started(parent: int, program: str) -> int:
    """The process of that program that `parent` started; 0 where there is none."""
    found = (child for child in children(parent) if _program(child) == program)
    return next(found, 0)


def children(parent: int) -> list[int]:
    return [
        int(child)
        for file in Path(f"/proc/{parent}/task").glob("*/children")
        for child in file.read_text().split()
    ]


def _program(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text().partition("\0")[0].rpartition("/")[2]


def _resident_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) / 1000 if found else 0.0
