"""The indicators in force in a year: those of the code, and those that people added as they defined them for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import lazy
from django.utils.translation import get_language

from orda.diary.measures import MEASURES, Text
from orda.planning.indicators.declared import INDICATORS, Count, Indicator, OfWhich, Rate, Rows, Term
from orda.planning.indicators.models import IndicatorVersion

LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True)
class Words:
    """A text in the three languages of the house."""

    kk: str
    ru: str
    en: str

    @property
    def text(self) -> Text:
        """In the language of whoever reads it, when it is read."""
        found: Text = _in_language(self)
        return found


def _pick(words: Words) -> str:
    language = (get_language() or "kk")[:2]
    return str(getattr(words, language if language in LANGUAGES else "kk"))


_in_language = lazy(_pick, str)


@dataclass(frozen=True)
class Added:
    """Every version of every added indicator, the earliest made first, read in one question.

    Each holds from its year on: what was made later stands over what was made before.
    """

    versions: Sequence[IndicatorVersion]

    def in_force(self, year: int) -> Rows:
        """The indicators of a year."""
        found: dict[str, Indicator] = dict(INDICATORS)
        found |= {one.key: row_of(one) for one in self.of_year(year)}
        return Rows(found)

    def of_year(self, year: int) -> list[IndicatorVersion]:
        """The versions that a year goes by, in the order in which the indicators were first defined."""
        latest = {one.key: one for one in self.versions if one.valid_from <= year}
        return [one for one in latest.values() if not one.retired]

    def of_key(self, key: str) -> list[IndicatorVersion]:
        """The history of one indicator, the first version first."""
        return [one for one in self.versions if one.key == key]

    @property
    def keys(self) -> list[str]:
        return list(dict.fromkeys(one.key for one in self.versions))

    def turns_from(self, year: int) -> list[int]:
        """A year, and the later years from which anything is defined otherwise."""
        return sorted({year, *(one.valid_from for one in self.versions if one.valid_from > year)})


def added() -> Added:
    """Reads what people added."""
    return Added(list(IndicatorVersion.objects.order_by("pk")))


def in_force(year: int) -> Rows:
    """The indicators of a year."""
    return added().in_force(year)


def row_of(version: IndicatorVersion) -> Indicator:
    """A version as the board's queries read it."""
    label = Words(version.label_kk, version.label_ru, version.label_en).text
    if version.kind == IndicatorVersion.Kind.RATE:
        unit = Words(version.unit_kk, version.unit_ru, version.unit_en).text
        return Rate(version.key, label, unit, version.numerator, version.denominator, version.scale)
    terms = terms_of(version.terms)
    if version.kind == IndicatorVersion.Kind.OF_WHICH:
        return OfWhich(version.key, label, unit_of(terms), terms, of_which_of=version.of_which_of)
    return Count(version.key, label, unit_of(terms), terms)


def terms_of(kept: Iterable[dict[str, object]]) -> tuple[Term, ...]:
    return tuple(Term(one["measure"], one["where"], one["sign"]) for one in kept)  # type: ignore[arg-type]


def unit_of(terms: Sequence[Term]) -> Text:
    """The unit of a count: that of its measures, which are all of one unit."""
    return MEASURES[terms[0].measure].unit
