"""The public catalogue: everyone may search it, nobody has to sign in."""

from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from orda.catalog.description import Description
from orda.catalog.exports.writers import FORMS
from orda.catalog.fields import describe, subfields
from orda.catalog.marc import MARCXML, read_fields
from orda.catalog.models import Record
from orda.network.asked import words_of
from orda.network.calendar.words import doors
from orda.search import index, queries
from orda.search.availability import readers_waiting
from orda.search.labels import facet_labels, language_name, library_names, value_label

ON_A_PAGE = 20
MOST_CHOSEN = 25
MOST_SAVED = 500  # records of a file; more are given out by `orda export_marc`
MOST_OF_AN_ADDRESS = 4_000  # letters that are compared
COVERS = 8  # colours of drawn covers
# The header X-Typing: a key was pressed a moment ago; or none for a while.
TYPING, TYPING_OVER = "now", "over"


class FacetValue(NamedTuple):
    """A box to tick. `field`: its id on the page; `records`: how many, as written."""

    field: str
    value: str
    label: str
    records: str
    chosen: bool


class Facet(NamedTuple):
    name: str
    label: str
    values: list[FacetValue]


class ShownHit(NamedTuple):
    """A hit as the list shows it. `by`: author and year; `cover`: its colour; `copies`, `available`: how many."""

    title: str
    by: str
    language: str
    cover: str
    address: str
    copies: int
    available: int


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Search as one types; facets narrow what was found. The address holds the whole question.

    Who types on is answered only with what is there: a half-typed word is no fault. That nothing was found, or only
    what is near, is said when the typing is over.
    """
    text = request.GET.get("q", "")[: queries.LONGEST_QUERY].replace("\0", "")
    chosen = {name: request.GET.getlist(name)[:MOST_CHOSEN] for name in index.FACETS}
    wanted = _page_number(request)
    typing = request.headers.get("X-Typing", "")
    if typing == TYPING_OVER and _is_shown(request):
        return HttpResponse(status=204)
    found = queries.search(text, chosen=chosen, page=wanted, limit=ON_A_PAGE, guess=typing != TYPING)
    if typing == TYPING and not found.count:
        return HttpResponse(status=204)
    page = Paginator(range(min(found.count, queries.DEEPEST)), ON_A_PAGE).get_page(wanted)
    if not found.hits and found.count:
        found = queries.search(text, chosen=chosen, page=page.number, limit=ON_A_PAGE)
    context = {
        "text": text,
        "exactly": f'"{text.strip()}"',
        "found": found,
        "hits": [_shown(hit) for hit in found.hits],
        "facets": _facets(found, chosen),
        "narrowed": any(chosen.values()),
        "page": page,
        "forms": FORMS.items(),
        "asked": request.GET.urlencode(),
    }
    response = render(request, "search/_found.html" if request.htmx else "search/catalogue.html", context)  # type: ignore[attr-defined]
    response["Vary"] = "HX-Request, X-Typing"
    return response


@require_safe
def record(request: HttpRequest, record_id: int) -> HttpResponse:
    """A book: what it is, and in which library it stands now. A double leads to the record that it went up in."""
    found = get_object_or_404(Record, pk=record_id)
    if found.merged_into_id is not None:
        return redirect("record", found.merged_into_id)
    holdings = queries.holdings(found.pk)
    context = {
        "record": found,
        "said": _says(found),
        "forms": FORMS.items(),
        "language": language_name(found.language),
        "subject_field": value_label("subject_field", found.subject_field),
        "holdings": [(holding, doors(holding.library)) for holding in holdings],
        "copies": sum(len(holding.copies) for holding in holdings),
        "available": sum(holding.available for holding in holdings),
        "cover": found.pk % COVERS,
        "waiting": readers_waiting(found.pk),
    }
    return render(request, "search/record.html", context)


@require_safe
def saved(request: HttpRequest, form: str) -> HttpResponse:
    """What was found, the first of it at least, or one record (`?record=`), as a file."""
    wanted = FORMS.get(form)
    if wanted is None:
        raise Http404
    number = request.GET.get("record", "")
    if number.isdecimal() and len(number) < 15:
        ids = [int(number)]
    else:
        text = words_of(request, longest=queries.LONGEST_QUERY)
        chosen = {name: request.GET.getlist(name)[:MOST_CHOSEN] for name in index.FACETS}
        found = queries.search(text, chosen=chosen, limit=MOST_SAVED, facets=False)
        ids = [hit.record.pk for hit in found.hits]
    rows = Record.objects.filter(merged_into=None).in_bulk(ids)
    said = [(pk, _says(rows[pk])) for pk in ids if pk in rows]
    if not said:
        raise Http404
    response = HttpResponse(wanted.write(said), content_type=wanted.kind)
    response["Content-Disposition"] = f'attachment; filename="orda-{form}.{wanted.ending}"'
    return response


@require_safe
def marc_file(request: HttpRequest, record_id: int) -> HttpResponse:
    """The record itself, byte for byte as it is kept: ISO 2709, or MARCXML."""
    found = get_object_or_404(Record, pk=record_id)
    as_xml = found.encoding.startswith(MARCXML)
    response = HttpResponse(
        bytes(found.marc), content_type="application/marcxml+xml" if as_xml else "application/marc"
    )
    response["Content-Disposition"] = (
        f'attachment; filename="{found.format}-{found.pk}.{"xml" if as_xml else "mrc"}"'
    )
    return response


def _says(found: Record) -> Description:
    return describe(bytes(found.marc), found.format, found.encoding)


@require_safe
def marc(request: HttpRequest, record_id: int) -> HttpResponse:
    """The record as it came, field by field."""
    found = get_object_or_404(Record, pk=record_id)
    fields = [
        (tag, content[:2] if subfields(content) else "", subfields(content) or [("", content)])
        for tag, content in read_fields(bytes(found.marc), found.encoding)
    ]
    return render(request, "search/marc.html", {"record": found, "fields": fields})


def _is_shown(request: HttpRequest) -> bool:
    """Whether the page shows the answer to this very question already: its address was pushed with it."""
    shown = urlsplit(request.headers.get("HX-Current-URL", "")[:MOST_OF_AN_ADDRESS])
    asked = request.get_full_path()[:MOST_OF_AN_ADDRESS]
    return shown.path == request.path and parse_qsl(shown.query) == parse_qsl(urlsplit(asked).query)


def _shown(hit: queries.Hit) -> ShownHit:
    record = hit.record
    by = " · ".join(str(part) for part in (record.author, record.year) if part)
    address = reverse("record", args=[record.pk])
    return ShownHit(
        record.title, by, record.language, str(record.pk % COVERS), address, hit.copies, hit.available
    )


def _facets(found: queries.Found, chosen: dict[str, list[str]]) -> list[Facet]:
    """What was found, by facet; a chosen value stays in sight even where nothing is left of it."""
    libraries = library_names()
    shown = []
    for name, label in facet_labels().items():
        counted = {**found.facets.get(name, {})}
        for value in chosen.get(name, []):
            counted.setdefault(value[:60], 0)
        ordered = sorted(counted.items(), reverse=True) if name == "years" else counted.items()
        values = [
            FacetValue(
                f"{name}-{number}",
                value,
                libraries.get(value) or value_label(name, value),
                number_format(count, 0, force_grouping=True),
                value in chosen.get(name, []),
            )
            for number, (value, count) in enumerate(ordered, 1)
        ]
        if values:
            shown.append(Facet(name, label, values))
    return shown


def _page_number(request: HttpRequest) -> int:
    written = request.GET.get("page", "1")
    return max(int(written), 1) if written.isdecimal() and len(written) < 9 else 1
