"""What a desk has besides its loans: rules of use, points outside the walls, notes for whoever comes next."""

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from orda.circulation.deliveries.queries import brought_home
from orda.circulation.deliveries.services import note_delivery
from orda.circulation.models import Loan
from orda.circulation.notes.services import leave_note
from orda.circulation.points.services import open_point
from orda.circulation.rules.services import Row, add_rule
from orda.network import clock
from orda.network.models import Unit

# Rows that no loan of the generated year runs against.
ROWS = (
    Row(category="leader", limit=10, days=30),
    Row(category="group", limit=40, days=30, holds=10),
    Row(document_kind="journal", days=7, renewals=1, reminders="1,0,-3,-14"),
    Row(document_kind="newspaper", days=0, renewals=0, holds=0, home=False, reminders=""),
)
POINTS = (
    ("№ %s балабақша", "Детский сад № %s"),
    ("№ %s мектептегі жазғы оқу залы", "Летняя читальня при школе № %s"),
)
ABOUT_COPIES = ("Мұқабасы босаған, қайтарғанда қараңыз.", "Ішінде карта болуы керек.")
ABOUT_READERS = ("Билетін ауыстырып беру керек.", "Ата-анасынан жаңа телефон нөмірін сұраңыз.")
NOTES_A_LIBRARY = 3
VISITED = (21, 7)  # days ago on which books were brought home


def set_rules(libraries: Sequence[Unit]) -> None:
    """Rules for the whole network, and one that the central library sets for itself."""
    for row in ROWS:
        add_rule(libraries[0].parent, row)
    add_rule(libraries[0], Row(document_kind="audiovisual", limit=2, days=5, renewals=0))


def open_points(libraries: Sequence[Unit]) -> None:
    """A point outside for every other library."""
    for number, library in enumerate(libraries[::2], start=1):
        name_kk, name_ru = POINTS[number % len(POINTS)]
        open_point(library, name_kk % (number * 7), name_ru % (number * 7))


def leave_notes(libraries: Sequence[Unit], by_id: int) -> None:
    """Words for the desk about a few copies that are out and a few readers who hold them."""
    for library in libraries:
        out = Loan.objects.filter(library=library, state=Loan.OPEN).order_by("pk")[:NOTES_A_LIBRARY]
        for number, loan in enumerate(out):
            leave_note(ABOUT_COPIES[number % len(ABOUT_COPIES)], copy_id=loan.copy_id, by_id=by_id)
            text = ABOUT_READERS[number % len(ABOUT_READERS)]
            leave_note(text, reader_id=loan.reader_id, once=number > 0, by_id=by_id)


def bring_home(libraries: Sequence[Unit], today: datetime.date, by_id: int) -> None:
    """Whoever can't come was brought books twice this month."""
    for ago in VISITED:
        day = today - datetime.timedelta(days=ago)
        at = datetime.datetime.combine(day, datetime.time(15), tzinfo=ZoneInfo(settings.TIME_ZONE))
        with transaction.atomic(), clock.stopped_at(at):
            for library in libraries:
                for reader in brought_home(library, day.year).filter(library=library, created_on__lte=day):
                    note_delivery(reader.pk, library_id=library.pk, by_id=by_id)
