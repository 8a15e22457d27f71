"""Indicators that people add: what holds together and what is refused, and that each year keeps its own formula."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orda.diary.measures import DIMENSIONS
from orda.network import clock
from orda.network.models import Role
from orda.planning import queries
from orda.planning.board.cards import one_card
from orda.planning.document.by_hand import count_by_hand
from orda.planning.document.line_sources import SourceStays, count_by
from orda.planning.document.queries import lines_of
from orda.planning.indicator_editor.services import Definition, change, retire
from orda.planning.indicator_editor.tests.conftest import (
    IN_KAZAKH,
    LOANS,
    NAME,
    ONE,
    PER_READER,
    VISITS_TO_BORROW,
)
from orda.planning.indicators.checks import IndicatorRefused
from orda.planning.indicators.declared import Term
from orda.planning.indicators.formulas import in_words
from orda.planning.models import Figure, IndicatorVersion, Line
from orda.planning.year.counts import terms_of


def actual(key, year=2024, **scope):
    found = queries.plan_year(year).status(**scope)
    return next((row.actual for row in found.indicators if row.key == key), "not counted")


def test_a_count_an_of_which_and_a_rate_stand_on_the_board_from_their_year(city, count, add):
    add("borrowing", VISITS_TO_BORROW)
    add("kazakh", IN_KAZAKH)
    add("kazakh_share", replace(PER_READER, numerator="kazakh", denominator="loans", scale=100))
    count(city.branch1, "visit", 5, purpose="borrow")
    count(city.branch1, "visit", 90, purpose="event")
    count(city.branch1, "loan", 30, language="kk", document_kind="book")
    count(city.branch5, "renewal", 20, language="ru", document_kind="book")
    assert (actual("borrowing"), actual("kazakh"), actual("kazakh_share")) == (5, 30, 60)
    assert (actual("kazakh", library=city.branch5), actual("kazakh_share", library=city.branch1)) == (0, 100)
    assert actual("borrowing", 2023) == "not counted"
    assert actual("loans") == 50  # a part adds nothing to its whole


def test_a_rate_may_stand_over_the_stock(city, count, add):
    add("kazakh", IN_KAZAKH)
    add("turnover_kazakh", replace(PER_READER, numerator="kazakh", denominator="stock"))
    count(city.branch1, "intake", 10, "2022-03-01", supply="opening")
    count(city.branch1, "loan", 25, language="kk")
    assert actual("turnover_kazakh") == 2.5


def test_a_changed_formula_leaves_last_years_number_as_it_was(city, count, add, methodologist):
    add("seen", VISITS_TO_BORROW, 2022)
    for day in ("2023-05-06", "2024-05-06"):
        count(city.branch1, "visit", 7, day, purpose="borrow")
        count(city.branch1, "visit", 100, day, purpose="event")
    assert (actual("seen", 2023), actual("seen", 2024)) == (7, 7)
    wider = replace(VISITS_TO_BORROW, terms=(Term("visit"),), label=replace(NAME, en="All visits"))
    made = change("seen", wider, 2024, methodologist)
    assert (made.number, made.made_by, made.made_at) == (2, methodologist, clock.now())
    assert (actual("seen", 2022), actual("seen", 2023), actual("seen", 2024)) == (0, 7, 107)
    labels = [str(queries.in_force(year).indicators["seen"].label) for year in (2023, 2024)]
    assert labels == ["Loans in Kazakh", "All visits"]


def test_two_years_of_two_formulas_are_not_compared(city, count, add, methodologist, client_as):
    """The number of last year stands as it was counted; nothing is made of the difference, and the page says why."""
    add("seen", VISITS_TO_BORROW, 2022)
    add("seen_per_loan", replace(PER_READER, numerator="seen", denominator="loans"), 2022)
    for year, months in ((2023, 12), (2024, 11)):
        for month in range(1, months + 1):
            count(city.branch1, "visit", 7, f"{year}-{month:02d}-06", purpose="borrow")
            count(city.branch1, "visit", 100, f"{year}-{month:02d}-06", purpose="event")
            count(city.branch1, "loan", 10, f"{year}-{month:02d}-06")

    def shown(key):
        card = one_card(queries.with_the_year_before(queries.plan_year(2024)), key, "", city.network)
        return card.otherwise, card.then and card.then.amount, card.before.computed, card.forecast.history

    assert shown("seen") == ("", 77, 84, True)
    assert shown("seen_per_loan") == ("", Decimal("0.7"), Decimal("0.7"), True)
    change("seen", replace(VISITS_TO_BORROW, terms=(Term("visit"),)), 2024, methodologist)
    assert shown("seen") == ("visits: to borrow", None, 84, False)
    assert shown("seen_per_loan")[1] is None  # a side of it is counted otherwise
    change("seen", replace(VISITS_TO_BORROW, label=replace(NAME, en="Another name")), 2024, methodologist)
    assert shown("seen")[0] == ""
    change("seen", replace(VISITS_TO_BORROW, terms=(Term("visit"),)), 2024, methodologist)
    page = client_as(Role.DIRECTOR, city.network).get(
        reverse("board_indicator", kwargs={"key": "seen"}), headers={"accept-language": "en"}
    )
    assert "In 2023 it was counted otherwise (visits: to borrow)" in " ".join(page.content.decode().split())


def test_what_was_made_later_stands_from_its_year_on(add, methodologist):
    """A change for 2026, then another for 2025: 2026 goes by the later word."""
    add("seen", VISITS_TO_BORROW)
    change("seen", replace(VISITS_TO_BORROW, terms=(Term("visit"),)), 2026, methodologist)
    change("seen", replace(VISITS_TO_BORROW, terms=(Term("event_held"),)), 2025, methodologist)
    assert [queries.in_force(year).measures_of("seen") for year in (2024, 2025, 2026)] == [
        ("visit",),
        ("event_held",),
        ("event_held",),
    ]


def test_a_past_year_is_neither_changed_nor_retired(add, methodologist):
    add("seen", VISITS_TO_BORROW, 2022)
    for act in (
        lambda: change("seen", VISITS_TO_BORROW, 2023, methodologist),
        lambda: retire("seen", 2023, methodologist),
    ):
        with pytest.raises(IndicatorRefused) as refused:
            act()
        assert (refused.value.code, refused.value.field) == ("past_year", "valid_from")
    assert IndicatorVersion.objects.count() == 1


def test_a_retired_indicator_is_counted_no_more_and_its_past_stays(city, count, add, methodologist):
    add("seen", VISITS_TO_BORROW, 2023)
    count(city.branch1, "visit", 7, "2023-05-06", purpose="borrow")
    retire("seen", 2024, methodologist)
    assert (actual("seen", 2023), actual("seen", 2024)) == (7, "not counted")
    with pytest.raises(IndicatorRefused, match="is not counted in 2024"):
        retire("seen", 2024, methodologist)


def test_versions_are_never_changed_or_deleted(add):
    add("seen", VISITS_TO_BORROW)
    for attempt in (
        lambda: IndicatorVersion.objects.update(scale=2),
        lambda: IndicatorVersion.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            attempt()


def test_a_line_of_the_plan_may_be_counted_by_it_and_then_holds_it(plan, city, count, add, methodologist):
    add("borrowing", VISITS_TO_BORROW)
    line = Line.objects.filter(plan__year=2024, source__kind="manual", cohort="").first()
    line.source = {"kind": "indicator", "key": "borrowing"}
    line.save()
    count(city.branch1, "visit", 5, purpose="borrow")
    [found] = lines_of(line.plan, lines=[line])
    assert found.actual == 5
    with pytest.raises(IndicatorRefused) as refused:
        retire("borrowing", 2024, methodologist)
    assert refused.value.code == "line_needs_it"


def test_a_line_counted_by_hand_is_counted_by_an_indicator_of_its_unit_and_by_hand_again(
    plan, city, count, add, methodologist, client_as
):
    add("borrowing", VISITS_TO_BORROW)
    count(city.branch1, "visit", 5, purpose="borrow")
    line = Line.objects.filter(plan__year=2024, source__kind="manual", cohort="").first()
    Line.objects.filter(pk=line.pk).update(unit="visits")
    client = client_as(Role.METHODOLOGIST, city.network)
    page = client.get(reverse("plan_line_change", kwargs={"pk": line.pk})).content.decode()
    assert '<option value="borrowing">' in page
    assert '<option value="loans">' not in page  # it counts copies

    def by(key, who=client):
        answer = who.post(reverse("plan_line_source", kwargs={"pk": line.pk}), {"indicator": key})
        line.refresh_from_db()
        [found] = lines_of(line.plan, lines=[line])
        return answer.status_code, line.source["kind"], found.actual

    assert by("borrowing", client_as(Role.LIBRARIAN, city.network)) == (403, "manual", None)
    assert by("borrowing", client_as(Role.METHODOLOGIST, city.branch1)) == (403, "manual", None)
    assert by("loans") == (302, "manual", None)
    assert by("borrowing") == (302, "indicator", 5)
    assert by("") == (302, "manual", None)
    count_by_hand(line, city.branch1, 3, "a list on paper", methodologist)
    assert by("borrowing") == (302, "manual", 3)
    own = Line.objects.filter(plan__year=2024, source__kind="indicator").first()
    with pytest.raises(SourceStays):
        count_by(own, "borrowing")


def test_a_target_printed_under_its_key_is_its_target(plan, city, count, add):
    add("borrowing", VISITS_TO_BORROW)
    for cohort, value in (("children", 100), ("public", 50)):
        Figure.objects.create(
            year=2024, kind=Figure.TARGET, indicator="borrowing", cohort=cohort, value=value
        )
    count(city.branch1, "visit", 75, purpose="borrow")
    found = queries.plan_year(2024).status()
    [row] = [row for row in found.indicators if row.key == "borrowing"]
    assert (row.plan, row.percent) == (150, 50)


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (VISITS_TO_BORROW, "visits: to borrow"),
        (IN_KAZAKH, "loans + renewals: Kazakh"),
        (replace(IN_KAZAKH, terms=(*LOANS, replace(ONE, sign=-1))), "loans + renewals − loans (Kazakh)"),
        (replace(PER_READER, denominator="stock", scale=100), "Loans ÷ copies in stock × 100"),
    ],
)
def test_a_formula_is_told_in_plain_words(add, definition, words):
    add("seen", definition)
    rows = queries.in_force(2024)
    assert in_words(rows.indicators["seen"], rows) == words


def test_an_added_indicator_puts_no_question_more(
    plan, city, count, add, django_assert_max_num_queries, methodologist
):
    """Twelve of them, each with a filter of its own, are read in as many questions as one."""
    count(city.branch1, "loan", 3, language="kk", document_kind="book")
    add("first", Definition("of_which", NAME, (Term("loan", {"language": "ru"}),), of_which_of="loans"))
    queries.plan_year(2024).status("children")  # reads what changes slowly: calendar, words
    values = list(DIMENSIONS["subject_field"].values or {})
    with CaptureQueriesContext(connection) as of_one:
        queries.plan_year(2024).status("children")
    for number in range(12):
        where = {"subject_field": values[number % 6], **({"language": "kk"} if number > 5 else {})}
        add(f"field_{number}", Definition("of_which", NAME, (Term("loan", where),), of_which_of="loans"))
    with django_assert_max_num_queries(len(of_one)):
        queries.plan_year(2024).status("children")


def test_the_database_adds_up_a_sum_for_each_condition_and_none_for_their_crossings(city, count, add):
    """What a filtered indicator costs does not depend on how many others there are."""
    count(city.branch1, "loan", 3, language="kk", subject_field="science", document_kind="book")
    declared = terms_of(queries.in_force(2024).counted.values())
    for number, where in enumerate(
        ({"language": "kk"}, {"subject_field": "science"}, {"language": "kk", "subject_field": "science"})
    ):
        add(f"field_{number}", Definition("of_which", NAME, (Term("loan", where),), of_which_of="loans"))
    with_added = terms_of(queries.in_force(2024).counted.values())
    assert len(with_added.groups) == len(declared.groups) + 3
    wanting = [[key for key, _term in terms] for terms in with_added.wanting]
    assert [keys for keys in wanting if "field_2" in keys] == [["field_2"]]


def test_combinations_of_dimensions_are_read_once_for_two_years_counted_alike(plan, city, count):
    count(city.branch1, "loan", 3, language="kk", document_kind="electronic_document")
    with CaptureQueriesContext(connection) as asked:
        queries.with_the_year_before(queries.plan_year(2024))
    assert sum('FROM "diary_dimensionset"' in one["sql"] for one in asked) == 1


def test_last_year_is_read_by_its_own_conditions_where_they_were_others(
    plan, city, count, add, methodologist
):
    count(city.branch1, "loan", 3, day="2023-03-01", language="kk")
    count(city.branch1, "loan", 2, day="2023-03-01", language="ru")
    count(city.branch1, "loan", 4, language="kk")
    count(city.branch1, "loan", 9, language="ru")
    add("part", IN_KAZAKH, 2023)
    change("part", replace(IN_KAZAKH, terms=(Term("loan", {"language": "ru"}),)), 2024, methodologist)
    years = queries.with_the_year_before(queries.plan_year(2024))
    ids = [one.pk for one in years.now.libraries]
    assert sum(years.now.counts.months("part", ids)) == 9
    assert sum(years.before.counts.months("part", ids)) == 3
