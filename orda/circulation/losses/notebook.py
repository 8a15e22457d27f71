"""The notebook of replacements on paper."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from orda.circulation.losses.models import LossCase
from orda.network.models import Unit
from orda.network.typesetting import set_pdf

TEMPLATE = Path(__file__).with_name("notebook.typ")


def notebook_pdf(cases: Sequence[LossCase], unit: Unit, year: int, language: str) -> bytes:
    """A4 on its side, to be signed line by line by the reader or parent and the librarian.

    Source: the notebook of accepted replacements (reader, lost inventory number, accepted author, title, price).
    """
    with override(language):
        data = {
            "language": language,
            "title": _("Notebook of books accepted in place of lost ones, %(year)s") % {"year": year},
            "unit": unit.name,
            "heads": [
                _("№"),
                _("Day"),
                _("Reader"),
                _("Lost: inventory №, title, price"),
                _("Accepted: author, title, inventory №"),
                _("Price, tenge"),
                _("Intake document, act"),
                _("Signature of the reader or parent"),
                _("Signature of the librarian"),
            ],
            "rows": [_row(number, case) for number, case in enumerate(cases, 1)],
        }
    return set_pdf(TEMPLATE, data)


def _row(number: int, case: LossCase) -> list[str]:
    lost, new = case.copy, case.replacement
    assert new is not None
    assert case.closed_on is not None
    act = _("act № %(number)s") % {"number": case.withdrawal.number} if case.withdrawal else "–"
    return [
        str(number),
        f"{case.closed_on:%d.%m.%Y}",
        case.reader.full_name if case.reader else "–",
        f"{lost.inventory_number}, {lost.record.title}, {lost.price}",
        f"{new.record.author + '. ' if new.record.author else ''}{new.record.title}, {new.inventory_number}",
        f"{new.price}",
        f"{case.intake.document if case.intake else '–'}; {act}",
        "",
        "",
    ]
