"""The part of the work that the small demo does not act out: lines by hand, a week at a time, marked as generated."""

import datetime
import random
from collections import Counter
from collections.abc import Mapping

from orda.demo.goals import YearPlan
from orda.demo.shares import shares, spread
from orda.demo.stock import FIELDS
from orda.diary.services import ByHand, enter_many_by_hand

REASON = "Демо үшін жасалған сан · число создано для демо · generated for the demo"
_FIELDS_LENT = (0.2, 0.09, 0.05, 0.06, 0.6)


def enter_the_rest(
    plan: YearPlan, rest: Mapping[str, int], groups: Counter[tuple[str, bool]], rng: random.Random, by_id: int
) -> int:
    """Writes `rest` (row -> number) and the readers' groups as lines by hand; returns how many lines."""
    documents, publications = rest["loans_electronic_documents"], rest["loans_electronic_publications"]
    books = shares(rest["loans"] - documents - publications, _FIELDS_LENT)
    wanted: list[tuple[str, str, dict[str, str], int]] = [
        (
            "readers",
            "reader_registered",
            {"age_group": group, **({"disability": "yes"} if disability else {})},
            number,
        )
        for (group, disability), number in sorted(groups.items())
    ]
    wanted += [
        ("readers_site", "site_user_registered", {}, rest["readers_site"]),
        ("readers_electronic", "electronic_user", {}, rest["readers_electronic"]),
        ("visits", "visit", {"purpose": "borrow"}, rest["visits"]),
        ("loans", "loan", {"document_kind": "electronic_document"}, documents),
        ("loans", "loan", {"document_kind": "electronic_publication"}, publications),
    ]
    wanted += [
        ("loans", "loan", {"subject_field": field, "document_kind": "book"}, number)
        for field, number in zip(FIELDS, books, strict=True)
    ]
    return enter_many_by_hand(
        (
            ByHand(day, plan.library, measure, quantity, REASON, values)
            for row, measure, values, number in wanted
            for day, quantity in _weekly(plan, row, number, rng)
        ),
        by_id=by_id,
    )


def _weekly(plan: YearPlan, row: str, number: int, rng: random.Random) -> list[tuple[datetime.date, int]]:
    """(last open day of a week, quantity) of every week that has any."""
    weeks: dict[tuple[int, int], tuple[datetime.date, int]] = {}
    for day, quantity in zip(plan.days, spread(number, plan.days, plan.seasons[row], rng), strict=True):
        week = day.isocalendar()[:2]
        weeks[week] = (day, weeks.get(week, (day, 0))[1] + quantity)
    return [(day, quantity) for day, quantity in weeks.values() if quantity]
