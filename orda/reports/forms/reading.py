"""From a definition file (TOML) to a form. Every fault names the file and the row it stands in.

The language of the files is told in definitions/README.md.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from orda.diary.measures import DIMENSIONS, LEVELS
from orda.planning.indicators.declared import COUNTED
from orda.reports.forms.definition import (
    END,
    START,
    YEAR,
    ByHand,
    Check,
    Column,
    Counted,
    Crossed,
    Form,
    Formula,
    Place,
    Ratio,
    Row,
    Section,
    Source,
    Term,
    Words,
)
from orda.reports.forms.faults import FormFault

Table = Mapping[str, Any]
Where = Mapping[str, frozenset[str]]
_SOURCES = ("count", "terms", "level", "indicator", "sum", "difference", "ratio", "manual", "crossed")
_EXTRAS = {"where", "at", "minus", "scale"}
_FORM = {"code", "version", "first_year", "last_year", "title", "basis", "provisional", "units", "reasons"}
_SECTION = {"number", "title", "note", "columns", "rows", "checks", "provisional"}
_COLUMN = {"code", "kk", "ru", "en", "of_which_of", "where", "sum"}
_ROW = {"number", "kk", "ru", "en", "unit", "of_which_of", "provisional", "note", "cells", "only"}
_CHECK = {"rows", "columns", "is", "at_most", "minus"}


def read(path: Path) -> Form:
    """The form that a file defines. Raises FormFault."""
    reader = _Reader(path.name)
    try:
        kept = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        reader.refuse(_("it is no TOML: %(fault)s") % {"fault": fault})
    return reader.form(kept)


class _Reader:
    """One file being read: knows where it stands, so that a fault can say it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.at: tuple[str, ...] = ()
        self.reasons: dict[str, Words] = {}

    def refuse(self, fault: str) -> NoReturn:
        raise FormFault(file=self.file, place=", ".join(self.at) or _("the whole file"), fault=fault)

    def form(self, kept: Table) -> Form:
        self.known(kept, _FORM | {"sections"})
        self.reasons = {key: self.words(value, key) for key, value in self.table(kept, "reasons").items()}
        sections: list[Section] = []
        cells: dict[Place, Source] = {}
        for number, one in enumerate(self.tables(kept, "sections"), 1):
            self.at = (_("section %(number)s") % {"number": one.get("number", number)},)
            section, of_section = self.section(one, bool(kept.get("provisional")))
            if section.number in {known.number for known in sections}:
                self.refuse(_("there are two sections with this number"))
            sections.append(section)
            cells.update(of_section)
        self.at = ()
        return Form(
            code=self.text(kept, "code"),
            version=self.text(kept, "version"),
            first_year=self.whole(kept, "first_year"),
            last_year=self.whole(kept, "last_year") if "last_year" in kept else None,
            title=self.words(kept.get("title"), "title"),
            basis=self.words(kept.get("basis"), "basis"),
            provisional=self.words(kept["provisional"], "provisional") if kept.get("provisional") else None,
            units={key: self.words(value, key) for key, value in self.table(kept, "units").items()},
            sections=tuple(sections),
            cells=cells,
            file=self.file,
        )

    def section(self, kept: Table, provisional: bool) -> tuple[Section, dict[Place, Source]]:
        self.known(kept, _SECTION)
        number = self.text(kept, "number")
        columns = [self.column(one) for one in self.tables(kept, "columns")]
        above = self.at
        rows: list[Row] = []
        cells: dict[Place, Source] = {}
        sums = {one["code"]: one["sum"] for one in kept["columns"] if "sum" in one}
        for place, one in enumerate(self.tables(kept, "rows"), 1):
            self.at = (*above, _("row %(number)s") % {"number": one.get("number", f"({place})")})
            row = self.row(one, bool(kept.get("provisional", provisional)))
            if row.number in {known.number for known in rows}:
                self.refuse(_("there are two rows with this number"))
            rows.append(row)
            cells.update(self.cells(one, number, row, columns, sums))
        self.at = above
        self.once([one.code for one in columns])
        section = Section(
            number,
            self.words(kept.get("title"), "title"),
            tuple(columns),
            tuple(rows),
            tuple(self.check(one) for one in kept.get("checks", ())),
            self.words(kept["note"], "note") if "note" in kept else None,
        )
        return section, cells

    def column(self, kept: Table) -> Column:
        self.known(kept, _COLUMN)
        where = self.where(kept.get("where", {}))
        return Column(self.text(kept, "code"), self.words(kept, "label"), kept.get("of_which_of", ""), where)

    def row(self, kept: Table, provisional: bool) -> Row:
        self.known(kept, _ROW | set(_SOURCES) | _EXTRAS)
        return Row(
            number=self.text(kept, "number"),
            label=self.words(kept, "label"),
            unit=self.text(kept, "unit"),
            of_which_of=str(kept.get("of_which_of", "")),
            provisional=bool(kept.get("provisional", provisional)),
            note=self.words(kept["note"], "note") if "note" in kept else None,
        )

    def cells(
        self, kept: Table, section: str, row: Row, columns: Sequence[Column], sums: Mapping[str, list[str]]
    ) -> dict[Place, Source]:
        """The row's own source in each column, unless the column or the cell says otherwise."""
        own, only = self.table(kept, "cells"), kept.get("only")
        codes = [one.code for one in columns]
        for code in [*own, *(only or ())]:
            if code not in codes:
                self.refuse(_("there is no column “%(code)s”") % {"code": code})
        found: dict[Place, Source] = {}
        for column in columns:
            place = Place(section, row.number, column.code)
            if column.code in own:
                self.known(own[column.code], set(_SOURCES) | _EXTRAS)
                found[place] = self.source(own[column.code], place, {})
            elif only is not None and column.code not in only:
                found[place] = Crossed()
            else:
                source = self.source(kept, place, column.where)
                if column.code in sums and isinstance(source, Counted):
                    addends = tuple(Place(section, row.number, code) for code in sums[column.code])
                    source = Formula(addends)
                found[place] = source
        return found

    def source(self, kept: Table, place: Place, narrowed: Where) -> Source:
        said = [name for name in _SOURCES if name in kept]
        if len(said) != 1:
            self.refuse(
                _("it needs one source (%(known)s), and has %(said)s")
                % {"known": ", ".join(_SOURCES), "said": ", ".join(said) or "0"}
            )
        name, value = said[0], kept[said[0]]
        if name == "manual":
            return ByHand(self.reason(value))
        if name == "crossed":
            return Crossed()
        if name == "sum":
            minus = self.places(kept.get("minus", []), place)
            return Formula(self.places(value, place), minus)
        if name == "difference":
            first, *others = self.places(value, place)
            return Formula((first,), tuple(others))
        if name == "ratio":
            over = self.places(value, place)
            if len(over) != 2:
                self.refuse(_("a ratio has two operands"))
            return Ratio(over[0], over[1], int(kept.get("scale", 1)))
        own = self.where(kept.get("where", {}))
        terms = tuple(self.narrowed(one, own, narrowed) for one in self.terms(name, value, kept))
        return Counted(terms, value if name == "indicator" else "")

    def terms(self, name: str, value: Any, kept: Table) -> Iterator[Term]:
        if name == "count":
            yield from (Term(str(one)) for one in ([value] if isinstance(value, str) else value))
        elif name == "indicator":
            if value not in COUNTED:
                self.refuse(_("there is no counted indicator “%(key)s”") % {"key": value})
            for term in COUNTED[value].terms:
                exactly = {key: frozenset({one}) for key, one in term.where.items()}
                yield Term(term.measure, exactly, term.sign)
        elif name == "level":
            if value not in LEVELS:
                self.refuse(_("there is no level “%(key)s”") % {"key": value})
            when = self.when(kept.get("at", END), (START, END))
            yield from (Term(measure, when=when) for measure in LEVELS[value].adds)
            yield from (Term(measure, sign=-1, when=when) for measure in LEVELS[value].takes)
        else:
            for one in value:
                self.known(one, {"measure", "where", "sign", "at"})
                when = self.when(one.get("at", YEAR), (YEAR, START, END))
                if one.get("sign", 1) not in (1, -1):
                    self.refuse(_("a term's sign is 1 or -1"))
                where = self.where(one.get("where", {}))
                yield Term(self.text(one, "measure"), where, one.get("sign", 1), when)

    def narrowed(self, term: Term, *wanted: Where) -> Term:
        """The term with what the row and the column want besides: of one dimension, what both allow."""
        where: dict[str, frozenset[str]] = dict(term.where)
        for one in wanted:
            for key, values in one.items():
                where[key] = where[key] & values if key in where else values
        return Term(term.measure, where, term.sign, term.when)

    def when(self, value: str, known: Sequence[str]) -> str:
        if value not in known:
            self.refuse(
                _("“%(value)s” is not one of: %(known)s") % {"value": value, "known": ", ".join(known)}
            )
        return value

    def where(self, kept: Table) -> Where:
        found = {}
        for key, value in kept.items():
            if key not in DIMENSIONS:
                self.refuse(_("there is no dimension “%(key)s”") % {"key": key})
            found[key] = frozenset([value] if isinstance(value, str) else value)
        return found

    def places(self, kept: Any, at: Place) -> tuple[Place, ...]:
        """ "02": that row in this column; "4.02": a row of another section; "4.02.total": the very cell."""
        if not isinstance(kept, list) or not all(isinstance(one, str) for one in kept):
            self.refuse(_("operands are a list of rows in quotes"))
        found = []
        for one in kept:
            parts = one.split(".")
            if len(parts) == 1:
                parts = [at.section, *parts]
            if len(parts) == 2:
                parts = [*parts, at.column]
            if len(parts) != 3:
                self.refuse(_("“%(text)s” is no address of a cell") % {"text": one})
            found.append(Place(*parts))
        return tuple(found)

    def check(self, kept: Table) -> Check:
        self.known(kept, _CHECK)
        across = [name for name in ("rows", "columns") if name in kept]
        whole = [name for name in ("is", "at_most") if name in kept]
        if len(across) != 1 or len(whole) != 1:
            self.refuse(_("a check says rows or columns, and what they are or are at most"))
        plus, minus = tuple(map(str, kept[across[0]])), tuple(map(str, kept.get("minus", ())))
        return Check(across[0], str(kept[whole[0]]), plus, minus, whole[0] == "at_most")

    def reason(self, key: Any) -> Words:
        if key not in self.reasons:
            self.refuse(_("there is no reason “%(key)s” in the file's reasons") % {"key": key})
        return self.reasons[key]

    def words(self, kept: Any, what: str) -> Words:
        if not isinstance(kept, Mapping) or not all(kept.get(one) for one in ("kk", "ru", "en")):
            self.refuse(_("“%(what)s” must be said in kk, ru and en") % {"what": what})
        return Words(*(str(kept[one]) for one in ("kk", "ru", "en")))

    def text(self, kept: Table, key: str) -> str:
        value = kept.get(key)
        if not isinstance(value, str) or not value or not value.isprintable():
            self.refuse(_("“%(key)s” is missing or is no text") % {"key": key})
        return value

    def whole(self, kept: Table, key: str) -> int:
        value = kept.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(_("“%(key)s” is missing or is no whole number") % {"key": key})
        return value

    def table(self, kept: Table, key: str) -> Table:
        value = kept.get(key, {})
        if not isinstance(value, Mapping):
            self.refuse(_("“%(key)s” is no table") % {"key": key})
        return value

    def tables(self, kept: Table, key: str) -> Sequence[Table]:
        value = kept.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(one, Mapping) for one in value):
            self.refuse(_("“%(key)s” is missing or is no list of tables") % {"key": key})
        return value

    def known(self, kept: Table, names: set[str]) -> None:
        """A misspelled name must not be passed over in silence."""
        if not isinstance(kept, Mapping):
            self.refuse(_("a table is expected here"))
        strange = sorted(set(kept) - names)
        if strange:
            self.refuse(_("nothing is known of “%(name)s”") % {"name": strange[0]})

    def once(self, codes: Sequence[str]) -> None:
        for code in codes:
            if codes.count(code) > 1:
                self.refuse(_("there are two columns “%(code)s”") % {"code": code})
