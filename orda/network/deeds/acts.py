"""What may be done to the house, in words: the one list of acts and of what a change touches."""

import datetime
from contextlib import suppress
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orda.network.models import Role

ACTS = {
    "house_begun": _("The house was begun"),
    "staff_hired": _("Hired"),
    "staff_changed": _("Name or e-mail changed"),
    "appointed": _("Appointed"),
    "appointment_ended": _("Appointment ended"),
    "leave_begun": _("Leave written down"),
    "leave_ended": _("Back from leave"),
    "staff_dismissed": _("Dismissed"),
    "staff_taken_back": _("Taken back into service"),
    "key_given": _("One-time key given"),
    "key_sent": _("One-time key sent by e-mail"),
    "password_set": _("Password set"),
    "signed_out_everywhere": _("Signed out everywhere"),
    "profile_changed": _("Own profile changed"),
    "app_added": _("Second factor added: app"),
    "app_removed": _("Second factor removed: app"),
    "passkey_added": _("Second factor added: passkey"),
    "passkey_removed": _("Second factor removed: passkey"),
    "recovery_codes_made": _("Recovery codes made"),
    "recovery_code_used": _("Signed in by a recovery code"),
    "second_factor_reset": _("Second factor reset"),
    "second_factor_shut": _("Second factor shut after wrong tries"),
    "unit_opened": _("Opened"),
    "unit_changed": _("Renamed or described anew"),
    "unit_closed": _("Closed"),
    "unit_reopened": _("Opened again"),
    "unit_moved": _("Moved"),
    "setting_changed": _("Setting changed"),
    "setting_undone": _("Setting put back to its default"),
}

KINDS = {"staff": _("a member of staff"), "unit": _("a library"), "setting": _("a setting")}

FIELDS = {
    "role": _("role"),
    "library": _("library"),
    "since": _("from"),
    "until": _("until, this day no more"),
    "family_name": _("family name"),
    "given_name": _("given name"),
    "email": _("e-mail"),
    "language": _("language"),
    "name": _("name"),
    "name_kk": _("name in Kazakh"),
    "name_ru": _("name in Russian"),
    "name_en": _("name in English"),
    "address": _("address"),
    "library_type": _("kind of library"),
    "cohort": _("where it is counted"),
    "parent": _("stands under"),
    "value": _("value"),
}


def in_words(what: str, value: Any) -> str:
    """A value of a change as a person reads it."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _now("yes") if value else _now("no")
    if isinstance(value, list):
        return ", ".join(in_words(what, one) for one in value)
    text = str(value)
    if what == "role" or text in Role.values:
        return str(Role(text).label) if text in Role.values else text
    if what in ("since", "until"):
        with suppress(ValueError):
            return format_date(datetime.date.fromisoformat(text), "d.m.Y")
    if what in ("library_type", "cohort"):
        return _unit_word(text)
    return text


def _unit_word(code: str) -> str:
    from orda.network.models import Unit

    labels = {**dict(Unit.LibraryType.choices), **dict(Unit.Cohort.choices)}
    return str(labels.get(code, code))
