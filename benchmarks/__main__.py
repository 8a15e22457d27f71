"""`python -m benchmarks [NAME…]`: runs the named benchmarks, or all of them, each in a process of its own."""

import os
import platform
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import SCALE

HERE = Path(__file__).resolve().parent


def main(wanted: list[str]) -> int:
    known = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        print(f"benchmarks: no {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    print(_machine(), flush=True)
    failed = [name for name in wanted or known if not _measured(name)]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _measured(name: str) -> bool:
    print(f"\n{name}", flush=True)
    began = time.perf_counter()
    # Settings are read once a process, and memory of one benchmark is no business of the next.
    done = subprocess.run(
        [sys.executable, "-c", f"from benchmarks.{name} import run; run()"], cwd=HERE.parent
    )
    print(f"  ({time.perf_counter() - began:.0f} s)", flush=True)
    return done.returncode == 0


def _machine() -> str:
    processor = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    memory = next(
        (int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0
    )
    return (
        f"{processor}, {len(os.sched_getaffinity(0))} cores, {memory / 1e6:.0f} GB; {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; "
        f"sizes × {SCALE:g}"
    )


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
