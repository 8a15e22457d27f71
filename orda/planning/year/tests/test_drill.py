"""From an indicator down: at every level the parts add up to the number above, whatever was done."""

import datetime
import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.diary import services as diary
from orda.diary.models import Entry
from orda.network import queries as network
from orda.network.models import Unit
from orda.planning import queries
from orda.planning.indicators.declared import COUNTED, INDICATORS, Rate
from orda.planning.year.counts import cut

AS_OF = datetime.date(2024, 3, 20)
# Few days, at the turns of months and of the year, so that lines meet; the last lies after the board's day.
DAYS = [
    datetime.date.fromisoformat(day)
    for day in (
        "2023-12-31",
        "2024-01-01",
        "2024-01-31",
        "2024-02-29",
        "2024-03-01",
        "2024-03-20",
        "2024-03-21",
    )
]
KINDS = {
    "reader_registered": {},
    "loan": {"document_kind": "electronic_document", "language": "kk"},
    "renewal": {"document_kind": "book"},
    "visit": {"purpose": "borrow"},
    "event_held": {"channel": "offline"},
    "event_viewed": {"channel": "online"},
    "intake": {"supply": "opening"},
    "withdrawal": {"reason": "WORN"},
}
SCOPES = (("", None), ("children", None), ("public", None), ("", 1))


def play(libraries: list[Unit], chance: random.Random) -> None:
    """Sixty lines, so that days, libraries and measures meet; days closed in between, some lines taken back."""
    for number in range(60):
        measure = chance.choice(list(KINDS))
        diary.post(
            day=chance.choice(DAYS),
            library_id=libraries[chance.choice([0, 1, 6])].pk,
            measure=measure,
            quantity=chance.randint(1, 40),
            values=KINDS[measure] if chance.random() < 0.7 else {},
            act="loan",
            act_id=number,
        )
        if number % 20 == 10:
            diary.close_days_before(chance.choice(DAYS))
        if number % 9 == 8:
            standing = list(Entry.objects.filter(~Entry.is_reversed(), reverses=None))
            diary.reverse(chance.choice(standing), reason="a slip")


def check_levels(key: str, year: queries.PlanYear, cohort: str, library: Unit | None) -> None:
    """The board's number = its libraries = its months = the days of those months = the very lines."""
    libraries, branches = year.counted(cohort, library), year.branches(cohort, library)
    ids = [one.pk for one in libraries]
    first, last = datetime.date(2024, 1, 1), AS_OF
    months, row = queries.by_month(year, key, libraries), year.rows.counted[key]
    board = sum(months)
    if key in INDICATORS:
        standing = {row.key: row.actual for row in year.status(cohort, library).indicators}
        assert standing[key] == board
    assert sum(one.amount for one in queries.by_library(year, key, branches)) == board
    assert not any(months[AS_OF.month :])
    for number, amount in enumerate(months[: AS_OF.month], 1):
        end = min(queries.month_end(2024, number), last)
        start = datetime.date(2024, number, 1)
        assert sum(one.amount for one in queries.by_library(year, key, branches, month=number)) == amount
        days = queries.by_day(row, start, end, ids)
        assert sum(days.values()) == amount
        assert queries.amount_between(row, start, end, ids) == amount
        for day, of_day in days.items():
            lines = queries.lines_behind(row, day, day, ids)
            assert sum(line.quantity for line in lines) == of_day
    assert sum(line.quantity for line in queries.lines_behind(row, first, last, ids)) == board


@pytest.mark.parametrize("key", sorted(COUNTED))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=True), scope=st.sampled_from(SCOPES))
def test_every_level_adds_up_to_the_one_above(city, key, chance, scope):
    with transaction.atomic():
        play(city.libraries, chance)
        year = queries.plan_year(2024, AS_OF)
        cohort, number = scope
        check_levels(key, year, cohort, city.libraries[number] if number else None)
        transaction.set_rollback(True)
    diary.forget_known_sets()


def test_the_cohorts_add_up_to_the_network_in_every_count(plan, city, count):
    for number, library in enumerate(city.libraries, 1):
        count(library, "visit", number)
        count(library, "event_held", number, channel="online")
    year = queries.plan_year(2024)
    whole, children, public = (year.status(cohort).indicators for cohort in ("", "children", "public"))
    for one, part, other in zip(whole, children, public, strict=True):
        if not isinstance(INDICATORS[one.key], Rate):
            assert one.actual == part.actual + other.actual
            assert (one.plan or 0) == (part.plan or 0) + (other.plan or 0)
            assert (one.plan_to_date or 0) == (part.plan_to_date or 0) + (other.plan_to_date or 0)


def test_libraries_come_the_largest_first_with_their_share(city, count):
    count(city.branch1, "visit", 10)
    count(city.public2, "visit", 30)
    year = queries.plan_year(2024)
    found = queries.by_library(year, "visits", year.branches())[:2]
    assert [(one.library, one.share) for one in found] == [(city.public2, 75), (city.branch1, 25)]


def test_a_rate_of_a_library_divides_its_own_counts(city, count):
    count(city.branch1, "reader_registered", 2, "2024-01-09")
    count(city.branch1, "loan", 9)
    year = queries.plan_year(2024)
    [only] = queries.by_library(year, "readability", year.branches())
    assert (only.library, only.amount, only.share) == (city.branch1, 4.5, None)


def test_the_lines_behind_an_of_which_are_its_own_alone(city, count):
    count(city.branch1, "loan", 2, document_kind="book")
    count(city.branch1, "loan", 3, document_kind="electronic_document", language="kk")
    day = datetime.date(2024, 5, 6)
    found = queries.lines_behind(COUNTED["loans_electronic_documents"], day, day, [city.branch1.pk])
    assert [line.quantity for line in found] == [3]


def test_the_stock_with_which_accounting_began_is_not_taken_in(city, count):
    count(city.branch1, "intake", 900, supply="opening")
    count(city.branch1, "intake", 4, supply="gift")
    day = datetime.date(2024, 5, 6)
    found = queries.lines_behind(COUNTED["intake"], day, day, [city.branch1.pk])
    assert [line.quantity for line in found] == [4]


@pytest.mark.parametrize("lines", [3, 60])
def test_a_year_is_read_in_the_same_few_questions_however_much_there_is(
    plan, city, count, lines, django_assert_max_num_queries
):
    for number in range(lines):
        count(
            city.libraries[number % 8],
            "loan",
            1,
            f"2024-0{1 + number % 9}-1{number % 9}",
            document_kind="book",
        )
    network.is_open(city.network, datetime.date(2024, 1, 9))  # known from then on
    with django_assert_max_num_queries(12):
        queries.plan_year(2024).status("children")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chance=st.randoms(use_true_random=True),
    day=st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 3, 31)),
)
def test_a_year_cut_at_a_day_is_that_year_read_up_to_the_day(city, chance, day):
    with transaction.atomic():
        play(city.libraries, chance)
        whole = queries.plan_year(2024, datetime.date(2024, 12, 31)).counts
        short, read = cut(whole, day), queries.plan_year(2024, day).counts
        ids = [one.pk for one in city.libraries]
        for one in ids:
            for key in COUNTED:
                assert short.months(key, [one]) == read.months(key, [one])
            assert short.stock_by_month([one])[day.month - 1] == read.stock_by_month([one])[day.month - 1]
        transaction.set_rollback(True)
    diary.forget_known_sets()
