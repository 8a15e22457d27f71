"""Reports over a big diary: pivots, questions in SQL, the plan's lines, closing a day, closing a year again after a
late correction; and the plan's and the report's pages as DOCX and PDF. The diary is that of the board's benchmark.
"""

import datetime
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks import environment, say, scratch, sized
from benchmarks.board import SIZES, TODAY, fill, median_ms

PIVOTS = {
    "loans by subject field and month of the year": ("i:loans", "subject_field", "month", "2024-01-01"),
    "loans by library and quarter of ten years": ("i:loans", "library", "quarter", "2014-11-24"),
    "loans by age group and year, ten years": ("i:loans", "age_group", "year", "2014-11-24"),
    "visits by day of the week and library, the year": ("i:visits", "weekday", "library", "2024-01-01"),
    "loans in Kazakh by library and month of the year": ("i:loans", "library", "month", "2024-01-01"),
    "visits by day of the week and hour, the year": ("i:visits", "weekday", "hour", "2024-01-01"),
    "loans by day of the week and hour, a quarter": ("i:loans", "weekday", "hour", "2024-09-01"),
}


def run() -> None:
    first: dict[str, float] = {}
    for size in (sized(size, least=2_000) for size in SIZES):
        with scratch() as folder, ProcessPoolExecutor(1, get_context("spawn")) as own:
            found = own.submit(measured, size, folder).result()
        print(f"  {size:,} entries, days closed", flush=True)
        for what, (took, unit, aim) in found.items():
            limit = (f"that of {sized(SIZES[0], least=2_000):,}", first[what]) if first else None
            say(f"  {what}", took, unit, limit=limit, note=aim)
        first = first or {what: took for what, (took, _unit, _aim) in found.items()}


def measured(size: int, folder: Path) -> dict[str, tuple[float, str, str]]:
    """What was asked -> (how long, in what, what is aimed at)."""
    os.environ.update(environment(folder, ORDA_SQLITE_SYNCHRONOUS="OFF"))
    import django
    from django.core.management import call_command

    from orda.network import clock

    django.setup()
    call_command("migrate", verbosity=0)
    fill(size)
    noon = datetime.datetime.combine(TODAY, datetime.time(12), tzinfo=ZoneInfo("Asia/Almaty"))
    with clock.stopped_at(noon):
        found = {what: (median_ms(lambda w=what: a_pivot(w)), "ms", "aim under 500 ms") for what in PIVOTS}
        found |= {
            what: (median_ms(lambda w=what: a_question(w)), "ms", "stopped at 5 s") for what in questions()
        }
        found["every line of the plan with its actual"] = (median_ms(plan_lines), "ms", "")
        found |= {what: (seconds(work), "s", aim) for what, (work, aim) in once().items()}
    return found


def a_pivot(what: str) -> None:
    from orda.network.models import Unit
    from orda.reports.pivots.choices import choice_of
    from orda.reports.pivots.pivot import pivot

    counted, rows, columns, first = PIVOTS[what]
    asked = {"counted": counted, "rows": rows, "columns": columns, "first": first}
    asked |= {"is_language": "kk"} if "Kazakh" in what else {}
    assert pivot(choice_of(asked, Unit.objects.get(code="all"))).total


def questions() -> dict[str, str]:
    """The examples of the page of questions in SQL, and the same by day."""
    from django.utils import translation

    from orda.reports.expert.examples import examples

    with translation.override("en"):
        found = {f"SQL: {one.title}": one.sql for one in examples(2024)}
    by_day = "SELECT library_name, day, SUM(quantity) FROM diary_days WHERE measure = 'loan'"
    found["SQL: loans of a month by library and day"] = f"{by_day} AND month = '2024-05' GROUP BY 1, 2"
    return found


def a_question(what: str) -> None:
    from orda.network.models import Unit
    from orda.reports.expert.running import ask

    ask(questions()[what], list(Unit.objects.filter(kind="library").values_list("pk", flat=True)))


def plan_lines() -> None:
    from orda.planning.document.queries import lines_of
    from orda.planning.models import Plan

    assert lines_of(Plan.objects.get(year=2024), TODAY)


def once() -> dict[str, tuple[object, str]]:
    """Work that is measured once, since it changes what it is done to or takes long."""
    from orda.planning.models import Plan
    from orda.reports.papers.docx import to_docx
    from orda.reports.papers.pdf import to_pdf
    from orda.reports.papers.plan_papers import annual_plan, annual_report

    plan = Plan.objects.get(year=2024)
    return {
        "the annual plan as PDF": (lambda: to_pdf(annual_plan(plan, "kk")), "aim under 5 s"),
        "the annual plan as DOCX": (lambda: to_docx(annual_plan(plan, "kk")), "aim under 5 s"),
        "the annual report as PDF, its numbers too": (
            lambda: to_pdf(annual_report(plan, "kk", TODAY)),
            "aim under 5 s",
        ),
        "the annual report as DOCX, its numbers too": (
            lambda: to_docx(annual_report(plan, "kk", TODAY)),
            "aim under 5 s",
        ),
        "closing a library's day of 500 lines": (close_a_day, "aim under 1 s"),
        "closing a library's year again, a late line each day": (close_a_year_again, "aim under 10 s"),
    }


def close_a_day() -> None:
    from orda.diary.services import close_day

    library = _library()
    _late(library, [TODAY] * 500)
    assert close_day(library, TODAY) == 500


def close_a_year_again() -> None:
    from orda.diary.services import close_day

    library = _library()
    days = [datetime.date(2023, 1, 2) + datetime.timedelta(days=n) for n in range(360)]
    _late(library, days)
    assert sum(close_day(library, day) for day in days) == len(days)


def _library():  # type: ignore[no-untyped-def]
    from orda.network.models import Unit

    return Unit.objects.get(code="l4")


def _late(library, days):  # type: ignore[no-untyped-def]
    """Lines written after their days: not part of what is measured, but for their being open."""
    from orda.diary.services import post

    for number, day in enumerate(days):
        post(day=day, library_id=library.pk, measure="visit", quantity=1, act="visit", act_id=number)


def seconds(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began
