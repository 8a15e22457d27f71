"""The plan as a document: kept as read, changed line by line while a draft, carried through its steps.

draft > submitted > approved > (by decision) being changed > submitted … Each step keeps the whole plan as a version
with a seal; from one version to the next the differences can be read.
"""

import hashlib
import json
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.models import Staff
from orda.network.refusals import Refusal
from orda.planning.document.models import Line, Passage, Plan, Remark, Table, Version
from orda.planning.year.models import Figure


class PlanClosed(Refusal):
    code = "plan_closed"
    message = _("The plan of %(year)s is %(step)s: it can't be changed now.")


class WrongStep(Refusal):
    code = "wrong_step"
    message = _("The plan of %(year)s is %(step)s: this step doesn't follow.")


class DecisionMissing(Refusal):
    code = "decision_missing"
    message = _("Name the decision by which the approved plan is changed.")


class RussianMissing(Refusal):
    code = "russian_missing"
    message = _("%(number)s texts have no Russian; the first is “%(text)s”.")


class BadTarget(Refusal):
    code = "bad_target"
    message = _("The target must be a number of at least 0.")


class PartsMissTarget(Refusal):
    code = "parts_miss_target"
    message = _("The quarters add up to %(found)s, the year says %(year)s.")


def in_year(text: str, year: int) -> str:
    """ "{last} орындауы" of the plan of 2024 -> "2023 орындауы"."""
    return (
        text.replace("{year}", str(year)).replace("{last}", str(year - 1)).replace("{before}", str(year - 2))
    )


@transaction.atomic
def change_line(line: Line, texts: dict[str, Any], targets: dict[int, Decimal | None], by: Staff) -> Line:
    """Changes a line's words, performers, term and its target: quarter (0 the year) -> number, None for none.

    Raises PlanClosed, BadTarget, and PartsMissTarget where four quarters don't add up to the year.
    """
    plan = open_plan(line.plan)
    if any(name in texts and texts[name] != getattr(line, name) for name in ("quarters", "month", "day")):
        texts = {**texts, "term_text": ""}  # the printed term no longer says it
    for name, value in texts.items():
        setattr(line, name, value)
    line.save(update_fields=list(texts))
    if any(value is not None and value < 0 for value in targets.values()):
        raise BadTarget
    quarters = [targets.get(n) for n in range(1, 5)]
    known = [value for value in quarters if value is not None]
    whole = targets.get(0)
    if known and whole is not None and sum(known) != whole:
        raise PartsMissTarget(found=_plain(sum(known, Decimal(0))), year=_plain(whole))
    for quarter, value in targets.items():
        cell = Figure.objects.filter(
            year=plan.year, kind=Figure.TARGET, indicator=line.key, cohort=line.cohort, quarter=quarter
        )
        if value is None:
            cell.delete()
        elif not cell.update(value=value):
            Figure.objects.create(
                year=plan.year,
                kind=Figure.TARGET,
                indicator=line.key,
                cohort=line.cohort,
                quarter=quarter,
                value=value,
            )
    return line


@transaction.atomic
def change_passage(passage: Passage, text_kk: str, text_ru: str) -> Passage:
    """Changes a piece of prose. Raises PlanClosed."""
    open_plan(passage.section.plan)
    passage.text_kk, passage.text_ru = text_kk, text_ru
    passage.save(update_fields=["text_kk", "text_ru"])
    return passage


def remark(line: Line, text: str, by: Staff) -> Remark:
    """A comment on a line; a plan may be commented on at any step."""
    return Remark.objects.create(line=line, text=text, written_at=clock.now(), written_by=by)


# What each step follows, and what it makes of the plan.
_STEPS = {
    "submit": ({Plan.Step.DRAFT, Plan.Step.CHANGING}, Plan.Step.SUBMITTED),
    "approve": ({Plan.Step.SUBMITTED}, Plan.Step.APPROVED),
    "return": ({Plan.Step.SUBMITTED}, Plan.Step.DRAFT),
    "change": ({Plan.Step.APPROVED}, Plan.Step.CHANGING),
}


@transaction.atomic
def take_step(plan: Plan, step: str, by: Staff | None, decision: str = "") -> Version:
    """submit, approve, return or change. The plan as it then stands is kept as a version.

    Raises WrongStep; RussianMissing (a plan is submitted in both languages); DecisionMissing for a change without one.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    follows, made = _STEPS[step]
    if plan.step not in follows:
        raise WrongStep(year=plan.year, step=plan.get_step_display())
    if step == "change" and not decision.strip():
        raise DecisionMissing
    if step == "submit":
        without = missing_russian(plan)
        if without:
            raise RussianMissing(number=len(without), text=without[0][:80])
    # The decision that opened the plan stays with what is approved by it.
    plan.step, plan.decision = made, decision.strip() or plan.decision
    plan.save(update_fields=["step", "decision"])
    content = content_of(plan)
    newest = plan.versions.aggregate(newest=Max("number"))["newest"] or 0
    return Version.objects.create(
        plan=plan,
        number=newest + 1,
        step=made,
        decision=plan.decision,
        content=content,
        seal=seal_of(content),
        made_at=clock.now(),
        made_by=by,
    )


def missing_russian(plan: Plan) -> list[str]:
    """Kazakh texts of the plan beside which no Russian stands."""
    return [
        *plan.sections.filter(title_ru="").values_list("title_kk", flat=True),
        *Table.objects.filter(section__plan=plan, title_ru="").values_list("title_kk", flat=True),
        *Passage.objects.filter(section__plan=plan, text_ru="").values_list("text_kk", flat=True),
        *plan.lines.filter(content_ru="").values_list("content_kk", flat=True),
        *plan.lines.exclude(form_kk="").filter(form_ru="").values_list("form_kk", flat=True),
    ]


def content_of(plan: Plan) -> dict[str, Any]:
    """All that the plan says, as plain data: what a version keeps and two versions are compared by."""
    figures: dict[str, dict[str, str]] = {}
    for one in Figure.objects.filter(year=plan.year, kind=Figure.TARGET).order_by("pk"):
        of = figures.setdefault(f"{one.indicator}|{one.cohort}", {})
        of[str(one.quarter)] = _plain(one.value)
    lines = {
        f"{line.key}|{line.cohort}": {
            "kk": line.whole("kk"),
            "ru": line.whole("ru"),
            "performers": line.performers,
            "quarters": line.quarters,
            "month": line.month,
            "day": line.day.isoformat() if line.day else None,
            "target": figures.get(f"{line.key}|{line.cohort}", {}),
        }
        for line in plan.lines.order_by("pk")
    }
    passages = {
        str(one.pk): [one.text_kk, one.text_ru]
        for one in Passage.objects.filter(section__plan=plan).order_by("pk")
    }
    return {"year": plan.year, "title": [plan.title_kk, plan.title_ru], "lines": lines, "passages": passages}


def seal_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content as JSON with sorted keys: anybody can make it again."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def open_plan(plan: Plan) -> Plan:
    """The plan, held until the transaction ends, if it may be changed. Raises PlanClosed."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if not plan.may_change:
        raise PlanClosed(year=plan.year, step=plan.get_step_display())
    return plan


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
