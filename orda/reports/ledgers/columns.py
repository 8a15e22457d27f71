"""The columns of the work diary's tables (domain: work diary, parts A, B, D), declared over the diary's measures.

A new measure becomes a column by a line here. "Of which" columns are kept apart by their kind: no total adds them.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.utils.translation import gettext_lazy as _

from orda.diary.measures import DIMENSIONS, Text


class Role(Enum):
    TOTAL = "total"
    PART = "part"  # parts of a total add up to it
    OF_WHICH = "of which"  # inside a total already


@dataclass(frozen=True)
class Column:
    """What a column counts: measures, of them what has the values of `where` ("": not stated)."""

    path: tuple[Text, ...]
    measures: tuple[str, ...]
    where: Mapping[str, Collection[str]] = field(default_factory=dict)
    role: Role = Role.TOTAL

    @property
    def rest(self) -> bool:
        """What a line does not state: shown only where there is some."""
        return any("" in values for values in self.where.values())


@dataclass(frozen=True)
class Sheet:
    """A table of the diary. `letter` is its sign in the paper diary, "" for what the paper has no table for."""

    letter: str
    title: Text
    columns: tuple[Column, ...]


GROUPED_BY: dict[str, Text] = {
    "subject_field": _("by content"),
    "language": _("by language"),
    "document_kind": _("by kind"),
    "age_group": _("by reader group"),
    "purpose": _("by purpose"),
    "channel": _("by channel"),
    "database": _("by database"),
}
_CHILDREN = ("0-10", "11-15")


def _one(label: Text, *measures: str) -> tuple[Column, ...]:
    return (Column((label,), measures),)


def _group(
    label: Text, measures: tuple[str, ...], by: tuple[str, ...], *of_which: Column
) -> tuple[Column, ...]:
    return (Column((label, _("in all")), measures), *_parts(label, measures, by), *of_which)


def _parts(label: Text, measures: tuple[str, ...], by: tuple[str, ...]) -> Iterator[Column]:
    for name in by:
        values: dict[str, Text] = {**(DIMENSIONS[name].values or {}), "": _("not stated")}
        for value, words in values.items():
            yield Column((label, GROUPED_BY[name], words), measures, {name: (value,)}, Role.PART)


_READERS, _VISITS, _LOANS, _EVENTS = _("Readers registered"), _("Visits"), _("Loans"), _("Events held")
_RECORDS = _("Catalogue records added")
_LENT = ("loan", "renewal")  # GOST R 7.0.20: a renewal counts as a loan of its own

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "A",
        _("Readers and visits"),
        (
            *_group(
                _READERS,
                ("reader_registered",),
                ("age_group",),
                Column(
                    (_READERS, _("of which with a disability")),
                    ("reader_registered",),
                    {"disability": ("yes",)},
                    Role.OF_WHICH,
                ),
            ),
            *_one(_("Registered on the site"), "site_user_registered"),
            *_one(_("Used electronic resources"), "electronic_user"),
            *_group(
                _VISITS,
                ("visit",),
                ("purpose",),
                Column(
                    (_VISITS, _("of which children")), ("visit",), {"age_group": _CHILDREN}, Role.OF_WHICH
                ),
            ),
        ),
    ),
    Sheet("B", _("Loans by content and language"), _group(_LOANS, _LENT, ("subject_field", "language"))),
    Sheet(
        "B",
        _("Loans by kind and reader"),
        (
            *_group(
                _LOANS,
                _LENT,
                ("document_kind", "age_group"),
                Column((_LOANS, _("of which renewals")), ("renewal",), {}, Role.OF_WHICH),
            ),
            *_one(_("Returns"), "return"),
        ),
    ),
    Sheet(
        "D",
        _("Events"),
        (
            *_group(_EVENTS, ("event_held",), ("channel",)),
            *_one(_("Attendance"), "event_attended"),
            *_one(_("Views"), "event_viewed"),
        ),
    ),
    Sheet(
        "",
        _("Stock and catalogue"),
        (
            *_group(_RECORDS, ("catalogue_record",), ("database",)),
            *_one(_("Copies taken in"), "intake"),
            *_one(_("Copies withdrawn"), "withdrawal"),
            *_one(_("Networked documents added"), "electronic_intake"),
        ),
    ),
)
