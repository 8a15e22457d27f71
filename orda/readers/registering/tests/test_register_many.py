"""Many who come are registered at once as they are one by one."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from orda.diary import services as diary
from orda.diary.models import Entry
from orda.network.models import Unit
from orda.readers import services
from orda.readers.models import Consent, Family, Reader, ReaderWord, Registration
from orda.readers.services import Comer, FirstUse
from tests.house import MOMENT, a_form, a_library, a_reader

LATER = MOMENT + datetime.timedelta(days=1)


def written() -> dict[str, list[Any]]:
    readers = [field.name for field in Reader._meta.concrete_fields if field.name not in ("id", "family")]
    lines = Entry.objects.order_by("day", "measure", "dimensions__key", "act_id")
    return {
        "families": list(
            Family.objects.order_by("phone", "name").values_list("name", "phone", "many_children")
        ),
        "readers": list(Reader.objects.order_by("card_number").values_list(*readers, "family__phone")),
        "words": list(ReaderWord.objects.order_by("reader__card_number", "word").values_list("word")),
        "consents": list(
            Consent.objects.order_by("reader__card_number").values_list("text_version", "scope", "signed_on")
        ),
        "registrations": list(
            Registration.objects.order_by("reader__card_number", "year").values_list(
                "library", "year", "day", "age_group", "disability", "electronic_user_on", "site_user_on"
            )
        ),
        "lines": list(lines.values_list("day", "library", "measure", "dimensions__key", "quantity", "act")),
    }


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    diary.forget_known_sets()


@pytest.fixture
def library(db: None) -> Unit:
    return a_library()


def forms() -> list[services.NewReader]:
    """Two of one family, one whose sheet is still at home, one with an IIN, a grown-up without a family."""
    family = {"guardian_phone": "+7 700 111 22 33"}
    return [
        a_form(card_number="D001", **family),
        a_form(card_number="D002", given_name="Әлия", many_children=True, sex="f", **family),
        a_form(card_number="D003", consent_signed=False),
        a_form(card_number="D004", disability=True, guardian_phone="+7 700 111 22 44"),
        a_form(card_number="D005", birth_date=datetime.date(1980, 5, 1), category="leader", guardian_name=""),
    ]


def test_many_are_registered_as_one_by_one(library: Unit) -> None:
    before = a_reader(
        library, day=datetime.date(2023, 5, 5), card_number="D000", guardian_phone="+7 700 111 22 44"
    )
    with undone():
        for form in forms():
            services.register(form, library=library, day=MOMENT.date())
        services.register_for_year(before, library=library, day=LATER.date())
        expected = written()
    made = services.register_many(
        [*(Comer(form, library, MOMENT) for form in forms()), Comer(before, library, LATER)]
    )
    assert [one.reader.card_number for one in made] == ["D001", "D002", "D003", "D004", "D005", "D000"]
    found = written()
    for what, rows in expected.items():
        assert found[what] == rows, what


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"card_number": "D009", "given_name": ""}, services.BadReaderField),
        ({"card_number": "D001"}, services.CardTaken),
        ({"card_number": "D000"}, services.CardTaken),
        ({"card_number": "D009", "reached_by": "sms", "phone": "+7 700 000 00 00"}, services.BadReaderField),
    ],
)
def test_one_that_is_refused_refuses_all(library: Unit, wrong: dict[str, Any], why: type[Exception]) -> None:
    a_reader(library, card_number="D000")
    with pytest.raises(why):
        services.register_many([Comer(form, library, MOMENT) for form in (*forms(), a_form(**wrong))])
    assert Reader.objects.count() == 1


def test_nobody_is_entered_twice_and_nobody_who_is_gone(library: Unit) -> None:
    reader = a_reader(library, day=MOMENT.date())
    with pytest.raises(services.RegisteredAlready):
        services.register_many([Comer(reader, library, MOMENT)])
    Reader.objects.filter(pk=reader.pk).update(erased_on=MOMENT.date())
    with pytest.raises(services.NoLongerAReader):
        services.register_many([Comer(reader, library, MOMENT + datetime.timedelta(days=366))])


def test_a_first_use_is_noted_once_a_year(library: Unit) -> None:
    one, other = (a_reader(library, day=MOMENT.date()).registrations.get() for _ in range(2))
    services.use_electronic_resources(one, day=MOMENT.date())
    uses = [
        FirstUse(one, "electronic_user_on", LATER),
        FirstUse(other, "electronic_user_on", LATER),
        FirstUse(other, "electronic_user_on", LATER),
        FirstUse(other, "site_user_on", LATER),
    ]
    assert services.note_first_uses(uses) == 2
    assert services.note_first_uses(uses) == 0
    other.refresh_from_db()
    assert (other.electronic_user_on, other.site_user_on) == (LATER.date(), LATER.date())
    counted = Entry.objects.filter(act_id=other.pk).exclude(measure="reader_registered")
    assert sorted(counted.values_list("measure", "day")) == [
        ("electronic_user", LATER.date()),
        ("site_user_registered", LATER.date()),
    ]
