"""Sign-in in two steps, one-time keys, forgotten passwords, the own profile with its second factor."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.network import tries
from orda.network.deeds.services import changed, note
from orda.network.entry import keys, letters, passkeys, second_factor, secrets, signing
from orda.network.entry.forms import CodeForm, NewPasswordForm, OwnPasswordForm, ProfileForm
from orda.network.entry.marks import qr_svg
from orda.network.models import Staff
from orda.network.refusals import Refusal
from orda.network.sign_in import LONGEST_PASSWORD, SignInForm, to_sign_in

_APP_SECRET, _PASSKEY_STATE, _NEW_CODES = "new_app_secret", "passkey_state", "new_recovery_codes"
View = Callable[..., HttpResponse]


class SignIn(LoginView):
    """The first step: name and password; the browser in which they worked is known from then on."""

    template_name = "network/sign_in.html"
    authentication_form = SignInForm

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        staff: Staff = form.get_user()  # type: ignore[assignment]
        answer = signing.begin(self.request, staff, self.get_success_url())
        tries.remember(answer, self.request, form.cleaned_data["username"])
        return answer


@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """A code of the app, a recovery code, or (by the script of the page) a passkey."""
    staff = signing.half_signed_in(request)
    if staff is None:
        return render(request, "entry/too_late.html", status=403)
    form = CodeForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            second_factor.check_code(staff, form.cleaned_data["code"])
            return signing.finish_half(request, staff)
        except Refusal as said:
            refusal = said
    state = second_factor.state_of(staff)
    context = {"form": form, "refusal": refusal, **state, "by_passkey": _can_prove(request, state)}
    return render(request, "entry/second_step.html", context, status=422 if refusal or form.errors else 200)


def _can_prove(request: HttpRequest, state: dict[str, Any]) -> bool:
    return bool(state["passkeys"]) and passkeys.possible_at(request)


@never_cache
@require_POST
def second_step_passkey(request: HttpRequest) -> HttpResponse:
    """Without a body: what the browser is to ask the passkey. With one: its answer."""
    staff = signing.half_signed_in(request)
    if staff is None:
        return JsonResponse({"refusal": _("Too late: sign in once more.")}, status=403)
    try:
        if not _body(request):
            options, request.session[_PASSKEY_STATE] = passkeys.begin_proving(request, staff)
            return JsonResponse(options)
        passkeys.prove(request, staff, request.session.pop(_PASSKEY_STATE, None), _json(request))
    except Refusal as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=422)
    return _as_json(signing.finish_half(request, staff))


def _body(request: HttpRequest) -> bytes:
    """What was sent; nothing of a form, which a browser's passkey never sends."""
    try:
        return request.body
    except RawPostDataException:
        return b"form"


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        told = json.loads(_body(request))
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _as_json(answer: HttpResponse) -> HttpResponse:
    """Where the script goes on to; cookies of the answer stay."""
    told = JsonResponse({"next": answer["Location"]})
    told.cookies = answer.cookies
    return told


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """By e-mail where it is set up; else it says whom to ask."""
    by_mail, sent = settings.MAIL_IS_SET_UP and settings.DEMO_YEAR is None, False
    if request.method == "POST" and by_mail:
        letters.send_key(request.POST.get("who", "").strip()[:254])
        sent = True
    return render(request, "entry/forgotten.html", {"by_mail": by_mail, "sent": sent})


@never_cache
@require_http_methods(["GET", "POST"])
def key_typed(request: HttpRequest) -> HttpResponse:
    """The code of a slip is typed."""
    form, refusal = CodeForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            keys.waiting_key(form.cleaned_data["code"])
            return redirect("key_open", form.cleaned_data["code"].strip())
        except Refusal as said:
            refusal = said
    context = {"form": form, "refusal": refusal}
    return render(request, "entry/key_typed.html", context, status=422 if refusal or form.errors else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def key_open(request: HttpRequest, code: str) -> HttpResponse:
    """Sets the first password, or a new one, and signs in. To look at the page uses nothing up."""
    try:
        key = keys.waiting_key(code)
        form = NewPasswordForm(request.POST or None, staff=key.staff)
        if request.method == "POST" and form.is_valid():
            staff = keys.use_key(code, form.cleaned_data["password"])
            return signing.begin(request, staff, reverse("home"))
    except Refusal as refusal:
        return render(request, "entry/key_typed.html", {"form": CodeForm(), "refusal": refusal}, status=404)
    return render(
        request,
        "entry/key_open.html",
        {"form": form, "person": key.staff},
        status=422 if form.errors else 200,
    )


def _own(view: View) -> View:
    """For whoever is signed in: every member of staff has a profile, appointed today or not."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if request.user.is_authenticated else to_sign_in(request)

    return guarded


def _door(view: View) -> View:
    """For what guards the door: who typed the password a moment ago, or must set up a second factor to come in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            staff = signing.sets_up(request)
            return to_sign_in(request) if staff is None else view(request, staff, *args, **kwargs)
        if not signing.is_sure(request):
            return redirect("me_sure")
        return view(request, request.user, *args, **kwargs)

    return guarded


@never_cache
@require_http_methods(["GET", "POST"])
@_own
def me(request: HttpRequest) -> HttpResponse:
    """Own profile: language and e-mail; ways to the password and to the second factor."""
    staff: Staff = request.user  # type: ignore[assignment]
    before = {"language": staff.language, "email": staff.email}
    form = ProfileForm(request.POST or None, instance=staff)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["email"] != before["email"] and not signing.is_sure(request):
            # The letter for a forgotten password goes there.
            return redirect(f"{reverse('me_sure')}?to=me")
        form.save()
        changes = changed(before, {"language": staff.language, "email": staff.email})
        if changes:
            note("profile_changed", by=staff, staff=staff, unit=keys.place_of(staff), changes=changes)
        messages.success(request, _("Kept."))
        return signing.in_language_of(staff, redirect("me"))
    if form.errors:
        staff.refresh_from_db()
    context = {"form": form, **second_factor.state_of(staff), "appointed": _appointed(staff)}
    return render(request, "entry/me.html", context, status=422 if form.errors else 200)


def _appointed(staff: Staff) -> list[Any]:
    return list(staff.appointments.select_related("unit").order_by("unit__path", "role"))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@_own
def me_password(request: HttpRequest) -> HttpResponse:
    staff: Staff = request.user  # type: ignore[assignment]
    form = OwnPasswordForm(request.POST or None, staff=staff)
    if request.method == "POST" and form.is_valid():
        keys.set_password(staff, form.cleaned_data["password"], by=staff)
        update_session_auth_hash(request, staff)  # this session stays, every other ends
        messages.success(request, _("The new password holds. Everywhere else you are signed out."))
        return redirect("me")
    return render(request, "entry/me_password.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@_own
def me_out(request: HttpRequest) -> HttpResponse:
    """Ends all my sessions, this one too."""
    keys.sign_out_everywhere(request.user, by=request.user)  # type: ignore[arg-type]
    return redirect("sign_in")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@_own
def me_sure(request: HttpRequest) -> HttpResponse:
    """The password once more, before what guards the door is changed. Wrong ones are counted as at the sign-in."""
    form = SignInForm(request, data=_own_name(request) if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.get_user() == request.user:
        signing.make_sure(request)
        return redirect("me" if request.GET.get("to") == "me" else "my_factors")
    return render(request, "entry/me_sure.html", {"form": form}, status=422 if form.errors else 200)


def _own_name(request: HttpRequest) -> dict[str, str]:
    password = request.POST.get("password", "")[:LONGEST_PASSWORD]
    return {"username": request.user.get_username(), "password": password}


@never_cache
@require_safe
@_door
def my_factors(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The second factor: what there is, what may be added."""
    context = {**second_factor.state_of(staff), "by_passkey": passkeys.possible_at(request), "person": staff}
    return render(request, "entry/my_factors.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@_door
def my_app(request: HttpRequest, staff: Staff) -> HttpResponse:
    """An app: its picture is scanned, its first code proves that it works."""
    secret = secrets.unseal(request.session.get(_APP_SECRET, "")) or second_factor.new_secret()
    request.session[_APP_SECRET] = secrets.seal(secret)
    form, refusal = CodeForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factor.add_app(staff, secret, form.cleaned_data["code"])
            del request.session[_APP_SECRET]
            return _added(request, staff, codes)
        except Refusal as said:
            refusal = said
    spoken = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    picture = qr_svg(second_factor.address_of(staff, secret))
    context = {"form": form, "refusal": refusal, "secret": spoken, "picture": picture, "person": staff}
    return render(request, "entry/my_app.html", context, status=422 if refusal or form.errors else 200)


def _added(request: HttpRequest, staff: Staff, codes: list[str]) -> HttpResponse:
    """Who was before the door is in now. New recovery codes are shown on the next page, once."""
    onward: HttpResponse = redirect("my_factors")
    if not request.user.is_authenticated:
        onward = signing.finish_half(request, staff)
    if not codes:
        return onward
    request.session[_NEW_CODES] = secrets.seal(json.dumps([onward["Location"], *codes]))
    shown = redirect("my_codes")
    shown.cookies = onward.cookies
    return shown


@require_POST
@_door
def my_app_remove(request: HttpRequest, staff: Staff) -> HttpResponse:
    return _removed(request, lambda: second_factor.remove_app(staff))


@require_POST
@_door
def my_passkey_remove(request: HttpRequest, staff: Staff, passkey_id: int) -> HttpResponse:
    return _removed(request, lambda: second_factor.remove_passkey(staff, passkey_id))


def _removed(request: HttpRequest, remove: Callable[[], None]) -> HttpResponse:
    try:
        remove()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("my_factors")


@never_cache
@require_POST
@_door
def my_passkey(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Without a body: what the browser asks of a new passkey. With one: the passkey."""
    try:
        if not _body(request):
            options, request.session[_PASSKEY_STATE] = passkeys.begin_adding(request, staff)
            return JsonResponse(options)
        told = _json(request)
        state, answer = request.session.pop(_PASSKEY_STATE, None), told.get("answer") or {}
        codes = passkeys.add(request, staff, state, answer, str(told.get("name", "")))
    except Refusal as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=422)
    return _as_json(_added(request, staff, codes))


@never_cache
@require_http_methods(["GET", "POST"])
@_door
def my_codes(request: HttpRequest, staff: Staff) -> HttpResponse:
    """GET: the recovery codes just made, once. POST: new ones, for who has a second factor; the old open nothing."""
    if request.method == "POST":
        codes = second_factor.new_recovery_codes(staff) if second_factor.has_one(staff) else []
        return _added(request, staff, codes)
    sealed = secrets.unseal(request.session.pop(_NEW_CODES, ""))
    if not sealed:
        return redirect("my_factors")
    onward, *codes = json.loads(sealed)
    return render(request, "entry/codes.html", {"codes": codes, "onward": onward, "person": staff})
