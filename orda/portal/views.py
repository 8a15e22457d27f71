"""The public page of the network's year, and the same as files."""

import hashlib
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orda.portal import files
from orda.portal.open_tables import COLUMNS, LICENCE, LICENCE_ADDRESS, PARTS, TABLES, described
from orda.portal.open_year import SMALL, Published, known_years, published
from orda.portal.plots import bars_of, months_of

HOUR = 3600
WRITERS = {
    "json": (files.to_json, "application/json"),
    "csv": (files.to_csv, "text/csv; charset=utf-8"),
}


class BadYear(Exception):
    """The address asks for a year that isn't published; says which are."""


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """The year in plots with a table beside each. A year that can't be had is said, and the latest is shown."""
    years = known_years()
    if not years:
        return render(request, "portal/nothing.html")
    refusal = ""
    try:
        year = _year(request, years)
    except BadYear as bad:
        year, refusal = years[0], str(bad)
    found = published(year)
    language = (get_language() or "kk")[:2]
    context = {
        "refusal": refusal,
        "year": year,
        "years": years,
        "until": found[0].until,
        "parts": [
            (part, label, [_shown(one, language) for one in found if one.table.part == part])
            for part, label in PARTS.items()
        ],
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "small": SMALL,
    }
    return render(request, "portal/open_data.html", context, status=400 if refusal else 200)


def _shown(one: Published, language: str) -> dict[str, Any]:
    plot = months_of(one) if one.table.by == "month" else None
    return {"found": one, "table": one.table, "plot": plot, "bars": bars_of(one, language)}


@require_safe
def open_data_file(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """A table as JSON (with its dictionary) or CSV; "dictionary.json" is the dictionary of all."""
    if (name, form) == ("dictionary", "json"):
        return _file(request, files.dictionary_json(), "application/json")
    years = known_years()
    if name not in TABLES or form not in WRITERS or not years:
        raise Http404
    try:
        year = _year(request, years)
    except BadYear as bad:
        if form == "csv":
            return HttpResponse(str(bad), status=400, content_type="text/plain; charset=utf-8")
        said = json.dumps({"error": str(bad), "years": years}, ensure_ascii=False)
        return HttpResponse(said, status=400, content_type="application/json")
    [found] = published(year, [TABLES[name]])
    write, content_type = WRITERS[form]
    return _file(request, write(found), content_type)


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """What each table and column means, in three languages, and from what it is counted."""
    context = {
        "lines": [described(table) for table in TABLES.values()],
        "columns": COLUMNS,
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
    }
    return render(request, "portal/dictionary.html", context)


def _year(request: HttpRequest, years: list[int]) -> int:
    text = request.GET.get("year", str(years[0]))
    if text.isascii() and text.isdigit() and len(text) == 4 and int(text) in years:
        return int(text)
    told = {"text": text[:40], "years": ", ".join(map(str, years))}
    raise BadYear(_("“%(text)s” is not a published year; published are: %(years)s.") % told)


def _file(request: HttpRequest, content: bytes, content_type: str) -> HttpResponseBase:
    """Alike for everybody, so that anything on the way may keep it for an hour; after that, its ETag tells whether
    it has changed."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content, content_type=content_type)
    answer["ETag"] = etag
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Content-Language"] = "kk, ru, en"
    patch_cache_control(answer, public=True, max_age=HOUR)
    return get_conditional_response(request, etag=etag, response=answer) or answer
