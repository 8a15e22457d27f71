"""What may be asked of the diary. Every answer is the same from open days, closed days and both."""

from orda.diary.models import BEGINNING
from orda.diary.queries.breakdown import BY, breakdown
from orda.diary.queries.lines import entries, is_closed, library_ids_under
from orda.diary.queries.quantities import Quantity, dimension_sets, level, level_by_library, matches, totals

__all__ = [
    "BEGINNING",
    "BY",
    "Quantity",
    "breakdown",
    "dimension_sets",
    "entries",
    "is_closed",
    "level",
    "level_by_library",
    "library_ids_under",
    "matches",
    "totals",
]
