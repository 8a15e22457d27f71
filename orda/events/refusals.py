"""Why an event may not be noted, and what is wrong in a file of planned ones. Shown to people as they stand."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class BadEventField(Refusal):
    """One field of the form is wrong; `field` names it."""

    code = "bad_event_field"

    def __init__(self, field: str, message: object, **params: object) -> None:
        super().__init__(**params)
        self.field = field
        self.message = message  # type: ignore[assignment]


class EventNotOver(BadEventField):
    code = "event_not_over"

    def __init__(self) -> None:
        super().__init__("day", _("An event is noted once it has been held: this day has not come yet."))


class OnlineEventAttended(BadEventField):
    code = "online_event_attended"

    def __init__(self) -> None:
        super().__init__("attendance", _("Nobody attends an online event; its viewers are counted as views."))


class NoEventsHere(BadEventField):
    code = "no_events_here"

    def __init__(self) -> None:
        super().__init__("library", _("Events are held by a library. Choose the library first."))


class EventCancelled(Refusal):
    code = "event_cancelled"
    message = _("This event has been cancelled already.")


class BadPlanFile(Refusal):
    """A file of planned events can't be read; nothing was loaded."""

    code = "bad_plan_file"
    message = _("%(file)s, row %(row)s, column %(column)s: %(problem)s")
