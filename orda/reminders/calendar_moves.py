"""What a change of the calendar does to messages: those of a library whose doors are shut wait."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from orda.network import clock
from orda.network.calendar.moves import Change, Effect, Finish, moved_by_calendar
from orda.network.calendar.queries import shut_libraries
from orda.reminders.messages.models import Message


@moved_by_calendar
def messages_wait(change: Change) -> Finish:
    """Nothing is written anew: the outbox looks at the calendar each time it sends."""
    queued = Message.objects.filter(
        state=Message.State.QUEUED, library__path__startswith=change.unit.path
    ).exclude(kind=Message.Kind.CLOSING)
    shut_before = shut_libraries(clock.today())

    def finish() -> Iterator[Effect]:
        number = queued.filter(library__in=shut_libraries(clock.today()) - shut_before).count()
        words = ngettext(
            "%(n)s message waits until the doors open", "%(n)s messages wait until the doors open", number
        )
        yield Effect(words % {"n": number}, number)

    return finish
