"""An indicator that does not hold together is refused, and what is taken adds up."""

import datetime
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from orda.diary import services as diary
from orda.events.models import Direction
from orda.planning.indicator_editor.services import Definition, change, retire
from orda.planning.indicator_editor.tests.conftest import (
    IN_KAZAKH,
    LOANS,
    NAME,
    ONE,
    PER_READER,
    UNIT,
    VISITS_TO_BORROW,
)
from orda.planning.indicators.checks import IndicatorRefused, check
from orda.planning.indicators.declared import DECLARED, Count, OfWhich, Rows, Term
from orda.planning.models import Figure, IndicatorVersion
from orda.planning.year.counts import counts


@pytest.mark.parametrize(
    ("definition", "code", "field"),
    [
        (replace(IN_KAZAKH, label=replace(NAME, kk="")), "words_missing", "label_kk"),
        (replace(IN_KAZAKH, label=replace(NAME, ru="а" * 121)), "words_missing", "label_ru"),
        (replace(IN_KAZAKH, terms=()), "no_terms", "terms"),
        (replace(IN_KAZAKH, terms=(Term("loan", {}, -1),)), "no_terms", "terms"),
        (replace(IN_KAZAKH, terms=(Term("profit"),)), "unknown_measure_of_term", "terms"),
        (
            replace(IN_KAZAKH, terms=(Term("loan", {"purpose": "borrow"}),)),
            "unknown_dimension_of_term",
            "terms",
        ),
        (replace(IN_KAZAKH, terms=(Term("loan", {"language": "en"}),)), "unknown_value_of_term", "terms"),
        (replace(IN_KAZAKH, terms=(ONE, Term("visit"))), "units_differ", "terms"),
        (replace(IN_KAZAKH, terms=(ONE, Term("loan"))), "counted_twice", "terms"),
        (replace(IN_KAZAKH, terms=(ONE, replace(ONE, sign=-1))), "nothing_counted", "terms"),
        (
            Definition("count", NAME, (Term("reader_registered"), Term("site_user_registered"))),
            "part_added",
            "terms",
        ),
        (replace(IN_KAZAKH, of_which_of="profit"), "no_whole", "of_which_of"),
        (replace(IN_KAZAKH, of_which_of="readability"), "no_whole", "of_which_of"),
        (replace(IN_KAZAKH, of_which_of="readers_site"), "no_whole", "of_which_of"),
        (replace(IN_KAZAKH, of_which_of="kazakh"), "no_whole", "of_which_of"),  # of itself
        (replace(IN_KAZAKH, of_which_of="visits"), "whole_in_other_unit", "of_which_of"),
        (replace(IN_KAZAKH, terms=(Term("return"),)), "not_inside", "of_which_of"),
        (
            replace(
                IN_KAZAKH, terms=(Term("event_held", {"direction": "ecology"}),), of_which_of="events_online"
            ),
            "not_inside",
            "of_which_of",
        ),
        (replace(PER_READER, numerator="profit"), "unknown_numerator", "numerator"),
        (replace(PER_READER, numerator="stock"), "unknown_numerator", "numerator"),
        (replace(PER_READER, numerator="readability"), "unknown_numerator", "numerator"),
        (replace(PER_READER, denominator="kazakh"), "unknown_denominator", "denominator"),  # by itself
        (replace(PER_READER, denominator="loans"), "same_sides", "denominator"),
        (replace(PER_READER, scale=0), "scale_outside", "scale"),
        (replace(PER_READER, unit=replace(UNIT, en="")), "words_missing", "unit_en"),
    ],
)
def test_what_does_not_hold_together_is_refused_at_its_field(add, definition, code, field):
    Direction.objects.get_or_create(code="ecology", defaults={"name_kk": "э", "name_ru": "э", "name_en": "e"})
    with pytest.raises(IndicatorRefused) as refused:
        add("kazakh", definition)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert "%(" not in str(refused.value)
    assert not IndicatorVersion.objects.exists()


@pytest.mark.parametrize("key", ["", "K", "a", "Kazakh", "қазақ", "9loans", "a-b", "a" * 41])
def test_a_key_is_small_latin_letters(add, key):
    with pytest.raises(IndicatorRefused) as refused:
        add(key, IN_KAZAKH)
    assert (refused.value.code, refused.value.field) == ("bad_key", "key")


@pytest.mark.parametrize(
    "key", ["loans", "intake", "stock", "visit", "map", "new", "kazakh", "references_all"]
)
def test_a_key_that_something_else_has_is_refused(add, key):
    add("kazakh", IN_KAZAKH)
    Figure.objects.create(year=2024, kind=Figure.TARGET, indicator="references_all", value=1)
    with pytest.raises(IndicatorRefused) as refused:
        add(key, VISITS_TO_BORROW)
    assert (refused.value.code, refused.value.field) == ("key_taken", "key")


def test_what_another_needs_is_neither_retired_nor_changed_from_under_it(add, methodologist):
    add("lent", Definition("count", NAME, LOANS))
    add("lent_kazakh", replace(IN_KAZAKH, of_which_of="lent", label=replace(NAME, en="Kazakh")), 2025)
    for act in (
        lambda: retire("lent", 2024, methodologist),
        lambda: change("lent", Definition("count", NAME, (Term("loan"),)), 2024, methodologist),
    ):
        with pytest.raises(IndicatorRefused) as refused:
            act()
        assert refused.value.code == "still_needed"
        assert "Kazakh” of 2025" in str(refused.value)
    with pytest.raises(IndicatorRefused) as refused:
        change("lent", IN_KAZAKH, 2024, methodologist)
    assert refused.value.code == "kind_stays"


def test_a_part_is_not_defined_before_its_whole_is(add):
    add("lent", Definition("count", NAME, LOANS), 2024)
    with pytest.raises(IndicatorRefused, match="in 2023 there is no count “lent”"):
        add("lent_kazakh", replace(IN_KAZAKH, of_which_of="lent"), 2023)


def drawn_terms(measures=("loan", "renewal", "intake")):
    """Terms over measures of one unit, by two dimensions with few values, so that they meet."""
    where = st.fixed_dictionaries(
        {},
        optional={
            "language": st.sampled_from(["kk", "ru"]),
            "document_kind": st.sampled_from(["book", "journal"]),
        },
    )
    one = st.builds(Term, st.sampled_from(measures), where, st.sampled_from([1, 1, 1, -1]))
    return st.lists(one, min_size=1, max_size=3).map(tuple)


@st.composite
def narrowed(draw, whole):
    """Some of a whole's terms, told apart further: what people mean by a part, whether or not it is one."""
    found = []
    for term in draw(st.lists(st.sampled_from(whole), min_size=1, max_size=3)):
        [more] = draw(drawn_terms().filter(lambda terms: len(terms) == 1))
        found.append(replace(term, where={**more.where, **term.where}))
    return tuple(found)


def holds(row, rows):
    try:
        check(row, rows, 2024)
    except IndicatorRefused:
        return False
    return True


ACTS = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 6]),
        st.sampled_from(["loan", "renewal", "intake", "return"]),
        st.fixed_dictionaries(
            {},
            optional={
                "language": st.sampled_from(["kk", "ru", "other"]),
                "document_kind": st.sampled_from(["book", "journal", "newspaper"]),
            },
        ),
        st.integers(1, 30),
        st.sampled_from(["2024-01-31", "2024-02-01", "2024-05-06"]),
    ),
    min_size=4,
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.data(), whole=drawn_terms(), acts=ACTS)
def test_what_is_taken_as_an_of_which_never_exceeds_its_whole_and_libraries_add_up(
    city, count, drawn, whole, acts
):
    part = drawn.draw(narrowed(whole))
    parent = Count("whole", "Whole", "copies", whole)
    child = OfWhich("part", "Part", "copies", part, of_which_of="whole")
    rows = Rows({**DECLARED.indicators, "whole": parent, "part": child})
    assume(holds(parent, rows) and holds(child, rows))
    with transaction.atomic():
        for number, (place, measure, values, quantity, day) in enumerate(acts):
            count(city.libraries[place], measure, quantity, day, act_id=number, **values)
        found = counts(2024, datetime.date(2024, 12, 31), rows)
        everywhere = [one.pk for one in city.libraries]
        for place in ([one] for one in everywhere):
            for inside, over in zip(found.months("part", place), found.months("whole", place), strict=True):
                assert 0 <= inside <= over
        for key in ("whole", "part"):
            network = found.months(key, everywhere)
            by_library = [found.months(key, [one]) for one in everywhere]
            assert [sum(month) for month in zip(*by_library, strict=True)] == network
            told = {
                month: sum(
                    sign * quantity
                    for _place, measure, values, quantity, day in acts
                    for term in (whole if key == "whole" else part)
                    for sign in [term.sign]
                    if measure == term.measure
                    and all(values.get(n) == v for n, v in term.where.items())
                    and int(day[5:7]) == month
                )
                for month in range(1, 13)
            }
            assert network == list(told.values())
        transaction.set_rollback(True)
    diary.forget_known_sets()


@settings(max_examples=200, deadline=None)
@given(whole=drawn_terms(), part=drawn_terms() | drawn_terms().flatmap(narrowed))
def test_a_part_that_could_exceed_its_whole_is_refused(whole, part):
    """The other way round: whatever is refused as not inside has a line by which it exceeds its whole."""
    parent, child = Count("w", "W", "copies", whole), OfWhich("p", "P", "copies", part, of_which_of="w")
    rows = Rows({**DECLARED.indicators, "w": parent})
    try:
        check(child, rows, 2024)
    except IndicatorRefused as refusal:
        assume(refusal.code == "not_inside")

        def weight(terms, measure, values):
            return sum(
                t.sign
                for t in terms
                if t.measure == measure and all(values.get(n) == v for n, v in t.where.items())
            )

        lines = [
            (measure, {"language": language, "document_kind": kind})
            for measure in ("loan", "renewal", "intake")
            for language in ("kk", "ru", "other")
            for kind in ("book", "journal", "newspaper")
        ]
        assert any(not 0 <= weight(part, *line) <= weight(whole, *line) for line in lines)
