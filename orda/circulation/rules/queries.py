"""The rows of the table of rules, in the order in which they decide."""

from collections.abc import Iterable

from django.db.models import Q

from orda.circulation.rules.models import LoanRule
from orda.network.models import Unit
from orda.network.queries import units_above


def in_order(units: Iterable[Unit]) -> list[LoanRule]:
    """The rows that may decide at these units: of the units themselves, of those above, and for every library."""
    ids = {one for unit in units for one in units_above(unit.path)}
    found = LoanRule.objects.select_related("unit").filter(Q(unit=None) | Q(unit__in=ids))
    return sorted(found, key=_order)


def _order(row: LoanRule) -> tuple[int, str, bool, str, bool, str]:
    depth = len(units_above(row.unit.path)) if row.unit else 0
    path = row.unit.path if row.unit else ""
    return -depth, path, not row.category, row.category, not row.document_kind, row.document_kind
