"""Lines of acts, lines by hand, and the lines that take them back."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from orda.diary import services as diary
from orda.diary.measures import LEVELS, MEASURES
from orda.diary.models import DimensionSet, Entry
from orda.network.models import Staff

from .conftest import TODAY, Town

LOAN = {"subject_field": "science", "language": "kk", "document_kind": "book", "age_group": "0-10"}


def by_hand(town: Town, **changes: object) -> Entry:
    line = {
        "day": TODAY,
        "library": town.first,
        "measure": "visit",
        "quantity": 12,
        "reason": "power cut, counted on paper",
        "values": {"purpose": "borrow"},
    }
    return diary.enter_by_hand(**{**line, **changes})  # type: ignore[arg-type]


def test_a_post_leaves_one_open_line(town: Town, librarian: Staff) -> None:
    diary.post(
        day=TODAY,
        library_id=town.first.pk,
        measure="loan",
        act="loan",
        act_id=7,
        values=LOAN,
        by_id=librarian.pk,
    )
    line = Entry.objects.select_related("dimensions").get()
    assert (line.day, line.library_id, line.measure, line.quantity) == (TODAY, town.first.pk, "loan", 1)
    assert (line.act, line.act_id, line.open, line.recorded_by_id) == ("loan", 7, True, librarian.pk)
    assert line.dimensions.values == LOAN


def test_a_quantity_of_nothing_leaves_no_line(town: Town) -> None:
    diary.post(day=TODAY, library_id=town.first.pk, measure="visit", act="visit", act_id=1, quantity=0)
    assert not Entry.objects.exists()


def test_the_same_dimensions_in_any_order_are_one_combination(town: Town) -> None:
    one = diary.dimension_set_id("loan", LOAN)
    other = diary.dimension_set_id("loan", dict(reversed(LOAN.items())))
    assert one == other
    assert DimensionSet.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_combination_made_in_a_rolled_back_act_is_made_again() -> None:
    with transaction.atomic():
        diary.dimension_set_id("visit", {"purpose": "event"})
        transaction.set_rollback(True)
    assert not DimensionSet.objects.exists()
    made = diary.dimension_set_id("visit", {"purpose": "event"})
    assert DimensionSet.objects.filter(pk=made).exists()


@pytest.mark.parametrize(
    ("measure", "values", "refusal"),
    [
        ("loans", {}, diary.UnknownMeasure),
        ("visit", {"language": "kk"}, diary.UnknownDimension),
        ("visit", {"purpose": "sleep"}, diary.UnknownDimension),
        ("visit", {"purpose": ""}, diary.UnknownDimension),
        ("event_held", {"form": "quiz;age_group=0-10"}, diary.UnknownDimension),
        ("event_held", {"form": "q" * 61}, diary.UnknownDimension),
        ("event_held", {"form": "qu\0iz"}, diary.UnknownDimension),
    ],
)
def test_it_refuses_what_the_registry_does_not_know(
    town: Town, measure: str, values: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        diary.post(day=TODAY, library_id=town.first.pk, measure=measure, act="x", act_id=1, values=values)
    assert not Entry.objects.exists()
    assert not DimensionSet.objects.exists()


def test_a_line_by_hand_keeps_its_reason_and_its_writer(town: Town, librarian: Staff) -> None:
    line = by_hand(town, reason="  power cut,\ncounted on paper ", by_id=librarian.pk)
    line.refresh_from_db()
    assert (line.act, line.act_id, line.quantity) == ("manual", None, 12)
    assert (line.reason, line.recorded_by) == ("power cut, counted on paper", librarian)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": " \n"}, diary.ReasonMissing),
        ({"quantity": 0}, diary.NothingToCount),
        ({"quantity": -3}, diary.NothingToCount),
        ({"quantity": 1_000_001}, diary.NothingToCount),
        ({"day": TODAY + datetime.timedelta(days=1)}, diary.DayNotOver),
        ({"day": datetime.date(204, 11, 23)}, diary.DayTooOld),
        ({"measure": "intake", "values": {}}, diary.NotByHand),
        ({"measure": "catalogue_record", "values": {}}, diary.NotByHand),
        ({"measure": "visits"}, diary.UnknownMeasure),
        ({"values": {"purpose": "sleep"}}, diary.UnknownDimension),
    ],
)
def test_it_refuses_a_bad_line_by_hand(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        by_hand(town, **changes)
    assert not Entry.objects.exists()


def test_a_line_by_hand_belongs_to_a_library_not_to_the_network(town: Town) -> None:
    with pytest.raises(diary.NotALibrary):
        by_hand(town, library=town.network)


def test_the_largest_line_by_hand_fits(town: Town) -> None:
    assert by_hand(town, quantity=1_000_000).quantity == 1_000_000


def test_nothing_that_moves_a_level_is_entered_by_hand() -> None:
    moving = {measure for level in LEVELS.values() for measure in (*level.adds, *level.takes)}
    assert moving
    assert not [measure for measure in moving if MEASURES[measure].manual]


def test_a_line_is_reversed_once_by_its_opposite(town: Town) -> None:
    line = by_hand(town)
    back = diary.reverse(line, reason="counted twice")
    assert (back.day, back.library_id, back.measure, back.quantity) == (TODAY, town.first.pk, "visit", -12)
    assert (back.reverses, back.reason, back.act) == (line, "counted twice", "manual")
    with pytest.raises(diary.AlreadyReversed):
        diary.reverse(line)
    with pytest.raises(diary.AlreadyReversed):
        diary.reverse(back)
    assert Entry.objects.count() == 2


def test_a_line_of_an_act_is_not_taken_back_by_hand(town: Town) -> None:
    diary.post(day=TODAY, library_id=town.first.pk, measure="loan", act="loan", act_id=7, values=LOAN)
    with pytest.raises(diary.PostedByAnAct):
        diary.take_back_by_hand(Entry.objects.get())
    assert Entry.objects.count() == 1


def test_an_act_taken_back_reverses_each_of_its_standing_lines_once(town: Town) -> None:
    for measure in ("loan", "return"):
        values = {k: v for k, v in LOAN.items() if k in MEASURES[measure].dimensions}
        diary.post(day=TODAY, library_id=town.first.pk, measure=measure, act="loan", act_id=7, values=values)
    diary.reverse_act("loan", 7, measure="return")
    assert sorted(Entry.objects.values_list("measure", "quantity")) == [
        ("loan", 1),
        ("return", -1),
        ("return", 1),
    ]
    diary.reverse_act("loan", 7)
    diary.reverse_act("loan", 7)
    assert sum(Entry.objects.values_list("quantity", flat=True)) == 0
    assert Entry.objects.count() == 4


@pytest.mark.parametrize(
    "change",
    [
        "quantity = 99",
        "day = '2024-01-01'",
        "measure = 'loan'",
        "reason = 'another'",
        "act = 'loan'",
        "recorded_at = '2020-01-01 00:00:00+00:00'",
        "id = 500",
        "recorded_by_id = NULL",
        "library_id = library_id",
    ],
)
def test_the_database_itself_refuses_to_change_a_line(town: Town, change: str) -> None:
    line = by_hand(town)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE diary_entry SET {change}")
    line.quantity = 5
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        line.save()
    assert Entry.objects.get().quantity == 12


def test_the_database_lets_a_line_be_folded_once_and_never_unfolded(town: Town) -> None:
    by_hand(town)
    Entry.objects.update(open=False)
    with pytest.raises(DatabaseError, match="stays folded"), transaction.atomic():
        Entry.objects.update(open=True)
