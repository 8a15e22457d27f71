"""Three steps from an empty installation to a house that works. What is typed stays in the session until the last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from orda.network.entry import secrets, signing
from orda.network.entry.forms import CodeForm
from orda.network.first_run import services
from orda.network.first_run.forms import AdministratorForm, LibraryForm, NamesForm
from orda.network.refusals import Refusal

_KEY, _NETWORK, _LIBRARY = "first_key", "first_network", "first_library"


@never_cache
@require_http_methods(["GET", "POST"])
def key(request: HttpRequest) -> HttpResponse:
    """The key of the console is asked; a house that is begun has nothing here."""
    form, refusal = CodeForm(request.POST or None), None
    if not services.is_empty():
        return redirect("home")
    if request.method == "POST" and form.is_valid():
        try:
            services.check_key(form.cleaned_data["code"])
            request.session[_KEY] = secrets.seal(form.cleaned_data["code"])
            return redirect("first_network")
        except Refusal as said:
            refusal = said
    context = {"form": form, "refusal": refusal}
    return render(request, "first_run/key.html", context, status=422 if refusal or form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def network(request: HttpRequest) -> HttpResponse:
    if not _may_go_on(request):
        return redirect("first")
    form = NamesForm(request.POST or None, initial=request.session.get(_NETWORK))
    if request.method == "POST" and form.is_valid():
        request.session[_NETWORK] = form.cleaned_data
        return redirect("first_library")
    return _step(request, form, 1)


@never_cache
@require_http_methods(["GET", "POST"])
def library(request: HttpRequest) -> HttpResponse:
    if not _may_go_on(request) or _NETWORK not in request.session:
        return redirect("first")
    taken = request.session[_NETWORK]["code"]
    form = LibraryForm(request.POST or None, initial=request.session.get(_LIBRARY), taken=taken)
    if request.method == "POST" and form.is_valid():
        request.session[_LIBRARY] = form.cleaned_data
        return redirect("first_administrator")
    return _step(request, form, 2)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def administrator(request: HttpRequest) -> HttpResponse:
    """The last step makes all three at once, and signs in."""
    if not _may_go_on(request) or _LIBRARY not in request.session:
        return redirect("first")
    form = AdministratorForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            return _begin(request, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _step(request, form, 3)


def _begin(request: HttpRequest, form: AdministratorForm) -> HttpResponse:
    code, typed = secrets.unseal(request.session[_KEY]), dict(form.cleaned_data)
    first = dict(request.session[_LIBRARY])
    library_type, cohort = first.pop("library_type"), first.pop("cohort")
    password = typed.pop("password")
    typed.pop("again")
    staff = services.begin_house(
        code,
        services.Names(**request.session[_NETWORK]),
        services.Names(**first),
        library_type,
        cohort,
        services.FirstAdministrator(**typed),
        password,
    )
    for name in (_KEY, _NETWORK, _LIBRARY):
        request.session.pop(name, None)
    return signing.finish(request, staff, reverse("house"))


def _may_go_on(request: HttpRequest) -> bool:
    """The key was typed in this browser and still opens."""
    code = secrets.unseal(request.session.get(_KEY, ""))
    if not code:
        return False
    try:
        services.check_key(code)
    except Refusal:
        return False
    return True


def _step(request: HttpRequest, form: object, number: int) -> HttpResponse:
    bad = bool(getattr(form, "errors", None))
    return render(
        request, "first_run/step.html", {"form": form, "number": number}, status=422 if bad else 200
    )
