"""Groups of readers that are large enough to be spoken of: by reader group and sex, as registered in a year."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from orda.diary.measures import Text
from orda.readers.models import Registration

# A key is a reader group and a sex ("" where it isn't said, or isn't asked of grown-ups).
Key = tuple[str, str]
TOGETHER: Key = ("small", "")
_CHILDREN = ("0-10", "11-15")
_NAMES: dict[Key, Text] = {
    ("0-10", "f"): _("girls up to 10"),
    ("0-10", "m"): _("boys up to 10"),
    ("0-10", ""): _("children up to 10, sex not said"),
    ("11-15", "f"): _("girls of 11 to 15"),
    ("11-15", "m"): _("boys of 11 to 15"),
    ("11-15", ""): _("teenagers of 11 to 15, sex not said"),
    ("leaders-of-reading", ""): _("parents, teachers, leaders of reading"),
    ("other", ""): _("other readers"),
    TOGETHER: _("small groups together"),
}
ORDER = tuple(_NAMES)


@dataclass(frozen=True)
class Group:
    """`people`: persons registered in the period's years; a person at two libraries stands once."""

    key: Key
    people: int

    @property
    def label(self) -> str:
        return str(_NAMES[self.key])


def key_of(age_group: str, sex: str) -> Key:
    """Grown-ups are not told apart by sex."""
    known = age_group if (age_group, "") in _NAMES else "other"
    return (known, sex if known in _CHILDREN else "")


def sizes(library_ids: Iterable[int], years: Iterable[int]) -> Counter[Key]:
    """Persons of each group who were registered at these libraries in these years."""
    registered = Registration.objects.filter(library__in=list(library_ids), year__in=list(years))
    rows = registered.order_by().values_list("age_group", "reader__sex")
    found: Counter[Key] = Counter()
    for age_group, sex, people in rows.annotate(people=Count("reader", distinct=True)):
        found[key_of(age_group, sex)] += people
    return found


def shown_as(people: Counter[Key]) -> dict[Key, Key]:
    """Which group each is shown in: itself; or together with other small ones; not at all where even they are few.

    Where one small group would stand alone beside its total, the smallest of the others is joined to it: a number
    left out must not be reckoned back from the sum. Source: law № 94-V; statistical offices' practice of small cells.
    """
    least = settings.SMALLEST_GROUP
    small = {key for key, n in people.items() if 0 < n < least}
    if not small:
        return {key: key for key in people}
    others = sorted((key for key in people if key not in small and people[key]), key=lambda key: people[key])
    together = sum(people[key] for key in small)
    if together < least and others:
        small.add(others[0])
        together += people[others[0]]
    if together < least:
        return {key: key for key in people if key not in small}
    return {key: TOGETHER if key in small else key for key in people}
