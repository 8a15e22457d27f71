"""Keep a plan's document as it was read from its folder."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal
from orda.planning.document.models import Line, ManualCount, Passage, Plan, Remark, Section, Table
from orda.planning.document.services import content_of, in_year, seal_of
from orda.planning.loading.tables.folder import DocumentRead, Label, LineRead
from orda.planning.year.models import Figure


class PlanInUse(Refusal):
    code = "plan_in_use"
    message = _("People work on the plan of %(year)s already: it can be changed on its pages alone.")


def worked_on(plan: Plan) -> bool:
    """Whether people have counted for it, remarked on it, taken a step with it or changed a word or a number of it."""
    return (
        ManualCount.objects.filter(line__plan=plan).exists()
        or plan.versions.exists()
        or Remark.objects.filter(line__plan=plan).exists()
        or (bool(plan.loaded_seal) and plan.loaded_seal != seal_of(content_of(plan)))
    )


@transaction.atomic
def keep_document(document: DocumentRead, year: int) -> Plan:
    """The document as read, instead of what stood there. Raises PlanInUse where people have worked on it."""
    before = Plan.objects.filter(year=year).first()
    if before:
        if worked_on(before):
            raise PlanInUse(year=year)
        before.delete()
    plan = Plan.objects.create(
        year=year,
        title_kk=f"{year} жылға арналған жұмыс жоспары",
        title_ru=f"План работы на {year} год",
        organisation_kk="«Қарағанды қаласының орталықтандырылған кітапхана жүйесі» КММ",
        organisation_ru="КГУ «Централизованная библиотечная система города Караганды»",
        place_kk="Қарағанды",
        place_ru="Караганда",
    )
    sections = {
        one.key: Section(
            plan=plan,
            position=place,
            key=one.key,
            number=one.number,
            level=one.level,
            title_kk=_of_year(one.title, year)[0],
            title_ru=_of_year(one.title, year)[1],
        )
        for place, one in enumerate(document.sections, 1)
    }
    Section.objects.bulk_create(sections.values())
    Passage.objects.bulk_create(
        Passage(
            section=sections[one.section],
            position=place,
            kind=one.kind,
            text_kk=one.text[0],
            text_ru=one.text[1],
        )
        for place, one in enumerate(document.passages, 1)
    )
    tables = [
        Table(
            section=sections[one.section],
            position=place,
            key=one.key,
            title_kk=_of_year(one.title, year)[0],
            title_ru=_of_year(one.title, year)[1],
            grid=one.grid,
        )
        for place, one in enumerate(document.tables, 1)
    ]
    Table.objects.bulk_create(tables)
    Line.objects.bulk_create(
        Line(plan=plan, table=table, position=place, key=line.key, cohort=line.cohort, **fields_of(line))
        for table, read in zip(tables, document.tables, strict=True)
        for place, line in enumerate(read.lines, 1)
    )
    return plan


def fields_of(line: LineRead) -> dict[str, Any]:
    """What a line that was read is kept as, but its place."""
    return {
        "content_kk": line.content[0],
        "content_ru": line.content[1],
        "form_kk": line.form[0],
        "form_ru": line.form[1],
        "audience_kk": line.audience[0],
        "audience_ru": line.audience[1],
        "unit": line.unit,
        "performers": line.performers,
        "quarters": line.quarters,
        "month": line.month,
        "day": line.day,
        "term_text": line.term_text,
        "target_text": line.target_text,
        "of_which_of": line.of_which_of,
        "source": line.source,
        "note_kk": line.note[0],
        "note_ru": line.note[1],
        "note_en": line.note[2],
    }


def figures_of(document: DocumentRead, year: int) -> list[Figure]:
    """Every number that the document prints."""
    cells = [(line.key, line.cohort, line.figures) for table in document.tables for line in table.lines]
    cells += [
        (key, cohort, found) for table in document.tables for (key, cohort), found in table.totals.items()
    ]
    return [
        Figure(year=year + back, kind=kind, indicator=key, cohort=cohort, quarter=quarter, value=value)
        for key, cohort, figures in cells
        for (back, kind, quarter), value in figures.items()
    ]


def _of_year(label: Label, year: int) -> Label:
    return in_year(label[0], year), in_year(label[1], year)
