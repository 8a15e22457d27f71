"""What `orda check` looks for in readers and families: telephones written one way, one family of one parent."""

from collections import defaultdict
from collections.abc import Iterable

from orda.diary.truths import truth
from orda.readers.phones import written
from orda.readers.registering.models import Family, Reader
from orda.readers.spelling import name_key


@truth("telephones not written as the house writes them")
def phones() -> Iterable[str]:
    """A number that isn't found by itself is a second family, and a second message."""
    for pk, *said in Reader.objects.order_by("pk").values_list("pk", "phone", "guardian_phone"):
        if any(phone != written(phone) for phone in said):
            yield f"reader {pk}"
    for pk, phone in Family.objects.exclude(phone="").order_by("pk").values_list("pk", "phone"):
        if phone != written(phone):
            yield f"family {pk}"


@truth("families of one parent and telephone that say different things: one of them is to be chosen")
def families_twice() -> Iterable[str]:
    """Known twice because their number was written in two ways."""
    lived_in = Family.objects.exclude(phone="").filter(readers__isnull=False).distinct()
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for pk, phone, name in lived_in.order_by("pk").values_list("pk", "phone", "name"):
        found[phone, name_key(name)].append(pk)
    for families in found.values():
        if len(families) > 1:
            yield "families " + ", ".join(map(str, families))
