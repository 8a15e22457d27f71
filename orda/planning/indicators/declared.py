"""The control indicators of the plan, declared over the diary's measures and levels; people add more (queries.added).

Rows and their order are those of the plan's table "бақылау көрсеткіштері"; formulas are the field's usual ones
(readability, visit rate, turnover, renewal of the stock). Nothing here is computed: queries read these rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from orda.diary.measures import LEVELS, Text
from orda.network.refusals import Refusal


@dataclass(frozen=True)
class Term:
    """A measure of the diary, of it only what has the dimension values of `where`; sign -1 takes it off."""

    measure: str
    where: Mapping[str, str] = field(default_factory=dict)
    sign: int = 1


@dataclass(frozen=True)
class Count:
    """A row that counts acts. It stands for itself and may be added up."""

    key: str
    label: Text
    unit: Text
    terms: tuple[Term, ...]

    @property
    def of_which_of(self) -> str:
        return ""


@dataclass(frozen=True)
class OfWhich:
    """A row that tells a part of another row's count ("of which"). It is no Count: it adds into nothing."""

    key: str
    label: Text
    unit: Text
    terms: tuple[Term, ...]
    of_which_of: str


@dataclass(frozen=True)
class Rate:
    """A row that divides: numerator (a count, or "intake") by a count or by a level at the end of the period."""

    key: str
    label: Text
    unit: Text
    numerator: str
    denominator: str
    scale: int = 1

    @property
    def of_which_of(self) -> str:
        return ""


Counted = Count | OfWhich
Indicator = Count | OfWhich | Rate

_E_DOCUMENT = {"document_kind": "electronic_document"}
_E_PUBLICATION = {"document_kind": "electronic_publication"}
_OFFLINE = {"channel": "offline"}
_ONLINE = {"channel": "online"}


def _lent(where: Mapping[str, str]) -> tuple[Term, Term]:
    """GOST R 7.0.20: a renewal counts as a loan of its own."""
    return Term("loan", where), Term("renewal", where)


INDICATORS: dict[str, Indicator] = {
    row.key: row
    for row in (
        Count("readers", _("Readers"), _("readers"), (Term("reader_registered"),)),
        OfWhich(
            "readers_site",
            _("Registered users of the site"),
            _("readers"),
            (Term("site_user_registered"),),
            of_which_of="readers",
        ),
        OfWhich(
            "readers_electronic",
            _("Users of electronic resources"),
            _("readers"),
            (Term("electronic_user"),),
            of_which_of="readers",
        ),
        Count("loans", _("Loans"), _("copies"), _lent({})),
        OfWhich(
            "loans_electronic_documents",
            _("Loans of electronic documents"),
            _("copies"),
            _lent(_E_DOCUMENT),
            of_which_of="loans",
        ),
        OfWhich(
            "loans_electronic_publications",
            _("Loans of electronic publications"),
            _("copies"),
            _lent(_E_PUBLICATION),
            of_which_of="loans",
        ),
        Count("visits", _("Visits"), _("visits"), (Term("visit"),)),
        Count(
            "catalogue_records",
            _("Records added to the electronic catalogue"),
            _("records"),
            (Term("catalogue_record"),),
        ),
        Count("events_offline", _("Cultural events, offline"), _("events"), (Term("event_held", _OFFLINE),)),
        Count("events_online", _("Cultural events, online"), _("events"), (Term("event_held", _ONLINE),)),
        Count(
            "attendance_offline",
            _("Attendance of offline events"),
            _("people"),
            (Term("event_attended", _OFFLINE),),
        ),
        Count("views_online", _("Views of online events"), _("views"), (Term("event_viewed"),)),
        Rate("readability", _("Readability"), _("loans per reader"), "loans", "readers"),
        Rate("visit_rate", _("Visit rate"), _("visits per reader"), "visits", "readers"),
        Rate("turnover", _("Turnover of the stock"), _("loans per copy in stock"), "loans", "stock"),
        Rate("renewal_rate", _("Renewal of the stock"), _("% of the stock"), "intake", "stock", scale=100),
    )
}

# What rates divide besides the rows above: not rows of the plan's table themselves.
# Renewal is what came in during the year: the copies with which accounting began are not an intake of it.
INTAKE = Count(
    "intake", _("Copies taken in"), _("copies"), (Term("intake"), Term("intake", {"supply": "opening"}, -1))
)
STOCK = LEVELS["stock"]
RENEWALS = Count("renewals", _("Renewals"), _("copies"), (Term("renewal"),))


@dataclass(frozen=True)
class Rows:
    """The indicators of a year by key, those of the plan's table first, then those that people added."""

    indicators: Mapping[str, Indicator]

    @cached_property
    def counted(self) -> dict[str, Counted]:
        """All that counts acts: the indicators that are no rates, and what rates divide besides them."""
        rows = (*self.indicators.values(), INTAKE)
        return {row.key: row for row in rows if not isinstance(row, Rate)}

    @cached_property
    def rates(self) -> dict[str, Rate]:
        return {key: row for key, row in self.indicators.items() if isinstance(row, Rate)}

    @property
    def added(self) -> dict[str, Indicator]:
        """Those that people added."""
        return {key: row for key, row in self.indicators.items() if key not in INDICATORS}

    def get(self, key: str) -> Indicator | None:
        """An indicator, or a count behind a rate; None for an unknown key."""
        return self.indicators.get(key) or self.counted.get(key)

    def under(self, rate: Rate) -> Text:
        """What a rate divides by, in words."""
        return STOCK.label if rate.denominator == STOCK.key else self.counted[rate.denominator].label

    def counted_alike(self, key: str, others: "Rows") -> bool:
        """Whether another year's rows count a row by the same formula. What one of them doesn't have isn't compared."""
        one, other = self.get(key), others.get(key)
        if one is None or other is None:
            return True
        if isinstance(one, Rate) and isinstance(other, Rate):
            sides = (one.numerator, one.denominator)
            same = (*sides, one.scale) == (other.numerator, other.denominator, other.scale)
            return same and all(self.counted_alike(side, others) for side in sides)
        if isinstance(one, Rate) or isinstance(other, Rate):
            return False
        return _told(one.terms) == _told(other.terms)

    def measures_of(self, key: str) -> tuple[str, ...]:
        """The diary's measures behind a counted row, each once."""
        return tuple(dict.fromkeys(term.measure for term in self.counted[key].terms))

    def parts_of(self, key: str) -> tuple[OfWhich, ...]:
        """The "of which" rows of a row."""
        rows = self.indicators.values()
        return tuple(row for row in rows if isinstance(row, OfWhich) and row.of_which_of == key)


def _told(terms: Iterable[Term]) -> list[tuple[str, list[tuple[str, str]], int]]:
    """Terms in an order of their own: which was written first makes no other formula."""
    return sorted((one.measure, sorted(one.where.items()), one.sign) for one in terms)


# The same in every year: what stands in code. A year's rows, with those of people, are asked of queries.added.
DECLARED = Rows(INDICATORS)
COUNTED = DECLARED.counted
RATES = DECLARED.rates


class OfWhichNeverAdds(Refusal):
    code = "of_which_never_adds"
    message = _("“%(key)s” is an “of which” of “%(parent)s”: it is inside it already and can't be added.")


class Addend(Protocol):
    """A row of a table: its key, what it is an "of which" of ("" for a row of its own), its amount."""

    @property
    def key(self) -> str: ...
    @property
    def of_which_of(self) -> str: ...
    @property
    def amount(self) -> int: ...


def total_of(rows: Iterable[Addend]) -> int:
    """The sum of a table's own rows. Raises OfWhichNeverAdds for a row that is a part of another."""
    total = 0
    for row in rows:
        if row.of_which_of:
            raise OfWhichNeverAdds(key=row.key, parent=row.of_which_of)
        total += row.amount
    return total
