"""The summary stock book (КСУ) of a time and a place as a document: intake, withdrawal, totals of the movement.

Columns and parts follow order 136-НҚ as the field's reference gives them; its own annex may differ.
"""

from django.utils.translation import gettext as _

from orda.network.models import Unit
from orda.reports.ledgers.book_numbers import counted_now, from_data
from orda.reports.ledgers.sealing import sealed
from orda.reports.ledgers.stock_cells import IN, OUT
from orda.reports.ledgers.stock_lines import part
from orda.reports.ledgers.stock_totals import by_library, by_time, movement, networked
from orda.reports.ledgers.times import Kind, Time
from orda.reports.ledgers.traced import Traced
from orda.reports.letterhead.signed import day_line
from orda.reports.papers.paper import Paper, Signatures, Text


def about_titles() -> str:
    return _(
        "A title is counted with the first copy of it in this place and leaves with the last: the titles of libraries "
        "do not add up to those of their network. Networked documents are counted apart."
    )


def stock_book(time: Time, library: Unit) -> list[Traced]:
    """Parts 1, 2 and 3 for a time and a place (a unit: its libraries). A sealed quarter is read off its seal."""
    done = sealed(time, library)
    numbers = from_data(done.content) if done else counted_now(time, library)
    book = numbers.book
    tables = [
        *part(_("1. Intake"), _("Source"), book.intake, library, IN),
        *part(_("2. Withdrawal"), _("Why"), book.withdrawal, library, OUT),
        *movement(time, library, book),
    ]
    if time.kind in (Kind.QUARTER, Kind.YEAR):
        tables.append(by_time(time, library, numbers))
    if library.kind != Unit.Kind.LIBRARY:
        tables.append(by_library(time, numbers))
    return [*tables, networked(time, library, numbers)]


def stock_book_paper(time: Time, library: Unit, language: str) -> Paper:
    """The same as a paper, with a place for the signature; of a sealed quarter with its note and seal."""
    done = sealed(time, library)
    noted = [Text(_("Note: %(note)s") % {"note": done.note})] if done and done.note else []
    sealed_by = [Text(_("Checksum (SHA-256): %(seal)s") % {"seal": done.seal})] if done else []
    return Paper(
        title=_("Summary stock book: %(time)s") % {"time": time.title},
        organisation=library.name,
        language=language,
        blocks=(
            *(one.table for one in stock_book(time, library)),
            Text(about_titles()),
            *noted,
            *sealed_by,
            Signatures(((_("Acquisition"), ""), (_("Director"), "")), day_line()),
        ),
        contents_title=_("Contents"),
        cover=False,
    )
