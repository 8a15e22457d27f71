"""What may be done about events: load the plan's, note one held, correct its numbers, cancel it."""

from orda.events.services.copying import copy_planned_events
from orda.events.services.evidence import add_evidence, add_links, take_evidence_back
from orda.events.services.held import (
    LARGEST_NUMBER,
    Held,
    cancel_event,
    correct_event,
    hold_event,
    hold_events,
)
from orda.events.services.plan_files import LoadedEvents, load_planned_events

__all__ = [
    "LARGEST_NUMBER",
    "Held",
    "LoadedEvents",
    "add_evidence",
    "add_links",
    "cancel_event",
    "copy_planned_events",
    "correct_event",
    "hold_event",
    "hold_events",
    "load_planned_events",
    "take_evidence_back",
]
