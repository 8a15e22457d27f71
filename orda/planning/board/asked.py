"""What of the plan a page is asked for: a year, a day in it, a cohort, a library; and the same as an address."""

import datetime
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from orda.network import clock
from orda.network.models import Unit
from orda.network.rights import SEE_BOARD, StaffRequest
from orda.network.workplace import asked_unit
from orda.planning.year.known import years
from orda.planning.year.status import limited_to
from orda.planning.year.working_year import month_end

FIRST_YEAR, LAST_YEAR = 1901, 2999


@dataclass(frozen=True)
class Asked:
    """`library` is a library or a unit above some; `month` 0 is the whole year. `refusal` says what was not
    understood and is left out."""

    year: int
    as_of: datetime.date
    library: Unit
    cohort: str = ""
    month: int = 0
    refusal: str = ""
    default_as_of: datetime.date | None = None

    @property
    def address(self) -> str:
        """The query of an address that asks for the same."""
        asked: dict[str, Any] = {"year": self.year}
        if self.as_of != self.default_as_of:
            asked["as_of"] = self.as_of.isoformat()
        asked["library"] = self.library.code
        if self.cohort:
            asked["cohort"] = self.cohort
        if self.month:
            asked["month"] = self.month
        return urlencode(asked)

    def but(self, **changes: Any) -> "Asked":
        return replace(self, **changes)

    @property
    def whole_year(self) -> "Asked":
        return replace(self, month=0)

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, 1)

    @property
    def last(self) -> datetime.date:
        """The end of the asked month or year, no later than the day of the board."""
        return min(month_end(self.year, self.month or 12), self.as_of)


def asked_by(request: StaffRequest) -> Asked:
    """Reads the address. A unit the person may not see is refused; what can't be read is said, not obeyed."""
    wrong: list[str] = []
    year = _year(request, wrong)
    usual = limited_to(year, clock.today())
    as_of = _day(request.GET.get("as_of", ""), usual, wrong)
    cohort = request.GET.get("cohort", "")
    if cohort and cohort not in Unit.Cohort.values:
        wrong.append(_("There is no cohort “%(cohort)s”.") % {"cohort": cohort[:40]})
        cohort = ""
    month = _month(request.GET.get("month", ""), as_of, wrong)
    return Asked(year, as_of, asked_unit(request, SEE_BOARD), cohort, month, " ".join(wrong), usual)


def _year(request: StaffRequest, wrong: list[str]) -> int:
    known = years()
    today = clock.today().year
    usual = today if today in known or not known else known[-1]
    text = request.GET.get("year", "")
    if not text:
        return usual
    if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:6]) <= LAST_YEAR:
        return int(text)
    wrong.append(_("“%(text)s” is not a year of a plan.") % {"text": text[:40]})
    return usual


def _day(text: str, usual: datetime.date, wrong: list[str]) -> datetime.date:
    if not text:
        return usual
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is not None and day.year == usual.year:
        if day <= max(usual, clock.today()):
            return day
        wrong.append(_("%(day)s has not come yet.") % {"day": f"{day:%d.%m.%Y}"})
        return usual
    told = {"text": text[:40], "year": usual.year}
    wrong.append(_("“%(text)s” is not a day of %(year)s.") % told)
    return usual


def _month(text: str, as_of: datetime.date, wrong: list[str]) -> int:
    if not text:
        return 0
    if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= as_of.month:
        return int(text)
    wrong.append(_("“%(text)s” is not a month of the board's time.") % {"text": text[:40]})
    return 0
