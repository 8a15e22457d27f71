"""Staff as an administrator finds them."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from orda.network import clock
from orda.network.models import Appointment, Leave, Staff, Unit

STATES = ("at_work", "on_leave", "dismissed", "all")


def staff_under(tops: list[Unit], *, state: str = "at_work", words: str = "") -> QuerySet[Staff]:
    """Who has, or had, an appointment under the given units, by name; with those appointments."""
    here = Q(pk__in=[])
    for top in tops:
        here |= Q(unit__path__startswith=top.path)
    theirs = Appointment.objects.filter(here)
    found = Staff.objects.filter(Exists(theirs.filter(staff=OuterRef("pk"))))
    today = clock.today()
    away = Leave.objects.filter(Q(until=None) | Q(until__gt=today), staff=OuterRef("pk"), since__lte=today)
    found = found.annotate(away=Exists(away))
    if state == "dismissed":
        found = found.filter(is_active=False)
    elif state != "all":
        found = found.filter(is_active=True)
        found = found.filter(away=True) if state == "on_leave" else found
    for word in words.split()[:5]:
        found = found.filter(
            Q(last_name__icontains=word) | Q(first_name__icontains=word) | Q(username__icontains=word)
        )
    standing = theirs.select_related("unit").order_by("unit__path", "role")
    return found.prefetch_related(Prefetch("appointments", standing, to_attr="here")).order_by(
        "last_name", "first_name", "username"
    )


def standing(appointments: list[Appointment]) -> list[Appointment]:
    """Those that hold today or will."""
    today = clock.today()
    return [one for one in appointments if one.until is None or one.until > today]
