"""What is told to a person about themselves, in their language: names of tables and columns, codes, days, hours."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orda.readers import elsewhere
from orda.readers.consents.models import Consent
from orda.readers.registering.models import Reader

_NAMES: dict[str, Promise] = {
    "reader": _("Reader"),
    "registrations": _("Registrations"),
    "consents": _("Consents"),
    "looks": _("Who looked at this record"),
    "merges": _("Merged records"),
    "network": _("Another network"),
    "guardians": _("Parent on the site"),
    "name": _("Name"),
    "loans": _("Loans"),
    "holds": _("Holds"),
    "notes": _("Notes"),
    "losses": _("Lost and damaged"),
    "interlibrary_loans": _("Interlibrary loans"),
    "selections": _("Selections"),
    "deliveries": _("Home delivery"),
    "came_today": _("Visits today"),
    "messages": _("Messages"),
    "card_number": _("Card number"),
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "patronymic": _("Patronymic"),
    "birth_date": _("Birth date"),
    "sex": _("Sex"),
    "category": _("Category"),
    "school": _("School or kindergarten"),
    "school_class": _("Class"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "guardian_name": _("Parent or guardian"),
    "guardian_phone": _("Telephone of the parent"),
    "disability": _("Disability"),
    "access_need": _("What is needed to get in, hear, see"),
    "home_delivery": _("Home delivery"),
    "keep_history": _("History of loans is kept"),
    "blocked_reason": _("Block"),
    "blocked_until": _("Last day of the block"),
    "created_on": _("Registered first"),
    "last_active_on": _("Last active"),
    "many_children": _("Large family"),
    "iin": _("IIN"),
    "year": _("Year"),
    "library": _("Library"),
    "day": _("Day"),
    "text": _("Text"),
    "scope": _("Scope"),
    "signed_by": _("Signed by"),
    "signed_on": _("Signed"),
    "revoked_on": _("Ended"),
    "at": _("When"),
    "who": _("Who"),
    "title": _("Title"),
    "lent": _("Lent"),
    "due": _("Due"),
    "returned": _("Returned"),
    "placed": _("Placed"),
    "state": _("State"),
    "written": _("Written"),
    "kind": _("Kind"),
    "opened": _("Opened"),
    "document": _("Document"),
    "asked": _("Asked"),
    "topic": _("Topic"),
    "medium": _("Medium"),
    "address": _("Address"),
}


def named(table: str) -> str:
    """A table's name in words."""
    return str(_NAMES.get(table, table))


def labelled(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Tables with heads and rows in words; an empty table is left out."""
    return [
        {
            "name": _NAMES.get(name, name),
            "heads": [_NAMES.get(column, column) for column in rows[0]],
            "rows": [[_in_words(name, *cell) for cell in row.items()] for row in rows],
            "facts": [
                (_NAMES.get(column, column), _in_words(name, column, value))
                for column, value in rows[0].items()
            ],
        }
        for name, rows in told.items()
        if rows
    ]


def _in_words(table: str, column: str, value: str) -> str:
    """A code by its word, a day and an hour as people write them; anything else as it stands."""
    if (table, column) == ("consents", "scope"):
        return "; ".join(str(Consent.Scope(code).label) for code in value.split())
    codes: Mapping[Any, Any] = dict(_codes().get((table, column), ()))
    if value in codes:
        return str(codes[value])
    if value in ("True", "False"):
        return gettext("yes") if value == "True" else gettext("no")
    return _as_day(value)


def _codes() -> dict[tuple[str, str], Any]:
    own: dict[tuple[str, str], Any] = {
        ("reader", "sex"): [one for one in Reader.Sex.choices if one[0]],
        ("reader", "category"): Reader.Category.choices,
    }
    for keeper in elsewhere.KEEPERS:
        own |= keeper.words
    return own


def _as_day(value: str) -> str:
    if not (len(value) >= 10 and value[4:5] == value[7:8] == "-"):
        return value
    try:
        at = datetime.datetime.fromisoformat(value)
    except ValueError:
        return value
    if len(value) == 10:
        return f"{at:%d.%m.%Y}"
    return f"{timezone.localtime(at) if timezone.is_aware(at) else at:%d.%m.%Y %H:%M}"
