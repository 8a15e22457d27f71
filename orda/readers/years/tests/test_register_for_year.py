"""A reader is entered for a calendar year; the age group of that day stands for the whole year."""

import datetime

import pytest
from django.urls import reverse

from orda.diary.services import close_day
from orda.network import clock
from orda.network.models import Role, Unit
from orda.readers import services as readers
from orda.readers.models import Reader, Registration
from orda.readers.queries import readers_of_year
from tests.house import a_form, a_library, a_reader, diary_of

LAST_YEAR = datetime.date(2023, 11, 20)
DAY = datetime.date(2024, 9, 1)


@pytest.fixture
def reader(library: Unit) -> Reader:
    return readers.register(a_form(), library=library, day=LAST_YEAR)


def test_a_new_year_counts_the_reader_anew(reader: Reader, library: Unit) -> None:
    readers.register_for_year(reader, library=library)
    assert diary_of() == {"reader_registered": 1}
    assert diary_of(LAST_YEAR) == {"reader_registered": 1}
    assert readers_of_year(clock.today().year) == {"registrations": 1, "persons": 1}


def test_it_refuses_a_second_registration_in_the_same_year(reader: Reader, library: Unit) -> None:
    readers.register_for_year(reader, library=library)
    with pytest.raises(readers.RegisteredAlready, match=str(clock.today().year)):
        readers.register_for_year(reader, library=library)
    assert diary_of() == {"reader_registered": 1}


def test_another_library_counts_the_same_person_too(reader: Reader, library: Unit) -> None:
    readers.register_for_year(reader, library=library)
    readers.register_for_year(reader, library=a_library("b11"))
    assert diary_of() == {"reader_registered": 2}
    assert readers_of_year(clock.today().year) == {"registrations": 2, "persons": 1}
    assert readers_of_year(clock.today().year, [library.pk]) == {"registrations": 1, "persons": 1}


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (datetime.date(2024, 9, 1), "0-10"),
        (datetime.date(2013, 9, 2), "0-10"),  # eleven tomorrow
        (datetime.date(2013, 9, 1), "11-15"),  # eleven today
        (datetime.date(2008, 9, 2), "11-15"),  # sixteen tomorrow
        (datetime.date(2008, 9, 1), "other"),  # sixteen today
        (datetime.date(1950, 1, 1), "other"),
    ],
)
def test_a_childs_group_goes_by_the_age_on_that_day(born: datetime.date, group: str) -> None:
    assert readers.age_group_of(born, Reader.Category.CHILD, DAY) == group


@pytest.mark.parametrize(
    ("category", "group"), [("leader", "leaders-of-reading"), ("other", "other")], ids=["leader", "other"]
)
@pytest.mark.parametrize("born", [datetime.date(1990, 5, 5), datetime.date(2012, 5, 5)])
def test_leaders_and_others_stand_in_their_own_group_at_any_age(
    category: str, group: str, born: datetime.date
) -> None:
    assert readers.age_group_of(born, category, DAY) == group


def test_a_child_of_29_february_is_a_year_older_on_1_march_of_a_common_year() -> None:
    born = datetime.date(2012, 2, 29)
    assert readers.age_on(born, datetime.date(2023, 2, 28)) == 10
    assert readers.age_on(born, datetime.date(2023, 3, 1)) == 11
    assert readers.age_on(born, datetime.date(2024, 2, 29)) == 12


def test_the_group_stays_for_the_year_when_the_child_turns_eleven(library: Unit) -> None:
    born, january = datetime.date(2013, 6, 15), datetime.date(2024, 1, 10)
    reader = readers.register(a_form(birth_date=born), library=library, day=january)
    registration = Registration.objects.get(reader=reader)
    readers.sign_up_on_site(registration, day=DAY)
    assert registration.age_group == "0-10"
    assert diary_of(DAY, by="age_group") == {("site_user_registered", "0-10"): 1}
    assert (
        readers.register_for_year(reader, library=library, day=datetime.date(2025, 1, 9)).age_group == "11-15"
    )


def test_the_group_stays_in_the_diary_when_the_birth_date_is_corrected(library: Unit) -> None:
    reader = readers.register(a_form(), library=library)
    Reader.objects.filter(pk=reader.pk).update(birth_date=datetime.date(1990, 1, 1))
    close_day(library, clock.today())
    assert diary_of(by="age_group") == {("reader_registered", "0-10"): 1}


def test_the_site_and_electronic_resources_count_a_reader_once_a_year(reader: Reader, library: Unit) -> None:
    registration, today = readers.register_for_year(reader, library=library), clock.today()
    assert readers.sign_up_on_site(registration, day=today)
    assert not readers.sign_up_on_site(registration, day=today)
    assert readers.use_electronic_resources(registration, day=today)
    assert not readers.use_electronic_resources(registration, day=today)
    assert diary_of() == {"reader_registered": 1, "site_user_registered": 1, "electronic_user": 1}


def test_the_list_of_those_who_have_not_come_is_gone_through_without_leaving_it(
    client_as, library: Unit
) -> None:
    last_year = datetime.date(clock.today().year - 1, 5, 5)
    first, second = (
        readers.register(a_form(given_name=name), library=library, day=last_year) for name in ("Айша", "Дана")
    )
    client = client_as(Role.LIBRARIAN, library)
    page = client.get(reverse("readers_year")).content.decode()
    assert '<input type="hidden" name="list" value="1">' in page
    answer = client.post(reverse("reader_year", args=[first.pk]), {"list": "1"})
    assert answer["Location"] == f"{reverse('readers_year')}?page=1"
    shown = client.get(answer["Location"]).context["page"].object_list
    assert list(shown) == [second]
    for strange in ("", "²", "//example.kz"):
        answer = client.post(reverse("reader_year", args=[second.pk]), {"list": strange})
        assert answer["Location"] == reverse("reader", args=[second.pk])


def test_the_readers_of_a_year_are_counted_by_one_question_and_groups_left_out(
    library: Unit, django_assert_num_queries
) -> None:
    day = clock.today()
    reader = a_reader(library)
    elsewhere = a_library("elsewhere")
    readers.register_for_year(reader, library=elsewhere)
    readers.register_group("3Ә", library=library, members=20, leader="Өзге")
    with django_assert_num_queries(1):
        assert readers_of_year(day.year) == {"registrations": 2, "persons": 1}
    assert readers_of_year(day.year, [library.pk]) == {"registrations": 1, "persons": 1}
    assert readers_of_year(day.year, []) == {"registrations": 0, "persons": 0}
