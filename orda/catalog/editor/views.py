"""The cataloguer's pages."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.catalog.editor import checks, coded, form, lines, queries
from orda.catalog.editor.areas import BY_TAG, FORM
from orda.catalog.editor.refusals import TooMuchWritten
from orda.catalog.editor.templates_of_kinds import (
    KINDS,
    begun,
    begun_from,
    begun_inside,
    begun_next,
    kind_of,
)
from orda.catalog.marc import MARC21, Field, read_fields
from orda.catalog.models import Record, Revision
from orda.catalog.records import services
from orda.catalog.records.refusals import ChangedMeanwhile
from orda.network import clock
from orda.network.asked import words_of
from orda.network.refusals import Refusal
from orda.network.rights import CATALOGUE, StaffRequest, everybodys, needs

ON_A_PAGE = 30
LAST_SAVED = 10
AREAS, FIELDS = "areas", "fields"


@require_safe
@needs(CATALOGUE)
def cataloguing(request: StaffRequest) -> HttpResponse:
    """Find a record, begin one, go on with what was saved last."""
    text = words_of(request)
    page = Paginator(queries.found(text), ON_A_PAGE).get_page(request.GET.get("page")) if text else None
    if page is not None and page.paginator.count == 1:
        return redirect("record_edit", page[0].pk)
    context = {
        "text": text,
        "page": page,
        "kinds": KINDS.values(),
        "last": queries.last_saved(request.user, LAST_SAVED),
        "work": queries.work_of_the_year(),
        "formats": Record.Format.choices,
    }
    return render(request, "editor/cataloguing.html", context)


@require_http_methods(["GET", "POST"])
@needs(CATALOGUE)
def new(request: StaffRequest) -> HttpResponse:
    """A record that is begun by its kind: empty (`?kind=`), as another one (`?like=`), as the next part of the same
    whole (`?next=`), or as a part of a whole (`?inside=`)."""
    kind = KINDS.get(request.GET.get("kind", ""), KINDS["book"])
    family = request.GET.get("format", MARC21)
    family = family if family in BY_TAG else MARC21
    fields = begun(kind, family, clock.today())
    like, before, whole = (_asked_for(request, name) for name in ("like", "next", "inside"))
    if one := like or before:
        family, fields = one.format, (begun_from if like else begun_next)(_fields_of(one), one.format)
        kind = kind_of(fields, family)
    elif whole:
        family = whole.format
        fields = [*begun(kind, family, clock.today()), *begun_inside(_fields_of(whole), family)]
    like = like or before
    database = request.POST.get("database") or (like.database if like else kind.database)
    if database not in Record.Database.values:
        raise Http404
    context = {"new": True, "kind": kind, "database": database, "databases": Record.Database.choices}
    if request.method == "POST":
        try:
            written = _written(request, family, fields)
            record = services.create(
                written, family=family, database=database, library=request.workplace, by_id=request.user.pk
            )
        except Refusal as refusal:
            return _page(request, _as_sent(request, family, fields), family, context, refusal)
        messages.success(request, _("Saved: %(title)s") % {"title": record.title})
        return _on(request, record)
    return _page(request, fields, family, context)


@require_http_methods(["GET", "POST"])
@needs(CATALOGUE, record_id=everybodys)
def edit(request: StaffRequest, record_id: int) -> HttpResponse:
    record = get_object_or_404(Record, pk=record_id)
    context = {
        "record": record,
        "kind": kind_of(_fields_of(record), record.format),
        "version": record.version,
    }
    if request.method == "GET":
        return _page(request, _fields_of(record), record.format, context)
    version = int(request.POST["version"]) if request.POST.get("version", "").isdecimal() else 0
    base = _of_version(record, version)
    try:
        written = _written(request, record.format, base)
        saved = services.save(
            record.pk, written, version=version, library_id=request.workplace.pk, by_id=request.user.pk
        )
    except ChangedMeanwhile as refusal:
        record.refresh_from_db()
        theirs = _fields_of(record)
        both, clashes = form.merged(base, written, theirs)
        context |= {
            "record": record,
            "version": record.version,
            "clashes": [one for one in form.differences(theirs, both) if one[0] in clashes],
            "theirs": list(form.differences(base, theirs)),
        }
        return _page(request, both, record.format, context, refusal)
    except Refusal as refusal:
        context["version"] = version
        return _page(request, _as_sent(request, record.format, base), record.format, context, refusal)
    if saved.version == version:
        messages.info(request, _("Nothing was changed."))
    else:
        messages.success(request, _("Saved: %(title)s") % {"title": saved.title})
    return _on(request, saved)


def _on(request: StaffRequest, record: Record) -> HttpResponse:
    """To the record that was saved, or to the next part of the same whole."""
    if request.POST.get("then") == "next":
        return redirect(f"{reverse('record_new')}?next={record.pk}")
    return redirect("record_edit", record.pk)


@require_safe
@needs(CATALOGUE)
def row(request: StaffRequest) -> HttpResponse:
    """One more field of the form."""
    family, tag, number = (request.GET.get(name, "") for name in ("format", "tag", "number"))
    if tag not in BY_TAG.get(family, {}) or not number.isdecimal() or len(number) > 4:
        raise Http404
    found = form.empty_row(family, tag, int(number))
    return render(request, "editor/_row.html", {"row": found, "family": family, "focus": found.number})


@require_POST
@needs(CATALOGUE)
def check(request: StaffRequest) -> HttpResponse:
    """What a program sees in what stands on the page, as it is written."""
    family = request.POST.get("format", "")
    if family not in BY_TAG:
        raise Http404
    try:
        slips, refused = checks.slips_of(_read(request, family), family), ""
    except Refusal as refusal:
        slips, refused = [], str(refusal)
    return render(request, "editor/_slips.html", {"slips": slips, "refused": refused})


@require_safe
@needs(CATALOGUE)
def names(request: StaffRequest) -> HttpResponse:
    """Names that begin so, as the catalogue writes them."""
    asked = next((str(text) for name, text in request.GET.items() if name.endswith("-text")), "")
    text = asked[:60].replace("\0", "").strip()
    return render(request, "editor/_names.html", {"names": queries.authors(text) if len(text) > 1 else []})


@require_safe
@needs(CATALOGUE, record_id=everybodys)
def history(request: StaffRequest, record_id: int) -> HttpResponse:
    """Every version of a record, and what each changed."""
    record = get_object_or_404(Record, pk=record_id)
    page = Paginator(record.revisions.select_related("saved_by"), ON_A_PAGE).get_page(request.GET.get("page"))
    versions = list(page)
    below = record.revisions.filter(number__lt=versions[-1].number).first() if versions else None
    shown = []
    for one, before in zip(versions, [*versions[1:], below], strict=False):
        told = list(form.differences(_fields_of(before), _fields_of(one))) if before else []
        shown.append((one, [(tag, *_side_by_side(gone, came)) for tag, gone, came in told]))
    return render(request, "editor/history.html", {"record": record, "page": page, "versions": shown})


@require_POST
@needs(CATALOGUE, record_id=everybodys, number=everybodys)
def restore(request: StaffRequest, record_id: int, number: int) -> HttpResponse:
    record = get_object_or_404(Record, pk=record_id)
    get_object_or_404(Revision, record=record, number=number)
    try:
        services.restore(
            record.pk, number, version=record.version, library_id=request.workplace.pk, by_id=request.user.pk
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Version %(number)s is put back.") % {"number": number})
    return redirect("record_history", record.pk)


def _page(
    request: StaffRequest,
    fields: Sequence[Field],
    family: str,
    context: dict[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    kind = context["kind"]
    needed = [pair[family != MARC21] for pair in kind.needs]
    areas, kept = form.areas_of(fields, family, needed)
    view = request.POST.get("view") or request.GET.get("view", AREAS)
    context |= {
        "view": view if view in (AREAS, FIELDS) else AREAS,
        "is_part": bool(kind.needs) and kind.needs[0][0] == "773",
        "family": family,
        "areas": areas,
        "kept": kept,
        "focus": areas[0].rows[0].number,
        "next_number": len(fields) + len(FORM[family]),
        "lines": lines.written(fields),
        "slips": checks.slips_of(fields, family) if "record" in context else [],
        "refusal": refusal,
    }
    return render(request, "editor/edit.html", context, status=422 if refusal else 200)


def _read(request: StaffRequest, family: str) -> list[Field]:
    """What stands on the page, of either view. Raises LineNotRead, TooMuchWritten."""
    if request.POST.get("view") == FIELDS:
        text = request.POST.get("lines", "")
        if len(text) > lines.LONGEST:
            raise TooMuchWritten
        return lines.read(text)
    return form.read(request.POST, family)


def _written(request: StaffRequest, family: str, before: Sequence[Field]) -> list[Field]:
    fields = _read(request, family)
    return coded.with_codes(fields, before, family) if request.POST.get("view") != FIELDS else fields


def _as_sent(request: StaffRequest, family: str, before: Sequence[Field]) -> Sequence[Field]:
    """What was written, to be shown again; what was there before, where it can't be read."""
    try:
        return _read(request, family)
    except Refusal:
        return before


def _asked_for(request: StaffRequest, name: str) -> Record | None:
    number = request.GET.get(name, "")
    return get_object_or_404(Record, pk=int(number)) if number.isdecimal() and len(number) < 15 else None


def _of_version(record: Record, version: int) -> list[Field]:
    """The fields of the version that somebody read; of the one that stands, where that is not kept."""
    kept = record.revisions.filter(number=version).first() if version != record.version else None
    return _fields_of(kept or record)


def _fields_of(kept: Record | Revision) -> list[Field]:
    return read_fields(bytes(kept.marc), kept.encoding)


def _side_by_side(gone: list[str], came: list[str]) -> tuple[list[str], list[str]]:
    return [_shown(one) for one in gone], [_shown(one) for one in came]


def _shown(content: str) -> str:
    return content.replace("\x1f", " $")
