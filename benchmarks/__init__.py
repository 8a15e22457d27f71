"""Speed and size, measured on the machine at hand and printed as ratios to a named limit: `python -m benchmarks`.

No test is timed; this is where times are read. ORDA_BENCH_SCALE=0.1 makes every size a tenth.
"""

import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SCALE = float(os.environ.get("ORDA_BENCH_SCALE", "1"))


def sized(number: int, *, least: int = 1) -> int:
    """A size of the benchmark, shrunk or grown by ORDA_BENCH_SCALE."""
    return max(round(number * SCALE), least)


def say(
    what: str, measured: float, unit: str, *, limit: tuple[str, float] | None = None, note: str = ""
) -> None:
    """One line: what, how much, its ratio to a limit that has a name, and a word more, as what was aimed at."""
    against = f"{measured / limit[1]:6.2f} of {limit[0]} ({_shown(limit[1])})" if limit else ""
    print(f"  {what:<62} {_shown(measured):>9} {unit:<9} {against}{f'  {note}' if note else ''}", flush=True)


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
