"""Speed and size, measured on the machine at hand and printed as ratios to a named limit: `python -m benchmarks`.

No test is timed; this is where times are read. ORDA_BENCH_SCALE=0.1 makes every size a tenth. With `--json` the
figures come as JSON to the standard output and the lines for people to the other one.
"""

import json
import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SCALE = float(os.environ.get("ORDA_BENCH_SCALE", "1"))
_said: list[dict[str, Any]] = []


@dataclass(frozen=True)
class Aim:
    """What a figure should be: at most `bound`, or at least."""

    bound: float
    at_least: bool = False

    def reached(self, measured: float) -> bool:
        return measured >= self.bound if self.at_least else measured <= self.bound

    def words(self, measured: float) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"aim {sign} {_shown(self.bound)}{'' if self.reached(measured) else ', NOT REACHED'}"


def sized(number: int, *, least: int = 1) -> int:
    """A size of the benchmark, shrunk or grown by ORDA_BENCH_SCALE."""
    return max(round(number * SCALE), least)


def say(
    what: str,
    measured: float,
    unit: str,
    *,
    limit: tuple[str, float] | None = None,
    note: str = "",
    aim: Aim | None = None,
) -> None:
    """One line: what, how much, its ratio to a limit that has a name, a word more, and what was aimed at."""
    _said.append(
        {"what": what, "measured": measured, "unit": unit, "note": note} | _judged(measured, limit, aim)
    )
    against = f"{measured / limit[1]:6.2f} of {limit[0]} ({_shown(limit[1])})" if limit else ""
    more = "; ".join(word for word in (note, aim.words(measured) if aim else "") if word)
    print(f"  {what:<62} {_shown(measured):>9} {unit:<9} {against}{f'  {more}' if more else ''}", flush=True)


def _judged(measured: float, limit: tuple[str, float] | None, aim: Aim | None) -> dict[str, Any]:
    found: dict[str, Any] = {"limit": {"name": limit[0], "value": limit[1]}} if limit else {}
    return found | ({"aim": asdict(aim) | {"reached": aim.reached(measured)}} if aim else {})


def keep(file: Path) -> None:
    """Writes what this process said as JSON, for `--json`."""
    file.write_text(json.dumps(_said, ensure_ascii=False), encoding="utf-8")


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def p50_p95(times: Sequence[float]) -> tuple[float, float]:
    """The median, and what nineteen of twenty stay under."""
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for the benchmark's own databases; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="orda-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment(folder: Path, url: str = "", **more: str) -> dict[str, str]:
    """Settings of an installation of the benchmark's own, whatever the shell says."""
    (folder / "static").mkdir(exist_ok=True)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("ORDA_")},
        "DJANGO_SETTINGS_MODULE": "orda.settings",
        "DATABASE_URL": url or f"sqlite:///{folder / 'orda.sqlite3'}",
        "ORDA_DATA_DIR": str(folder),
        "ORDA_HTTPS": "0",
        **more,
    }
