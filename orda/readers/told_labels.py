"""The names of tables and columns of what is told to a person about themselves, in their language."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_NAMES: dict[str, Promise] = {
    "reader": _("Reader"),
    "registrations": _("Registrations"),
    "consents": _("Consents"),
    "looks": _("Who looked at this record"),
    "merges": _("Merged records"),
    "loans": _("Loans"),
    "holds": _("Holds"),
    "notes": _("Notes"),
    "losses": _("Lost and damaged"),
    "interlibrary_loans": _("Interlibrary loans"),
    "selections": _("Selections"),
    "deliveries": _("Home delivery"),
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
            "rows": [list(row.values()) for row in rows],
            "facts": [(_NAMES.get(column, column), value) for column, value in rows[0].items()],
        }
        for name, rows in told.items()
        if rows
    ]
