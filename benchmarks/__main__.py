"""`python -m benchmarks [--json] [NAME…]`: runs the named benchmarks, or all of them, each in a process of its own.

`--json`: {"machine": …, "figures": {name: [{"what", "measured", "unit", "aim"…}]}} to the standard output, the lines
for people to the standard error.
"""

import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import SCALE

HERE = Path(__file__).resolve().parent
# Settings are read once a process, and memory of one benchmark is no business of the next.
_ONE = "import sys, pathlib, benchmarks, benchmarks.{0} as one; one.run(); benchmarks.keep(pathlib.Path(sys.argv[1]))"


def main(words: list[str]) -> int:
    wanted = [word for word in words if word != "--json"]
    known = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        print(f"benchmarks: no {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    as_json = "--json" in words
    told = sys.stderr if as_json else sys.stdout
    print(_machine(), file=told, flush=True)
    figures = {name: _measured(name, told) for name in wanted or known}
    if as_json:
        print(json.dumps({"machine": _machine(), "figures": figures}, ensure_ascii=False, indent=1))
    failed = [name for name, found in figures.items() if found is None]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _measured(name: str, told: Any) -> list[dict[str, Any]] | None:
    """The benchmark's figures; None where it failed."""
    print(f"\n{name}", file=told, flush=True)
    began = time.perf_counter()
    with tempfile.NamedTemporaryFile() as kept:
        done = subprocess.run(
            [sys.executable, "-c", _ONE.format(name), kept.name], cwd=HERE.parent, stdout=told
        )
        found: list[dict[str, Any]] | None = (
            json.loads(kept.read() or b"[]") if done.returncode == 0 else None
        )
    print(f"  ({time.perf_counter() - began:.0f} s)", file=told, flush=True)
    return found


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
