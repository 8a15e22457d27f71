"""How long `make demo` builds before it serves, step by step: processor time, and time by the clock beside it.

The small library; ORDA_BENCH_WHOLE_DEMO=1 builds the whole one as well (some minutes), none of it scaled.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import Aim, environment, say, scratch

SCALES = ("small", "full") if os.environ.get("ORDA_BENCH_WHOLE_DEMO") else ("small",)
AIM = {"small": 60, "full": 360}  # seconds by the clock on two quiet cores


def run() -> None:
    for scale in SCALES:
        with scratch() as folder:
            build(scale, folder)


def build(scale: str, folder: Path) -> None:
    """Builds in a process of its own, as `make demo` does."""
    settings = environment(folder, ORDA_DEMO_YEAR="2024")
    (folder / "orda.env").write_text("ORDA_DEMO_YEAR=2024\nORDA_HTTPS=0\n", encoding="utf-8")
    before, began = os.times(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", f"from benchmarks.demo import steps; steps({scale!r})"],
        env=settings,
        cwd=Path(__file__).resolve().parent.parent,
        check=True,
        stderr=subprocess.DEVNULL,
    )
    after, seconds = os.times(), time.perf_counter() - began
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    say(f"{scale}: the whole of it", spent, "s CPU")
    say(f"{scale}: the whole of it, by the clock", seconds, "s", aim=Aim(AIM[scale]))


def steps(scale: str) -> None:
    """In the process that builds: the command itself, its steps timed."""
    import django

    django.setup()
    from django.core.management import call_command

    from orda.demo import build as demo
    from orda.demo.management.commands import demo as command

    timed = [
        *("load_tree", "load_plan", "load_planned_events", "make_staff", "import_sample", "_open_stock"),
        *("catalogue_of_year", "_a_year", "_withdrawals", "classes", "leave_notes", "bring_home"),
        *("exchange", "remind_and_settle", "approve", "count_what_orda_does_not", "close_days_before"),
        *("show_evidence", "submit_what_is_owed", "detach_history", "index_anew"),
    ]
    spent: dict[str, list[float]] = {}
    for name in timed:
        setattr(demo, name, _timed(getattr(demo, name), spent.setdefault(name, [0.0, 0.0])))
    start = spent["tables"] = [0.0, 0.0]
    setattr(command, "call_command", _timed(command.call_command, start))  # noqa: B010
    call_command("demo", scale=scale, no_serve=True, stdout=open(os.devnull, "w"))  # noqa: SIM115
    for name, (processor, clock) in spent.items():
        say(f"{scale}: {name.strip('_').replace('_', ' ')}", processor, "s CPU", note=f"{clock:.1f} s")


def _timed(do, total):  # type: ignore[no-untyped-def]
    """`do`, its processor time and time by the clock added to `total`."""

    def done(*args, **more):  # type: ignore[no-untyped-def]
        processor, clock = time.process_time(), time.perf_counter()
        try:
            return do(*args, **more)
        finally:
            total[0] += time.process_time() - processor
            total[1] += time.perf_counter() - clock

    return done
