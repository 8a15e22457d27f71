"""The records that an import could not take: their bytes as they came, and a table of reasons beside them."""

import csv
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from django.utils.translation import gettext as _

from orda.catalog.marc import Piece
from orda.catalog.marc.refusals import BadRecord


class Rejects:
    """Keeps rejected records in `path` and their reasons in `path`.csv; without a path it keeps nothing.

    Files are made with the first reject, so a clean import leaves none.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.first: list[str] = []  # the first reasons, for people
        self._records: BinaryIO | None = None
        self._reasons: TextIO | None = None
        self._table: Any = None

    @property
    def reasons_path(self) -> Path | None:
        return self.path.with_name(self.path.name + ".csv") if self.path else None

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that it may write."""
        return (self.path, self.reasons_path) if self.path and self.reasons_path else ()

    def keep(self, piece: Piece, problem: BadRecord) -> None:
        """Writes one piece down; garbage that goes on adds its bytes to the same reject."""
        if not piece.goes_on and len(self.first) < 10:
            at = {"number": piece.position, "byte": piece.offset, "reason": problem}
            self.first.append(_("record %(number)s (byte %(byte)s): %(reason)s") % at)
        if self.path is None or self.reasons_path is None:
            return
        if self._records is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._records = self.path.open("wb")
            self._reasons = self.reasons_path.open("w", encoding="utf-8", newline="")
            self._table = csv.writer(self._reasons)
            self._table.writerow(("record", "byte", "code", "reason"))
        self._records.write(piece.raw)
        if not piece.goes_on:
            self._table.writerow((piece.position, piece.offset, problem.code, str(problem)))

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(self, *_error: object) -> None:
        for file in (self._records, self._reasons):
            if file is not None:
                file.close()
