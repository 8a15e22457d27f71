"""What may be asked of the diary. Every answer is the same from open days, closed days and both."""

from orda.diary.models import BEGINNING
from orda.diary.queries.breakdown import BY, breakdown
from orda.diary.queries.day_sheet import SheetPart, SheetRow, day_sheet
from orda.diary.queries.lines import (
    DayState,
    Line,
    as_line,
    day_state,
    entries,
    is_closed,
    library_ids_under,
    lines_like,
    sets_where,
)
from orda.diary.queries.quantities import (
    END,
    Quantity,
    dimension_sets,
    level,
    level_by_library,
    matches,
    totals,
)

__all__ = [
    "BEGINNING",
    "BY",
    "DayState",
    "END",
    "Line",
    "Quantity",
    "SheetPart",
    "SheetRow",
    "as_line",
    "breakdown",
    "day_sheet",
    "day_state",
    "dimension_sets",
    "entries",
    "is_closed",
    "level",
    "level_by_library",
    "library_ids_under",
    "lines_like",
    "matches",
    "sets_where",
    "totals",
]
