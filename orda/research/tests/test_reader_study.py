"""What boys, girls, teenagers and parents read: from loans that name nobody, in groups too large to tell anybody."""

import datetime
from collections import Counter
from itertools import cycle

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from orda.circulation.services import detach_history, give_back, lend
from orda.diary.services import forget_known_sets
from orda.network import clock
from orda.network.models import Role, Unit
from orda.readers.models import Reader
from orda.research.groups import TOGETHER, Key, shown_as
from orda.research.queries import QUESTIONS, Study, study, titles
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
    read(library, boys, stock(library, 3, subject_field="technology"))
    read(library, boys, stock(library, 1, subject_field="fiction_philology"))
    found = asked(library)
    fiction, technology = "fiction, linguistics, literary studies", "technology, agriculture"
    assert counted(found) == {GIRLS: {fiction: 6}, BOYS: {fiction: 1, technology: 3}}
    assert found.readings[0].a_person == 1.5  # six loans, four girls
    assert [round(part.share) for part in found.readings[1].parts] == [25, 75]
    assert not found.left_out


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
    assert {key: sum(parts.values()) for key, parts in counted(found).items()} == {GIRLS: 5, TOGETHER: 5}
    assert found.readings[1].group.people == 4


def test_one_small_group_takes_another_along_so_that_it_cannot_be_reckoned_back(library: Unit) -> None:
    read(library, people(library, GIRLS, 6), stock(library, 5))
    read(library, people(library, TEENS, 9), stock(library, 4))
    read(library, people(library, BOYS, 1), stock(library, 2))
    found = asked(library)
    assert {key: sum(parts.values()) for key, parts in counted(found).items()} == {TEENS: 4, TOGETHER: 7}


def test_where_all_are_few_nothing_is_shown(library: Unit) -> None:
    read(library, people(library, BOYS, 2), stock(library, 2))
    found = asked(library)
    assert (found.readings, found.left_out) == ((), True)


@given(st.dictionaries(st.sampled_from([GIRLS, BOYS, TEENS, ("other", "")]), st.integers(0, 9)))
def test_whatever_is_shown_is_large_enough(sizes: dict[Key, int]) -> None:
    with override_settings(SMALLEST_GROUP=4):
        place = shown_as(Counter(sizes))
    shown: Counter[Key] = Counter()
    for key, where in place.items():
        shown[where] += sizes[key]
    assert all(n >= 4 for n in shown.values() if n)


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


def test_two_queries_however_many_loans(library: Unit, django_assert_num_queries) -> None:
    read(library, people(library, GIRLS, 4), stock(library, 9))
    with django_assert_num_queries(2):
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
