"""The plan board: how the year's plan stands, and from where each number comes."""

import datetime
from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orda.diary.measures import MEASURES
from orda.diary.queries import as_line
from orda.network import clock
from orda.network.models import Unit
from orda.network.rights import EDIT_PLAN, HOLD_EVENT, SEE_BOARD, SEE_DIARY, StaffRequest, may, needs
from orda.network.workplace import choices_of
from orda.planning.board.asked import Asked, asked_by
from orda.planning.board.cards import Card, cards, has_both, one_card, states_of
from orda.planning.board.periods import days_of, libraries_of, months_of
from orda.planning.board.plots import LARGE
from orda.planning.indicators.declared import INDICATORS, RATES, RENEWALS, Rate
from orda.planning.year.drill import amount_between, lines_behind
from orda.planning.year.known import years as known_years
from orda.planning.year.status import LibraryOutsideCohort, PlanYear, limited_to, plan_year
from orda.planning.year.years import with_the_year_before
from orda.readers.queries import readers_of_year

LINES_A_PAGE = 50


@require_safe
@needs(SEE_BOARD)
def board(request: StaffRequest) -> HttpResponse:
    """The year's indicators at the end of a day."""
    asked, year = read_year(asked_by(request))
    libraries = year.counted(asked.cohort, asked.library)
    shown = cards(with_the_year_before(year), asked.cohort, asked.library)
    context = {
        **page_of(request, asked, year),
        "cards": [card for card in shown if card.row.key in INDICATORS and card.row.key not in RATES],
        "rates": [card for card in shown if card.row.key in RATES],
        "added": [card for card in shown if card.row.key not in INDICATORS],
        "may_add": may(request.user, EDIT_PLAN, request.workplace),
        "states": states_of(shown),
        "planned": any(card.row.plan is not None for card in shown),
        "in_part": any(card.part for card in shown),
        "known_plan": asked.year in known_years(),
        "renewed": _renewed(asked, libraries),
        "other_notes": year.notes.get("", ()),
        "people": _people(asked, libraries, shown),
    }
    return render(request, "board/board.html", context, status=400 if asked.refusal else 200)


def _people(asked: Asked, libraries: Sequence[Unit], shown: Sequence[Card]) -> int | None:
    """How many different people the year's readers are; None where lines by hand say how many but not who."""
    found = readers_of_year(asked.year, [one.pk for one in libraries], until=asked.as_of)
    counted = next(card.row.actual for card in shown if card.row.key == "readers")
    return found["persons"] if found["registrations"] == counted else None


def _renewed(asked: Asked, libraries: Sequence[Unit]) -> int:
    """How many of the year's loans are renewals."""
    return amount_between(RENEWALS, asked.first, asked.last, [one.pk for one in libraries])


@require_safe
@needs(SEE_BOARD)
def indicator(request: StaffRequest, key: str) -> HttpResponse:
    """One indicator: its libraries, its months, the days of a month."""
    asked, year = read_year(asked_by(request))
    row = year.rows.get(key)
    if row is None:
        raise Http404
    years = with_the_year_before(year)
    libraries = year.counted(asked.cohort, asked.library)
    branches = year.branches(asked.cohort, asked.library)
    counted = None if isinstance(row, Rate) else row
    card = one_card(years, key, asked.cohort, asked.library, LARGE)
    context = {
        **page_of(request, asked, year),
        "key": key,
        "label": row.label,
        "unit": row.unit,
        "card": card,
        "renewed": _renewed(asked, libraries) if key == "loans" else 0,
        "parent": year.rows.indicators.get(row.of_which_of),
        "parts": year.rows.parts_of(key),
        "counted": bool(counted),
        "libraries_table": libraries_of(years, key, asked, branches) if len(libraries) > 1 else None,
        "months_table": months_of(year, key, asked, libraries, card) if not asked.month else None,
        "days_table": days_of(counted, asked, libraries) if asked.month and counted else None,
        "may_see_lines": bool(counted) and may(request.user, SEE_DIARY, asked.library),
    }
    return render(request, "board/indicator.html", context, status=400 if asked.refusal else 200)


@require_safe
@needs(SEE_DIARY)
def lines(request: StaffRequest, key: str) -> HttpResponse:
    """The very lines of the diary behind a number: of a day, or of the asked month or year."""
    asked, year = read_year(asked_by(request))
    row = year.rows.counted.get(key)
    if row is None or not may(request.user, SEE_DIARY, asked.library):
        raise Http404
    first, last, wrong = _period(request, asked)
    ids = [one.pk for one in year.counted(asked.cohort, asked.library)]
    found = lines_behind(row, first, last, ids)
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **page_of(request, asked, year),
        "refusal": f"{asked.refusal} {wrong}".strip(),
        "key": key,
        "label": row.label,
        "unit": row.unit,
        "first": first,
        "last": last,
        "total": amount_between(row, first, last, ids),
        "page": page,
        "lines": [as_line(entry) for entry in page],
        "measures": [MEASURES[one] for one in year.rows.measures_of(key)],
        "may_hold": may(request.user, HOLD_EVENT, asked.library),
    }
    return render(request, "board/lines.html", context, status=400 if context["refusal"] else 200)


def read_year(asked: Asked) -> tuple[Asked, PlanYear]:
    """The year, and what was asked of it without a cohort that the library is not of."""
    year = plan_year(asked.year, asked.as_of, asked.library)
    try:
        year.counted(asked.cohort, asked.library)
    except LibraryOutsideCohort as refusal:
        asked = asked.but(cohort="", refusal=f"{asked.refusal} {refusal}".strip())
    return asked, year


def page_of(request: StaffRequest, asked: Asked, year: PlanYear) -> dict[str, object]:
    """What every page of the board shows: what was asked, what else could be, and where in the year it stands."""
    years = sorted({*known_years(), asked.year})
    both = has_both(year, asked.library)
    return {
        "asked": asked,
        "refusal": asked.refusal,
        "years": [(one, _of_year(asked, one)) for one in years],
        "cohorts": [
            (code, label, asked.but(cohort=code, month=0))
            for code, label in [("", _("both together")), *Unit.Cohort.choices]
        ]
        if both
        else [],
        "cohort_label": Unit.Cohort(asked.cohort).label if asked.cohort else "",
        "libraries": [unit for unit in choices_of(request) if may(request.user, SEE_BOARD, unit)],
        "whole": asked.but(library=request.workplace, month=0, cohort=asked.cohort),
        "days_in_year": year.calendar.between(year.calendar.first, year.calendar.last),
        "days_passed": year.calendar.between(year.calendar.first, asked.as_of),
        "days_left": year.calendar.left_after(asked.as_of),
        "first_day": year.calendar.first,
        "last_day": max(year.calendar.first, min(year.calendar.last, clock.today())),
        "not_begun": year.calendar.first > clock.today(),
    }


def _of_year(asked: Asked, year: int) -> str:
    usual = limited_to(year, asked.default_as_of or asked.as_of)
    return Asked(year, usual, asked.library, asked.cohort, default_as_of=usual).address


def _period(request: StaffRequest, asked: Asked) -> tuple[datetime.date, datetime.date, str]:
    text = request.GET.get("day", "")
    if not text:
        return asked.first, asked.last, ""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not asked.first <= day <= asked.last:
        return asked.first, asked.last, _("“%(text)s” is not a day of this period.") % {"text": text[:40]}
    return day, day, ""
