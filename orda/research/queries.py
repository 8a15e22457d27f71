"""What is read, and by which groups: answered from loans that name nobody.

A loan carries the group and the sex of its reader as they were on that day; the person is not asked, and is forgotten
soon. Groups with few persons are shown together or not at all; so are numbers that stand on few loans, for one reader
may be behind them all; titles are named only from a number of loans on. Whole months are asked about, so that two
periods never differ by the loans of one day.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from orda.circulation.models import Loan
from orda.diary.measures import DOCUMENT_KIND, DOCUMENT_LANGUAGE, SUBJECT_FIELD, Text
from orda.network.models import Unit
from orda.research.groups import BOTH, ORDER, Cell, Group, Key, key_of, shown_as, sizes
from orda.research.numbers import REST, put_together, told_apart

MOST_TITLES = 25


@dataclass(frozen=True)
class Question:
    """`by`: the column of a loan that tells its parts apart; `label` names one of them."""

    key: str
    title: Text
    by: str
    label: Callable[[Any], str]


def _of(values: dict[str, Text] | None) -> Callable[[Any], str]:
    return lambda code: str((values or {}).get(code, code))


QUESTIONS: dict[str, Question] = {
    one.key: one
    for one in (
        Question("fields", _("What is it about?"), "copy__subject_field", _of(SUBJECT_FIELD.values)),
        Question("languages", _("In which language?"), "copy__language", _of(DOCUMENT_LANGUAGE.values)),
        Question(
            "kinds", _("Books, journals or something else?"), "copy__document_kind", _of(DOCUMENT_KIND.values)
        ),
        Question("places", _("At home or in the reading room?"), "place", lambda code: str(_PLACES[code])),
        Question("months", _("When in the year?"), "month", lambda month: str(MONTHS[month])),
    )
}
_PLACES: dict[str, Text] = {"home": _("at home"), "reading_room": _("in the reading room")}


@dataclass(frozen=True)
class Part:
    """`share` of the group's loans, in per cent."""

    label: str
    loans: int
    share: float


@dataclass(frozen=True)
class Reading:
    """What a group read. `parts` stand in the same order for every group."""

    group: Group
    loans: int
    parts: tuple[Part, ...]

    @property
    def a_person(self) -> float:
        """Loans for each reader of the group."""
        return self.loans / self.group.people if self.group.people else 0.0


@dataclass(frozen=True)
class Study:
    """`left_out`: loans of groups too small to be shown; they stand in no sum of this study."""

    question: Question
    readings: tuple[Reading, ...]
    left_out: bool
    labels: tuple[str, ...]

    @property
    def loans(self) -> int:
        return sum(one.loans for one in self.readings)


@dataclass(frozen=True)
class Title:
    record_id: int
    title: str
    author: str
    loans: int


def whole_months(first: datetime.date, last: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The months that a period touches, from the first day of the first to the last day of the last."""
    after = (last.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return first.replace(day=1), after - datetime.timedelta(days=1)


def study(question: Question, libraries: Sequence[Unit], first: datetime.date, last: datetime.date) -> Study:
    """How the loans of each group fall into the question's parts, in whole months. Three queries however many loans.

    Which parts a library may tell of a group is decided by its whole year, so that no difference of two studies tells
    more; a period's own few go together as well.
    """
    first, last = whole_months(first, last)
    people, place = _places(libraries, first, last)
    year = first.replace(month=1, day=1), last.replace(month=12, day=31)
    apart = {of: told_apart(loans) for of, loans in _counted(question, libraries, *year, place).items()}
    counted: dict[Key, Counter[Any]] = {}
    hidden = False
    for (cell, shown), loans in _counted(question, libraries, first, last, place).items():
        parts = apart[cell, shown] if shown else None
        if shown is None or parts is None:
            hidden = True
        else:
            counted.setdefault(shown, Counter()).update(put_together(loans, parts))
    told = {}
    for shown, loans in counted.items():
        parts = told_apart(loans)
        if parts is None:
            hidden = True
        else:
            told[shown] = put_together(loans, parts)
    return _study(question, told, _people_shown(people, place), hidden)


Shown = tuple[Cell, Key | None]  # a library's year; in which group it is shown, None where it may not be


def _counted(
    question: Question,
    libraries: Sequence[Unit],
    first: datetime.date,
    last: datetime.date,
    place: dict[Cell, dict[Key, Key]],
) -> dict[Shown, Counter[Any]]:
    """Loans by part of the question."""
    found: dict[Shown, Counter[Any]] = {}
    rows = _lent(libraries, first, last).order_by()
    named = rows.values_list("library", "year", "age_group", "sex", question.by)
    for library, year, age_group, sex, part, loans in named.annotate(loans=Count("pk")):
        shown = place.get((library, year), {}).get(key_of(age_group, sex))
        found.setdefault(((library, year), shown), Counter())[part] += loans
    return found


def _people_shown(people: dict[Cell, Counter[Key]], place: dict[Cell, dict[Key, Key]]) -> Counter[Key]:
    together: Counter[Key] = Counter()
    for cell, groups in people.items():
        for key, where in place[cell].items():
            together[where] += groups[key]
    return together


def _study(question: Question, told: dict[Key, Counter[Any]], people: Counter[Key], hidden: bool) -> Study:
    found = {part for one in told.values() for part in one}
    parts = sorted(found, key=lambda part: _weight(told, part, question))
    readings = tuple(
        _reading(Group(key, people[key]), told[key], parts, question) for key in ORDER if key in told
    )
    return Study(question, readings, hidden, tuple(_label(question, part) for part in parts))


def titles(group: Key, libraries: Sequence[Unit], first: datetime.date, last: datetime.date) -> list[Title]:
    """What a group borrowed most in whole months, where it stands for itself; no title that was borrowed seldom."""
    first, last = whole_months(first, last)
    _people, place = _places(libraries, first, last)
    shown = Q(pk__in=())
    for year in range(first.year, last.year + 1):
        at = [library for (library, of), groups in place.items() if of == year and group in groups.values()]
        if at:
            shown |= Q(library__in=at, day__year=year)
    age_group, sex = group
    rows = _lent(libraries, first, last).filter(shown, age_group=age_group)
    if sex != BOTH and (age_group, BOTH) in ORDER:  # grown-ups are not told apart by sex
        rows = rows.filter(sex=sex)
    found = rows.order_by().values_list("copy__record", "copy__record__title", "copy__record__author")
    most = found.annotate(loans=Count("pk")).filter(loans__gte=settings.SMALLEST_TITLE)
    return [Title(*row) for row in most.order_by("-loans", "copy__record")[:MOST_TITLES]]


def _places(
    libraries: Sequence[Unit], first: datetime.date, last: datetime.date
) -> tuple[dict[Cell, Counter[Key]], dict[Cell, dict[Key, Key]]]:
    """(readers of each library's year by group, the group in which each is shown)."""
    people = sizes([one.pk for one in libraries], range(first.year, last.year + 1))
    return people, {cell: shown_as(groups) for cell, groups in people.items()}


def _lent(libraries: Sequence[Unit], first: datetime.date, last: datetime.date) -> QuerySet[Loan]:
    lent = Loan.objects.exclude(state=Loan.VOIDED).filter(day__range=(first, last))
    lent = lent.filter(library__in=[one.pk for one in libraries])
    return lent.annotate(month=ExtractMonth("day"), year=ExtractYear("day"))


def _weight(counted: dict[Key, Counter[Any]], part: Any, question: Question) -> Any:
    """Months in their order, everything else by its loans, what is few last."""
    loans = sum(one[part] for one in counted.values())
    return (part == REST, part if question.by == "month" else -loans, str(part))


def _label(question: Question, part: Any) -> str:
    return str(_("the rest, together")) if part == REST else question.label(part)


def _reading(group: Group, counted: Counter[Any], parts: Sequence[Any], question: Question) -> Reading:
    loans = counted.total()
    return Reading(
        group,
        loans,
        tuple(Part(_label(question, part), counted[part], counted[part] * 100 / loans) for part in parts),
    )
