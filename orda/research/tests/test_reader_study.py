"""What boys, girls, teenagers and parents read: from loans that name nobody, in groups too large to tell anybody."""

import datetime
from collections import Counter
from itertools import combinations, cycle, product

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from orda.circulation.models import Loan
from orda.circulation.services import detach_history, give_back, lend
from orda.diary.services import forget_known_sets
from orda.network import clock
from orda.network.models import Role, Unit
from orda.readers.models import Reader, Registration
from orda.readers.services import register_group
from orda.research.groups import BOTH, TOGETHER, Key, shown_as
from orda.research.numbers import put_together, told_apart
from orda.research.queries import QUESTIONS, Study, study, titles, whole_months
from orda.stock.models import Copy
from tests.house import MOMENT, TODAY, YESTERDAY, a_library, a_reader, a_record, copies_in_stock

GIRLS, BOYS, TEENS = ("0-10", "f"), ("0-10", "m"), ("11-15", "f")
BORN = {"0-10": datetime.date(2016, 3, 1), "11-15": datetime.date(2011, 3, 1)}
YEAR = (datetime.date(2024, 1, 1), TODAY)


@pytest.fixture(autouse=True)
def _a_monday_at_noon(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    settings.SMALLEST_GROUP, settings.SMALLEST_TITLE = 4, 3
    forget_known_sets()


@pytest.fixture
def library(db: None) -> Unit:
    return a_library()


def people(library: Unit, key: Key, how_many: int) -> list[Reader]:
    """Readers of a group, registered the day before."""
    age_group, sex = key
    made = [a_reader(library, day=YESTERDAY, birth_date=BORN[age_group]) for _ in range(how_many)]
    Reader.objects.filter(pk__in=[one.pk for one in made]).update(sex=sex)
    return made


def read(library: Unit, readers: list[Reader], copies: list[Copy]) -> None:
    """Each copy is borrowed once and given back, by the readers in turn."""
    for copy, reader in zip(copies, cycle(readers), strict=False):
        lend(copy.barcode, reader.pk, library_id=library.pk)
        give_back(copy.barcode, library_id=library.pk)


def stock(library: Unit, how_many: int, **what: str) -> list[Copy]:
    return copies_in_stock(library, how_many, day=YESTERDAY, record=a_record(library, **what))


def asked(library: Unit, question: str = "fields") -> Study:
    return study(QUESTIONS[question], [library], *YEAR)


def counted(found: Study) -> dict[Key, dict[str, int]]:
    return {
        one.group.key: {part.label: part.loans for part in one.parts if part.loans} for one in found.readings
    }


def test_each_group_is_told_by_what_it_read(library: Unit) -> None:
    girls, boys = people(library, GIRLS, 4), people(library, BOYS, 5)
    read(library, girls, stock(library, 6, subject_field="fiction_philology"))
    read(library, boys, stock(library, 12, subject_field="technology"))
    read(library, boys, stock(library, 4, subject_field="fiction_philology"))
    found = asked(library)
    fiction, technology = "fiction, linguistics, literary studies", "technology, agriculture"
    assert counted(found) == {GIRLS: {fiction: 6}, BOYS: {fiction: 4, technology: 12}}
    assert found.readings[0].a_person == 1.5  # six loans, four girls
    assert [round(part.share) for part in found.readings[1].parts] == [75, 25]
    assert not found.left_out


def test_no_number_stands_on_few_loans(library: Unit) -> None:
    girls = people(library, GIRLS, 4)
    read(library, girls, stock(library, 9, subject_field="fiction_philology"))
    read(library, girls, stock(library, 4, subject_field="technology"))
    read(library, girls, stock(library, 1, subject_field="art_sport"))
    # One loan of arts: the next larger part goes with it, or it could be reckoned from the others.
    assert counted(asked(library)) == {
        GIRLS: {"fiction, linguistics, literary studies": 9, "the rest, together": 5}
    }
    read(library, people(library, BOYS, 4), stock(library, 3))
    found = asked(library)
    assert (list(counted(found)), found.left_out) == ([GIRLS], True)  # three loans may be one boy's


def test_what_a_library_may_not_tell_the_network_does_not_tell(library: Unit) -> None:
    elsewhere = a_library("b7")
    for place, arts in ((library, 3), (elsewhere, 5)):
        girls = people(place, GIRLS, 4)
        read(place, girls, stock(place, 6, subject_field="fiction_philology"))
        read(place, girls, stock(place, arts, subject_field="art_sport"))
    found = study(QUESTIONS["fields"], [library, elsewhere], *YEAR)
    alone = study(QUESTIONS["fields"], [elsewhere], *YEAR)
    arts = "arts, sport"
    assert counted(found)[GIRLS][arts] == counted(alone)[GIRLS][arts] == 5


@given(st.dictionaries(st.integers(1, 12), st.integers(0, 30)))
def test_what_is_told_can_never_be_reckoned_back_to_few(loans: dict[int, int]) -> None:
    of = Counter({part: many for part, many in loans.items() if many})
    with override_settings(SMALLEST_GROUP=10):
        apart = told_apart(of)
    if apart is None:
        assert of.total() < 10
    else:
        told = put_together(of, apart)
        assert told.total() == of.total()
        assert all(many >= 10 for many in told.values())


def test_it_says_the_same_when_no_loan_knows_its_reader_any_more(library: Unit) -> None:
    read(library, people(library, GIRLS, 4), stock(library, 6))
    before = counted(asked(library))
    assert detach_history(TODAY + datetime.timedelta(days=1)) == 6
    assert counted(asked(library)) == before


def test_a_small_group_is_not_shown_alone(library: Unit) -> None:
    read(library, people(library, GIRLS, 5), stock(library, 5))
    read(library, people(library, BOYS, 2), stock(library, 2))
    read(library, people(library, TEENS, 2), stock(library, 3))
    found = asked(library)
    # Boys are few, so girls and boys are not told apart; teenagers are few, and the only others go with them.
    assert loans_of(found) == {TOGETHER: 10}
    assert found.readings[0].group.people == 9


def test_where_boys_are_few_girls_and_boys_are_shown_together(library: Unit) -> None:
    read(library, people(library, GIRLS, 5), stock(library, 5))
    read(library, people(library, BOYS, 2), stock(library, 2))
    read(library, people(library, TEENS, 4), stock(library, 4))
    assert loans_of(asked(library)) == {("0-10", BOTH): 7, TEENS: 4}


def loans_of(found: Study) -> dict[Key, int]:
    return {one.group.key: one.loans for one in found.readings}


def test_one_small_group_takes_another_along_so_that_it_cannot_be_reckoned_back(library: Unit) -> None:
    read(library, people(library, GIRLS, 6), stock(library, 5))
    read(library, people(library, BOYS, 5), stock(library, 4))
    read(library, people(library, TEENS, 1), stock(library, 2))
    assert loans_of(asked(library)) == {TOGETHER: 11}


def test_a_class_that_borrows_as_one_is_no_reader_of_the_study(library: Unit) -> None:
    read(library, people(library, GIRLS, 4), stock(library, 4))
    group = register_group("3Ә", library=library, members=20, leader="Әлия Нұр", school_class="3Ә")
    read(library, [group], stock(library, 6))
    found = asked(library)
    assert (loans_of(found), found.left_out) == ({GIRLS: 4}, True)


def test_days_are_widened_to_whole_months(library: Unit) -> None:
    read(library, people(library, GIRLS, 4), stock(library, 6))
    one_day = study(QUESTIONS["fields"], [library], datetime.date(2024, 9, 2), datetime.date(2024, 9, 2))
    assert one_day.loans == 6
    assert whole_months(datetime.date(2023, 12, 31), datetime.date(2024, 2, 1)) == (
        datetime.date(2023, 12, 1),
        datetime.date(2024, 2, 29),
    )


def test_where_all_are_few_nothing_is_shown(library: Unit) -> None:
    read(library, people(library, BOYS, 2), stock(library, 2))
    found = asked(library)
    assert (found.readings, found.left_out) == ((), True)


KEYS = [GIRLS, BOYS, TEENS, ("0-10", ""), ("11-15", "m"), ("other", ""), ("leaders-of-reading", "")]


@given(st.dictionaries(st.sampled_from(KEYS), st.integers(0, 9)))
def test_whatever_is_shown_is_large_enough_beside_the_diary_too(sizes: dict[Key, int]) -> None:
    with override_settings(SMALLEST_GROUP=4):
        place = shown_as(Counter(sizes))
    shown: Counter[Key] = Counter()
    for key, where in place.items():
        shown[where] += sizes[key]
    assert all(n >= 4 for n in shown.values())
    for age in ("0-10", "11-15"):
        # The diary tells loans of an age group: what is shown of it by sex leaves no small rest.
        rest = sum(n for key, n in sizes.items() if key[0] == age and place.get(key) != key)
        by_sex = any(where == key and key[0] == age for key, where in place.items())
        assert not by_sex or rest == 0


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    world=st.dictionaries(
        st.tuples(st.integers(0, 2), st.sampled_from((2023, 2024)), st.sampled_from((GIRLS, BOYS, TEENS))),
        st.integers(0, 6),
        max_size=14,
    )
)
def test_no_difference_of_two_studies_tells_of_few(
    library: Unit, world: dict[tuple[int, int, Key], int]
) -> None:
    """Each reader borrows once a year: a number of loans is a number of persons."""
    with transaction.atomic():
        places = [library, a_library("b7"), a_library("b8")]
        _borrow_once(places, world)
        studies = {}
        for chosen in _parts_of(places):
            for first, last in ((2023, 2023), (2024, 2024), (2023, 2024)):
                period = datetime.date(first, 1, 1), datetime.date(last, 12, 31)
                found = study(QUESTIONS["fields"], chosen, *period)
                studies[frozenset((one.pk, year) for one in chosen for year in range(first, last + 1))] = (
                    found
                )
        for whole, part in product(studies, repeat=2):
            if part < whole:
                more, less = loans_of(studies[whole]), loans_of(studies[part])
                assert all(n - less.get(key, 0) == 0 or n - less.get(key, 0) >= 4 for key, n in more.items())
                assert set(less) <= set(more)
        transaction.set_rollback(True)


def _parts_of(places: list[Unit]) -> list[list[Unit]]:
    return [list(some) for many in (1, 2, 3) for some in combinations(places, many)]


def _borrow_once(places: list[Unit], world: dict[tuple[int, int, Key], int]) -> None:
    [copy] = stock(places[0], 1)
    for (place, year, (age_group, sex)), many in world.items():
        library, day = places[place], datetime.date(year, 5, 5)
        for _ in range(many):
            reader = Reader.objects.create(
                card_number=f"S{Reader.objects.count()}",
                birth_date=BORN[age_group],
                sex=sex,
                library=library,
                created_on=day,
            )
            Registration.objects.create(
                reader=reader, library=library, year=year, day=day, age_group=age_group, disability=False
            )
            Loan.objects.create(
                copy=copy,
                reader=reader,
                library=library,
                state=Loan.RETURNED,
                day=day,
                lent_at=MOMENT,
                due_on=day,
                returned_on=day,
                age_group=age_group,
                sex=sex,
            )


def test_titles_of_a_group_are_named_from_three_loans_on(library: Unit) -> None:
    girls = people(library, GIRLS, 4)
    loved, known = stock(library, 1), stock(library, 1)
    for _time in range(3):
        read(library, girls, loved)
    for _time in range(2):
        read(library, girls, known)
    read(library, people(library, BOYS, 4), loved)
    found = titles(GIRLS, [library], *YEAR)
    assert [(one.record_id, one.loans) for one in found] == [(loved[0].record_id, 3)]
    assert titles(TEENS, [library], *YEAR) == []  # nobody registered


def test_a_voided_loan_and_another_library_count_for_nothing(library: Unit) -> None:
    elsewhere = a_library("b7")
    read(elsewhere, people(elsewhere, GIRLS, 4), stock(elsewhere, 4))
    people(library, GIRLS, 4)
    assert asked(library).readings == ()
    assert study(QUESTIONS["fields"], [library, elsewhere], *YEAR).loans == 4


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_every_question_adds_up_to_the_loans(library: Unit, question: str) -> None:
    read(library, people(library, GIRLS, 4), stock(library, 7, language="rus"))
    found = asked(library, question)
    assert found.loans == 7
    assert all(sum(part.loans for part in one.parts) == one.loans for one in found.readings)


def test_three_queries_however_many_loans(library: Unit, django_assert_num_queries) -> None:
    read(library, people(library, GIRLS, 4), stock(library, 9))
    with django_assert_num_queries(3):
        asked(library)


def test_the_page_draws_it_and_the_file_says_the_same(library: Unit, client_as) -> None:
    read(library, people(library, GIRLS, 4), stock(library, 6))
    client: Client = client_as(Role.LIBRARIAN, library)
    page = client.get(reverse("reader_study"))
    text = page.content.decode()
    assert "girls up to 10" in text
    assert "<svg" in text
    lines = client.get(reverse("reader_study_file")).content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("girls up to 10,4,6,1.5,6")
    for one in Reader.objects.all():
        assert one.card_number not in text
        assert one.family_name not in text


@pytest.mark.parametrize(
    "asked_for",
    [
        {"first": "2024-09-02", "last": "2024-09-01"},
        {"first": "1990-01-01"},
        {"question": "who"},
        {"last": "x"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    library: Unit, client_as, asked_for: dict[str, str]
) -> None:
    client: Client = client_as(Role.LIBRARIAN, library)
    assert client.get(reverse("reader_study"), asked_for).status_code == 422
    assert client.get(reverse("reader_study_file"), asked_for).status_code == 422


def test_another_librarys_readers_are_not_hers_to_study(library: Unit, client_as) -> None:
    client: Client = client_as(Role.LIBRARIAN, a_library("b7"))
    assert client.get(reverse("reader_study"), {"library": library.code}).status_code == 403
    assert client_as(Role.CATALOGUER, library).get(reverse("reader_study")).status_code == 403
