"""Register: one reader, a family, a group; change what is kept."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import REGISTER, StaffRequest, needs, reaches
from orda.readers.finding.doubles import Asked, possible_doubles
from orda.readers.looks import note_look, note_looks
from orda.readers.registering import groups, queries, services
from orda.readers.registering.access import sees_needs
from orda.readers.registering.checking import NewReader
from orda.readers.registering.family_page import FamilyPage
from orda.readers.registering.forms import ChangeForm, GroupChangeForm, GroupForm, RegistrationForm
from orda.readers.registering.models import Reader
from orda.readers.registering.refusals import FamilyRefused
from orda.readers.whose import CHANGED


@require_http_methods(["GET", "POST"])
@needs(REGISTER)
def register(request: StaffRequest) -> HttpResponse:
    if request.workplace.kind != Unit.Kind.LIBRARY:
        return render(request, "registering/no_library.html")
    form = RegistrationForm(request.POST or None, needs=sees_needs(request), initial=_beside(request))
    doubles: list[Reader] = []
    if request.method == "POST" and form.is_valid():
        asked = form.as_new_reader()
        doubles = _unconfirmed(request, [asked])
        if not doubles:
            try:
                reader = services.register(asked, library=request.workplace, by_id=request.user.pk)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Registered: %(reader)s") % {"reader": reader})
                return redirect("reader", reader_id=reader.pk)
    context = {"form": form, "doubles": doubles, "confirmed": _ids(doubles)}
    return render(
        request, "registering/register.html", context, status=422 if form.errors else 409 if doubles else 200
    )


@require_http_methods(["GET", "POST"])
@needs(REGISTER)
def register_family(request: StaffRequest) -> HttpResponse:
    if request.workplace.kind != Unit.Kind.LIBRARY:
        return render(request, "registering/no_library.html")
    page = FamilyPage(request.POST if request.method == "POST" else None, needs=sees_needs(request))
    doubles: list[Reader] = []
    status = 200
    if request.method == "POST":
        status = 422
        if page.is_valid():
            asked = page.as_new_readers()
            doubles = _unconfirmed(request, asked)
            status = 409 if doubles else 422
            done = None if doubles else _register_all(request, page, asked)
            if done is not None:
                return done
    context = {"page": page, "doubles": doubles, "confirmed": _ids(doubles)}
    return render(request, "registering/family.html", context, status=status)


def _register_all(request: StaffRequest, page: FamilyPage, asked: list[NewReader]) -> HttpResponse | None:
    if not asked:
        page.parent.add_error(None, _("Type a child's name, or tick that the parent becomes a reader."))
        return None
    try:
        readers = services.register_family(asked, library=request.workplace, by_id=request.user.pk)
    except FamilyRefused as refused:
        page.refuse(refused.member, refused.why)
        return None
    names = ", ".join(reader.full_name for reader in readers)
    messages.success(request, _("Registered: %(reader)s") % {"reader": names})
    return redirect("reader", reader_id=readers[-1].pk)


@require_POST
@needs(REGISTER)
def one_more_child(request: StaffRequest) -> HttpResponse:
    """The fields of one more child, for the page of a family."""
    form = FamilyPage(None, needs=sees_needs(request)).next_child(request.POST)
    if form is None:
        return HttpResponse(status=204)
    return render(request, "registering/_child.html", {"form": form})


@require_http_methods(["GET", "POST"])
@needs(REGISTER)
def register_group(request: StaffRequest) -> HttpResponse:
    if request.workplace.kind != Unit.Kind.LIBRARY:
        return render(request, "registering/no_library.html")
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            group = groups.register_group(**form.said(), library=request.workplace, by_id=request.user.pk)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Registered: %(reader)s") % {"reader": group})
            return redirect("reader", reader_id=group.pk)
    return render(request, "registering/group.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(REGISTER, reader_id=CHANGED)
def change(request: StaffRequest, reader_id: int) -> HttpResponse:
    """Changes what is kept of a person or a group."""
    known = Reader.objects.select_related("family")
    reader = get_object_or_404(known, pk=reader_id, merged_into=None, erased_on=None)
    seen = sees_needs(request, reader)
    form: ChangeForm | GroupChangeForm
    if reader.is_group:
        form = GroupChangeForm(request.POST or None, group=reader)
    else:
        form = ChangeForm(request.POST or None, reader=reader, needs=seen)
        if "apart" in request.GET:
            form.stands_apart()
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, GroupChangeForm):
                groups.change_group(reader, **form.said())
            else:
                services.change(reader, form.as_new_reader(), with_needs=seen)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Changed."))
            return redirect("reader", reader_id=reader.pk)
    note_look(reader, request.user)
    context = {"form": form, "reader": reader, "siblings": queries.siblings_of(reader)}
    return render(request, "registering/change.html", context, status=422 if form.errors else 200)


def _beside(request: StaffRequest) -> dict[str, object]:
    """What a sister or brother shares with a reader (`beside`): the parent, how they are reached, home and school."""
    asked = request.GET.get("beside", "")
    if not (asked.isdecimal() and asked.isascii() and len(asked) < 18):
        return {}
    reader = (
        Reader.objects.select_related("family").filter(pk=asked, merged_into=None, erased_on=None).first()
    )
    if reader is None or reader.is_group or not reaches(request.user, REGISTER, reader.library_id):
        return {}
    note_look(reader, request.user)
    family = reader.family
    parent = family.name if family else reader.guardian_name or reader.full_name
    shared: dict[str, object] = {
        "guardian_name": parent,
        "guardian_phone": (family.phone if family else "") or reader.guardian_phone or reader.phone,
        "consent_by": parent,
        "school": reader.school,
    }
    if sees_needs(request, reader):
        shared |= {"home_delivery": reader.home_delivery, "address": reader.address}
    if reader.guardian_name:
        shared["family_name"] = reader.family_name
    if family is not None:
        names = ("email", "reached_by", "language", "many_children")
        shared |= {name: getattr(family, name) for name in names}
    return shared


def _unconfirmed(request: StaffRequest, asked: Iterable[NewReader]) -> list[Reader]:
    """Possible doubles that the person has not been shown yet; each once."""
    confirmed = {
        int(word)
        for word in request.POST.get("confirmed", "").split(",")
        if word.isdecimal() and len(word) < 18
    }
    found: dict[int, Reader] = {}
    for form in asked:
        known = Asked(
            form.family_name, form.given_name, form.birth_date, form.iin, form.guardian_phone or form.phone
        )
        found |= {reader.pk: reader for reader in possible_doubles(known, at=request.workplace.pk)}
    if set(found) <= confirmed:
        return []
    note_looks(found, staff_id=request.user.pk)
    return list(found.values())


def _ids(readers: Iterable[Reader]) -> str:
    return ",".join(str(reader.pk) for reader in readers)
