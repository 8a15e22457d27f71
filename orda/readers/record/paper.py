"""The reader's form on paper (оқырман формуляры). In Kazakh or in Russian."""

from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from orda.network.typesetting import set_pdf
from orda.readers import elsewhere
from orda.readers.cards.marks import bars_svg
from orda.readers.registering.models import Reader

LINES_OF_A_FORM = 32
YEARS_OF_A_FORM = 6


def form_pdf(reader: Reader, language: str) -> bytes:
    """The reader's form (оқырман формуляры, читательский формуляр): who it is, the obligation to sign, the years of
    registration, and lines for what is lent; what is out now stands on the first of them.

    Source: domain.md 5.3, the paper form of public libraries.
    """
    with translation.override(language):
        data = {
            "language": language,
            "library": reader.library.name,
            "title": _("Reader's form"),
            "number": reader.card_number,
            "bars": bars_svg(reader.card_number),
            "facts": _facts(reader),
            "obligation": _(
                "I have read the rules of use of the library and undertake to keep them: to return what I borrow in"
                " time, and to replace or pay for what is lost or damaged."
            ),
            "signature": _("Signature of the reader, or of a parent of a child under 16"),
            "day": _("Day"),
            "years_title": _("Registration by year"),
            "years": _years(reader),
            "heads": [
                *(_("Due"), _("Inventory number"), _("Class mark"), _("Author, title")),
                *(_("Signature"), _("Returned")),
            ],
            "lines": _lines(reader),
        }
    return set_pdf(Path(__file__).with_name("form.typ"), data)


def _facts(reader: Reader) -> list[list[str]]:
    born = f"{reader.birth_date:%d.%m.%Y}" if reader.birth_date else ""
    said = (
        (_("Name"), reader.full_name),
        (_("Birth date"), born),
        (_("School or kindergarten"), reader.school),
        (_("Class"), reader.school_class),
        (_("Telephone"), reader.phone),
        (_("Parent or guardian"), reader.guardian_name),
        (_("Telephone of the parent"), reader.guardian_phone),
    )
    return [[str(label), value] for label, value in said]


def _years(reader: Reader) -> list[list[str]]:
    found = reader.registrations.order_by("-year", "pk").values_list("year", "day")[:YEARS_OF_A_FORM]
    lines = [[str(year), f"{day:%d.%m.%Y}"] for year, day in reversed(found)]
    return lines + [["", ""]] * (YEARS_OF_A_FORM - len(lines))


def _lines(reader: Reader) -> list[list[str]]:
    out = [one for one in elsewhere.still_open(reader.pk) if one.due_on][:LINES_OF_A_FORM]
    lines = [[f"{one.due_on:%d.%m.%Y}", one.number, one.class_mark, one.title, "", ""] for one in out]
    return lines + [[""] * 6] * (LINES_OF_A_FORM - len(lines))
