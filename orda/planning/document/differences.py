"""What changed between two versions of a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from orda.network.models import Unit


@dataclass(frozen=True)
class Difference:
    """What one version says of a thing and the next says otherwise; "" where it isn't there."""

    what: str
    name: str
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What changed from one version's content to another's, line by line."""
    found = []
    for key in dict.fromkeys([*before["lines"], *after["lines"]]):
        one, other = before["lines"].get(key, {}), after["lines"].get(key, {})
        cohort = key.rpartition("|")[2]
        what = _named(other or one) + (f" ({Unit.Cohort(cohort).label})" if cohort else "")
        for name in ("kk", "ru", "performers", "quarters", "month", "day"):
            found += _changed(what, name, one.get(name), other.get(name))
        for quarter in sorted({*one.get("target", {}), *other.get("target", {})}):
            name = "target" if quarter == "0" else f"target_q{quarter}"
            found += _changed(
                what, name, one.get("target", {}).get(quarter), other.get("target", {}).get(quarter)
            )
    for key in dict.fromkeys([*before["passages"], *after["passages"]]):
        one, other = before["passages"].get(key, ["", ""]), after["passages"].get(key, ["", ""])
        for place, name in enumerate(("kk", "ru")):
            what = _named(dict(zip(("kk", "ru"), other if other[0] else one, strict=True)))
            found += _changed(what[:60], name, one[place], other[place])
    return found


def _named(content: Mapping[str, Any]) -> str:
    """What a version says of a thing, in the reader's language where it stands in that."""
    return str((get_language() == "ru" and content.get("ru")) or content["kk"])


def _changed(what: str, name: str, before: Any, after: Any) -> list[Difference]:
    same = (before or "") == (after or "")
    return [] if same else [Difference(what, name, str(before or ""), str(after or ""))]
