"""A reader is blocked with a reason, and let in again."""

import datetime

import pytest

from orda.diary.models import Entry
from orda.network.models import Unit
from orda.readers import services as readers
from tests.house import TODAY, a_reader


def test_the_reason_is_kept_for_the_desk_and_leaves_no_diary_line(library: Unit) -> None:
    reader = a_reader(library)
    lines = Entry.objects.count()
    readers.block(reader, "  кітап\x00 жоғалтты\n")
    reader.refresh_from_db()
    assert reader.blocked_reason == "кітап жоғалтты"
    readers.unblock(reader)
    reader.refresh_from_db()
    assert reader.blocked_reason == ""
    assert Entry.objects.count() == lines


@pytest.mark.parametrize("reason", ["", "  ", "\n", "\x00"])
def test_it_refuses_to_block_without_a_reason(library: Unit, reason: str) -> None:
    reader = a_reader(library)
    with pytest.raises(readers.BadReaderField) as refusal:
        readers.block(reader, reason)
    assert refusal.value.field == "blocked_reason"
    reader.refresh_from_db()
    assert reader.blocked_reason == ""


def test_a_block_ends_by_itself_after_its_last_day(library: Unit) -> None:
    reader = a_reader(library)
    readers.block(reader, "науқан", until=TODAY)
    reader.refresh_from_db()
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert reader.is_blocked_on(TODAY)
    assert not reader.is_blocked_on(tomorrow)
    assert readers.lift_ended_blocks(TODAY) == 0
    assert readers.lift_ended_blocks(tomorrow) == 1
    reader.refresh_from_db()
    assert (reader.blocked_reason, reader.blocked_until) == ("", None)


def test_a_block_does_not_end_in_the_past(library: Unit) -> None:
    with pytest.raises(readers.BadReaderField) as refusal:
        readers.block(a_reader(library), "науқан", until=TODAY - datetime.timedelta(days=1))
    assert refusal.value.field == "blocked_until"
