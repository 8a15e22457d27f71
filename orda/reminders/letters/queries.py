"""The register of claim letters."""

from django.db.models import Count, Q, QuerySet

from orda.circulation.models import Loan
from orda.network.models import Unit
from orda.reminders.letters.models import ClaimLetter


def register(unit: Unit, year: int) -> QuerySet[ClaimLetter]:
    """The register of claim letters of a unit's subtree in a year, the latest first.

    Each with `books` it claims and those still `out`: once what it claims is back, a letter has done its work.
    """
    found = ClaimLetter.objects.filter(library__path__startswith=unit.path, year=year)
    found = found.select_related("message__family", "message__reader", "library")
    return found.annotate(
        books=Count("message__items"),
        out=Count("message__items", filter=Q(message__items__loan__state=Loan.OPEN)),
    ).order_by("-day", "library", "-number")


def register_years(unit: Unit) -> list[int]:
    """The years in which claim letters were written, the newest first."""
    found = ClaimLetter.objects.filter(library__path__startswith=unit.path)
    return list(found.order_by("-year").values_list("year", flat=True).distinct())
