"""What is printed for readers: cards, the reader's form, the consent sheet. In Kazakh or in Russian."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from orda.network import clock
from orda.network.models import Unit
from orda.network.typesetting import set_pdf
from orda.readers import elsewhere
from orda.readers.models import Consent, ConsentText, Reader
from orda.readers.papers.marks import bars_svg, qr_svg

LANGUAGES = ("kk", "ru")
LINES_OF_A_FORM = 32
YEARS_OF_A_FORM = 6


def cards_pdf(readers: Sequence[Reader], language: str, *, sheet: bool) -> bytes:
    """Cards with name, number, barcode and QR: each on a page of its own size, or ten on an A4 sheet to be cut.

    No birth date, no health data: a card is lost in the street.
    """
    with translation.override(language):
        data = {
            "language": language,
            "title": _("Reader's card"),
            "sheet": sheet,
            "cards": [_card(reader) for reader in readers],
        }
    return set_pdf(Path(__file__).with_name("cards.typ"), data)


def _card(reader: Reader) -> dict[str, Any]:
    return {
        "library": reader.library.name,
        "name": reader.full_name,
        "number": reader.card_number,
        "bars": bars_svg(reader.card_number),
        "qr": qr_svg(reader.card_number),
    }


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


def consent_pdf(readers: Sequence[Reader], text: ConsentText, operator: Unit, language: str) -> bytes:
    """A sheet to be signed for each reader: the text of a version, who agrees for whom, the parts to be ticked."""
    with translation.override(language):
        data = {
            "language": language,
            "operator": [_("Operator"), operator.name],
            "bin": _("BIN"),
            "title": _("Consent to the collection and processing of personal data"),
            "version": _("Text %(version)s") % {"version": text.version},
            "text": (text.text_kk if language == "kk" else text.text_ru).split("\n"),
            "sheets": [
                [
                    [_("Reader"), f"{reader.full_name} {reader.school_class}".strip()],
                    [_("Card number"), reader.card_number],
                    [_("Signed by"), reader.guardian_name or reader.full_name],
                ]
                for reader in readers
            ],
            "scope": [str(part.label) for part in Consent.Scope if part != Consent.Scope.DATA],
            "signature": _("Signature"),
            "day": _("Day"),
            "printed": f"{clock.today():%d.%m.%Y}",
        }
    return set_pdf(Path(__file__).with_name("consent.typ"), data)
