"""Invented families: a household's children share a parent, who is written to once."""

import datetime
import random

from orda.demo.people import home_of, invented
from orda.network.models import Unit
from orda.readers.models import Family, Reader
from orda.readers.services import register
from tests.house import a_library

DAY = datetime.date(2024, 2, 20)


def test_children_of_one_household_become_one_family(db: None) -> None:
    library: Unit = a_library()
    rng = random.Random(1)
    for number in range(4):  # the first ten households are of four children
        register(invented("0-10", False, number, 100_000 + number, DAY, rng), library=library, day=DAY)
    family = Family.objects.get()
    assert (family.readers.count(), family.many_children) == (4, True)


def test_whoever_is_brought_books_has_an_address_and_nobody_else(db: None) -> None:
    library: Unit = a_library()
    for number, disability in enumerate((True, False)):
        form = invented("11-15", disability, number, 100_004 + number, DAY, random.Random(number))
        register(form, library=library, day=DAY)
    assert list(Reader.objects.order_by("card_number").values_list("home_delivery", "address")) == [
        (True, home_of(100_004).address),
        (False, ""),
    ]
