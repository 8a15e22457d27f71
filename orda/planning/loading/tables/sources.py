"""From where a line's actual comes, said as Line.source."""

from collections.abc import Mapping, Sequence
from typing import Any

MANUAL, STANDING, MILESTONE = {"kind": "manual"}, {"kind": "manual_level"}, {"kind": "milestone"}
# Both are paid by the budget: books bought and periodicals subscribed to.
BUDGET = ("budget", "subscription")


def where_of(language: str, of: str) -> dict[str, str]:
    where = {} if of == "total" else {"subject_field": of}
    return where if language == "all" else {**where, "language": language}


def counted(measure: str, language: str, of: str, supplies: Sequence[str] = ()) -> dict[str, Any]:
    """A measure of the stock by language and field; what was there at the start of accounting is no intake."""
    where = where_of(language, of)
    if supplies:
        return from_diary(measure, *({**where, "supply": supply} for supply in supplies))
    found = from_diary(measure, where)
    if measure == "intake":
        found["terms"].append({"measure": measure, "where": {**where, "supply": "opening"}, "sign": -1})
    return found


def from_diary(measure: str, *wheres: Mapping[str, str]) -> dict[str, Any]:
    terms = [{"measure": measure, "where": dict(where), "sign": 1} for where in wheres]
    return {"kind": "diary", "terms": terms}


def summed(*adds: str, takes: Sequence[str] = ()) -> dict[str, Any]:
    """Other lines added up, by their keys."""
    of = [{"key": key, "sign": 1} for key in adds] + [{"key": key, "sign": -1} for key in takes]
    return {"kind": "sum", "of": of}
