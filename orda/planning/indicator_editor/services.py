"""What may be done to the indicators that people add: define, change from a year on, retire from a year on.

Nothing is ever overwritten: each act is a version of its own, and a past year's numbers keep their meaning.
"""

import re
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.diary.measures import LEVELS, MEASURES
from orda.network import clock
from orda.network.models import Staff, Unit
from orda.planning.document.models import Line
from orda.planning.indicators.added import LANGUAGES, Added, Words, added, row_of
from orda.planning.indicators.checks import IndicatorRefused, check, check_terms
from orda.planning.indicators.declared import COUNTED, INDICATORS, Term
from orda.planning.indicators.models import IndicatorVersion
from orda.planning.year.models import Figure

KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
# What the addresses of the board and of the indicators call otherwise.
ADDRESSES = frozenset({"map", "forecast", "screen", "new"})
FIRST_YEAR, LAST_YEAR = 1901, 2999
LONGEST_LABEL, LONGEST_UNIT = 120, 60


class BadKey(IndicatorRefused):
    code = "bad_key"
    field = "key"
    message = _("A key is 2 to 40 small Latin letters, digits and underscores, a letter first.")


class KeyTaken(IndicatorRefused):
    code = "key_taken"
    field = "key"
    message = _("The key “%(key)s” is taken.")


class WordsMissing(IndicatorRefused):
    code = "words_missing"
    message = _("Write this in Kazakh, Russian and English, up to %(most)s signs.")

    def __init__(self, *, field: str, most: int) -> None:
        super().__init__(most=most)
        self.field = field


class BadYear(IndicatorRefused):
    code = "bad_year"
    field = "valid_from"
    message = _("A year is a number from %(first)s to %(last)s.")


class PastYear(IndicatorRefused):
    code = "past_year"
    field = "valid_from"
    message = _("The numbers of past years stand: a change holds from %(year)s at the earliest.")


class KindStays(IndicatorRefused):
    code = "kind_stays"
    field = "kind"
    message = _("“%(label)s” can't become another kind of indicator: add one beside it.")


class NotInForce(IndicatorRefused):
    code = "not_in_force"
    field = "valid_from"
    message = _("“%(label)s” is not counted in %(year)s.")


class StillNeeded(IndicatorRefused):
    code = "still_needed"
    message = _("“%(other)s” of %(year)s would no longer hold: %(problem)s")


class LineNeedsIt(IndicatorRefused):
    code = "line_needs_it"
    field = "valid_from"
    message = _("A line of the plan of %(year)s is counted by it: “%(line)s”.")


@dataclass(frozen=True)
class Definition:
    """What people say of an indicator. A rate has sides, scale and a unit in words; the others have terms."""

    kind: str
    label: Words
    terms: tuple[Term, ...] = ()
    of_which_of: str = ""
    numerator: str = ""
    denominator: str = ""
    scale: int = 1
    unit: Words = field(default_factory=lambda: Words("", "", ""))

    def version(self, key: str, valid_from: int) -> IndicatorVersion:
        """As a version that isn't kept yet. What is of another kind is left out."""
        rate, inside = self.kind == IndicatorVersion.Kind.RATE, self.kind == IndicatorVersion.Kind.OF_WHICH
        return IndicatorVersion(
            key=key,
            valid_from=valid_from,
            kind=self.kind,
            terms=[]
            if rate
            else [{"measure": one.measure, "where": dict(one.where), "sign": one.sign} for one in self.terms],
            of_which_of=self.of_which_of if inside else "",
            numerator=self.numerator if rate else "",
            denominator=self.denominator if rate else "",
            scale=self.scale if rate else 1,
            **{f"label_{one}": getattr(self.label, one) for one in LANGUAGES},
            **({f"unit_{one}": getattr(self.unit, one) for one in LANGUAGES} if rate else {}),
        )


@transaction.atomic
def define(key: str, definition: Definition, valid_from: int, by: Staff) -> IndicatorVersion:
    """A new indicator, counted from a year on; the year may be past, since no number is changed by it.

    Raises a refusal (IndicatorRefused) that names the field.
    """
    known = _one_at_a_time()
    return _kept(checked_new(key, definition, valid_from, known), known, by)


def checked_new(key: str, definition: Definition, valid_from: int, known: Added) -> IndicatorVersion:
    """A new indicator as it would be kept. Raises as `define` does; changes nothing."""
    if not KEY.fullmatch(key):
        raise BadKey
    taken = key in known.keys or key in {*INDICATORS, *COUNTED, *LEVELS, *MEASURES, *ADDRESSES}
    if taken or Figure.objects.filter(indicator=key).exists() or Line.objects.filter(key=key).exists():
        raise KeyTaken(key=key)
    _check_said(definition)
    if not FIRST_YEAR <= valid_from <= LAST_YEAR:
        raise BadYear(first=FIRST_YEAR, last=LAST_YEAR)
    version = definition.version(key, valid_from)
    check_all(known, version)
    return version


@transaction.atomic
def change(key: str, definition: Definition, valid_from: int, by: Staff) -> IndicatorVersion:
    """Defines an indicator otherwise from a year on: this year or a later one. Raises IndicatorRefused."""
    known = _one_at_a_time()
    return _kept(checked_change(key, definition, valid_from, known), known, by)


def checked_change(key: str, definition: Definition, valid_from: int, known: Added) -> IndicatorVersion:
    """A changed indicator as it would be kept. Raises as `change` does; changes nothing."""
    newest = known.of_key(key)[-1]
    if definition.kind != newest.kind:
        raise KindStays(label=row_of(newest).label)
    _check_said(definition)
    _check_year(valid_from)
    version = definition.version(key, valid_from)
    check_all(known, version)
    return version


@transaction.atomic
def retire(key: str, valid_from: int, by: Staff) -> IndicatorVersion:
    """Counts an indicator no more from a year on. Raises IndicatorRefused: a past year, or something needs it."""
    known = _one_at_a_time()
    newest = known.of_key(key)[-1]
    _check_year(valid_from)
    if key not in known.in_force(valid_from).indicators:
        raise NotInForce(label=row_of(newest).label, year=valid_from)
    line = Line.objects.filter(plan__year__gte=valid_from, source__kind="indicator", source__key=key).first()
    if line is not None:
        raise LineNeedsIt(year=line.plan.year, line=line.content_kk)
    version = IndicatorVersion.objects.get(pk=newest.pk)
    version.pk, version.valid_from, version.retired = None, valid_from, True
    check_all(known, version)
    return _kept(version, known, by)


def check_all(known: Added, version: IndicatorVersion) -> None:
    """With a version added to what is known, everything that people added holds in every year from its own on."""
    with_it = Added([*known.versions, version])
    for year in with_it.turns_from(version.valid_from):
        rows = with_it.in_force(year)
        for row in rows.added.values():
            try:
                check(row, rows, year)
            except IndicatorRefused as refusal:
                if row.key == version.key:
                    raise
                raise StillNeeded(other=row.label, year=year, problem=refusal) from None


def _kept(version: IndicatorVersion, known: Added, by: Staff) -> IndicatorVersion:
    version.number = len(known.of_key(version.key)) + 1
    version.made_at, version.made_by = clock.now(), by
    version.save(force_insert=True)
    return version


def _one_at_a_time() -> Added:
    """What people added, while nobody else adds: the tree's top is held until the transaction ends."""
    list(Unit.objects.select_for_update().filter(parent=None))
    return added()


def _check_said(definition: Definition) -> None:
    """Its words and terms, for themselves."""
    for language in LANGUAGES:
        text = getattr(definition.label, language)
        if not text or len(text) > LONGEST_LABEL or not text.isprintable():
            raise WordsMissing(field=f"label_{language}", most=LONGEST_LABEL)
    for language in LANGUAGES if definition.kind == IndicatorVersion.Kind.RATE else ():
        text = getattr(definition.unit, language)
        if not text or len(text) > LONGEST_UNIT or not text.isprintable():
            raise WordsMissing(field=f"unit_{language}", most=LONGEST_UNIT)
    if definition.kind != IndicatorVersion.Kind.RATE:
        check_terms(definition.terms)


def _check_year(valid_from: int) -> None:
    if not FIRST_YEAR <= valid_from <= LAST_YEAR:
        raise BadYear(first=FIRST_YEAR, last=LAST_YEAR)
    if valid_from < clock.today().year:
        raise PastYear(year=clock.today().year)
