"""The public page of the network's year, and the same as files."""

import csv
import io
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orda.network import queries as network
from orda.portal.open_tables import (
    COLUMNS,
    LICENCE,
    SMALL,
    TABLES,
    Published,
    described,
    known_years,
    published,
)

HOUR = 3600
LANGUAGES = ("kk", "ru", "en")


class BadYear(Exception):
    """The address asks for a year that isn't published."""


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """The year in plots with a table beside each."""
    years = known_years()
    if not years or network.root() is None:
        return render(request, "portal/nothing.html")
    try:
        year = _year(request)
    except BadYear:
        return HttpResponse(
            _("There is no published year like that."), status=400, content_type="text/plain; charset=utf-8"
        )
    tables = [published(name, year) for name in TABLES]
    context = {
        "year": year,
        "years": years,
        "until": tables[0].until,
        "tables": [{"table": one, "bars": _bars(one)} for one in tables],
        "licence": LICENCE,
        "small": SMALL,
    }
    return _kept(render(request, "portal/open_data.html", context))


def _bars(one: Published) -> list[dict[str, Any]]:
    most = max((number for _code, _label, number in one.rows if number), default=0)
    return [
        {
            "code": code,
            "label": label,
            "number": number,
            "width": max(number or 0, 0) * 800 // most if most else 0,
        }
        for code, label, number in one.rows
    ]


@require_safe
def open_data_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A table as JSON (with its dictionary) or CSV."""
    if name not in TABLES or form not in ("json", "csv") or not known_years():
        raise Http404
    try:
        year = _year(request)
    except BadYear:
        return HttpResponse(
            _("There is no published year like that."), status=400, content_type="text/plain; charset=utf-8"
        )
    found = published(name, year)
    return _kept(_json(found) if form == "json" else _csv(found))


def _json(found: Published) -> HttpResponse:
    told = {
        "table": described(found.table),
        "year": found.year,
        "until": found.until.isoformat(),
        "licence": LICENCE,
        "columns": {name: str(meaning) for name, meaning in COLUMNS.items()},
        "rows": [{"code": code, "label": label, "quantity": number} for code, label, number in found.rows],
        "total": found.total,
    }
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/json")


def _csv(found: Published) -> HttpResponse:
    kept = io.StringIO()
    sheet = csv.writer(kept, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for code, label, number in found.rows:
        sheet.writerow([code, label, "" if number is None else number])
    return HttpResponse(kept.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """What each table and column means, in three languages, and from what it is counted."""
    if network.root() is None:
        return render(request, "portal/nothing.html")
    lines = []
    for table in TABLES.values():
        meanings = []
        for language in LANGUAGES:
            with translation.override(language):
                meanings.append((language, str(table.meaning)))
        lines.append({**described(table), "meanings": meanings})
    return _kept(
        render(request, "portal/dictionary.html", {"lines": lines, "columns": COLUMNS, "licence": LICENCE})
    )


def _year(request: HttpRequest) -> int:
    years = known_years()
    text = request.GET.get("year", str(years[0]))
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) in years):
        raise BadYear
    return int(text)


def _kept(answer: HttpResponse) -> HttpResponse:
    """Yesterday's numbers change once a day at most: a reader's browser may keep them for an hour."""
    patch_cache_control(answer, private=True, max_age=HOUR)
    return answer
