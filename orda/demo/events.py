"""The events of the demo: those of the plan whose term has come, and others up to the year's numbers."""

import datetime
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orda.demo.goals import YearPlan
from orda.demo.shares import shares, spread
from orda.events.models import Audience, HeldEvent, PlannedEvent
from orda.network.models import Unit

HELD_OF_PLANNED = 0.9
ONLINE_WORDS = ("virtual", "video", "clip", "reels", "digest")


@dataclass(frozen=True)
class Happening:
    """An event as `hold_event` takes it, but for its library and day."""

    fields: dict[str, Any]


def happenings(plan: YearPlan, rng: random.Random) -> dict[datetime.date, list[Happening]]:
    """A library's events of a year, by day; their number, attendance and views are the year's goals exactly.

    Where the plan lists more events for a library than its number asks for, all of them are held.
    """
    found: dict[datetime.date, list[dict[str, Any]]] = defaultdict(list)
    for event in (*_planned(plan), *_for_whoever(plan)):
        first, last = event.first_day or plan.days[0], event.last_day or plan.days[-1]
        days = [day for day in plan.days if first <= day <= last]
        if days and rng.random() < HELD_OF_PLANNED:
            found[rng.choice(days)].append(_as_planned(event))
    pool = list(PlannedEvent.objects.select_related("form", "direction").order_by("year", "number"))
    for channel in HeldEvent.Channel.values:
        row = f"events_{channel}"
        already = sum(1 for day in found.values() for one in day if one["channel"] == channel)
        missing = max(plan.goals[row] - already, 0)
        for day, many in zip(plan.days, spread(missing, plan.days, plan.seasons[row], rng), strict=True):
            found[day] += [_another(pool, channel, rng) for _ in range(many)]
    _share_out(found, "offline", "attendance", plan.goals["attendance_offline"], rng)
    _share_out(found, "online", "views", plan.goals["views_online"], rng)
    return {day: [Happening(one) for one in events] for day, events in found.items()}


def _planned(plan: YearPlan) -> list[PlannedEvent]:
    wanted = PlannedEvent.objects.filter(
        year=plan.days[0].year, performers=plan.library, first_day__isnull=False, last_day__isnull=False
    )
    return list(wanted.select_related("form", "direction"))


def _for_whoever(plan: YearPlan) -> list[PlannedEvent]:
    """Events of the plan without a performer, dealt out to the children's libraries in turn."""
    children = Unit.objects.filter(cohort=Unit.Cohort.CHILDREN).order_by("pk")
    libraries = list(children.values_list("pk", flat=True))
    unassigned = PlannedEvent.objects.filter(year=plan.days[0].year, performers=None).order_by("number")
    return [
        one
        for one in unassigned.select_related("form", "direction")
        if libraries[one.number % len(libraries)] == plan.library.pk
    ]


def _as_planned(event: PlannedEvent) -> dict[str, Any]:
    online = any(word in event.form.code for word in ONLINE_WORDS)
    return {
        "title": event.title,
        "form": event.form,
        "direction": event.direction,
        "audience": event.audience,
        "channel": "online" if online else "offline",
        "planned": event,
    }


def _another(pool: Sequence[PlannedEvent], channel: str, rng: random.Random) -> dict[str, Any]:
    """An event that the plan's list does not name: a title of the list, held once more for other children."""
    like = rng.choice(pool)
    return {
        "title": like.title,
        "form": like.form,
        "direction": like.direction,
        "audience": rng.choice(Audience.values),
        "channel": channel,
    }


def _share_out(
    found: dict[datetime.date, list[dict[str, Any]]], channel: str, name: str, total: int, rng: random.Random
) -> None:
    events = [one for day in sorted(found) for one in found[day] if one["channel"] == channel]
    for one, number in zip(events, shares(total, [rng.uniform(0.4, 1.6) for _ in events]), strict=True):
        one[name] = number
