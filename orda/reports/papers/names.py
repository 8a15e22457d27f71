"""How papers call an indicator: always as the plan of the year calls it, so that no paper has two names for one."""

from collections.abc import Mapping

from django.utils.translation import get_language

from orda.planning.document.queries import said
from orda.planning.indicators.declared import INDICATORS
from orda.planning.models import Line


def indicator_names(year: int) -> Mapping[str, str]:
    """Key -> name, in the language of the moment; what the plan does not list goes by its name on the board."""
    found = {key: str(one.label) for key, one in INDICATORS.items()}
    if get_language() not in ("kk", "ru"):  # the plan speaks these two
        return found
    lines = Line.objects.filter(plan__year=year, source__kind="indicator").order_by("-position")
    return {**found, **{line.source["key"]: said(line, "content") for line in lines}}
