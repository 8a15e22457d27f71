"""Note an event held, correct its numbers, cancel it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.diary import services as diary
from orda.diary.models import BEGINNING
from orda.events.models import Audience, Direction, Form, HeldEvent, PlannedEvent
from orda.events.refusals import (
    BadEventField,
    EventCancelled,
    EventNotOver,
    NoEventsHere,
    OnlineEventAttended,
)
from orda.network import clock
from orda.network.asked import one_line
from orda.network.models import Unit

LARGEST_NUMBER = 100_000  # people or views of one event; more is a slip of the finger
LONGEST_TITLE = 400
ACT = "event"
VISIT = "visit"
AT_ONCE = 200  # events in one statement


@transaction.atomic
def hold_event(
    *,
    library: Unit,
    day: datetime.date,
    title: str,
    form: Form,
    direction: Direction,
    channel: str,
    audience: str = Audience.ALL,
    attendance: int = 0,
    views: int = 0,
    planned: PlannedEvent | None = None,
    counts_visits: bool = False,
    by_id: int | None = None,
) -> HeldEvent:
    """Notes an event that one library held; counts as one event, its attendance in people, its views apart.

    An event held by several libraries is one line of the plan and several held events. A posted video is one
    online event. `counts_visits`: its attendance is visits as well, counted with it and taken back with it.
    Raises BadEventField, EventNotOver, NoEventsHere, OnlineEventAttended (each names its field).
    """
    held = Held(library, day, title, form, direction, channel, audience, attendance, views, planned)
    event = _event(held, by_id)
    event.counts_visits = counts_visits
    event.save(force_insert=True)
    diary.post_many(_lines(event), by_id=by_id)
    return event


@dataclass(frozen=True, slots=True)
class Held:
    """What `hold_event` is told."""

    library: Unit
    day: datetime.date
    title: str
    form: Form
    direction: Direction
    channel: str
    audience: str = Audience.ALL
    attendance: int = 0
    views: int = 0
    planned: PlannedEvent | None = None
    at: datetime.datetime | None = None  # when it was noted; now


@transaction.atomic
def hold_events(many: Iterable[Held], *, by_id: int | None = None) -> int:
    """`hold_event` for many at once, in their order: all of them, or none; how many. A history is loaded so."""
    events = [_event(held, by_id) for held in many]
    HeldEvent.objects.bulk_create(events, batch_size=AT_ONCE)
    diary.post_many((line for event in events for line in _lines(event)), by_id=by_id)
    return len(events)


def _event(held: Held, by_id: int | None) -> HeldEvent:
    """The event, checked and not yet kept."""
    title = one_line(held.title)
    _check_what(title, held.channel, held.audience)
    _check_when_and_where(held.library, held.day)
    _check_numbers(held.channel, held.attendance, held.views)
    return HeldEvent(
        library=held.library,
        day=held.day,
        title=title,
        form=held.form,
        direction=held.direction,
        audience=held.audience,
        channel=held.channel,
        attendance=held.attendance,
        views=held.views,
        planned=held.planned,
        recorded_at=held.at or clock.now(),
        recorded_by_id=by_id,
    )


@transaction.atomic
def correct_event(event: HeldEvent, *, attendance: int, views: int, by_id: int | None = None) -> HeldEvent:
    """Sets an event's numbers right: the old diary lines are reversed, new ones posted on the event's day.

    Raises EventCancelled, BadEventField and OnlineEventAttended.
    """
    standing = _standing(event)
    _check_numbers(standing.channel, attendance, views)
    numbers = [("event_attended", standing.attendance, attendance), ("event_viewed", standing.views, views)]
    if standing.counts_visits:
        numbers.append((VISIT, standing.attendance, attendance))
    for measure, before, after in numbers:
        if before != after:
            diary.reverse_act(ACT, standing.pk, measure=measure, by_id=by_id)
            _post(standing, measure, after, by_id)
    standing.attendance, standing.views = attendance, views
    standing.save(update_fields=["attendance", "views"])
    return standing


@transaction.atomic
def cancel_event(event: HeldEvent, *, by_id: int | None = None) -> None:
    """The event was noted by mistake: it stays in the list as cancelled, its diary lines are reversed.

    Raises EventCancelled.
    """
    standing = _standing(event)
    standing.cancelled = True
    standing.save(update_fields=["cancelled"])
    diary.reverse_act(ACT, standing.pk, by_id=by_id)


def _standing(event: HeldEvent) -> HeldEvent:
    """The event as it stands now, held to the end of the act."""
    standing = (
        HeldEvent.objects.select_for_update(of=("self",)).select_related("form", "direction").get(pk=event.pk)
    )
    if standing.cancelled:
        raise EventCancelled
    return standing


def _check_what(title: str, channel: str, audience: str) -> None:
    if not title:
        raise BadEventField("title", _("An event needs a title."))
    if len(title) > LONGEST_TITLE:
        raise BadEventField("title", _("At most %(longest)s letters fit here."), longest=LONGEST_TITLE)
    if not title.isprintable():
        raise BadEventField("title", _("There are signs here that can't be printed."))
    if channel not in HeldEvent.Channel.values:
        raise BadEventField("channel", _("An event is held offline or online."))
    if audience not in Audience.values:
        raise BadEventField("audience", _("This audience is not known."))


def _check_when_and_where(library: Unit, day: datetime.date) -> None:
    if library.kind != Unit.Kind.LIBRARY:
        raise NoEventsHere
    if day > clock.today():
        raise EventNotOver
    if day < BEGINNING:
        raise BadEventField("day", _("The diary begins in the year 1900."))


def _check_numbers(channel: str, attendance: int, views: int) -> None:
    for field, number in (("attendance", attendance), ("views", views)):
        if not 0 <= number <= LARGEST_NUMBER:
            raise BadEventField(
                field, _("A number from 0 to %(largest)s is expected."), largest=f"{LARGEST_NUMBER:,}"
            )
    if channel == HeldEvent.Channel.ONLINE and attendance:
        raise OnlineEventAttended


def _lines(event: HeldEvent) -> list[diary.Line]:
    numbers = {"event_held": 1, "event_attended": event.attendance, "event_viewed": event.views}
    if event.counts_visits:
        numbers[VISIT] = event.attendance
    return [_line(event, measure, quantity, event.recorded_at) for measure, quantity in numbers.items()]


def _post(event: HeldEvent, measure: str, quantity: int, by_id: int | None) -> None:
    diary.post_many([_line(event, measure, quantity)], by_id=by_id)


def _line(event: HeldEvent, measure: str, quantity: int, at: datetime.datetime | None = None) -> diary.Line:
    values = (
        {"purpose": "event"}
        if measure == VISIT
        else {
            "channel": event.channel,
            "form": event.form.code,
            "direction": event.direction.code,
            "audience": event.audience,
        }
    )
    return diary.Line(event.day, event.library_id, measure, ACT, event.pk, quantity, values, at)
