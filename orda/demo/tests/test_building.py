"""The demo built small: 2023 comes out as printed, by acts; the diary is proven; the same seed repeats."""

import datetime
import hashlib
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F

from orda.catalog.models import Record
from orda.circulation.models import Loan
from orda.demo import build as demo
from orda.demo.exchange import MEASURES as EXCHANGED
from orda.demo.goals import ROWS
from orda.diary import services as diary
from orda.diary.models import Entry
from orda.diary.proof import prove
from orda.network import clock
from orda.planning.models import Figure
from orda.planning.services import load_plan
from orda.planning.year.status import status
from orda.readers.models import Reader
from orda.stock.models import Copy

TODAY = datetime.datetime(2024, 2, 20, 12, tzinfo=ZoneInfo(settings.TIME_ZONE))
SMALLER = 200  # times: what the plan of the tests asks for, beside the real one
TINY = demo.Scale("tiny", acted=1.0, stock=0.02, titles=150)
BY_HAND = demo.Scale("tiny", acted=0.1, stock=0.02, titles=150)
COHORTS = ("children", "public")


def _smaller_plan() -> None:
    load_plan()
    for figure in Figure.objects.filter(indicator__in=COUNTS):
        figure.value = max(round(figure.value / SMALLER), 1)
        figure.save()


COUNTS = (*ROWS, "catalogue_records")


@pytest.fixture
def built(db, monkeypatch):
    """built(scale, seed) -> what stands; the whole library, from an empty database, on a day of February 2024."""
    monkeypatch.setattr(demo, "load_plan", _smaller_plan)

    def make(scale: demo.Scale = TINY, seed: int = 7) -> demo.Built:
        with clock.stopped_at(TODAY):
            return demo.build(scale, seed, lambda what, total: lambda by: None)

    return make


def _differences(cohort: str) -> dict[str, tuple[int, int]]:
    """Indicator -> (printed, counted) of those rows of 2023 that differ."""
    printed = dict(
        Figure.objects.filter(
            year=2023, kind=Figure.PRINTED_ACTUAL, cohort=cohort, quarter=0, indicator__in=COUNTS
        ).values_list("indicator", "value")
    )
    with clock.stopped_at(TODAY):
        rows = status(2023, cohort=cohort, as_of=datetime.date(2023, 12, 31)).indicators
    counted = {row.key: row.actual for row in rows}
    assert printed
    return {row: (int(value), counted[row]) for row, value in printed.items() if int(value) != counted[row]}


@pytest.mark.parametrize("scale", [TINY, BY_HAND], ids=["by acts alone", "with lines by hand"])
def test_2023_is_exactly_what_the_plan_prints_and_the_diary_is_proven(built, scale):
    made = built(scale)
    assert {cohort: _differences(cohort) for cohort in COHORTS} == {"children": {}, "public": {}}
    with clock.stopped_at(TODAY):
        findings = prove()
    assert findings.clean, findings.named
    by_hand = Entry.objects.filter(act=Entry.MANUAL)
    assert by_hand.count() == made.lines_by_hand
    # A year's exchange is always entered by hand; of all else the larger scale is made of acts alone.
    assert by_hand.exclude(measure__in=EXCHANGED).exists() == (scale is BY_HAND)
    assert not by_hand.exclude(reason__contains="generated for the demo").exists()


def test_time_runs_one_way(built):
    built()
    today = TODAY.date()
    assert not Entry.objects.filter(open=True, day__lt=today).exists()
    assert not Entry.objects.filter(day__gt=today).exists()
    assert not Loan.objects.filter(day__lt=F("copy__batch__day")).exists()
    assert not Loan.objects.filter(returned_on__lt=F("day")).exists()
    assert Loan.objects.filter(copy__batch__supply="budget").exists()  # what came in is lent, too


def _digest() -> str:
    """Everything a person can see of the library, without the ids that the database gave."""
    seen = hashlib.sha256()
    for rows in (
        Record.objects.order_by("source_key").values_list("source_key", "digest"),
        Copy.objects.order_by("barcode").values_list(
            "barcode", "library__code", "record__source_key", "status"
        ),
        Reader.objects.order_by("card_number").values_list("card_number", "family_name", "birth_date"),
        Loan.objects.order_by("lent_at", "copy__barcode").values_list("copy__barcode", "day", "state"),
        Entry.objects.order_by(
            "day", "library__code", "measure", "dimensions__key", "recorded_at", "quantity"
        ).values_list("day", "library__code", "measure", "dimensions__key", "quantity", "act"),
    ):
        for row in rows:
            seen.update(repr(row).encode())
    return seen.hexdigest()


def _undone(make) -> str:
    """What a building gives, leaving nothing behind."""
    with transaction.atomic():
        make()
        seen = _digest()
        transaction.set_rollback(True)
    diary.forget_known_sets()
    return seen


@pytest.mark.any_database
def test_the_same_seed_gives_the_same_library_and_another_seed_another(built):
    first = _undone(lambda: built(seed=7))
    assert _undone(lambda: built(seed=7)) == first
    assert _undone(lambda: built(seed=8)) != first
