"""Other ways to look at the plan: on a map, on a big screen, and how its forecasts came true."""

import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from orda.diary.measures import Text
from orda.network import clock
from orda.network.rights import SEE_BOARD, StaffRequest, needs
from orda.planning.board.asked import Asked, asked_by
from orda.planning.board.cards import cards, states_of
from orda.planning.board.geography import scheme_of
from orda.planning.board.views import page_of, read_year
from orda.planning.indicators.declared import Rows
from orda.planning.year import back_test
from orda.planning.year.known import years as known_years
from orda.planning.year.standing import standings
from orda.planning.year.years import with_the_year_before

USUAL = "loans"
EVERY = 60  # seconds between two looks of the big screen
WAYS: dict[str, Text] = {
    back_test.CHOSEN: gettext_lazy("the board's: halfway between the plan's course and last year's"),
    back_test.EVEN: gettext_lazy("the same on every open day"),
    back_test.MONTH: gettext_lazy("the last month's pace"),
    back_test.PLAN: gettext_lazy("the plan's course alone"),
    back_test.LAST_YEAR: gettext_lazy("last year's course alone"),
}


@require_safe
@needs(SEE_BOARD)
def board_map(request: StaffRequest) -> HttpResponse:
    """One indicator over the libraries, where they lie."""
    asked, year = read_year(asked_by(request))
    key, wrong = _indicator(request, year.rows)
    years = with_the_year_before(year)
    branches = year.branches(asked.cohort, asked.library)
    found = standings(year, years.before, key, asked.cohort, branches)
    refusal = f"{asked.refusal} {wrong}".strip()
    context = {
        **page_of(request, asked, year),
        "refusal": refusal,
        "key": key,
        "more": f"&indicator={key}",
        "indicators": [(row.key, row.label) for row in year.rows.indicators.values()],
        "label": year.rows.indicators[key].label,
        "unit": year.rows.indicators[key].unit,
        "counted": key in year.rows.counted,
        "map": scheme_of(found),
        "standings": sorted(found, key=lambda one: (-(one.amount or 0), one.library.path)),
    }
    return render(request, "board/board_map.html", context, status=400 if refusal else 200)


@require_safe
@needs(SEE_BOARD)
def board_forecast(request: StaffRequest) -> HttpResponse:
    """Forecasts made at past months' ends beside what came true; of the last finished year unless asked."""
    asked = asked_by(request)
    if "year" not in request.GET:
        asked = _finished(asked)
    asked, year = read_year(asked)
    before = with_the_year_before(year).before
    libraries = frozenset(one.pk for one in year.counted(asked.cohort, asked.library))
    trials = back_test.back_test(year, before, asked.cohort, libraries)
    held, intervals = back_test.coverage(trials)
    context = {
        **page_of(request, asked, year),
        "trials": trials,
        "months": [one.day for one in trials[0].tried] if trials else [],
        "scores": [(WAYS[one.way], one) for one in back_test.scores(trials)],
        "held": held,
        "intervals": intervals,
        "finished": year.as_of == year.calendar.last,
    }
    return render(request, "board/board_forecast.html", context, status=400 if asked.refusal else 200)


@require_safe
@needs(SEE_BOARD)
def board_screen(request: StaffRequest) -> HttpResponse:
    """The board for a television in the hall: large figures that renew themselves."""
    asked, year = read_year(asked_by(request))
    shown = cards(with_the_year_before(year), asked.cohort, asked.library)
    context = {
        **page_of(request, asked, year),
        "cards": [card for card in shown if card.row.key not in year.rows.rates],
        "rates": [card for card in shown if card.row.key in year.rows.rates],
        "states": states_of(shown),
        "every": EVERY,
        "now": clock.now(),
    }
    return render(request, "board/board_screen.html", context, status=400 if asked.refusal else 200)


def _indicator(request: StaffRequest, rows: Rows) -> tuple[str, str]:
    key = request.GET.get("indicator", USUAL)
    if key in rows.indicators:
        return key, ""
    return USUAL, _("There is no indicator “%(key)s”.") % {"key": key[:40]}


def _finished(asked: Asked) -> Asked:
    """The same of the year before, where the plan knows that year and this one is not over."""
    last = asked.year - 1
    if last not in known_years() or asked.as_of == datetime.date(asked.year, 12, 31):
        return asked
    end = datetime.date(last, 12, 31)
    return asked.but(year=last, as_of=end, default_as_of=end, month=0)
