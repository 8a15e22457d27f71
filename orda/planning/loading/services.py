"""Load a plan: its figures as printed, and notes where the source contradicts itself."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from orda.events.services.plan_files import SHIPPED as EVENTS
from orda.network.models import Unit
from orda.planning.document.services import content_of, seal_of
from orda.planning.indicators.declared import INDICATORS, INTAKE, STOCK, Rate
from orda.planning.loading.document_files import read_document
from orda.planning.loading.keeping import figures_of, keep_document
from orda.planning.loading.plan_files import Row, Tables, read_folder, wrong
from orda.planning.loading.source_checks import Note, notes_on
from orda.planning.loading.tables.folder import DocumentRead, rows_of
from orda.planning.loading.wording import Words
from orda.planning.year.models import Figure, SourceNote

SHIPPED_PLAN = Path(__file__).resolve().parent.parent / "data" / "plan-2024"
SHIPPED_YEAR = 2024
_FILE = "control_indicators.csv"


@dataclass(frozen=True)
class PlanLoaded:
    """How many figures and notes on the source the plan's year now has."""

    year: int
    figures: int
    notes: int
    lines: int = 0


def load_plan(folder: Path = SHIPPED_PLAN, year: int = SHIPPED_YEAR) -> PlanLoaded:
    """Keeps the plan's document and its figures as printed, and notes its contradictions; again: the same.

    A folder may hold the figures alone (no sections.csv): then the plan has a board but no document.

    The whole folder is checked first: raises PlanUnreadable (file, row, column) with nothing changed. Needs no
    libraries: figures belong to cohorts. The year before comes as its plan and the actual the document prints.
    """
    tables, figures, document = read_plan(folder, year)
    notes = [
        SourceNote(
            plan_year=year,
            year=note.year,
            table=note.table,
            indicator=note.indicator,
            cohort=note.cohort,
            text_kk=note.text.kk,
            text_ru=note.text.ru,
            text_en=note.text.en,
        )
        for note in (*notes_on(tables, year), *_noted(folder, year))
    ]
    with transaction.atomic():
        # Quarters of the year before stand in that year's own plan.
        replaced = Q(year=year, kind=Figure.TARGET) | Q(year=year - 1, quarter=0, cohort__in=_COHORTS)
        plan = keep_document(document, year) if document else None
        if document:
            replaced |= Q(indicator__in={one.indicator for one in figures}, year__lt=year, quarter=0)
        Figure.objects.filter(replaced).delete()
        Figure.objects.bulk_create(figures)
        SourceNote.objects.filter(plan_year=year).delete()
        SourceNote.objects.bulk_create(notes)
        if plan:
            plan.source_seal, plan.loaded_seal = seal_of_folder(folder), seal_of(content_of(plan))
            plan.save(update_fields=["source_seal", "loaded_seal"])
    lines = sum(len(table.lines) for table in document.tables) if document else 0
    return PlanLoaded(year, len(figures), len(notes), lines)


def read_plan(folder: Path, year: int) -> tuple[Tables, list[Figure], DocumentRead | None]:
    """A plan's folder, read and checked, nothing kept. Raises PlanUnreadable."""
    tables = read_folder(folder, year)
    figures = [*_control_figures(tables["control_indicators"], year), *_stock_figures(tables, year)]
    document = read_document(folder, EVENTS, year) if (folder / "sections.csv").exists() else None
    if document:
        known = {place_of(one) for one in figures}
        figures += [one for one in figures_of(document, year) if place_of(one) not in known]
    return tables, figures, document


def place_of(one: Figure) -> tuple[int, str, str, str, int]:
    """What a figure stands for: no two say the same."""
    return one.year, one.kind, one.indicator, one.cohort, one.quarter


def seal_of_folder(folder: Path) -> str:
    """SHA-256 of all tables of a plan's folder, and of the events that its document lists."""
    seal = hashlib.sha256()
    for path in sorted((*folder.iterdir(), *EVENTS.iterdir())):
        if path.is_file():
            seal.update(path.name.encode() + b"\0" + path.read_bytes())
    return seal.hexdigest()


def _noted(folder: Path, year: int) -> Iterator[Note]:
    """Contradictions that only a reader finds: between prose and tables, or of what no table counts."""
    path = folder / "source_notes.csv"
    for row in rows_of(path) if path.exists() else ():
        yield Note(row["table"], year, Words(row["kk"], row["ru"], row["en"]), row["indicator"])


_COHORTS = tuple(Unit.Cohort.values)


def _control_figures(rows: Sequence[Row], year: int) -> Iterator[Figure]:
    for row in rows:
        _check(row)
        indicator, cohort = row.key("indicator", "cohort")
        cells = (
            (year - 1, Figure.TARGET, 0, f"plan_{year - 1}"),
            (year - 1, Figure.PRINTED_ACTUAL, 0, f"actual_{year - 1}"),
            *((year, Figure.TARGET, quarter, f"plan_{year}_q{quarter}") for quarter in range(1, 5)),
            (year, Figure.TARGET, 0, f"plan_{year}_year"),
        )
        for of_year, kind, quarter, column in cells:
            value = row.figures[column]
            if value is not None:
                yield Figure(
                    year=of_year,
                    kind=kind,
                    indicator=indicator,
                    cohort=cohort,
                    quarter=quarter,
                    value=value,
                    note=row.texts["note"],
                )


def _check(row: Row) -> None:
    """The row names an indicator and a cohort that exist, and counts are whole."""
    indicator = INDICATORS.get(row.texts["indicator"])
    if indicator is None:
        text = row.texts["indicator"]
        raise wrong(_FILE, row.number, "indicator", _("unknown indicator “%(text)s”") % {"text": text})
    if row.texts["cohort"] not in _COHORTS:
        text = row.texts["cohort"]
        raise wrong(_FILE, row.number, "cohort", _("unknown cohort “%(text)s”") % {"text": text})
    if row.texts["of_which_of"] != indicator.of_which_of:
        told = {"told": row.texts["of_which_of"] or "-", "known": indicator.of_which_of or "-"}
        problem = _("“%(told)s” where Orda has “%(known)s”") % told
        raise wrong(_FILE, row.number, "of_which_of", problem)
    for column, value in row.figures.items():
        if value is not None and not isinstance(indicator, Rate) and value != int(value):
            problem = _("“%(text)s” is not a whole number") % {"text": value}
            raise wrong(_FILE, row.number, column, problem)


def _stock_figures(tables: Tables, year: int) -> Iterator[Figure]:
    """Stock at the year's end and intake of the whole network: what turnover and renewal divide."""
    rows = {row.key("language", "row"): row.figures["total"] for row in tables["stock_movement"]}
    for indicator, name in ((STOCK.key, f"end_{year}"), (INTAKE.key, f"intake_{year}")):
        value: Decimal | None = rows.get(("all", name))
        if value is not None:
            yield Figure(year=year, kind=Figure.TARGET, indicator=indicator, cohort="", value=value)
