"""Who agreed to what, and whose sheet is waited for."""

from django.db.models import Exists, OuterRef, QuerySet

from orda.network.models import Unit
from orda.readers.consents.models import Consent
from orda.readers.finding.queries import MOST_WORDS
from orda.readers.registering.models import Reader
from orda.readers.spelling import words_of
from orda.readers.words.models import ReaderWord


def agreed_to(part: Consent.Scope, reader: str = "pk") -> Exists:
    """True of a row whose `reader` has signed consent to a part of it and not taken it back (law № 94-V)."""
    standing = Consent.objects.filter(reader=OuterRef(reader), signed_on__isnull=False, revoked_on=None)
    return Exists(standing.filter(scope__contains=part))


def doubtful_consents(unit: Unit) -> QuerySet[Consent]:
    """Standing consents of a unit's readers that a form wrote down without asking: their sheets are to be found."""
    found = Consent.objects.filter(doubtful=True, revoked_on=None, signed_on__isnull=False)
    found = found.filter(reader__library__path__startswith=unit.path, reader__erased_on=None)
    return found.select_related("reader").order_by("reader__school", "reader__folded_name", "pk")


def consents_to_sign(unit: Unit, text: str = "") -> QuerySet[Reader]:
    """Readers of a unit's subtree to whom nothing is lent until their sheet is signed, class by class.

    `text`: beginnings of words of the school, the class, the name.
    """
    found = Reader.objects.filter(blocked_for="consent", library__path__startswith=unit.path)
    for word in words_of(text)[:MOST_WORDS]:  # they are few: each is looked at
        found = found.filter(Exists(ReaderWord.objects.filter(reader=OuterRef("pk"), word__startswith=word)))
    return found.filter(merged_into=None, erased_on=None).order_by(
        "school", "school_class", "folded_name", "pk"
    )
