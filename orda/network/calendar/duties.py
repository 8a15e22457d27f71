"""What waits for a person: proposals to decide, and holidays that are known for three months no longer."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orda.network import clock
from orda.network.calendar.models import Asked, Closing, Timetable
from orda.network.calendar.queries import known_until, year_to_look_over
from orda.network.duties import Duty, tells_duties
from orda.network.rights import SET_CALENDAR, StaffRequest, may


@tells_duties
def calendar_waits(request: StaffRequest) -> Iterator[Duty]:
    unit, today = request.workplace, clock.today()
    if not may(request.user, SET_CALENDAR, unit):
        return
    asked = {"unit__path__startswith": unit.path, "state": Asked.State.PROPOSED}
    many = Closing.objects.filter(**asked).count() + Timetable.objects.filter(**asked).count()
    if many:
        words = ngettext(
            "%(n)s proposal for the calendar waits for a decision",
            "%(n)s proposals for the calendar wait for a decision",
            many,
        )
        yield Duty(words % {"n": many}, reverse("calendar"))
    year, until = year_to_look_over(unit, today), known_until(unit)
    if year is not None:
        text = _("The holidays of %(year)s are not known yet: look over Kurban Ait and the moved days")
        yield Duty(text % {"year": year}, reverse("calendar_holidays"), late=until is None or until < today)
