"""Parts 1 and 2 of the stock book: a line for each intake batch and each withdrawal act."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from orda.network.models import Unit
from orda.reports.ledgers.stock_cells import BREAKDOWNS, IN, PHYSICAL, Rows, heads, links, numbers, why_label
from orda.reports.ledgers.traced import Traced, lines_address
from orda.reports.papers.paper import Row
from orda.stock.summary_book import BookLine


def part(title: str, why: str, lines: Sequence[BookLine], library: Unit, measure: str) -> Iterator[Traced]:
    """A part's two tables: by kind, with titles and sums; by content and language."""
    alone = library.kind == Unit.Kind.LIBRARY
    place = [] if alone else [_("Library")]
    document = _("Document №, date") if measure == IN else _("Act №")
    whole = [[_("Copies")], [_("Titles")], [_("Sum, ₸")]]
    yield _listed(
        f"{title}: " + _("by document kind"),
        [
            [_("№")],
            [_("Day")],
            *[[one] for one in place],
            [why],
            [document],
            *whole,
            *heads("document_kind"),
        ],
        (3, 4, *([3] if place else []), 6, 5, 3, 3, 5, *([3] * len(PHYSICAL))),
        _lines(lines, library, measure, ("document_kind",), full=True),
        len(place) + 4,
    )
    content = ("subject_field", "language")
    yield _listed(
        f"{title}: " + _("by content and language"),
        [[_("№")], [_("Day")], *[[one] for one in place], [_("Copies")], *heads(*content)],
        (3, 4, *([3] if place else []), 3, *([3] * sum(len(BREAKDOWNS[name]) for name in content))),
        _lines(lines, library, measure, content, full=False),
        len(place) + 2,
    )


def _listed(title: str, paths: list[list[str]], widths: tuple[int, ...], rows: Rows, first: int) -> Traced:
    """The lines with their sum beneath; `first` is the place of the first number, the copies."""
    sums = [sum((row.cells[n] or 0 for row in rows.rows), start=0) for n in range(first, len(paths))]  # type: ignore[misc]
    words = [""] * (first - 1)
    rows.add(Row((_("In all"), *words, *sums), bold=True, sum_of=tuple(range(len(rows.rows)))))
    begin = next(n for n, path in enumerate(paths) if len(path) > 1)
    parts = [n for n, path in enumerate(paths) if len(path) > 1 and path[0] == paths[begin][0]]
    return rows.table(title, paths, widths, ((first, tuple(parts), ()),))


def _lines(lines: Sequence[BookLine], library: Unit, measure: str, by: Sequence[str], *, full: bool) -> Rows:
    rows, alone = Rows(), library.kind == Unit.Kind.LIBRARY
    for one in lines:
        words = [str(one.number), f"{one.day:%d.%m.%Y}", *([] if alone else [one.library.code])]
        words += [why_label(measure, one.why), one.document] if full else []
        act = ("intake" if measure == IN else "withdrawal", one.pk)

        def address(name: str, value: str, line: BookLine = one, act: tuple[str, int] = act) -> str:
            return lines_address(
                library, line.day, line.day, [measure], {name: (value,)} if name else {}, act
            )

        rows.add(
            Row((*words, *numbers(one.amount, by, full=full))),
            [*[""] * len(words), *links(one.amount, by, address, full=full)],
        )
    return rows
