"""What the stock book's tables share: their columns, and rows that carry the addresses of their cells."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from orda.diary.measures import DIMENSIONS, DOCUMENT_LANGUAGE, REASON, SOURCE_OF_SUPPLY, SUBJECT_FIELD
from orda.reports.ledgers.columns import GROUPED_BY
from orda.reports.ledgers.traced import Traced
from orda.reports.papers.paper import Row, Table, Value, heads_of
from orda.stock.services import ELECTRONIC_DOCUMENT
from orda.stock.summary_book import Amount

PHYSICAL = tuple(code for code in DIMENSIONS["document_kind"].values or {} if code != ELECTRONIC_DOCUMENT)
BREAKDOWNS: dict[str, tuple[str, ...]] = {
    "document_kind": PHYSICAL,
    "language": tuple(DOCUMENT_LANGUAGE.values or {}),
    "subject_field": tuple(SUBJECT_FIELD.values or {}),
}
IN, OUT = "intake", "withdrawal"
Address = Callable[[str, str], str]  # a dimension and its value ("" and "": all) -> the lines behind


@dataclass
class Rows:
    """Rows of a table as they are written, each with the addresses of its cells."""

    rows: list[Row] = field(default_factory=list)
    addresses: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, row: Row, addresses: Iterable[str] = ()) -> int:
        """Its place."""
        given = tuple(addresses)
        self.rows.append(row)
        self.addresses.append(given + ("",) * (len(row.cells) - len(given)))
        return len(self.rows) - 1

    def table(
        self, title: str, paths: Sequence[Sequence[str]], widths: tuple[int, ...], totals: object = ()
    ) -> Traced:
        made = Table(title, heads_of(paths), tuple(self.rows), widths, totals=totals)  # type: ignore[arg-type]
        return Traced(made, tuple(self.addresses))


def why_label(measure: str, code: str) -> str:
    values = (SOURCE_OF_SUPPLY if measure == IN else REASON).values or {}
    return str(values.get(code, code))


def heads(*names: str) -> list[list[str]]:
    return [
        [str(GROUPED_BY[name]), str((DIMENSIONS[name].values or {})[code])]
        for name in names
        for code in BREAKDOWNS[name]
    ]


def numbers(amount: Amount, by: Sequence[str], *, full: bool) -> list[Value]:
    parts: list[Value] = [amount.by[name, code] for name in by for code in BREAKDOWNS[name]]
    whole: list[Value] = [amount.copies, amount.titles, amount.price]
    return [*(whole if full else whole[:1]), *parts]


def links(amount: Amount, by: Sequence[str], address: Address, *, full: bool) -> list[str]:
    parts = [address(name, code) if amount.by[name, code] else "" for name in by for code in BREAKDOWNS[name]]
    return [address("", "") if amount.copies else "", *(["", ""] if full else []), *parts]
