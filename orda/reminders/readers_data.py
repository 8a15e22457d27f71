"""What was said to a reader, told to the readers' room (orda.readers.elsewhere): merged, given out, erased there."""

from django.db.models import Q

from orda.readers.elsewhere import Keeper, Open, keeps
from orda.reminders.messages.models import Message


def about(reader_id: int) -> Q:
    """Messages to this reader, or about what they borrowed or wait for."""
    return Q(reader=reader_id) | Q(items__loan__reader=reader_id) | Q(items__hold__reader=reader_id)


def still_open(reader_id: int) -> list[Open]:
    """Nothing said is owed."""
    return []


def told(reader_id: int) -> dict[str, list[dict[str, str]]]:
    """What was said about them: how, when, in which words."""
    found = Message.objects.filter(about(reader_id)).distinct().order_by("pk")
    return {
        "messages": [
            {
                "day": f"{one.queued_at:%Y-%m-%d}",
                "kind": str(one.get_medium_display()),
                "state": one.state,
                "text": one.text,
            }
            for one in found
        ]
    }


def move(from_id: int, to_id: int) -> None:
    """Messages to a double were to the same person."""
    Message.objects.filter(reader=from_id).update(reader=to_id)


def forget(reader_id: int) -> None:
    """Words and addresses go at once, those to their family too; that something was said stays counted.

    What waits to be sent to the family is written anew when it goes, from what the others hold.
    """
    said = Message.objects.filter(Q(reader=reader_id) | Q(family__readers=reader_id)).distinct()
    keys = list(said.values_list("pk", flat=True))
    Message.objects.filter(pk__in=keys).update(text="", subject="")
    Message.objects.filter(pk__in=keys).exclude(state=Message.State.QUEUED).update(address="")
    Message.objects.filter(reader=reader_id).update(reader=None)


keeps(
    Keeper(
        tables=("reminders.Message",),
        still_open=still_open,
        told=told,
        move=move,
        forget=forget,
        words={("messages", "state"): Message.State.choices},
    )
)
