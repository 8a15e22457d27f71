"""A small library to test in: made by the services wherever there is one."""

import datetime
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from orda.catalog.description import Description
from orda.catalog.models import Record
from orda.catalog.writing import write_record
from orda.diary.queries import totals
from orda.diary.services import post
from orda.network import clock
from orda.network.models import Unit
from orda.network.services import add_unit
from orda.readers.models import Reader
from orda.readers.services import NewReader, register
from orda.stock.models import Copy
from orda.stock.services import NewCopy, take_in

# Where tests of a room stand: a Monday, at noon. Their conftest.py stops the clock there.
MOMENT = datetime.datetime(2024, 9, 16, 12, 0, tzinfo=ZoneInfo("Asia/Almaty"))
TODAY = MOMENT.date()
YESTERDAY = TODAY - datetime.timedelta(days=1)

_numbers = count(1)


def a_library(code: str = "b5", **more: str) -> Unit:
    network = Unit.objects.filter(code="city").first() or _unit("network", "city")
    return _unit(
        "library", code, parent=network, **{"cohort": "children", "library_type": "children", **more}
    )


def _unit(kind: str, code: str, parent: Unit | None = None, **more: str) -> Unit:
    names = {"name_kk": f"{code} кітапханасы", "name_ru": f"Библиотека {code}", "name_en": f"Library {code}"}
    return add_unit(kind=kind, code=code, parent=parent, **names, **more)


def a_record(library: Unit, *, language: str = "kaz", subject_field: str = "fiction_philology") -> Record:
    """A record catalogued the day before, with its line in that day's diary."""
    number, day = next(_numbers), clock.today() - datetime.timedelta(days=1)
    title = f"Кітап {number}"
    record = Record.objects.create(
        database="books",
        format="marc21",
        marc=write_record(Description(title=title, language=language), "marc21"),
        encoding="utf-8",
        digest=f"test-{number}",
        source_key=f"test-{number}",
        title=title,
        language=language,
        subject_field=subject_field,
        library=library,
        added_on=day,
        changed_at=clock.now(),
    )
    post(
        day=day,
        library_id=library.pk,
        measure="catalogue_record",
        values={"database": "books"},
        act="record",
        act_id=record.pk,
    )
    return record


def new_copies(
    record: Record, how_many: int = 1, *, kind: str = "book", barcodes: list[str] | None = None
) -> list[NewCopy]:
    """Copies as a document would name them, with fresh numbers unless barcodes are given."""
    codes = barcodes or [f"C{next(_numbers):07d}" for _ in range(how_many)]
    return [NewCopy(record, code, f"INV-{code}", Decimal("1500.00"), document_kind=kind) for code in codes]


def copies_in_stock(
    library: Unit,
    how_many: int = 1,
    *,
    kind: str = "book",
    day: datetime.date | None = None,
    record: Record | None = None,
) -> list[Copy]:
    coming = new_copies(record or a_record(library), how_many, kind=kind)
    return list(take_in(coming, library=library, supply="budget", day=day).copies.order_by("pk"))


def a_copy(library: Unit, *, kind: str = "book") -> Copy:
    return copies_in_stock(library, kind=kind)[0]


def a_form(**more: object) -> NewReader:
    """A registration form of a nine-year-old, filled in as it should be."""
    filled: dict[str, object] = {
        "family_name": "Серікқызы",
        "given_name": "Айгүл",
        "birth_date": clock.today().replace(day=1) - datetime.timedelta(days=9 * 366),
        "consent_by": "Серік Әлібек",
        "consent_signed": True,
        "guardian_name": "Серік Әлібек",
        "school_class": "3Ә",
        **more,
    }
    return NewReader(**filled)  # type: ignore[arg-type]


def a_reader(library: Unit, *, day: datetime.date | None = None, **more: object) -> Reader:
    return register(a_form(**more), library=library, day=day)


def diary_of(
    day: datetime.date | None = None, *, last: datetime.date | None = None, by: str = ""
) -> dict[object, int]:
    """The diary of a day (today), measure by measure; with `by`, (measure, value of that dimension) -> quantity."""
    day = day or clock.today()
    found: dict[object, int] = {}
    for one in totals(day, last or day, by=("dimensions",)):
        key = (one.measure, (one.values or {}).get(by)) if by else one.measure
        found[key] = found.get(key, 0) + one.quantity
    return {key: quantity for key, quantity in found.items() if quantity}
