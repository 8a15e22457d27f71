"""What was said to a reader, told to the readers' room (orda.readers.elsewhere): moved, given out, forgotten."""

from orda.readers.elsewhere import Keeper, Open, keeps
from orda.reminders.models import Message


def still_open(reader_id: int) -> list[Open]:
    """A message binds nobody."""
    return []


def told(reader_id: int) -> dict[str, list[dict[str, str]]]:
    """Messages to the reader, or to the family they belong to."""
    found = Message.objects.filter(reader=reader_id) | Message.objects.filter(family__readers=reader_id)
    rows = found.distinct().order_by("pk").values_list("queued_at", "medium", "state", "address", "text")
    names = ("at", "medium", "state", "address", "text")
    return {"messages": [dict(zip(names, map(str, row), strict=True)) for row in rows]}


def move(from_id: int, to_id: int) -> None:
    """Messages to one reader become another's."""
    Message.objects.filter(reader=from_id).update(reader=to_id)


def forget(reader_id: int) -> None:
    """What was said to the reader alone is emptied; that it was said stays counted. What waits is not sent."""
    theirs = Message.objects.filter(reader=reader_id)
    theirs.filter(state=Message.State.QUEUED).update(state=Message.State.CANCELLED, next_try_at=None)
    theirs.update(reader=None, text="", subject="", address="")


keeps(Keeper(tables=("reminders.Message",), still_open=still_open, told=told, move=move, forget=forget))
