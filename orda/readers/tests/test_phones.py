"""One telephone, however it was written: one text, one family."""

import pytest

from orda.diary.proof import prove
from orda.network.models import Unit
from orda.readers import services as readers
from orda.readers.models import Family, Reader
from orda.readers.phones import is_phone, written
from orda.readers.registering.models import Reader as Kept
from tests.house import MOMENT, a_form, a_reader

MOBILE = "+7 701 555 44 33"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+7 701 555 44 33", MOBILE),
        ("8 (701) 555-44-33", MOBILE),
        ("77015554433", MOBILE),
        ("87015554433", MOBILE),
        ("7015554433", MOBILE),
        ("+7-701-555.44.33", MOBILE),
        ("+7(701)5554433 ", MOBILE),
        ("8 7212 42 12 34", "+7 721 242 12 34"),
        ("42-12-34", "421234"),
        ("+49 30 901820", "+4930901820"),
        ("", ""),
        ("қоңырау шалмаңыз", "қоңырау шалмаңыз"),
        ("123", "123"),
    ],
)
def test_a_number_is_kept_one_way(typed: str, kept: str) -> None:
    assert written(typed) == kept
    assert written(kept) == kept


@pytest.mark.parametrize("typed", ["call me", "1234", "8701 555 44 33, 8702 555 44 33"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert not is_phone(typed)


def test_a_mother_who_writes_it_otherwise_is_one_family(library: Unit) -> None:
    a_reader(library, guardian_phone="+7 701 555 44 33")
    a_reader(library, given_name="Дана", guardian_phone="8 (701) 555-44-33")
    readers.register_many(
        [readers.Comer(a_form(given_name="Дара", guardian_phone="77015554433"), library, MOMENT)]
    )
    assert Family.objects.get().readers.count() == 3
    assert set(Reader.objects.values_list("guardian_phone", flat=True)) == {MOBILE}


def test_every_way_in_writes_it_the_same(library: Unit) -> None:
    group = readers.register_group("3Ә", library=library, members=20, leader="Бота", phone="87015554433")
    reader = a_reader(library, guardian_phone="87015554433")
    readers.change(reader, a_form(guardian_phone="8(701)5554433", phone="7 701 555 44 33"))
    by_hand = Kept.objects.get(pk=reader.pk)
    by_hand.phone = "8 701 5554433"
    by_hand.save()
    Kept.objects.filter(pk=group.pk).update(phone="8-701-555-44-33")
    said = {phone for row in Reader.objects.values_list("phone", "guardian_phone") for phone in row if phone}
    assert said == {MOBILE}
    assert Family.objects.filter(phone="87015554433").count() == 1
    with pytest.raises(readers.BadReaderField):
        readers.register_group("4Ә", library=library, members=20, leader="Бота", phone="маған")


def test_orda_check_names_a_number_written_otherwise_and_a_family_known_twice(library: Unit) -> None:
    from django.db import connection

    reader = a_reader(library, guardian_phone=MOBILE)
    other = a_reader(library, given_name="Дана", guardian_phone="+7 701 555 44 34")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE readers_family SET phone = %s", [MOBILE])
        cursor.execute("UPDATE readers_reader SET phone = '87015554433' WHERE id = %s", [reader.pk])
    named = prove().named
    assert named["telephones not written as the house writes them"] == [f"reader {reader.pk}"]
    [twice] = [lines for kind, lines in named.items() if kind.startswith("families of one parent")]
    assert twice == [f"families {reader.family_id}, {other.family_id}"]
