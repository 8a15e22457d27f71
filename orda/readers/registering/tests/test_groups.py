"""A class or a kindergarten borrows as one and is counted as no reader."""

import pytest
from django.urls import reverse

from orda.circulation import services as desk
from orda.diary.proof import prove
from orda.network.models import Role, Unit
from orda.readers import services as readers
from orda.readers.models import Reader
from orda.readers.queries import find_readers, readers_of_year
from tests.house import TODAY, a_copy, a_reader, diary_of


def a_class(library: Unit, **more: object) -> Reader:
    given: dict[str, object] = {"members": 25, "school_class": "5Ә", "leader": "Әлия Нұр", **more}
    return readers.register_group("5Ә сыныбы", library=library, **given)


def test_a_group_borrows_and_counts_as_no_reader(library: Unit) -> None:
    group, copy = a_class(library), a_copy(library)
    desk.lend(copy.barcode, group.pk, library_id=library.pk)
    assert "reader_registered" not in diary_of()
    assert diary_of(by="age_group")["loan", "11-15"] == 1
    assert readers_of_year(TODAY.year) == {"registrations": 0, "persons": 0}
    assert prove().clean


def test_a_group_uses_nothing_electronic_of_its_own(library: Unit) -> None:
    registration = a_class(library).registrations.get()
    assert not readers.use_electronic_resources(registration, day=TODAY)
    assert "electronic_user" not in diary_of()


@pytest.mark.parametrize(("school_class", "group"), [("4А", "0-10"), ("5А", "11-15"), ("", "0-10")])
def test_its_loans_count_with_the_age_of_its_grade(library: Unit, school_class: str, group: str) -> None:
    assert a_class(library, school_class=school_class).registrations.get().age_group == group


@pytest.mark.parametrize(
    ("field", "given"),
    [("members", {"members": 0}), ("members", {"members": 501}), ("guardian_name", {"leader": ""})],
)
def test_it_names_the_field_that_is_wrong(library: Unit, field: str, given: dict[str, object]) -> None:
    with pytest.raises(readers.BadReaderField) as refusal:
        a_class(library, **given)
    assert refusal.value.field == field


def test_the_page_registers_a_group(client_as, library: Unit) -> None:
    typed = {"family_name": "Күншуақ тобы", "members": "20", "guardian_name": "Әлия Нұр"}
    librarian = client_as(Role.LIBRARIAN, library)
    assert librarian.post(reverse("group_new"), {**typed, "members": "0"}).status_code == 422
    answer = librarian.post(reverse("group_new"), typed, follow=True)
    assert "Күншуақ тобы" in answer.content.decode()
    assert Reader.objects.get().category == "group"


def test_a_group_is_changed_and_keeps_its_card_and_loans(client_as, library: Unit, settings) -> None:
    settings.LANGUAGE_CODE = "en"
    group, copy = a_class(library), a_copy(library)
    desk.lend(copy.barcode, group.pk, library_id=library.pk)
    librarian = client_as(Role.LIBRARIAN, library)
    change = reverse("reader_change", args=[group.pk])
    assert f'href="{change}"' in librarian.get(reverse("reader", args=[group.pk])).content.decode()
    page = librarian.get(change).content.decode()
    assert 'value="Әлия Нұр"' in page
    assert 'name="card_number"' not in page
    typed = {
        "family_name": "6Ә сыныбы",
        "school_class": "6Ә",
        "members": "27",
        "guardian_name": "Бота Сейіт",
        "phone": "8 701 000 00 00",
    }
    assert librarian.post(change, {**typed, "members": "0"}).status_code == 422
    assert librarian.post(change, typed).url == reverse("reader", args=[group.pk])
    changed = Reader.objects.get()
    assert (changed.family_name, changed.members, changed.grade) == ("6Ә сыныбы", 27, 6)
    assert (changed.guardian_name, changed.guardian_phone) == ("Бота Сейіт", "+7 701 000 00 00")
    assert changed.card_number == group.card_number
    assert list(find_readers("бота сейіт", at=library.pk)) == [changed]
    assert "6Ә" in changed.full_name
    with pytest.raises(readers.NoLongerAReader):
        readers.change_group(a_reader(library), "x", members=3, leader="y")


def test_a_person_does_not_become_a_group(library: Unit) -> None:
    with pytest.raises(readers.BadReaderField):
        a_reader(library, category="group")
