"""What a change of the calendar does to events: none is moved by itself; those that meet a shut day are told."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from orda.events.queries import on_shut_days
from orda.network import clock
from orda.network.calendar.moves import Change, Effect, Finish, moved_by_calendar
from orda.network.models import Staff

NAMED = 20  # the number says how many there are


@moved_by_calendar
def planned_events(change: Change) -> Finish:
    first = max(change.first, clock.today())
    before = {(event.pk, library.pk) for event, library in on_shut_days(change.unit, first)}

    def finish() -> Iterator[Effect]:
        met = [
            (event, library)
            for event, library in on_shut_days(change.unit, first)
            if (event.pk, library.pk) not in before
        ]
        words = ngettext(
            "%(n)s event of the plan falls on a day on which the doors are shut: find it another day",
            "%(n)s events of the plan fall on days on which the doors are shut: find them other days",
            len(met),
        )

        def named(staff: Staff) -> list[str]:
            return [
                f"{event.first_day:%d.%m.%Y}, {library.name}: {event.title}" for event, library in met[:NAMED]
            ]

        yield Effect(words % {"n": len(met)}, len(met), named)

    return finish
