"""The stock of the plan: 164,596 copies in its proportions of subject field and language.

What stood on the last day of 2022 is the plan's opening stock less what it says came in during 2023.
"""

import csv
import datetime
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count

from orda.catalog.models import Record
from orda.demo.goals import size_of
from orda.demo.shares import shares
from orda.network.models import Unit
from orda.planning.loading.services import SHIPPED_PLAN
from orda.stock.models import Copy, IntakeBatch
from orda.stock.services import ELECTRONIC_DOCUMENT, NewCopy, take_in, withdraw

FIELDS = ("social", "science", "technology", "art_sport", "fiction_philology")
LIBRARIES_SHARE = {"children": 0.61, "public": 0.39}  # of the stock; as the two cohorts lend
ELECTRONIC_PUBLICATIONS = 400  # copies on discs
ELECTRONIC_DOCUMENTS = 120
OTHER_LANGUAGES = 0.03
MOST_IN_A_DOCUMENT = 2_000
Cell = tuple[str, str]  # subject field, report language


def opening_and_2023() -> tuple[dict[Cell, int], dict[str, dict[Cell, int]]]:
    """(cell -> copies on 31.12.2022, cohort -> cell -> copies that came in 2023)."""
    all_languages, kazakh = _movement("all", "start_2023"), _movement("kk", "start_2023")
    came = {cohort: _received(cohort) for cohort in LIBRARIES_SHARE}
    standing: dict[Cell, int] = {}
    for field in FIELDS:
        other = all_languages[field] - kazakh[field]
        foreign = round(other * OTHER_LANGUAGES) if field == "fiction_philology" else 0
        standing.update({(field, "kk"): kazakh[field], (field, "ru"): other - foreign})
        if foreign:
            standing[field, "other"] = foreign
    for cells in came.values():
        for cell, copies in cells.items():
            standing[cell] -= copies
    return standing, came


def came_in_2024() -> dict[str, dict[Cell, int]]:
    """Cohort -> cell -> copies that the plan of 2024 takes in."""
    return {cohort: _received(cohort, "plan_2024") for cohort in LIBRARIES_SHARE}


def _movement(language: str, row: str) -> dict[str, int]:
    found = _rows("stock_movement.csv", language=language, row=row)[0]
    return {field: int(found[field]) for field in FIELDS}


def _received(cohort: str, column: str = "received_2023") -> dict[Cell, int]:
    """Kazakh and the rest, by field; where the plan prints more Kazakh books than books, all are Kazakh."""
    cells: dict[Cell, int] = {}
    for field in FIELDS:
        whole, kazakh = (
            int(
                _rows(
                    "acquisition_plan.csv",
                    scope=cohort,
                    language=language,
                    funding="all",
                    subject_field=field,
                )[0][column]
            )
            for language in ("all", "kk")
        )
        cells[field, "kk"] = min(kazakh, whole)
        cells[field, "ru"] = whole - cells[field, "kk"]
    return cells


def _bought(cohort: str, language: str, field: str) -> dict[str, str]:
    table = "acquisition_plan.csv"
    return _rows(table, scope=cohort, language=language, funding="all", subject_field=field)[0]


def _rows(table: str, **only: str) -> list[dict[str, str]]:
    with (SHIPPED_PLAN / table).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[name] == only[name] for name in only)]


class Shelves:
    """Takes copies in, and knows which stand where and are not out."""

    def __init__(self, libraries: Sequence[Unit], seed: int, by_id: int) -> None:
        self.libraries = libraries
        self.by_id = by_id
        self.rng = random.Random(f"{seed}:shelves")
        self.records = _records_by_cell()
        self.numbers = count(1)
        self.here: dict[int, list[str]] = {library.pk: [] for library in libraries}
        self.publications: dict[int, list[str]] = {library.pk: [] for library in libraries}
        self.documents: list[str] = []

    def open(self, cells: dict[Cell, int], day: datetime.date) -> Iterator[int]:
        """Takes the opening stock in, library by library; yields how many copies each document held."""
        weights = _weights(self.libraries)
        discs = shares(ELECTRONIC_PUBLICATIONS, weights)
        parts = {cell: shares(copies, weights) for cell, copies in cells.items()}
        for place, library in enumerate(self.libraries):
            coming: list[NewCopy] = []
            for cell in sorted(cells):
                for _ in range(parts[cell][place]):
                    disc = cell == ("science", "ru") and discs[place] > 0
                    discs[place] -= disc
                    coming.append(self._new(cell, "electronic_publication" if disc else "book"))
            for start in range(0, len(coming), MOST_IN_A_DOCUMENT):
                part = coming[start : start + MOST_IN_A_DOCUMENT]
                self._take_in(part, library, "opening", day)
                yield len(part)
        central = self.libraries[0]
        documents = [
            self._new(("fiction_philology", "kk"), ELECTRONIC_DOCUMENT) for _ in range(ELECTRONIC_DOCUMENTS)
        ]
        self._take_in(documents, central, "opening", day)
        yield len(documents)

    def take_in(self, cells: dict[Cell, int], cohort: str, day: datetime.date, supply: str) -> int:
        """New copies for a cohort's libraries by one document each."""
        libraries = [library for library in self.libraries if library.cohort == cohort]
        parts = {
            cell: shares(copies, [size_of(library) for library in libraries])
            for cell, copies in cells.items()
        }
        taken = 0
        for place, library in enumerate(libraries):
            coming = [self._new(cell) for cell in sorted(cells) for _ in range(parts[cell][place])]
            if coming:
                self._take_in(coming, library, supply, day)
                taken += len(coming)
        return taken

    def withdraw(self, library: Unit, copies: int, reason: str, day: datetime.date) -> int:
        """Writes off copies that stand on the shelf."""
        standing = self.here[library.pk]
        copies = min(copies, len(standing) // 4)
        if not copies:
            return 0
        chosen = [standing.pop(self.rng.randrange(len(standing))) for _ in range(copies)]
        found = Copy.objects.filter(barcode__in=chosen).order_by("pk")
        withdraw(
            list(found),
            library=library,
            number=f"{day:%Y-%m-%d}/{reason}",
            reason=reason,
            day=day,
            by_id=self.by_id,
        )
        return copies

    def _take_in(self, coming: list[NewCopy], library: Unit, supply: str, day: datetime.date) -> IntakeBatch:
        for new in coming:
            if new.document_kind == ELECTRONIC_DOCUMENT:
                self.documents.append(new.barcode)
            elif new.document_kind == "electronic_publication":
                self.publications[library.pk].append(new.barcode)
            else:
                self.here[library.pk].append(new.barcode)
        return take_in(
            coming,
            library=library,
            supply=supply,
            document=f"{supply} {day:%Y-%m-%d}",
            day=day,
            by_id=self.by_id,
        )

    def _new(self, cell: Cell, kind: str = "book") -> NewCopy:
        number = next(self.numbers)
        price = Decimal(self.rng.randrange(400, 6_000, 50))
        return NewCopy(self.rng.choice(self.records[cell]), f"2{number:09d}", f"{number}", price, kind)


def _weights(libraries: Sequence[Unit]) -> list[float]:
    """Each library's part of the stock: its cohort's part, and within it by its size."""
    sums: dict[str, float] = {}
    for library in libraries:
        sums[library.cohort] = sums.get(library.cohort, 0.0) + size_of(library)
    return [LIBRARIES_SHARE[one.cohort] * size_of(one) / sums[one.cohort] for one in libraries]


def _records_by_cell() -> dict[Cell, list[Record]]:
    """The records that copies of a cell may be of, as the catalogue reads them."""
    found: dict[Cell, list[Record]] = {}
    for record in Record.objects.only("pk", "subject_field", "language").order_by("pk"):
        language = {"kaz": "kk", "rus": "ru"}.get(record.language, "other")
        found.setdefault((record.subject_field, language), []).append(record)
    return found
