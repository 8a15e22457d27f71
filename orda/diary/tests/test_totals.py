"""Every answer of the diary is the plain sum of its lines, whatever is open, closed or both."""

import datetime
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.diary import queries, services
from orda.diary.measures import DIMENSIONS, LEVELS, MEASURES
from orda.diary.models import Entry
from orda.network.models import Unit

from .conftest import Town

BASE = datetime.date(2023, 12, 20)
SPAN = 110  # two turns of a month, a leap day, the turn of a year
DAYS = st.integers(0, SPAN).map(lambda n: BASE + datetime.timedelta(days=n))
KINDS = ("loan", "visit", "intake", "withdrawal", "event_attended")


@st.composite
def lines(draw: st.DrawFn) -> tuple[Any, ...]:
    measure = draw(st.sampled_from(KINDS))
    values = {
        name: draw(st.sampled_from(list((DIMENSIONS[name].values or {"quiz": ""}).keys())[:2]))
        for name in MEASURES[measure].dimensions
        if draw(st.booleans())
    }
    return "post", draw(DAYS), draw(st.integers(0, 2)), measure, draw(st.integers(1, 40)), values


STEPS = st.lists(
    st.one_of(
        lines(),
        lines(),
        lines(),
        st.tuples(st.just("close"), DAYS, st.integers(0, 2)),
        st.tuples(st.just("night"), DAYS),
        st.tuples(st.just("reverse"), st.integers(0, 30)),
    ),
    max_size=30,
)


def play(town: Town, steps: list[tuple[Any, ...]]) -> None:
    posted = 0
    for step in steps:
        if step[0] == "post":
            _, day, library, measure, quantity, values = step
            posted += 1
            services.post(
                day=day,
                library_id=town.libraries[library].pk,
                measure=measure,
                quantity=quantity,
                values=values,
                act="test",
                act_id=posted,
            )
        elif step[0] == "close":
            services.close_day(town.libraries[step[2]], step[1])
        elif step[0] == "night":
            services.close_days_before(step[1])
        elif posted:
            services.reverse_act("test", step[1] % posted + 1)


def plain_sums(first: datetime.date, last: datetime.date, by: set[str], libraries: set[int] | None) -> Any:
    sums: Counter[Any] = Counter()
    for line in Entry.objects.select_related("dimensions").filter(day__range=(first, last)):
        if libraries is None or line.library_id in libraries:
            key = (
                line.measure,
                line.day if "day" in by else None,
                line.day.replace(day=1) if "month" in by else None,
                line.library_id if "library" in by else None,
                tuple(sorted(line.dimensions.values.items())) if "dimensions" in by else None,
            )
            sums[key] += line.quantity
    return {key: quantity for key, quantity in sums.items() if quantity}


def answered(first: datetime.date, last: datetime.date, by: set[str], libraries: set[int] | None) -> Any:
    return {
        (
            one.measure,
            one.day,
            one.month,
            one.library_id,
            None if one.values is None else tuple(sorted(one.values.items())),
        ): one.quantity
        for one in queries.totals(first, last, library_ids=libraries, by=by)
    }


EVERY_BY = st.sets(st.sampled_from(["day", "month", "library", "dimensions"]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=STEPS,
    first=DAYS,
    last=DAYS,
    by=EVERY_BY,
    chosen=st.none() | st.sets(st.integers(0, 2)),
)
def test_totals_are_the_plain_sum_of_lines(
    town: Town,
    steps: list[tuple[Any, ...]],
    first: datetime.date,
    last: datetime.date,
    by: set[str],
    chosen: set[int] | None,
) -> None:
    with transaction.atomic():
        play(town, steps)
        libraries = None if chosen is None else {town.libraries[n].pk for n in chosen}
        assert answered(first, last, by, libraries) == plain_sums(first, last, by, libraries)
        transaction.set_rollback(True)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, first=DAYS, last=DAYS)
def test_parts_add_up_to_the_whole(
    town: Town, steps: list[tuple[Any, ...]], first: datetime.date, last: datetime.date
) -> None:
    with transaction.atomic():
        play(town, steps)
        whole = _by_measure(queries.totals(first, last))
        for by in ({"library"}, {"dimensions"}, {"month"}, {"day"}, {"library", "dimensions"}):
            assert _by_measure(queries.totals(first, last, by=by)) == whole
        apart: Counter[str] = Counter()
        for library in town.libraries:
            apart.update(_by_measure(queries.totals(first, last, library_ids=[library.pk])))
        assert apart == whole
        for level in LEVELS:
            _level_is_its_flows(level, last, town)
        transaction.set_rollback(True)


def _level_is_its_flows(key: str, day: datetime.date, town: Town) -> None:
    signs = {**dict.fromkeys(LEVELS[key].adds, 1), **dict.fromkeys(LEVELS[key].takes, -1)}
    lines = Entry.objects.filter(day__lte=day, measure__in=signs)
    expected = sum(signs[line.measure] * line.quantity for line in lines)
    assert queries.level(key, day) == expected
    assert sum(queries.level_by_library(key, day).values()) == expected
    assert sum(queries.level(key, day, [library.pk]) for library in town.libraries) == expected


def _by_measure(found: list[queries.Quantity]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for one in found:
        sums[one.measure] += one.quantity
    return +sums


def test_a_level_may_be_asked_of_one_kind_alone(town: Town) -> None:
    for act_id, language in enumerate(("kk", "kk", "ru")):
        services.post(
            day=BASE,
            library_id=town.first.pk,
            measure="intake",
            quantity=10,
            values={"language": language},
            act="intake",
            act_id=act_id,
        )
    assert queries.level("stock", BASE, where={"language": "kk"}) == 20
    assert queries.level("stock", BASE) == 30


def test_a_year_costs_two_questions_whatever_was_asked(
    town: Town, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    play(
        town, [("post", BASE, 0, "loan", 1, {"language": "kk"}), ("night", BASE + datetime.timedelta(days=1))]
    )
    year = datetime.date(2023, 1, 1), datetime.date(2023, 12, 23)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert queries.totals(*year, by=("library", "month"))
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert queries.totals(*year, by=("library", "dimensions"))


def test_a_subtree_and_a_unit_without_lines(town: Town) -> None:
    play(town, [("post", BASE, n, "visit", n + 1, {}) for n in range(3)])
    assert _by_measure(
        queries.totals(BASE, BASE, library_ids=queries.library_ids_under(town.network))
    ) == Counter(visit=6)
    assert queries.totals(BASE, BASE, library_ids=[]) == []
    assert queries.totals(BASE, BASE, library_ids=[Unit(pk=10**6).pk]) == []


def test_years_are_added_up_by_the_database_over_totals_and_open_lines(city):
    for day, many in (("2023-12-31", 2), ("2024-01-01", 3), ("2024-06-30", 4)):
        services.post(
            day=datetime.date.fromisoformat(day),
            library_id=city.branch1.pk,
            measure="visit",
            quantity=many,
            act="visit",
            act_id=1,
        )
    services.close_day(city.branch1, datetime.date(2024, 1, 1))
    found = queries.totals(datetime.date(2023, 1, 1), datetime.date(2024, 12, 31), by=("year",))
    assert {one.month: one.quantity for one in found} == {
        datetime.date(2023, 1, 1): 2,
        datetime.date(2024, 1, 1): 7,
    }


def test_a_combination_of_two_groups_counts_in_each_and_of_none_in_none(town: Town) -> None:
    for quantity, values in (
        (5, {"language": "kk", "subject_field": "science"}),
        (3, {"language": "ru", "subject_field": "science"}),
        (2, {"language": "ru", "subject_field": "social"}),
    ):
        services.post(
            day=BASE,
            library_id=town.libraries[0].pk,
            measure="loan",
            quantity=quantity,
            values=values,
            act="test",
            act_id=quantity,
        )
    sets = queries.dimension_sets()
    groups = {
        number: [pk for pk, values in sets.items() if queries.matches(values, where)]
        for number, where in enumerate(({"subject_field": "science"}, {"language": "kk"}))
    }
    found = queries.totals(BASE, BASE, measures=["loan"], groups=groups)
    assert {one.group: one.quantity for one in found} == {0: 8, 1: 5}
