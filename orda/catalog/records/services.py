"""A record is made and changed here and nowhere else but by an import; each save is one transaction."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction

from orda.catalog import changes
from orda.catalog.columns import columns_of, key_of
from orda.catalog.fields import describe_fields
from orda.catalog.marc import LEADER, MARCXML, UTF_8, Field, read_fields
from orda.catalog.marc.charsets import declared_in_utf_8
from orda.catalog.marc.iso2709 import join_fields
from orda.catalog.marc.marcxml import check, write_element
from orda.catalog.marc.refusals import FieldTooLong, NoTitle, TooLong
from orda.catalog.models import Record
from orda.catalog.records.models import Revision
from orda.catalog.records.refusals import ChangedMeanwhile, GoneMeanwhile, NothingWritten, SameNumber
from orda.diary import services as diary
from orda.network import clock
from orda.network.models import Unit

Why = Revision.Why
TITLE_FIELD = {"marc21": "245", "unimarc": "200"}
_EDITS = {Why.EDITED, Why.RESTORED, Why.BATCH}
_TIMED = "005"  # date and time of the latest transaction, in both families


@transaction.atomic
def create(
    fields: Sequence[Field], *, family: str, database: str, library: Unit, by_id: int | None
) -> Record:
    """A record that is catalogued here. Without a control number (001) it is given one: "orda" and its own number.

    Counts once in the diary, at `library`, today. Raises BadRecord, NoTitle, SameNumber, NothingWritten.
    """
    fields, now = _dressed(fields, family), clock.now()
    record = Record(format=family, database=database, library=library, added_on=clock.today(), version=1)
    _set(record, fields)
    record.changed_at = now
    numbered = key_of(fields, family)
    if numbered and Record.objects.filter(database=database, source_key=numbered).exists():
        raise SameNumber(number=numbered)
    record.source_key = numbered or f"new:{uuid.uuid4().hex}"
    record.digest = ""  # nothing came from outside that an import could find unchanged
    record.save(force_insert=True)
    if not numbered:
        _set(record, _with_number(fields, f"orda{record.pk:08d}"))
        record.source_key = key_of(_fields_of(record), family)
        record.save(update_fields=["source_key", "marc", "encoding", "searched"])
    _keep(record, Why.MADE, by_id)
    diary.post(
        day=record.added_on, library_id=library.pk, measure="catalogue_record", values={"database": database},
        act="record", act_id=record.pk, by_id=by_id, at=now,
    )  # fmt: skip
    changes.tell([record.pk])
    return record


@transaction.atomic
def save(
    record_id: int,
    fields: Sequence[Field],
    *,
    version: int,
    why: str = Why.EDITED,
    library_id: int | None = None,
    by_id: int | None = None,
) -> Record:
    """The record says these fields from now on. `version`: the one that was read before they were written.

    What says the same as before is no new version. A record that is edited counts once a day as edited, at the library
    where it was done; not on the day it was added, for that was its cataloguing. Raises ChangedMeanwhile,
    GoneMeanwhile, BadRecord, NoTitle, SameNumber.
    """
    record = Record.objects.select_for_update(no_key=True).filter(pk=record_id).first()
    if record is None:
        raise GoneMeanwhile
    if record.version != version:
        last = record.revisions.select_related("saved_by").first()
        raise ChangedMeanwhile(who=(last and last.saved_by) or "—")
    before = _fields_of(record)
    fields = _dressed(fields, record.format)
    if _untimed(fields) == _untimed(before):
        return record
    if not record.revisions.exists():
        _keep(record, Why.CAME, None)
    _set(record, _timed(fields))
    numbered = key_of(fields, record.format)
    if numbered and numbered != record.source_key:
        beside = Record.objects.filter(database=record.database, source_key=numbered)
        if beside.exists():
            raise SameNumber(number=numbered)
        record.source_key = numbered
    record.version += 1
    record.changed_at = clock.now()
    record.save()
    at = library_id or record.library_id
    _keep(record, why, by_id, at if _counts_as_edited(record, why) else None)
    changes.tell([record.pk])
    return record


def restore(
    record_id: int, number: int, *, version: int, library_id: int | None = None, by_id: int | None = None
) -> Record:
    """An earlier version is put back, as a new one. Raises what `save` does, Revision.DoesNotExist."""
    then = Revision.objects.get(record=record_id, number=number)
    fields = read_fields(bytes(then.marc), then.encoding)
    return save(record_id, fields, version=version, why=Why.RESTORED, library_id=library_id, by_id=by_id)


def _fields_of(record: Record) -> list[Field]:
    return read_fields(bytes(record.marc), record.encoding)


def _dressed(fields: Sequence[Field], family: str) -> list[Field]:
    """As they are kept: in UTF-8 and saying so, the leader first, control fields before the others."""
    if len(fields) < 2:
        raise NothingWritten
    fields = declared_in_utf_8(list(fields), family)
    check(fields)
    if not describe_fields(fields, family).title:
        raise NoTitle(field=TITLE_FIELD[family])
    return fields


def _set(record: Record, fields: list[Field]) -> None:
    """The record's MARC and all that is read off it. What ISO 2709 is too short for is kept as XML."""
    leader, *rest = fields
    try:
        record.marc, record.encoding = join_fields(leader[1], rest, str.encode), UTF_8
    except (TooLong, FieldTooLong):
        record.marc, record.encoding = write_element(fields).encode(), MARCXML
    for name, value in columns_of(describe_fields(fields, record.format)).items():
        setattr(record, name, value)


def _with_number(fields: list[Field], number: str) -> list[Field]:
    leader, *rest = fields
    return [leader, ("001", number), *(field for field in rest if field[0] != "001")]


def _timed(fields: list[Field]) -> list[Field]:
    """With the moment of this save in 005, behind the control number."""
    leader, *rest = fields
    first = [field for field in rest if field[0] == "001"]
    others = [field for field in rest if field[0] not in ("001", _TIMED)]
    return [leader, *first, (_TIMED, f"{clock.now():%Y%m%d%H%M%S}.0"), *others]


def _untimed(fields: Sequence[Field]) -> list[Field]:
    """What of a record is somebody's word: lengths and addresses in the leader are not, nor is 005."""
    own = [(LEADER, f"{text[5:10]}{text[17:20]}") if tag == LEADER else (tag, text) for tag, text in fields]
    return [field for field in own if field[0] != _TIMED]


def keep_imported(changed: Sequence[Record]) -> None:
    """The versions that an import makes: of each changed record as it was, where that is not kept yet, and as it is.

    `changed`: with their new contents, not written yet. Called in the import's transaction.
    """
    now, day = clock.now(), clock.today()
    told = {record.pk: record for record in changed}
    kept = set(Revision.objects.filter(record__in=told).values_list("record", flat=True))
    rows = []
    for pk, version, marc, encoding, at in Record.objects.filter(pk__in=told).values_list(
        "pk", "version", "marc", "encoding", "changed_at"
    ):
        if pk not in kept:
            rows.append(_version(pk, version, Why.CAME, bytes(marc), encoding, at))
        told[pk].version = version + 1
        rows.append(
            _version(pk, version + 1, Why.IMPORTED, bytes(told[pk].marc), told[pk].encoding, now, day)
        )
    Revision.objects.bulk_create(rows, batch_size=200)


def _version(
    record_id: int, number: int, why: str, marc: bytes, encoding: str, at: datetime.datetime,
    day: datetime.date | None = None,
) -> Revision:  # fmt: skip
    return Revision(
        record_id=record_id, number=number, why=why, marc=marc, encoding=encoding, saved_at=at,
        day=day or clock.day_of(at),
    )  # fmt: skip


def _keep(record: Record, why: str, by_id: int | None, counted_at: int | None = None) -> Revision:
    kept = _version(record.pk, record.version, why, bytes(record.marc), record.encoding, record.changed_at)
    kept.saved_by_id, kept.counted_at_id = by_id, counted_at
    kept.save()
    if counted_at is not None:
        diary.post(
            day=kept.day, library_id=counted_at, measure="catalogue_edit", values={"database": record.database},
            act="revision", act_id=kept.pk, by_id=by_id, at=kept.saved_at,
        )  # fmt: skip
    return kept


def _counts_as_edited(record: Record, why: str) -> bool:
    today = clock.today()
    again = record.revisions.filter(day=today, counted_at__isnull=False)
    return why in _EDITS and record.added_on != today and not again.exists()
