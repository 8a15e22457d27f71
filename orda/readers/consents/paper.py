"""The consent sheet to be signed. In Kazakh or in Russian."""

from collections.abc import Sequence
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from orda.network import clock
from orda.network.models import Unit
from orda.network.typesetting import set_pdf
from orda.readers.consents.models import Consent, ConsentText
from orda.readers.consents.services import signer_of
from orda.readers.registering.models import Reader


def consent_pdf(
    readers: Sequence[Reader], text: ConsentText, operator: Unit, language: str, *, scope: bool = True
) -> bytes:
    """A sheet to be signed for each reader: the text of a version, who agrees for whom, the parts to be ticked.

    `operator`: to whom it is given. `scope` False: a consent without parts.
    """
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
                    [_("Signed by"), signer_of(reader)],
                ]
                for reader in readers
            ],
            "scope": [str(part.label) for part in Consent.Scope if scope and part != Consent.Scope.DATA],
            "signature": _("Signature"),
            "day": _("Day"),
            "printed": f"{clock.today():%d.%m.%Y}",
        }
    return set_pdf(Path(__file__).with_name("consent.typ"), data)
