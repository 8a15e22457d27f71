"""Facets and their values in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orda.catalog.models import Record
from orda.diary.measures import SUBJECT_FIELD, Text
from orda.network.known import known
from orda.network.models import Unit

# MARC codes of the languages that a city's libraries hold; another is shown by its code.
LANGUAGES: dict[str, Text] = {
    "kaz": gettext_lazy("Kazakh"),
    "rus": gettext_lazy("Russian"),
    "eng": gettext_lazy("English"),
    "ger": gettext_lazy("German"),
    "fre": gettext_lazy("French"),
    "tur": gettext_lazy("Turkish"),
    "tat": gettext_lazy("Tatar"),
    "uzb": gettext_lazy("Uzbek"),
    "kir": gettext_lazy("Kyrgyz"),
    "uig": gettext_lazy("Uyghur"),
    "kor": gettext_lazy("Korean"),
    "ukr": gettext_lazy("Ukrainian"),
    "chi": gettext_lazy("Chinese"),
    "lat": gettext_lazy("Latin"),
}


def facet_labels() -> dict[str, str]:
    """Facet -> its name, in the order in which the page shows them."""
    return {
        "language": _("Language"),
        "subject_field": _("Subject"),
        "years": _("Published"),
        "library": _("Library"),
        "database": _("Database"),
    }


def language_name(code: str) -> str:
    return str(LANGUAGES.get(code, code))


def value_label(facet: str, value: str) -> str:
    """A facet's value in the reader's language."""
    if facet == "language":
        return language_name(value)
    if facet == "subject_field":
        return str((SUBJECT_FIELD.values or {}).get(value, value))
    if facet == "database":
        return str(dict(Record.Database.choices).get(value, value))
    if facet == "years" and value.isdecimal():
        return f"{value}–{int(value) + 9}"
    return value


@known(Unit)
def library_names() -> dict[str, str]:
    """Library code -> name."""
    return {unit.code: unit.name for unit in Unit.objects.filter(kind=Unit.Kind.LIBRARY)}
