"""On 1 September everybody goes one grade up, once a year."""

import datetime

import pytest

from orda.network.models import Unit
from orda.readers import services as readers
from orda.readers.models import Reader, SchoolYear
from orda.readers.queries import find_readers
from tests.house import a_form, a_reader

SPRING, SEPTEMBER, AUTUMN = datetime.date(2024, 5, 1), datetime.date(2024, 9, 1), datetime.date(2024, 10, 5)


@pytest.mark.parametrize(
    ("school_class", "grade"),
    [("3Ә", 3), ("11 Б", 11), ("1", 1), ("0", 0), ("", None), ("Ә", None), ("3-А", 3), ("123", None)],
)
def test_the_grade_is_read_off_the_class(school_class: str, grade: int | None) -> None:
    assert readers.grade_of(school_class) == grade


def _class_of(reader: Reader) -> tuple[int | None, str, str]:
    reader.refresh_from_db()
    return reader.grade, reader.school_class, reader.school


def test_everybody_goes_one_grade_up_once(library: Unit) -> None:
    third, tenth = (
        a_reader(library, day=SPRING),
        a_reader(library, day=SPRING, school_class="10 Б", school="№ 2"),
    )
    done = readers.raise_grades(SEPTEMBER)
    assert (done.raised, done.started, done.left) == (2, 0, 0)
    assert _class_of(third) == (4, "4Ә", "")
    assert _class_of(tenth) == (11, "11 Б", "№ 2")
    assert readers.raise_grades(AUTUMN) is None
    assert _class_of(third) == (4, "4Ә", "")
    assert SchoolYear.objects.get().raised == 2


def test_before_1_september_nothing_is_due(library: Unit) -> None:
    a_reader(library, day=SPRING)
    assert readers.raise_grades(SEPTEMBER - datetime.timedelta(days=1)) is None
    assert not SchoolYear.objects.exists()


def test_a_grade_said_in_the_new_school_year_stays(library: Unit) -> None:
    reader = a_reader(library, day=AUTUMN)
    readers.raise_grades(AUTUMN)
    assert _class_of(reader) == (3, "3Ә", "")


def test_the_last_grade_leaves_school_and_is_still_a_reader(library: Unit, settings) -> None:
    reader = a_reader(library, day=SPRING, school_class="11А", school="№ 2 мектеп")
    ninth = a_reader(library, day=SPRING, school_class="9А")
    assert readers.raise_grades(SEPTEMBER).left == 1
    assert _class_of(reader) == (None, "", "")
    assert _class_of(ninth)[0] == 10


def test_six_year_olds_start_school_and_younger_ones_stay(library: Unit) -> None:
    six, five = (
        a_reader(library, day=SPRING, school_class="0", school="Балабақша", birth_date=born)
        for born in (datetime.date(2018, 9, 1), datetime.date(2018, 9, 2))
    )
    assert readers.raise_grades(SEPTEMBER).started == 1
    assert _class_of(six) == (1, "1", "")
    assert _class_of(five) == (0, "0", "Балабақша")


def test_a_class_that_borrows_as_one_goes_up_with_its_name(library: Unit) -> None:
    group = readers.register_group(
        "№ 2 мектеп, 3Ә", library=library, members=25, school_class="3Ә", leader="Әлия Нұр", day=SPRING
    )
    readers.raise_grades(SEPTEMBER)
    assert _class_of(group)[:2] == (4, "4Ә")
    assert group.full_name == "№ 2 мектеп, 4Ә"


def test_a_reader_is_found_by_the_new_class(library: Unit) -> None:
    reader = readers.register(a_form(), library=library, day=SPRING)
    readers.raise_grades(SEPTEMBER)
    assert list(find_readers("4ә айгул", at=library.pk)) == [reader]
    assert not find_readers("3ә айгул", at=library.pk).exists()
