"""Forms of the entrance and of the own profile."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from orda.network.models import Staff
from orda.network.sign_in import LONGEST_PASSWORD

# In our words: Django says these in few languages.
_WEAK = {
    "password_too_short": _("Too short: ten signs at least."),
    "password_too_similar": _("Too much like your own name or user name."),
    "password_too_common": _("Everybody takes this one: choose words of your own."),
}


def username(typed: str) -> str:
    """A user name as it may be. Raises ValidationError."""
    try:
        Staff._meta.get_field("username").run_validators(typed)
    except ValidationError:
        raise ValidationError(_("Letters, digits and the signs @ . + - _ alone, no spaces.")) from None
    return typed


def _password(label: Any, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=LONGEST_PASSWORD, widget=widget)


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password = _password(_("New password"), "new-password")
    again = _password(_("Once more"), "new-password")

    def __init__(self, *args: Any, staff: Staff | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.staff = staff
        self.fields["password"].help_text = _(
            "At least ten signs: a few words of your own. No name, nothing that everybody takes."
        )

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        try:
            validate_password(typed, self.staff)
        except ValidationError as error:
            raise ValidationError([_WEAK.get(one.code or "", one) for one in error.error_list]) from None
        return typed

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if "password" in told and told["password"] != told.get("again"):
            self.add_error("again", _("The two are not the same."))
        return told


class OwnPasswordForm(NewPasswordForm):
    """The present password first."""

    present = _password(_("Present password"), "current-password")
    field_order = ["present", "password", "again"]

    def clean_present(self) -> str:
        typed: str = self.cleaned_data["present"]
        if self.staff is None or not self.staff.check_password(typed):
            raise ValidationError(_("This is not your password."))
        return typed


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    language = forms.ChoiceField(
        label=_("The language of my pages"),
        choices=[("", _("as last chosen")), *settings.LANGUAGES],
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("A forgotten password is mended by a letter to it.")
    )

    class Meta:
        model = Staff
        fields = ["language", "email"]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "none"}
        ),
    )
