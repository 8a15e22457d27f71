"""The control indicators of the plan, declared over the diary's measures and levels.

Rows and their order are those of the plan's table "бақылау көрсеткіштері"; formulas are the field's usual ones
(readability, visit rate, turnover, renewal of the stock). Nothing here is computed: queries read these rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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

COUNTED: dict[str, Counted] = {
    row.key: row for row in (*INDICATORS.values(), INTAKE) if not isinstance(row, Rate)
}
RATES: dict[str, Rate] = {key: row for key, row in INDICATORS.items() if isinstance(row, Rate)}


def measures_of(key: str) -> tuple[str, ...]:
    """The diary's measures behind a row, each once: for a rate those of its numerator."""
    row = INDICATORS.get(key) or COUNTED[key]
    counted = COUNTED[row.numerator] if isinstance(row, Rate) else row
    return tuple(dict.fromkeys(term.measure for term in counted.terms))


def parts_of(key: str) -> tuple[OfWhich, ...]:
    """The "of which" rows of a row."""
    return tuple(row for row in INDICATORS.values() if isinstance(row, OfWhich) and row.of_which_of == key)


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
