"""Groups of readers that are large enough to be spoken of: by reader group and sex, as registered in a year."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from orda.diary.measures import Text
from orda.readers.models import Reader, Registration

# A key is a reader group and a sex ("" where it isn't said, or isn't asked of grown-ups; BOTH: not told apart).
Key = tuple[str, str]
Cell = tuple[int, int]  # library id, year
BOTH = "*"
TOGETHER: Key = ("small", "")
_CHILDREN = ("0-10", "11-15")
_NAMES: dict[Key, Text] = {
    ("0-10", "f"): _("girls up to 10"),
    ("0-10", "m"): _("boys up to 10"),
    ("0-10", ""): _("children up to 10, sex not said"),
    ("0-10", BOTH): _("children up to 10, girls and boys together"),
    ("11-15", "f"): _("girls of 11 to 15"),
    ("11-15", "m"): _("boys of 11 to 15"),
    ("11-15", ""): _("teenagers of 11 to 15, sex not said"),
    ("11-15", BOTH): _("teenagers of 11 to 15, girls and boys together"),
    ("leaders-of-reading", ""): _("parents, teachers, leaders of reading"),
    ("other", ""): _("other readers"),
    TOGETHER: _("small groups together"),
}
ORDER = tuple(_NAMES)


@dataclass(frozen=True)
class Group:
    """`people`: readers registered in the period's years; a person counts at each library and in each year."""

    key: Key
    people: int

    @property
    def label(self) -> str:
        return str(_NAMES[self.key])


def key_of(age_group: str, sex: str) -> Key:
    """Grown-ups are not told apart by sex."""
    known = age_group if (age_group, "") in _NAMES else "other"
    return (known, sex if known in _CHILDREN else "")


def sizes(library_ids: Iterable[int], years: Iterable[int]) -> dict[Cell, Counter[Key]]:
    """How many readers of each group were registered at each library in each year; a class is no reader."""
    registered = Registration.objects.filter(library__in=list(library_ids), year__in=list(years))
    registered = registered.exclude(reader__category=Reader.Category.GROUP)
    rows = registered.order_by().values_list("library", "year", "age_group", "reader__sex")
    found: dict[Cell, Counter[Key]] = {}
    for library, year, age_group, sex, people in rows.annotate(people=Count("pk")):
        found.setdefault((library, year), Counter())[key_of(age_group, sex)] += people
    return found


def shown_as(people: Counter[Key]) -> dict[Key, Key]:
    """In which group each of one library's year is shown: itself; its age group without the sex; together with other
    small ones; not at all where even they are few.

    Every study is the sum of such library years, so that no difference of two studies, of places or of years, tells
    more than one of them: what a library can't show the network doesn't show either. Where girls or boys are few,
    neither stands alone: the diary counts loans by age group, and the one would be what the other leaves of it. Where
    one small group is left alone, the smallest of the other age groups is joined to it, girls and boys.
    Source: law № 94-V; complementary suppression as statistical offices practise it.
    """
    least = settings.SMALLEST_GROUP
    few_of = {age for (age, _sex), n in people.items() if age in _CHILDREN and 0 < n < least}
    first = {key: (key[0], BOTH) if key[0] in few_of else key for key, n in people.items() if n}
    sums: Counter[Key] = Counter()
    ages: Counter[str] = Counter()
    for key, where in first.items():
        sums[where] += people[key]
        ages[key[0]] += people[key]
    small = {key for key, n in sums.items() if n < least}
    together = sum(sums[key] for key in small)
    others = {age for age, _sex in sums} - {age for age, _sex in small}
    if 0 < together < least and others:
        joined = min(others, key=lambda age: (ages[age], age))
        small |= {key for key in sums if key[0] == joined}
        together += ages[joined]
    if together < least:
        return {key: where for key, where in first.items() if where not in small}
    return {key: TOGETHER if where in small else where for key, where in first.items()}
