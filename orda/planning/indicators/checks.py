"""Whether an indicator that people define holds together: its measures, its unit, and where it is inside another.

An "of which" must lie inside its whole by construction: on every line of the diary, whatever its dimensions, it
counts no more than its whole does. So it can never exceed it.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from orda.diary.measures import DIMENSIONS, MEASURES, Text
from orda.network.refusals import Refusal
from orda.planning.indicators.declared import (
    INDICATORS,
    STOCK,
    Count,
    Counted,
    Indicator,
    OfWhich,
    Rate,
    Rows,
    Term,
)
from orda.planning.indicators.values import stated_values

MOST_TERMS = 12
LARGEST_SCALE = 1_000_000


class IndicatorRefused(Refusal):
    """`field`: the field of the definition that the refusal speaks of."""

    field = "terms"


class NoTerms(IndicatorRefused):
    code = "no_terms"
    message = _("Say what is counted: 1 to %(most)s terms, at least one of them added.")


class UnknownMeasure(IndicatorRefused):
    code = "unknown_measure_of_term"
    message = _("Term %(number)s: the diary has no measure “%(measure)s”.")


class UnknownDimension(IndicatorRefused):
    code = "unknown_dimension_of_term"
    message = _("Term %(number)s: “%(measure)s” is not told apart by “%(dimension)s”.")


class UnknownValue(IndicatorRefused):
    code = "unknown_value_of_term"
    message = _("Term %(number)s: there is no “%(value)s” among the values of “%(dimension)s”.")


class UnitsDiffer(IndicatorRefused):
    code = "units_differ"
    message = _("Term %(number)s counts %(other)s, the first one %(unit)s: they can't be added.")


class CountedTwice(IndicatorRefused):
    code = "counted_twice"
    message = _("The same lines of “%(measure)s” would be counted twice.")


class NothingCounted(IndicatorRefused):
    code = "nothing_counted"
    message = _("The terms take off all that they add: nothing would be counted.")


class PartAdded(IndicatorRefused):
    code = "part_added"
    message = _("“%(measure)s” is an “of which” of “%(whole)s”: it is never added to anything.")


class NoWhole(IndicatorRefused):
    code = "no_whole"
    field = "of_which_of"
    message = _("An “of which” lies inside a count: in %(year)s there is no count “%(key)s”.")


class WholeInOtherUnit(IndicatorRefused):
    code = "whole_in_other_unit"
    field = "of_which_of"
    message = _("“%(whole)s” counts %(unit)s, this counts %(other)s: it can't be inside it.")


class NotInside(IndicatorRefused):
    code = "not_inside"
    field = "of_which_of"
    message = _("“%(measure)s%(told)s” is not inside “%(whole)s”, so it could exceed it.")


class UnknownSide(IndicatorRefused):
    code = "unknown_numerator"
    field = "numerator"
    message = _("In %(year)s there is no count “%(key)s” to divide.")


class UnknownDenominator(UnknownSide):
    code = "unknown_denominator"
    field = "denominator"
    message = _("In %(year)s there is no count or level “%(key)s” to divide by.")


class SameSides(IndicatorRefused):
    code = "same_sides"
    field = "denominator"
    message = _("A count divided by itself says nothing.")


class ScaleOutside(IndicatorRefused):
    code = "scale_outside"
    field = "scale"
    message = _("The multiplier is a whole number from 1 to %(most)s.")


def check(row: Indicator, rows: Rows, year: int) -> None:
    """Raises the refusal that names what doesn't hold. `rows`: the indicators in force in the year."""
    if isinstance(row, Rate):
        _check_sides(row, rows, year)
        return
    check_terms(row.terms)
    if isinstance(row, OfWhich):
        whole = rows.indicators.get(row.of_which_of)
        if not isinstance(whole, Count):
            raise NoWhole(year=year, key=row.of_which_of)
        _check_inside(row, whole)


def check_terms(terms: Sequence[Term]) -> None:
    """Each measure and filter is known, the terms are of one unit, and no line is counted twice."""
    if not 0 < len(terms) <= MOST_TERMS or all(term.sign < 0 for term in terms):
        raise NoTerms(most=MOST_TERMS)
    for number, term in enumerate(terms, 1):
        _check_term(number, term)
    unit = MEASURES[terms[0].measure].unit
    for number, term in enumerate(terms, 1):
        other = MEASURES[term.measure].unit
        if not _same(unit, other):
            raise UnitsDiffer(number=number, unit=unit, other=other)
    _check_parts(terms)
    counts = [(measure, _weight(terms, measure, values)) for measure, values in _cells(terms)]
    for measure, weight in counts:
        if abs(weight) > 1:
            raise CountedTwice(measure=MEASURES[measure].label)
    if all(weight <= 0 for _measure, weight in counts):
        raise NothingCounted


def _check_term(number: int, term: Term) -> None:
    measure = MEASURES.get(term.measure)
    if measure is None:
        raise UnknownMeasure(number=number, measure=term.measure[:40])
    for name, value in term.where.items():
        if name not in measure.dimensions:
            label = DIMENSIONS[name].label if name in DIMENSIONS else name[:40]
            raise UnknownDimension(number=number, measure=measure.label, dimension=label)
        if value not in stated_values(name):
            raise UnknownValue(number=number, value=value[:40], dimension=DIMENSIONS[name].label)


def _check_parts(terms: Sequence[Term]) -> None:
    """Registered users of the site are readers already: such a measure stands alone or is taken off."""
    added = {term.measure for term in terms if term.sign > 0}
    for row in INDICATORS.values():
        whole = INDICATORS.get(row.of_which_of)
        if not isinstance(row, OfWhich) or not isinstance(whole, Count):
            continue
        parts = {term.measure for term in row.terms} - {term.measure for term in whole.terms}
        if parts & added and len(added) > 1:
            measure = MEASURES[min(parts & added)]
            raise PartAdded(measure=measure.label, whole=whole.label)


def _check_inside(part: OfWhich, whole: Count) -> None:
    if not _same(part.unit, whole.unit):
        raise WholeInOtherUnit(whole=whole.label, unit=whole.unit, other=part.unit)
    for measure, values in _cells((*part.terms, *whole.terms)):
        weight = _weight(part.terms, measure, values)
        if not 0 <= weight <= _weight(whole.terms, measure, values):
            known = [stated_values(name)[value] for name, value in values.items() if value is not None]
            told = f" ({', '.join(known)})" if known else ""
            raise NotInside(measure=MEASURES[measure].label, told=told, whole=whole.label)


def _check_sides(row: Rate, rows: Rows, year: int) -> None:
    counted: dict[str, Counted] = rows.counted
    if row.numerator not in counted:
        raise UnknownSide(year=year, key=row.numerator)
    if row.denominator not in counted and row.denominator != STOCK.key:
        raise UnknownDenominator(year=year, key=row.denominator)
    if row.numerator == row.denominator:
        raise SameSides
    if not 1 <= row.scale <= LARGEST_SCALE:
        raise ScaleOutside(most=LARGEST_SCALE)


Cell = tuple[str, dict[str, str | None]]


def _cells(terms: Sequence[Term]) -> Iterator[Cell]:
    """Every kind of line that the terms can tell apart: measure, and of each dimension a value that they name, or
    None for any other."""
    for measure in dict.fromkeys(term.measure for term in terms):
        named: dict[str, dict[str | None, None]] = {}
        for term in terms:
            for name, value in term.where.items() if term.measure == measure else ():
                named.setdefault(name, {None: None})[value] = None
        for values in product(*named.values()):
            yield measure, dict(zip(named, values, strict=True))


def _weight(terms: Sequence[Term], measure: str, values: dict[str, str | None]) -> int:
    """How many times the terms count a line of a cell."""
    return sum(
        term.sign
        for term in terms
        if term.measure == measure and all(values.get(name) == value for name, value in term.where.items())
    )


def _same(unit: Text, other: Text) -> bool:
    """Units are told apart by their English: two of them may read alike in another language."""
    with translation.override("en"):
        return str(unit) == str(other)
