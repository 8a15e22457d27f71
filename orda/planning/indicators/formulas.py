"""An indicator's formula in plain words: "loans + renewals: Kazakh, book", "Loans in Kazakh ÷ Readers × 100"."""

from collections.abc import Mapping, Sequence

from orda.diary.measures import DIMENSIONS, MEASURES
from orda.planning.indicators.declared import Indicator, Rate, Rows, Term
from orda.planning.indicators.values import stated_values


def in_words(row: Indicator, rows: Rows) -> str:
    """How a row is counted. `rows`: the indicators of the same year."""
    if not isinstance(row, Rate):
        return terms_in_words(row.terms)
    counted = rows.counted.get(row.numerator)
    over = counted.label if counted else row.numerator
    times = f" × {row.scale}" if row.scale != 1 else ""
    return f"{over} ÷ {rows.under(row)}{times}"


def terms_in_words(terms: Sequence[Term]) -> str:
    """Terms that are told apart alike are named together."""
    alike = {tuple(sorted(term.where.items())) for term in terms}
    if len(alike) == 1:
        told = where_in_words(terms[0].where)
        return _sum([(term.sign, str(MEASURES[term.measure].label)) for term in terms]) + (
            f": {told}" if told else ""
        )
    return _sum([(term.sign, _term(term)) for term in terms])


def where_in_words(where: Mapping[str, str]) -> str:
    """Dimension values in the registry's order: "Kazakh, book"."""
    return ", ".join(
        stated_values(name).get(where[name], where[name]) for name in DIMENSIONS if name in where
    )


def _term(term: Term) -> str:
    told = where_in_words(term.where)
    return f"{MEASURES[term.measure].label}{f' ({told})' if told else ''}"


def _sum(parts: Sequence[tuple[int, str]]) -> str:
    (sign, first), *others = parts
    head = f"− {first}" if sign < 0 else first
    return head + "".join(f" {'−' if sign < 0 else '+'} {text}" for sign, text in others)
