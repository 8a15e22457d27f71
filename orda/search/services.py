"""What may be done to the index: note a changed record, catch up, make it anew."""

import time
from collections.abc import Callable, Collection, Iterator

import tantivy
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.catalog.models import Record
from orda.network.refusals import Refusal
from orda.search import healing, index
from orda.search.models import Waiting
from orda.stock.models import Copy

AT_ONCE = 2_000
SECONDS_TO_WAIT = 2.0  # for another process that writes the index


class IndexBusy(Refusal):
    code = "index_busy"
    message = _("Another process is writing the search index just now. Try again in a moment.")


Progress = Callable[[int], object]


def note_changed(record_ids: Collection[int]) -> None:
    """Notes records for the index, inside the change's own transaction, and indexes them after its commit."""
    if not record_ids:
        return
    Waiting.objects.bulk_create((Waiting(record_id=pk) for pk in set(record_ids)), batch_size=AT_ONCE)
    transaction.on_commit(catch_up, robust=True)


def catch_up(on_progress: Progress | None = None) -> int:
    """Indexes every record that waits; returns how many. Leaves them waiting while another process writes, and while
    the index is damaged."""
    if not Waiting.objects.exists():
        return 0
    with healing.nobody_makes_it_anew() as free:
        if not free:
            return 0
        try:
            return _catch_up(on_progress)
        except index.Damaged as damaged:
            healing.heal(damaged)
            return 0


def _catch_up(on_progress: Progress | None) -> int:
    if not index.is_there() and not Record.objects.exclude(pk__in=Waiting.objects.values("record")).exists():
        index.make_empty()  # a new catalogue: all that it has waits here
    writer = _writer_soon()
    if writer is None:
        return 0
    done = 0
    with index.reading(), writer:
        while waiting := dict(Waiting.objects.order_by("pk").values_list("pk", "record_id")[:AT_ONCE]):
            # Taken off the list only after the index holds them: a crash between the two indexes them again.
            ids = set(waiting.values())
            merged = Record.objects.filter(pk__in=ids, merged_into__isnull=False).values_list("pk", flat=True)
            index.take_out(writer, merged)
            count = index.put(writer, _entries(ids))
            writer.commit()
            Waiting.objects.filter(pk__in=waiting).delete()
            done += count
            if on_progress:
                on_progress(count)
    return done


def index_anew(on_progress: Progress | None = None) -> int:
    """Makes the index anew from the database, whatever the old one is like; how many records it holds. Raises
    IndexBusy.

    Readers see the old index until the new one is whole; what changes meanwhile waits, and is read in at the end.
    """
    with healing.alone() as first:
        if not first:
            raise IndexBusy
        done = last = 0
        with index.beside() as writer:
            records = Record.objects.order_by("pk").values_list("pk", flat=True)
            while ids := list(records.filter(pk__gt=last)[:AT_ONCE]):
                done += index.put(writer, _entries(ids))
                last = ids[-1]
                if on_progress:
                    on_progress(len(ids))
            writer.commit()
        healing.healed()
    catch_up()
    return done


def _writer_soon() -> tantivy.IndexWriter | None:
    until = time.monotonic() + SECONDS_TO_WAIT
    while (writer := index.writer()) is None and time.monotonic() < until:
        time.sleep(0.02)
    return writer


def _entries(ids: Collection[int]) -> Iterator[index.Entry]:
    """The records as they are indexed, with the libraries that hold a copy: two queries however many."""
    libraries: dict[int, set[str]] = {}
    held = Copy.objects.filter(record__in=ids, status=Copy.Status.IN_STOCK).order_by()
    for record_id, code in held.values_list("record_id", "library__code").distinct():
        libraries.setdefault(record_id, set()).add(code)
    for record in Record.objects.filter(pk__in=ids, merged_into=None).defer("marc").iterator(AT_ONCE):
        yield index.Entry(
            record_id=record.pk,
            title=record.title,
            author=record.author,
            text=record.searched,
            year=record.year,
            facets={
                "database": [record.database],
                "language": [record.language] if record.language else [],
                "subject_field": [record.subject_field] if record.subject_field else [],
                "years": [_decade(record.year)] if record.year else [],
                "library": sorted(libraries.get(record.pk, ())),
            },
        )


def _decade(year: int) -> str:
    return f"{year // 10 * 10}"
