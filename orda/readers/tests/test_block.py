"""A reader is blocked with a reason, and let in again."""

import pytest

from orda.diary.models import Entry
from orda.network.models import Unit
from orda.readers import services as readers
from tests.house import a_reader


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
