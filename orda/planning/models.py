"""What is kept of plans: their figures, the document, the indicators that people add."""

from orda.planning.document.models import Line, ManualCount, Passage, Plan, Remark, Section, Table, Version
from orda.planning.indicators.models import IndicatorVersion
from orda.planning.year.models import Figure, SourceNote

__all__ = [
    "Figure",
    "IndicatorVersion",
    "Line",
    "ManualCount",
    "Passage",
    "Plan",
    "Remark",
    "Section",
    "SourceNote",
    "Table",
    "Version",
]
