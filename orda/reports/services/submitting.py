"""Submit a report: what it says is sealed, and the period is locked. Corrections flow into the next one."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.models import Staff
from orda.network.refusals import Refusal
from orda.planning.document.services import seal_of
from orda.reports import queries
from orda.reports.models import Submission
from orda.reports.periods import Period, period


class UnknownPeriod(Refusal):
    code = "unknown_period"
    message = _("There is no such period of a report.")


class PeriodNotOver(Refusal):
    code = "period_not_over"
    message = _("The period runs until %(last)s: it can be submitted after that day.")


class AlreadySubmitted(Refusal):
    code = "already_submitted"
    message = _("This report is submitted already; a correction flows into the next one.")


class EarlierMissing(Refusal):
    code = "earlier_missing"
    message = _("A later report of this year is submitted already: this period can't be added before it.")


def submit(kind: str, year: int, number: int, by: Staff, note: str = "") -> Submission:
    """Seals the report of a period. Raises UnknownPeriod, PeriodNotOver, AlreadySubmitted, EarlierMissing."""
    asked = period(kind, year, number)
    if asked is None:
        raise UnknownPeriod
    if not asked.over(clock.today()):
        raise PeriodNotOver(last=asked.last.strftime("%d.%m.%Y"))
    try:
        return _sealed(asked, by, note)
    except IntegrityError:  # another submitted it in the same moment
        raise AlreadySubmitted from None


@transaction.atomic
def _sealed(asked: Period, by: Staff, note: str) -> Submission:
    of_year = Submission.objects.filter(kind=asked.kind, year=asked.year)
    if of_year.filter(number=asked.number).exists():
        raise AlreadySubmitted
    if of_year.filter(number__gt=asked.number).exists():
        raise EarlierMissing
    content = queries.content_of(asked)
    return Submission.objects.create(
        kind=asked.kind,
        year=asked.year,
        number=asked.number,
        content=content,
        seal=seal_of(content),
        note=note.strip()[:1000],
        submitted_at=clock.now(),
        submitted_by=by,
    )
