"""Take in class lists: look first, then register a part at a time; every row that can't be is named."""

import datetime
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.readers.class_lists import reading
from orda.readers.class_lists.models import ClassList
from orda.readers.finding.doubles import Asked, possible_doubles
from orda.readers.refusals import BadReaderField
from orda.readers.registering.checking import NewReader, check
from orda.readers.registering.models import Reader
from orda.readers.registering.services import register
from orda.readers.words.services import index_words
from orda.readers.years.ages import class_said_on, grade_of
from orda.readers.years.refusals import RegisteredAlready
from orda.readers.years.services import register_for_year

AT_ONCE = 100  # rows
KEPT = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """A row of a list as it was read. `number` is its own in the file, `name` as it is written there; `field` and
    `why` where it can't be taken.
    """

    number: int
    name: str
    form: NewReader | None
    doubles: list[Reader]
    field: str = ""
    why: str = ""


@transaction.atomic
def keep_list(
    file: "File[bytes]",
    *,
    library: Unit,
    by_id: int,
    school: str = "",
    school_class: str = "",
    school_year: int | None = None,
    consent_signed: bool = False,
) -> ClassList:
    """Reads a file and keeps it for a look; nobody is registered yet. Raises BadReaderField.

    `school_year`: that of the list's classes, the year in which it begins; None: the running one.
    """
    if (file.size or 0) > reading.LARGEST:
        raise BadReaderField("file", _("The file is empty or larger than 5 MB."))
    rows = reading.table_of(str(file.name), file.read())
    return ClassList.objects.create(
        library=library,
        by_id=by_id,
        at=clock.now(),
        file_name=str(file.name)[:200],
        columns=reading.columns_of(rows[0]),
        rows=rows[1:],
        said={
            "school": school.strip(),
            "school_class": school_class.strip(),
            "school_year": school_year,
            "consent_signed": consent_signed,
        },
    )


def rows_of(kept: ClassList, start: int = 0, end: int | None = None) -> Iterable[Row]:
    """The rows of a list with what is wrong with them and who may be the same; an empty row is left out."""
    columns = {int(place): field for place, field in kept.columns.items()}
    for place, cells in enumerate(kept.rows[start:end], start=start):
        if any(cells):
            yield _row(place + 2, cells, columns, kept.said, kept.library_id)  # the head is the first


def _row(number: int, cells: list[str], columns: dict[int, str], said: dict[str, object], at: int) -> Row:
    name = reading.name_of(cells, columns)
    try:
        form = reading.form_of(cells, columns, said)
        check(form, clock.today())
    except BadReaderField as refusal:
        return Row(number, name, None, [], refusal.field, str(refusal))
    known = Asked(form.family_name, form.given_name, form.birth_date, form.iin, form.guardian_phone)
    return Row(number, name, form, possible_doubles(known, at=at))


@transaction.atomic
def take_part(kept_id: int) -> ClassList:
    """Registers the next hundred rows; called again until all are done, and after a break goes on where it stood.

    A row whose reader is kept already brings their school and class up to date and enters them for the year; one
    that may be several readers is refused, as is a wrong one. Rows that are done are forgotten with the last.
    """
    kept = ClassList.objects.select_for_update().select_related("library").get(pk=kept_id)
    end = min(kept.next_row + AT_ONCE, len(kept.rows))
    for row in rows_of(kept, kept.next_row, end):
        _take(row, kept)
    kept.next_row = end
    kept.save()
    return kept


def _take(row: Row, kept: ClassList) -> None:
    if row.form is None:
        kept.refused.append([row.number, row.name, row.field, row.why])
        return
    if len(row.doubles) > 1:
        kept.refused.append([row.number, row.name, "", str(_("It may be one of several readers."))])
        return
    try:
        if row.doubles:
            _refresh(row.doubles[0], row.form, kept)
            kept.matched += 1
        else:
            register(row.form, library=kept.library, by_id=kept.by_id)
            kept.registered += 1
    except Refusal as refusal:
        kept.refused.append([row.number, row.name, getattr(refusal, "field", ""), str(refusal)])


def _refresh(reader: Reader, form: NewReader, kept: ClassList) -> None:
    if form.school_class or form.school:
        reader.school = form.school or reader.school
        said_on = class_said_on(clock.today(), form.school_year)
        if form.school_class and (reader.grade_said_on is None or reader.grade_said_on <= said_on):
            reader.school_class = form.school_class
            reader.grade, reader.grade_said_on = grade_of(form.school_class), said_on
        reader.save(update_fields=["school", "school_class", "grade", "grade_said_on"])
        index_words([reader])
    with suppress(RegisteredAlready):
        register_for_year(reader, library=kept.library, by_id=kept.by_id)


def forget_lists() -> int:
    """Forgets lists that were taken in, or left, a day ago (the nightly job); how many."""
    return ClassList.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
