"""A family is registered in one go, or not at all; possible doubles are shown first."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.network import clock
from orda.network.models import Role, Unit
from orda.readers import services as readers
from orda.readers.models import Consent, Family, Reader
from orda.readers.queries import find_readers
from tests.house import a_form, a_reader, diary_of

PARENT = {
    "parent-family_name": "Оспанова",
    "parent-given_name": "Гүлнар",
    "parent-phone": "+7 700 000 00 01",
    "parent-email": "gulnar@example.kz",
    "parent-reached_by": "email",
    "parent-language": "ru",
    "parent-many_children": "on",
    "parent-reads": "on",
    "parent-birth_date": "01021988",
    "parent-consent_messages": "on",
}


def child(number: int, name: str, born: str, **more: str) -> dict[str, str]:
    typed = {"family_name": "Оспан", "given_name": name, "birth_date": born, "school_class": "2Б", **more}
    return {f"child{number}-{field}": value for field, value in typed.items()}


FAMILY = {
    **PARENT,
    **child(0, "Ерлан", "12.03.2015", sex="m", iin="150312500128"),
    **child(1, "Айша", "08032016", sex="f", card_number="K-0002"),
    **child(2, "Мадина", "2018-05-01"),
    **child(3, "", "", family_name="", school_class=""),
}


@pytest.fixture
def librarian(client_as, library: Unit) -> Client:
    return client_as(Role.LIBRARIAN, library)


def test_a_parent_and_three_children_are_registered_at_once(librarian: Client, library: Unit) -> None:
    answer = librarian.post(reverse("family_new"), FAMILY)
    assert answer.status_code == 302
    people = Reader.objects.order_by("birth_date")
    assert [one.given_name for one in people] == ["Гүлнар", "Ерлан", "Айша", "Мадина"]
    assert [one.category for one in people] == ["leader", "child", "child", "child"]
    assert people[2].card_number == "K-0002"
    assert people[1].grade == 2
    family = Family.objects.get()
    assert set(people.values_list("family", flat=True)) == {family.pk}
    assert (family.name, family.language, family.reached_by, family.many_children) == (
        *("Оспанова Гүлнар", "ru", "email", True),
    )
    assert set(Consent.objects.values_list("signed_by", "scope")) == {("Оспанова Гүлнар", "data messages")}
    assert diary_of() == {"reader_registered": 4}
    assert diary_of(by="sex") == {
        ("reader_registered", "m"): 1,
        ("reader_registered", "f"): 1,
        ("reader_registered", None): 2,
    }


def test_where_one_is_refused_nobody_is_registered(librarian: Client, library: Unit) -> None:
    other = a_reader(library, card_number="K-0002", given_name="Басқа")
    answer = librarian.post(reverse("family_new"), FAMILY)
    assert answer.status_code == 422
    [wrong] = [form for form in answer.context["page"].children if form.errors]
    assert "card_number" in wrong.errors
    assert wrong.prefix == "child1"
    assert list(Reader.objects.all()) == [other]
    assert diary_of() == {"reader_registered": 1}


@pytest.mark.parametrize(
    ("typed", "where", "field"),
    [
        ({"child1-birth_date": "30.02.2016"}, "child1", "birth_date"),
        ({"child0-iin": "150312500129"}, "child0", "iin"),
        ({"parent-phone": "call me"}, "parent", "phone"),
        ({"parent-email": ""}, "parent", "email"),
        ({"parent-birth_date": ""}, "parent", "birth_date"),
        ({"child2-given_name": ""}, "child2", "given_name"),
        ({"child2-school_class": "99Ә"}, "child2", "school_class"),
    ],
)
def test_a_wrong_field_is_named_at_its_person(
    librarian: Client, typed: dict[str, str], where: str, field: str
) -> None:
    page = librarian.post(reverse("family_new"), {**FAMILY, **typed}).context["page"]
    errors = {form.prefix: set(form.errors) for form in (page.parent, *page.children) if form.errors}
    assert errors == {where: {field}}
    assert not Reader.objects.exists()


def test_a_page_with_nobody_on_it_says_so(librarian: Client) -> None:
    typed = {name: value for name, value in PARENT.items() if name != "parent-reads"}
    answer = librarian.post(reverse("family_new"), typed)
    assert answer.context["page"].parent.non_field_errors()


def test_one_more_child_comes_with_the_family_name_and_school(librarian: Client) -> None:
    asked = {**FAMILY, "child3-family_name": "Оспан", "child3-school": "№ 7 мектеп"}
    form = librarian.post(reverse("family_child"), asked).context["form"]
    assert form.prefix == "child4"
    assert (form.initial["family_name"], form.initial["school"]) == ("Оспан", "№ 7 мектеп")
    full = {f"child{number}-family_name": "А" for number in range(12)}
    assert librarian.post(reverse("family_child"), full).status_code == 204


@pytest.mark.parametrize(
    "kept",
    [
        {"given_name": "Ерлан", "family_name": "Оспан"},
        {"given_name": "Оспан", "family_name": "Ерлан"},
        {"given_name": "Erlan", "family_name": "Ospan", "patronymic": "Серікұлы"},
        {"given_name": "ЕРЛАН", "family_name": "оспан"},
    ],
    ids=["same", "swapped", "with a patronymic", "capitals"],
)
def test_a_possible_double_is_shown_and_registered_all_the_same_if_wished(
    librarian: Client, library: Unit, kept: dict[str, str]
) -> None:
    double = a_reader(library, birth_date=datetime.date(2015, 3, 12), **kept)
    answer = librarian.post(reverse("family_new"), FAMILY)
    assert answer.status_code == 409
    assert answer.context["doubles"] == [double]
    assert Reader.objects.count() == 1
    assert librarian.post(
        reverse("family_new"), {**FAMILY, "confirmed": answer.context["confirmed"]}
    ).status_code == (302)
    assert Reader.objects.count() == 5


def test_another_double_than_the_one_confirmed_is_shown_too(librarian: Client, library: Unit) -> None:
    born = datetime.date(2015, 3, 12)
    first = a_reader(library, birth_date=born, family_name="Оспан", given_name="Ерлан")
    a_reader(library, birth_date=born, family_name="Оспан", given_name="Ерлан")
    answer = librarian.post(reverse("family_new"), {**FAMILY, "confirmed": str(first.pk)})
    assert answer.status_code == 409


def test_a_child_of_the_same_name_and_another_birth_date_is_no_double(
    librarian: Client, library: Unit
) -> None:
    a_reader(library, family_name="Оспан", given_name="Ерлан")
    assert librarian.post(reverse("family_new"), FAMILY).status_code == 302


def test_with_the_same_telephone_a_wrong_birth_date_hides_nobody(librarian: Client, library: Unit) -> None:
    a_reader(library, family_name="Оспан", given_name="Ерлан", guardian_phone="8 700 000 00 01")
    assert librarian.post(reverse("family_new"), FAMILY).status_code == 409


def test_a_brother_who_comes_later_joins_the_family(librarian: Client, library: Unit) -> None:
    librarian.post(reverse("family_new"), FAMILY)
    later = a_reader(
        library, given_name="Дамир", guardian_name="Оспанова Гульнар", guardian_phone="+7 700 000 00 01"
    )
    assert later.family == Family.objects.get()
    page = librarian.get(reverse("reader", args=[later.pk])).content.decode()
    assert "Оспан Ерлан" in page


def test_a_sister_is_registered_beside_her_brother_into_one_family(client_as, library: Unit) -> None:
    reached = {"reached_by": "sms", "guardian_phone": "8 701 111 22 33", "consent_scope": "data messages"}
    brother = a_reader(library, **reached, school="№ 7 мектеп")
    librarian = client_as(Role.LIBRARIAN, library)
    page = librarian.get(reverse("reader_new"), {"beside": brother.pk})
    shared = page.context["form"].initial
    assert (shared["guardian_name"], shared["guardian_phone"]) == ("Серік Әлібек", "+7 701 111 22 33")
    assert (shared["school"], shared["reached_by"]) == ("№ 7 мектеп", "sms")
    typed = {name: value for name, value in shared.items() if value not in (False, "")}
    own = {"given_name": "Дана", "birth_date": "08.03.2014", "category": "child", "consent_messages": "on"}
    assert librarian.post(reverse("reader_new"), {**typed, **own}).status_code == 302
    assert Family.objects.get().readers.count() == 2
    for strange in ("0", "x", "9" * 30, "²"):
        assert librarian.get(reverse("reader_new"), {"beside": strange}).context["form"].initial == {}


REACHED = {"guardian_phone": "8 701 111 22 33", "reached_by": "sms", "consent_scope": "data messages"}


def test_a_parents_new_telephone_is_the_whole_familys(library: Unit) -> None:
    brother = a_reader(library, **REACHED)
    sister = a_reader(library, **REACHED, given_name="Дана")
    readers.change(brother, a_form(**{**REACHED, "guardian_phone": "8 747 000 00 01", "for_whom": "family"}))
    family = Family.objects.get()
    assert (family.phone, family.readers.count()) == ("+7 747 000 00 01", 2)
    assert Reader.objects.get(pk=sister.pk).guardian_phone == "+7 747 000 00 01"
    assert set(find_readers("87470000001", at=library.pk)) == {brother, sister}
    assert not find_readers("87011112233", at=library.pk).exists()


def test_whoever_wants_no_messages_any_more_gets_none(library: Unit) -> None:
    reader = a_reader(library, **REACHED, many_children=True, email="a@example.kz")
    readers.change(reader, a_form(guardian_phone=REACHED["guardian_phone"]))
    family = Family.objects.get()
    assert (family.reached_by, family.email, family.many_children) == ("", "", False)


def test_a_reader_who_moves_to_another_parent_joins_that_family(library: Unit) -> None:
    reader = a_reader(library, **REACHED)
    other = a_reader(library, guardian_name="Бота Сейіт", guardian_phone="8 747 000 00 01", given_name="Дана")
    readers.change(reader, a_form(guardian_name="Бота Сейіт", guardian_phone="8 747 000 00 01"))
    assert Family.objects.get().readers.count() == 2  # the former family is nobody's and forgotten
    assert Reader.objects.get(pk=reader.pk).family == Reader.objects.get(pk=other.pk).family


def test_the_form_of_a_change_names_whom_else_it_changes(client_as, library: Unit, settings) -> None:
    settings.LANGUAGE_CODE = "en"
    brother = a_reader(library, **REACHED)
    a_reader(library, **REACHED, given_name="Дана")
    page = client_as(Role.LIBRARIAN, library).get(reverse("reader_change", args=[brother.pk]))
    assert "shared with Серікқызы Дана" in page.content.decode()


GROWN = datetime.date(2006, 1, 5)


def test_a_grown_up_brothers_own_number_is_asked_about_and_changes_nobody_elses(library: Unit) -> None:
    brother = a_reader(library, **REACHED, given_name="Ерлан", birth_date=GROWN)
    sister = a_reader(library, **REACHED)
    own = {"given_name": "Ерлан", "birth_date": GROWN, "guardian_name": "", "phone": "8 747 000 00 01"}
    with pytest.raises(readers.BadReaderField) as asked:
        readers.change(brother, a_form(**own))
    assert asked.value.field == "for_whom"
    readers.change(brother, a_form(**own, for_whom="reader"))
    sister = Reader.objects.get(pk=sister.pk)
    assert (sister.guardian_name, sister.guardian_phone) == ("Серік Әлібек", "+7 701 111 22 33")
    assert (sister.family.name, sister.family.phone, sister.family.reached_by) == (
        *("Серік Әлібек", "+7 701 111 22 33", "sms"),
    )
    brother = Reader.objects.get(pk=brother.pk)
    assert (brother.family.phone, brother.guardian_phone) == ("+7 747 000 00 01", "")
    assert brother.family_id != sister.family_id


def test_the_same_parent_at_the_same_telephone_is_one_family(library: Unit) -> None:
    brother = a_reader(library, **REACHED)
    a_reader(library, **REACHED, given_name="Дана")
    with pytest.raises(readers.BadReaderField) as asked:
        readers.change(brother, a_form(**REACHED, language="ru", for_whom="reader"))
    assert asked.value.field == "for_whom"
    readers.change(brother, a_form(**REACHED, language="ru", for_whom="family"))
    assert Family.objects.get().language == "ru"


@pytest.mark.parametrize(("for_whom", "language"), [("reader", "kk"), ("family", "ru")])
def test_a_new_sister_who_says_otherwise_asks_first(library: Unit, for_whom: str, language: str) -> None:
    a_reader(library, **REACHED, language="kk")
    with pytest.raises(readers.BadReaderField) as asked:
        a_reader(library, **REACHED, given_name="Дана", language="ru")
    assert asked.value.field == "for_whom"
    a_reader(library, **REACHED, given_name="Дана", language="ru", for_whom=for_whom)
    assert Family.objects.get().language == language


def test_what_is_not_shared_is_changed_without_a_question(client_as, library: Unit) -> None:
    brother = a_reader(library, **REACHED)
    a_reader(library, **REACHED, given_name="Дана")
    librarian = client_as(Role.LIBRARIAN, library)
    form = librarian.get(reverse("reader_change", args=[brother.pk])).context["form"]
    typed = {name: value for name, value in form.initial.items() if value not in (None, False, "")}
    typed["birth_date"] = f"{brother.birth_date:%d.%m.%Y}"
    there = reverse("reader_change", args=[brother.pk])
    assert librarian.post(there, {**typed, "school": "№ 9 мектеп"}).status_code == 302
    asked = librarian.post(there, {**typed, "guardian_phone": "8 747 000 00 01"})
    assert (asked.status_code, set(asked.context["form"].errors)) == (422, {"for_whom"})
    assert librarian.post(
        there, {**typed, "guardian_phone": "8 747 000 00 01", "for_whom": "family"}
    ).status_code == (302)
    assert Family.objects.get().phone == "+7 747 000 00 01"


def test_a_grown_up_leaves_the_family_and_a_child_does_not(library: Unit) -> None:
    child = a_reader(library, **REACHED)
    grown = a_reader(library, **REACHED, given_name="Ерлан", birth_date=GROWN, phone="87470000001")
    with pytest.raises(readers.BadReaderField):
        readers.leave_family(child)
    readers.leave_family(grown)
    grown.refresh_from_db()
    assert (grown.family.name, grown.family.phone, grown.guardian_name) == (
        *("Серікқызы Ерлан", "+7 747 000 00 01", ""),
    )
    assert Reader.objects.get(pk=child.pk).family.readers.count() == 1


IN_AUGUST = datetime.datetime(2024, 8, 28, 12, 0, tzinfo=datetime.UTC)


def test_in_august_the_forms_ask_of_which_year_a_class_is(librarian: Client, monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: IN_AUGUST)
    refused = librarian.post(reverse("family_new"), FAMILY)
    assert {frozenset(form.errors) for form in refused.context["page"].typed} == {frozenset({"school_year"})}
    said = {f"child{number}-school_year": "2024" for number in range(3)}
    assert librarian.post(reverse("family_new"), {**FAMILY, **said}).status_code == 302
    readers.raise_grades(datetime.date(2024, 9, 1))
    child = Reader.objects.get(given_name="Айша")
    assert (child.school_class, child.grade_said_on) == ("2Б", datetime.date(2024, 9, 1))
    page = librarian.get(reverse("reader_change", args=[child.pk])).context["form"]
    typed = {name: value for name, value in page.initial.items() if value not in (None, False, "")}
    typed |= {"birth_date": "08.03.2016", "school": "№ 9 мектеп"}
    assert librarian.post(reverse("reader_change", args=[child.pk]), typed).status_code == 302
    child.refresh_from_db()
    assert (child.school_class, child.grade_said_on) == ("2Б", datetime.date(2024, 9, 1))
