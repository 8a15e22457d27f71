"""What `orda check` looks for in consents: each is of somebody, to a text that is kept, and was ticked by a person."""

from collections.abc import Iterable

from django.db.models import Q

from orda.diary.truths import truth
from orda.readers.consents.models import Consent, ConsentText
from orda.readers.registering.models import Reader


@truth("consents that nobody gave: look for their sheets (Readers, consents to be signed)")
def doubtful() -> Iterable[str]:
    """Written down as signed by a form on which nothing was ticked."""
    standing = Consent.objects.filter(doubtful=True, revoked_on=None, signed_on__isnull=False)
    for pk, reader, day in standing.order_by("pk").values_list("pk", "reader", "signed_on"):
        yield f"reader {reader}: consent {pk} of {day}"


@truth("consents to a text that is not kept")
def to_unknown_texts() -> Iterable[str]:
    """The text that was signed can be shown again."""
    lost = Consent.objects.exclude(text_version__in=ConsentText.objects.values("version"))
    for pk, reader, version in lost.order_by("pk").values_list("pk", "reader", "text_version"):
        yield f"reader {reader}: consent {pk} to text {version}"


@truth("readers who may borrow without a consent")
def without_consent() -> Iterable[str]:
    """Nothing is lent to a person whose consent is neither signed nor waited for."""
    standing = Consent.objects.filter(signed_on__isnull=False, revoked_on=None)
    people = Reader.objects.exclude(category=Reader.Category.GROUP).filter(merged_into=None, erased_on=None)
    free = people.filter(~Q(pk__in=standing.values("reader")), blocked_reason="")
    for pk in free.order_by("pk").values_list("pk", flat=True):
        yield f"reader {pk}"
