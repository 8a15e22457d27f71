"""The values of the diary's dimensions in words, those of events from the events' own lists."""

from orda.diary.measures import DIMENSIONS
from orda.events.models import Audience, Direction, Form


def stated_values(dimension: str) -> dict[str, str]:
    """code -> label of a dimension's values."""
    if dimension in ("form", "direction"):
        table = Form if dimension == "form" else Direction
        return {one.code: str(one) for one in table.objects.all()}
    if dimension == "audience":
        return {code: str(label) for code, label in Audience.choices}
    return {code: str(label) for code, label in (DIMENSIONS[dimension].values or {}).items()}
