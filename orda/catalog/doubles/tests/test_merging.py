"""Two records become one, with all that hangs on them, and two again."""

import random
from contextlib import suppress

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField
from django.urls import reverse

from orda.catalog.doubles import services
from orda.catalog.doubles.models import Merge, Pair
from orda.catalog.doubles.moving import movers
from orda.catalog.doubles.refusals import (
    BothPutBy,
    ChangedSince,
    GoneAlready,
    MergedOn,
    NotTwo,
    OfTwoFormats,
    UndoneAlready,
)
from orda.catalog.marc import read_fields
from orda.catalog.models import Record
from orda.catalog.records import services as records
from orda.circulation.models import Hold
from orda.circulation.services import cancel_hold, lend, place_hold
from orda.diary.models import Entry
from orda.diary.proof import prove
from orda.network import clock
from orda.network.models import Role, Unit
from orda.network.refusals import Refusal
from orda.stock.models import Copy
from tests.house import MOMENT, YESTERDAY, a_library, a_reader, copies_in_stock

LEADER = ("LDR", "00000nam a2200000 i 4500")


@pytest.fixture(autouse=True)
def _a_monday_at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MOMENT)


@pytest.fixture
def library(db) -> Unit:
    return a_library()


def a_record(library: Unit, *fields: tuple[str, str], family: str = "marc21") -> Record:
    title = ("245", "10\x1faТүн") if family == "marc21" else ("200", "1 \x1faТүн")
    leader = LEADER if family == "marc21" else ("LDR", "00000nam0 2200000   450 ")
    return records.create(
        [leader, title, *fields], family=family, database="books", library=library, by_id=None
    )


@pytest.fixture
def kept(library: Unit) -> Record:
    return a_record(library, ("650", " 4\x1faПоэзия"))


@pytest.fixture
def gone(library: Unit) -> Record:
    return a_record(library, ("520", "  \x1faӨлеңдер жинағы"))


def with_copies(record: Record, many: int) -> list[Copy]:
    copies = copies_in_stock(record.library, many, day=YESTERDAY)
    Copy.objects.filter(pk__in=[copy.pk for copy in copies]).update(record=record)
    return copies


def everything() -> dict[str, object]:
    """All that a merge may touch, but what says that there was one."""
    return {
        "copies": list(Copy.objects.order_by("pk").values_list("pk", "record")),
        "holds": list(
            Hold.objects.order_by("pk").values_list("pk", "record", "reader", "state", "placed_at", "copy")
        ),
        "led": list(Record.objects.order_by("pk").values_list("pk", "merged_into", "title")),
        "fields": [
            [one for one in read_fields(bytes(record.marc), record.encoding) if one[0] not in ("LDR", "005")]
            for record in Record.objects.order_by("pk")
        ],
        "counted": sum(Entry.objects.filter(measure="catalogue_double").values_list("quantity", flat=True)),
    }


def test_copies_and_who_waits_move_and_come_back(kept, gone, library):
    with_copies(kept, 1), with_copies(gone, 2)
    for record in (kept, gone):
        for _ in range(2):
            place_hold(record.pk, a_reader(library, day=YESTERDAY).pk, library_id=library.pk)
    before = everything()
    done = services.merge(kept.pk, gone.pk)
    assert set(Copy.objects.filter(record__in=[kept, gone]).values_list("record", flat=True)) == {kept.pk}
    assert set(Hold.objects.values_list("record", flat=True)) == {kept.pk}
    assert everything()["counted"] == 1
    services.undo(done.pk)
    assert everything() == before


def test_a_reader_who_waits_for_both_waits_once_in_the_earlier_place(kept, gone, library):
    reader, another = (a_reader(library, day=YESTERDAY) for _ in range(2))
    for record in (gone, kept):  # another reader has the only copy of each
        (copy,) = with_copies(record, 1)
        lend(copy.barcode, another.pk, library_id=library.pk)
        place_hold(record.pk, reader.pk, library_id=library.pk)
    before = everything()
    done = services.merge(kept.pk, gone.pk)
    waits = Hold.objects.get(reader=reader, state__in=Hold.OPEN)
    assert waits.placed_at == min(Hold.objects.values_list("placed_at", flat=True))
    assert waits.record == kept
    services.undo(done.pk)
    assert everything() == before


def test_who_cancelled_after_the_merge_does_not_wait_again_when_it_is_undone(kept, gone, library):
    reader, another = (a_reader(library, day=YESTERDAY) for _ in range(2))
    for record in (gone, kept):
        (copy,) = with_copies(record, 1)
        lend(copy.barcode, another.pk, library_id=library.pk)
        place_hold(record.pk, reader.pk, library_id=library.pk)
    done = services.merge(kept.pk, gone.pk)
    cancel_hold(Hold.objects.get(reader=reader, state__in=Hold.OPEN).pk)
    services.undo(done.pk)
    assert not Hold.objects.filter(reader=reader, state__in=Hold.OPEN).exists()


@pytest.mark.parametrize("seed", range(25))
def test_merge_then_undo_is_what_was_before_whatever_hangs_on_the_two(kept, gone, library, seed):
    """Copies on the shelf or lent, readers who wait for one, the other or both, in any order of asking."""
    rng = random.Random(seed)
    two = [kept, gone]
    readers = [a_reader(library, day=YESTERDAY) for _ in range(5)]
    for record in two:
        for copy in with_copies(record, rng.randint(1, 3)):
            if rng.random() < 0.6:
                lend(copy.barcode, rng.choice(readers).pk, library_id=library.pk)
    for _ in range(rng.randint(0, 8)):
        with suppress(Refusal):
            place_hold(rng.choice(two).pk, rng.choice(readers).pk, library_id=library.pk)
    before = everything()
    with suppress(BothPutBy):
        services.undo(services.merge(kept.pk, gone.pk, take=rng.choice([[], ["520"]])).pk)
    assert everything() == before
    assert prove().clean


def test_two_put_by_for_one_reader_are_not_made_one(kept, gone, library):
    reader = a_reader(library, day=YESTERDAY)
    for record in (kept, gone):
        with_copies(record, 1)
        place_hold(record.pk, reader.pk, library_id=library.pk)
    before = everything()
    with pytest.raises(BothPutBy):
        services.merge(kept.pk, gone.pk)
    assert everything() == before


def test_fields_are_taken_over_where_one_says_so_and_given_back(kept, gone):
    before = everything()
    done = services.merge(kept.pk, gone.pk, take=["520", "001", "LDR"])
    kept.refresh_from_db()
    said = dict(read_fields(bytes(kept.marc), kept.encoding))
    assert said["520"] == "  \x1faӨлеңдер жинағы"
    assert said["001"] == f"orda{kept.pk:08d}"
    services.undo(done.pk)
    assert everything() == before


def test_a_chain_of_doubles_leads_to_the_last_one(kept, gone, library, client):
    third = a_record(library)
    services.merge(kept.pk, gone.pk)
    on = services.merge(third.pk, kept.pk)
    assert client.get(reverse("record", args=[gone.pk])).url == reverse("record", args=[third.pk])
    services.undo(on.pk)
    assert client.get(reverse("record", args=[gone.pk])).url == reverse("record", args=[kept.pk])


def test_what_stands_in_the_way_is_said(kept, gone, library):
    with pytest.raises(NotTwo):
        services.merge(kept.pk, kept.pk)
    with pytest.raises(OfTwoFormats):
        services.merge(kept.pk, a_record(library, family="unimarc").pk, take=["200"])
    done = services.merge(kept.pk, gone.pk, take=["520"])
    for pair in ((kept, gone), (gone, kept)):
        with pytest.raises(GoneAlready):
            services.merge(pair[0].pk, pair[1].pk)
    on = services.merge(a_record(library).pk, kept.pk)
    with pytest.raises(MergedOn):
        services.undo(done.pk)
    services.undo(on.pk)
    kept.refresh_from_db()
    records.save(kept.pk, [LEADER, ("245", "10\x1faТаң")], version=kept.version)
    with pytest.raises(ChangedSince):
        services.undo(done.pk)


def test_it_is_undone_once(kept, gone):
    done = services.merge(kept.pk, gone.pk)
    services.undo(done.pk)
    with pytest.raises(UndoneAlready):
        services.undo(done.pk)
    services.merge(kept.pk, gone.pk)
    assert Merge.objects.count() == 2


def test_the_diary_proves_what_was_removed_and_what_came_back(kept, gone):
    done = services.merge(kept.pk, gone.pk)
    assert prove().clean
    services.undo(done.pk)
    assert prove().clean


def test_nothing_that_points_at_a_record_is_forgotten():
    spoken_for = {table for mover in movers() for table in mover.tables}
    # What goes with its own record and is none of another's: versions, pairs, merges, what waits for the index.
    own = {"catalog_record", "catalog_revision", "catalog_pair", "catalog_merge", "search_waiting"}
    kinds = (ForeignKey, OneToOneField, ManyToManyField)
    points = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, kinds) and field.related_model is Record
    }
    assert points == spoken_for | own


def test_a_pair_is_merged_on_its_page_and_undone(kept, gone, client_as, library):
    cataloguer = client_as(Role.CATALOGUER, library)
    pair = Pair.objects.create(first=kept, second=gone, score=95, why="same")
    assert "95 %" in cataloguer.get(reverse("doubles")).content.decode()
    page = cataloguer.get(reverse("double_pair", args=[kept.pk, gone.pk])).content.decode()
    assert 'value="520"' in page
    cataloguer.post(reverse("double_merge", args=[kept.pk, gone.pk]), {"take": ["520"]})
    gone.refresh_from_db()
    assert gone.merged_into == kept
    old = cataloguer.get(reverse("double_pair", args=[kept.pk, gone.pk]), follow=True)
    assert "was merged already" in old.content.decode()
    cataloguer.post(reverse("double_undo", args=[Merge.objects.get().pk]))
    gone.refresh_from_db()
    assert gone.merged_into is None
    cataloguer.post(reverse("double_refuse", args=[pair.pk]))
    assert "95 %" not in cataloguer.get(reverse("doubles")).content.decode()


def test_one_goes_on_from_pair_to_pair(kept, gone, library, client_as):
    cataloguer, third = client_as(Role.CATALOGUER, library), a_record(library)
    sure = Pair.objects.create(first=kept, second=gone, score=95, why="same")
    then = Pair.objects.create(first=kept, second=third, score=90, why="alike")
    answer = cataloguer.post(reverse("double_refuse", args=[sure.pk]))
    assert answer.url == reverse("double_pair", args=[then.first_id, then.second_id])
    assert cataloguer.post(reverse("double_merge", args=[kept.pk, third.pk])).url == reverse("doubles")
