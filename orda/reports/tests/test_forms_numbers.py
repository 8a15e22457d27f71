"""The numbers of a form: worked out by hand for a small library, and its identities for any diary."""

import datetime
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.diary import queries as diary
from orda.diary import services as writing
from orda.reports.forms.computing import fill
from orda.reports.forms.definition import Counted, Place
from orda.reports.forms.known import known_forms
from orda.reports.forms.tracing import behind, lines_behind

END_OF_2024 = datetime.date(2024, 12, 31)
BOOK = {"document_kind": "book"}
FICTION = {**BOOK, "subject_field": "fiction_philology"}
SCIENCE = {**BOOK, "subject_field": "science"}


def value(filled, address: str):
    return filled.values[Place(*address.split("."))]


@pytest.fixture
def small_library(branch, count):
    """A year of a small library: what the tests below work out by hand."""
    count(branch, "intake", 100, "2022-12-31", **FICTION, language="kk", supply="opening")
    count(branch, "intake", 20, "2023-06-01", **SCIENCE, language="ru", supply="budget")
    count(branch, "withdrawal", 5, "2023-07-01", **FICTION, language="kk", reason="WORN")
    count(branch, "intake", 10, "2024-02-01", **FICTION, language="kk", supply="gift")
    count(branch, "withdrawal", 4, "2024-03-01", **SCIENCE, language="ru", reason="OUTDATED")
    for group, many in (("0-10", 6), ("11-15", 3)):
        count(branch, "reader_registered", many, "2024-01-09", age_group=group)
    count(branch, "reader_registered", 1, "2024-01-09", age_group="11-15", disability="yes")
    count(branch, "visit", 30, "2024-04-01", purpose="borrow")
    count(branch, "visit", 7, "2024-04-02", purpose="event")
    count(branch, "loan", 40, "2024-04-01", **FICTION, language="kk", age_group="0-10")
    count(branch, "renewal", 2, "2024-04-15", **SCIENCE, language="ru", age_group="11-15")
    count(branch, "loan", 8, "2024-05-15")  # by hand: nothing is told apart
    count(branch, "loan", 3, "2024-05-16", document_kind="electronic_document", language="kk")
    count(branch, "event_held", 2, "2024-05-01", channel="offline")
    count(branch, "event_held", 1, "2024-05-02", channel="online")
    count(branch, "event_attended", 25, "2024-05-01", channel="offline")
    count(branch, "event_viewed", 90, "2024-05-02", channel="online")
    count(branch, "loan", 1_000, "2025-01-02", **FICTION)  # of the next year
    return branch


def test_the_kazakh_form_by_hand(small_library):
    filled = fill(known_forms().of_year("srdgob-1", 2024), 2024, END_OF_2024, [small_library.pk])
    assert {address: value(filled, address) for address in BY_HAND} == BY_HAND
    assert value(filled, "10.03.total") == Decimal(53) / 121


BY_HAND = {
    # 100 + 20 - 5 at the start, 10 in, 4 out
    **{"2.01.total": 115, "2.02.total": 10, "2.03.total": 4, "2.04.total": 121},
    **{"2.01.kk": 95, "2.01.ru": 20, "2.02.kk": 10, "2.03.ru": 4, "2.04.kk": 105, "2.04.ru": 16},
    **{"2.04.book": 121, "2.04.journal": 0, "3.04.fiction": 105, "3.04.science": 16},
    **{"4.01.total": 10, "4.02.total": 6, "4.03.total": 4, "4.07.total": 1, "4.06.total": None},
    **{"5.01.total": 37, "5.02.total": 30, "5.03.total": 7, "5.04.total": 0, "5.05.total": None},
    # 40 + 2 renewed + 8 by hand + 3 electronic
    **{"6.01.total": 53, "6.01.kk": 43, "6.01.ru": 2, "6.06.total": 40, "6.03.total": 2},
    **{"6.08.total": 40, "6.09.total": 2, "6.10.total": 3, "6.10.kk": 3},
    **{"8.01.offline": 2, "8.01.online": 1, "8.01.total": 3, "8.02.offline": 25, "8.03.online": 90},
    **{"8.02.online": None, "1.01.total": None, "9.03.total": None},
}


def test_the_russian_form_by_hand(small_library):
    filled = fill(known_forms().of_year("6-nk", 2024), 2024, END_OF_2024, [small_library.pk])
    by_hand = {
        **{"2.01.total": 115, "2.02.total": 10, "2.03.total": 4, "2.04.total": 121, "2.04.printed": 121},
        **{"2.04.microform": None, "2.04.foreign": None},
        **{"4.01.total": 10, "4.03.total": None, "4.06.total": 37, "4.07.total": 30, "4.08.total": 7},
        **{"4.11.total": 3, "5.01.own": 53, "5.01.physical": 42, "5.01.network": 3},
        **{"5.01.licensed": None, "5.05.own": None, "6.01.total": None, "7.01.total": None},
    }
    assert {address: value(filled, address) for address in by_hand} == by_hand


def test_the_opening_stock_is_no_intake_of_its_year(branch, count):
    count(branch, "intake", 100, "2024-01-01", **FICTION, language="kk", supply="opening")
    count(branch, "intake", 7, "2024-02-01", **FICTION, language="kk", supply="gift")
    filled = fill(known_forms().of_year("6-nk", 2024), 2024, END_OF_2024, [branch.pk])
    assert [value(filled, f"2.0{n}.total") for n in (1, 2, 3, 4)] == [100, 7, 0, 107]
    assert not [one for one in filled.outcomes if one.holds is False]


def test_what_the_lines_do_not_tell_apart_is_shown_by_a_control(small_library):
    filled = fill(known_forms().of_year("srdgob-1", 2024), 2024, END_OF_2024, [small_library.pk])
    broken = [
        (str(one.check.whole), one.along, one.difference) for one in filled.outcomes if one.holds is False
    ]
    # 8 loans by hand say neither language nor content, 3 electronic ones no content.
    assert broken == [("01", "total", -11), ("01", "kk", -3), ("total", "01", -8)]


def test_a_rate_has_no_value_where_there_is_nothing_to_divide_by(branch):
    filled = fill(known_forms().of_year("srdgob-1", 2024), 2024, END_OF_2024, [branch.pk])
    assert value(filled, "10.01.total") is None
    assert value(filled, "4.01.total") == 0


def test_the_year_so_far_is_counted_to_its_day(small_library):
    day = datetime.date(2024, 4, 1)
    filled = fill(known_forms().of_year("srdgob-1", 2024), 2024, day, [small_library.pk])
    assert value(filled, "6.01.total") == 40


@pytest.mark.parametrize("code", ["srdgob-1", "6-nk"])
def test_a_form_costs_a_handful_of_queries(small_library, code, django_assert_max_num_queries):
    form = known_forms().of_year(code, 2024)
    with django_assert_max_num_queries(6):
        fill(form, 2024, END_OF_2024, [small_library.pk])


@pytest.mark.parametrize("code", ["srdgob-1", "6-nk"])
def test_what_stands_behind_a_cell_adds_up_to_it(city, small_library, count, code):
    count(city.public2, "loan", 5, "2024-06-01", **FICTION, language="ru")
    ids = [one.pk for one in city.libraries]
    filled = fill(known_forms().of_year(code, 2024), 2024, END_OF_2024, ids)
    for place, source in filled.form.cells.items():
        if isinstance(source, Counted):
            found = behind(source, filled, city.libraries)
            assert found.total == filled.values[place], place
            assert sum(amount for _library, amount in found.libraries) == found.total
            lines = lines_behind(source, filled, ids)
            signed = {term.measure: term.sign for term in source.terms}
            assert sum(signed[one.measure] * one.quantity for one in lines) == found.total or any(
                term.where for term in source.terms if term.sign < 0
            ), place


def test_the_lines_of_a_cell_are_those_it_counts(small_library):
    filled = fill(known_forms().of_year("srdgob-1", 2024), 2024, END_OF_2024, [small_library.pk])
    source = filled.form.cells[Place("6", "01", "kk")]
    assert [one.quantity for one in lines_behind(source, filled, [small_library.pk])] == [3, 40]
    may = lines_behind(source, filled, [small_library.pk], datetime.date(2024, 5, 1))
    assert [one.quantity for one in may] == [3]
    intake = filled.form.cells[Place("2", "02", "total")]
    assert [one.quantity for one in lines_behind(intake, filled, [small_library.pk])] == [10]


DAYS = st.dates(datetime.date(2023, 1, 1), datetime.date(2024, 12, 31))
DOCUMENTS = st.fixed_dictionaries(
    {
        "subject_field": st.sampled_from(
            ["social", "science", "technology", "art_sport", "fiction_philology"]
        ),
        "language": st.sampled_from(["kk", "ru", "other"]),
        "document_kind": st.sampled_from(
            ["book", "journal", "newspaper", "audiovisual", "electronic_publication"]
        ),
    }
)
READERS = st.fixed_dictionaries(
    {"age_group": st.sampled_from(["0-10", "11-15", "leaders-of-reading", "other"])},
    optional={"disability": st.just("yes")},
)
SUPPLY = st.fixed_dictionaries({"supply": st.sampled_from(["budget", "gift", "opening"])})
LINES = st.lists(
    st.one_of(
        st.tuples(st.just("loan"), DOCUMENTS),
        st.tuples(st.just("renewal"), DOCUMENTS),
        st.tuples(st.just("withdrawal"), DOCUMENTS),
        st.tuples(st.just("intake"), st.builds(lambda a, b: {**a, **b}, DOCUMENTS, SUPPLY)),
        st.tuples(st.just("reader_registered"), READERS),
        st.tuples(
            st.just("visit"),
            st.fixed_dictionaries({"purpose": st.sampled_from(["borrow", "event", "other"])}),
        ),
        st.tuples(st.just("catalogue_record"), st.just({})),
    ).flatmap(lambda one: st.tuples(st.just(one), st.integers(1, 50), DAYS, st.integers(0, 3))),
    max_size=25,
)


def _post(library, measure, quantity, day, values):
    writing.post(
        day=day,
        library_id=library.pk,
        measure=measure,
        quantity=quantity,
        act="loan",
        act_id=1,
        values=values,
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_the_identities_hold_for_any_diary(city, lines):
    """Every control holds where lines say what they are; libraries add up to the network; the diary says the same."""
    forms = known_forms().forms
    with transaction.atomic():
        for (measure, values), quantity, day, n in lines:
            if measure == "withdrawal":  # nothing leaves that had not come
                _post(city.libraries[n], "intake", quantity, datetime.date(2022, 12, 31), values)
            _post(city.libraries[n], measure, quantity, day, values)
        ids = [one.pk for one in city.libraries]
        for form in forms:
            whole = fill(form, 2024, END_OF_2024, ids)
            assert [one for one in whole.outcomes if one.holds is False] == []
            each = [fill(form, 2024, END_OF_2024, [pk]) for pk in ids]
            for place, source in form.cells.items():
                if isinstance(source, Counted):
                    assert sum(one.values[place] for one in each) == whole.values[place]
        stock = diary.level("stock", END_OF_2024)
        assert {fill(form, 2024, END_OF_2024, ids).values[Place("2", "04", "total")] for form in forms} == {
            stock
        }
        writing.forget_known_sets()
        transaction.set_rollback(True)
