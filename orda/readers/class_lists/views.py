"""Class lists: upload, look, take in with progress."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import IMPORT_READERS, StaffRequest, needs, owned
from orda.readers.class_lists import services
from orda.readers.class_lists.forms import ClassListForm
from orda.readers.class_lists.models import ClassList
from orda.readers.looks import note_looks
from orda.readers.registering.forms import RegistrationForm

SHOWN = 200  # good rows; every wrong one is shown


@require_http_methods(["GET", "POST"])
@needs(IMPORT_READERS)
def upload(request: StaffRequest) -> HttpResponse:
    if request.workplace.kind != Unit.Kind.LIBRARY:
        return render(request, "registering/no_library.html")
    form = ClassListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.keep_list(library=request.workplace, by_id=request.user.pk, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("class_list", list_id=kept.pk)
    return render(request, "class_lists/class_lists.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@needs(IMPORT_READERS, list_id=owned(ClassList, "library"))
def look(request: StaffRequest, list_id: int) -> HttpResponse:
    kept = _own(request, list_id)
    rows = list(services.rows_of(kept)) if not kept.next_row else []
    good = [row for row in rows if row.form is not None]
    note_looks([one.pk for row in rows for one in row.doubles], staff_id=request.user.pk)
    context = {
        "kept": kept,
        "bad": [(row.number, row.name, label_of(row.field), row.why) for row in rows if row.form is None],
        "good": good[:SHOWN],
        "many": len(good),
        "columns": [label_of(field) for field in kept.columns.values()],
        **_progress(kept),
    }
    return render(request, "class_lists/class_list.html", context)


@require_POST
@needs(IMPORT_READERS, list_id=owned(ClassList, "library"))
def take(request: StaffRequest, list_id: int) -> HttpResponse:
    kept = services.take_part(_own(request, list_id).pk)
    if not request.htmx:
        return redirect("class_list", list_id=kept.pk)
    return render(request, "class_lists/_class_list_progress.html", {"kept": kept, **_progress(kept)})


def _progress(kept: ClassList) -> dict[str, object]:
    return {
        "total": len(kept.rows),
        "done": kept.next_row >= len(kept.rows),
        "refused": [
            (number, " ".join(named), label_of(field), why) for number, *named, field, why in kept.refused
        ],
        "sheets_of": _sheets_of(kept),
    }


def _sheets_of(kept: ClassList) -> str:
    """By which words the waiting sheets of a list are found: its school and class, where it is of but one."""
    said = [kept.said["school"], kept.said["school_class"]]
    for place, field in kept.columns.items():
        found = {row[int(place)] for row in kept.rows if len(row) > int(place)} - {""}
        if field in ("school", "school_class") and len(found) == 1:
            said[field == "school_class"] = found.pop()
    return " ".join(said).strip()


def _own(request: StaffRequest, list_id: int) -> ClassList:
    """Children's data in it: only whoever brought it sees it."""
    return get_object_or_404(ClassList, pk=list_id, by=request.user.pk, library=request.workplace.pk)


def label_of(field: str) -> str:
    """A field as the forms call it."""
    if field in RegistrationForm.base_fields:
        return str(RegistrationForm.base_fields[field].label)
    return _("Name") if field == "full_name" else ""
