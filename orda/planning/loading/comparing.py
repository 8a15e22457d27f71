"""What a plan that is kept says otherwise than the folder it was read from, which may be transcribed better since.

Nothing is changed here. What people added to the plan is no difference: the source knows nothing of it.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from orda.planning.document.models import Passage, Plan
from orda.planning.loading.keeping import fields_of
from orda.planning.loading.services import SHIPPED_PLAN, SHIPPED_YEAR, place_of, read_plan, seal_of_folder
from orda.planning.loading.tables.folder import DocumentRead
from orda.planning.year.models import Figure

LONGEST = 60  # characters of a text that are told
_NOT_COMPARED = ("source",)  # how a line is counted: the house's own, not the source's


def differences(plan: Plan, folder: Path = SHIPPED_PLAN) -> list[str]:
    """A line for each word or number that stands otherwise. Raises PlanUnreadable."""
    _tables, figures, document = read_plan(folder, plan.year)
    return _told(plan, figures, document) if document else []


def untold_differences() -> list[str]:
    """Of the plan that Orda ships, where an older transcription of it is kept and nobody has compared it since."""
    plan = Plan.objects.filter(year=SHIPPED_YEAR, copied_from=None).first()
    if plan is None or plan.source_seal == seal_of_folder(SHIPPED_PLAN):
        return []
    _tables, figures, document = read_plan(SHIPPED_PLAN, plan.year)
    return _told(plan, figures, document) if document and _is_of(plan, document) else []


@transaction.atomic
def compared(plan: Plan, folder: Path = SHIPPED_PLAN) -> None:
    """Somebody has looked at the differences: what the plan says stays, and they are told no more."""
    Plan.objects.filter(pk=plan.pk).update(source_seal=seal_of_folder(folder))


def _told(plan: Plan, figures: list[Figure], document: DocumentRead) -> list[str]:
    return [*_figures(figures), *_lines(plan, document), *_prose(plan, document)]


def _is_of(plan: Plan, document: DocumentRead) -> bool:
    """Whether it is that plan at all: a library may have one of its own for that year."""
    theirs = {line.key for table in document.tables for line in table.lines}
    ours = set(plan.lines.values_list("key", flat=True))
    return len(ours & theirs) * 2 > len(theirs)


def _figures(read: list[Figure]) -> Iterator[str]:
    years = {one.year for one in read}
    kept = {place_of(one): one.value for one in Figure.objects.filter(year__in=years)}
    for one in read:
        ours = kept.get(place_of(one))
        if ours != one.value:
            told = f"{one.indicator} {one.cohort}".strip()
            when = f"{one.year}" + (f" quarter {one.quarter}" if one.quarter else "")
            yield f"{told}, {one.kind} of {when}: {_number(ours)}, the source {_number(one.value)}"


def _number(value: Decimal | None) -> str:
    return "nothing" if value is None else f"{Decimal(value).normalize():f}"


def _lines(plan: Plan, document: DocumentRead) -> Iterator[str]:
    kept = {(one.key, one.cohort): one for one in plan.lines.all()}
    for table in document.tables:
        for read in table.lines:
            told = f"line {read.key} {read.cohort}".strip()
            ours = kept.get((read.key, read.cohort))
            if ours is None:
                yield f"{told}: not there, the source has it: {_text(read.content[0])}"
                continue
            for name, theirs in fields_of(read).items():
                if name not in _NOT_COMPARED and getattr(ours, name) != theirs:
                    yield f"{told}, {name}: {_text(getattr(ours, name))}, the source {_text(theirs)}"


def _text(value: object) -> str:
    text = " ".join(str(value).split()) if value not in (None, "") else ""
    if not text:
        return "nothing"
    return f"“{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}”"


def _prose(plan: Plan, document: DocumentRead) -> Iterator[str]:
    kept: dict[str, set[tuple[str, str]]] = {}
    for one in Passage.objects.filter(section__plan=plan).select_related("section"):
        kept.setdefault(one.section.key, set()).add((one.text_kk, one.text_ru))
    for read in document.passages:
        if read.text not in kept.get(read.section, set()):
            yield f"section {read.section}: not there, the source has it: {_text(read.text[0])}"
