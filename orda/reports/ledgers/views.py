"""The work diary and the stock book on the screen and as files."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import SEE_DIARY, SUBMIT_REPORT, StaffRequest, may, needs
from orda.network.workplace import asked_unit, choices_of
from orda.planning.document.services import seal_of
from orda.reports.ledgers.sealing import says_the_same, seal_book, sealed
from orda.reports.ledgers.stock_book import about_titles, stock_book, stock_book_paper
from orda.reports.ledgers.times import Kind, Time, time_of
from orda.reports.ledgers.traced import Traced
from orda.reports.ledgers.work_diary import not_counted, work_diary, work_diary_paper
from orda.reports.papers.paper import Paper
from orda.reports.writers import LANGUAGES, WRITERS, as_file, asked_language

FIRST_YEAR, LAST_YEAR = 1901, 2999


@dataclass(frozen=True)
class AskedLedger:
    """A time and a place. `refusal` says what was not understood; the running month is shown instead."""

    time: Time
    library: Unit
    refusal: str = ""

    def address(self, time: Time | None = None) -> str:
        shown = time or self.time
        return urlencode(
            {"kind": shown.kind.value, "day": shown.first.isoformat(), "library": self.library.code}
        )


@require_safe
@needs(SEE_DIARY)
def work_diary_page(request: StaffRequest) -> HttpResponse:
    """The work diary of a day, month, quarter or year."""
    return _page(request, "work_diary", _("Work diary"), work_diary, not_counted())


@require_safe
@needs(SEE_DIARY)
def work_diary_file(request: StaffRequest, form: str) -> HttpResponse:
    """The work diary as a file, in the language that is asked for."""
    return _file(request, form, "diary", work_diary_paper)


@require_safe
@needs(SEE_DIARY)
def stock_book_page(request: StaffRequest) -> HttpResponse:
    """The summary stock book of a day, month, quarter or year."""
    asked = _asked(request)
    done = sealed(asked.time, asked.library)
    over = asked.time.kind == Kind.QUARTER and asked.time.last < clock.today()
    more = {
        "submission": done,
        "sound": done is not None and seal_of(done.content) == done.seal,
        "changed_since": done is not None and not says_the_same(done, asked.time, asked.library),
        "may_seal": over and done is None and may(request.user, SUBMIT_REPORT, asked.library),
    }
    return _page(request, "stock_book", _("Summary stock book"), stock_book, about_titles(), more)


@require_POST
@needs(SUBMIT_REPORT)
def stock_book_seal(request: StaffRequest) -> HttpResponse:
    """Seals the book of a quarter: from then on it is locked, and no document is dated into it."""
    library, text = asked_unit(request, SUBMIT_REPORT), request.POST.get("day", "")
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = datetime.date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Http404
    asked = AskedLedger(time_of(Kind.QUARTER, day), library)
    try:
        seal_book(asked.time, library, request.user, request.POST.get("note", ""))
        messages.success(request, _("The book of the quarter is sealed and locked."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('stock_book')}?{asked.address()}")


@require_safe
@needs(SEE_DIARY)
def stock_book_file(request: StaffRequest, form: str) -> HttpResponse:
    """The stock book as a file, in the language that is asked for."""
    return _file(request, form, "stock-book", stock_book_paper)


def _page(
    request: StaffRequest,
    name: str,
    title: str,
    tables_of: Callable[[Time, Unit], list[Traced]],
    note: str,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    asked = _asked(request)
    after = asked.time.after
    context = {
        **(more or {}),
        "asked": asked,
        "name": name,
        "title": title,
        "note": note,
        "tables": tables_of(asked.time, asked.library),
        "kinds": Kind.choices,
        "libraries": [one for one in choices_of(request) if may(request.user, SEE_DIARY, one)],
        "address": asked.address(),
        "before": (asked.time.before, asked.address(asked.time.before)),
        "after": (after, asked.address(after)) if after.first <= clock.today() else None,
        "running": asked.time.last >= clock.today(),
        "languages": LANGUAGES,
        "forms": tuple(WRITERS),
    }
    return render(request, "reports/ledgers/ledger.html", context, status=400 if asked.refusal else 200)


def _file(
    request: StaffRequest, form: str, name: str, paper_of: Callable[[Time, Unit, str], Paper]
) -> HttpResponse:
    asked = _asked(request)
    if asked.refusal:
        raise Http404
    language = asked_language(request)
    with translation.override(language):
        paper = paper_of(asked.time, asked.library, language)
    return as_file(
        paper, form, f"{name}-{asked.library.pk}-{asked.time.kind.value}-{asked.time.first:%Y-%m-%d}"
    )


def _asked(request: StaffRequest) -> AskedLedger:
    library, today = asked_unit(request, SEE_DIARY), clock.today()
    kind, text = request.GET.get("kind", Kind.MONTH.value), request.GET.get("day", "")
    try:
        day = datetime.date.fromisoformat(text) if text else today
    except ValueError:
        day = datetime.date.min
    if kind not in Kind.values or not FIRST_YEAR <= day.year <= LAST_YEAR or day > today:
        refusal = _("This time can't be read, or has not begun. Showing the running month.")
        return AskedLedger(time_of(Kind.MONTH, today), library, refusal)
    return AskedLedger(time_of(Kind(kind), day), library)
