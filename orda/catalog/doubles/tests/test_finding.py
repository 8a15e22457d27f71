"""Which records are one book, and which are two however alike they look."""

import pytest

from orda.catalog.doubles import finding
from orda.catalog.doubles.finding import book, pairs_of
from orda.catalog.doubles.models import Pair
from orda.catalog.records import services as records

ONE = ("Менің атым Қожа", "Соқпақбаев, Б.", 2019, "")


def found(*books: tuple[str, str, int | None, str]) -> list[str]:
    made = [
        book(pk, "books", title, author, year, isbn)
        for pk, (title, author, year, isbn) in enumerate(books, 1)
    ]
    return [one.why for one in pairs_of(made)]


@pytest.mark.parametrize(
    "other",
    [
        ONE,
        ("МЕНІҢ АТЫМ ҚОЖА", "Сокпакбаев, Б.", 2019, ""),
        ("Менин атым Кожа", "Соқпақбаев, Бердібек", 2019, ""),
        ("Mening atym Qozha", "Soqpaqbaev, B.", 2019, ""),
        ("Менің атым Қожа: хикаят", "Соқпақбаев, Б.", 2019, ""),
        ("Менің атым Қажа", "Соқпақбаев, Б.", 2019, ""),
        ("Менің атым Қожа.", "", 2019, ""),
        ("Менің атым Қожа", "Соқпақбаев, Б.", None, ""),
        ("Менің атым Қожа /", "Соқпақпаев, Б.", 2019, ""),
    ],
)
def test_one_book_written_twice_is_found(other):
    assert len(found(ONE, other)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ONE, ("Менің атым Қожа", "Соқпақбаев, Б.", 2021, "")),
        (("Абай жолы. 1-кітап", "Әуезов, М.", 2010, ""), ("Абай жолы. 2-кітап", "Әуезов, М.", 2010, "")),
        (
            ("Война и мир. Т. I", "Толстой, Л. Н.", 2010, ""),
            ("Война и мир. Т. II", "Толстой, Л. Н.", 2010, ""),
        ),
        (("Математика 5 сынып", "", 2020, ""), ("Математика 6 сынып", "", 2020, "")),
        (("Ертегілер", "Андерсен, Х. К.", 2015, ""), ("Ертегілер", "Пушкин, А. С.", 2015, "")),
        ((*ONE[:3], "9785170906307"), (*ONE[:3], "9785389074354")),
        (("Қара сөздер", "Құнанбайұлы, А.", 2015, ""), ("Өлеңдер", "Құнанбайұлы, А.", 2015, "")),
    ],
)
def test_two_books_are_two_however_alike(one, other):
    assert found(one, other) == []


def test_one_isbn_is_enough_where_the_titles_do_not_speak_against_it():
    assert found((*ONE[:3], "5170906307"), ("Менің атым Қожа повесть", "", None, "9785170906307")) == ["isbn"]
    assert found((*ONE[:3], "5170906307"), ("Физика. Есептер", "", 2019, "9785170906307")) == []


def test_a_volume_in_roman_numbers_is_the_same_as_in_arabic():
    one, other = (
        ("Война и мир. Т. II", "Толстой, Л.", 2010, ""),
        ("Война и мир. Т. 2", "Толстой, Л.", 2010, ""),
    )
    assert len(found(one, other)) == 1


def test_what_was_said_of_a_pair_stays_said_and_merged_records_are_not_looked_at(city):
    leader = ("LDR", "00000nam a2200000 i 4500")
    made = [
        records.create([leader, ("245", "10\x1faБір кітап"), ("264", " 1\x1fc2019")], family="marc21",
                       database="books", library=city.central, by_id=None)
        for _ in range(3)
    ]  # fmt: skip
    assert finding.find() == 3
    Pair.objects.filter(first=made[0], second=made[1]).update(state="refused")
    assert finding.find() == 2
    assert Pair.objects.get(state="refused").second == made[1]
    made[2].merged_into = made[0]
    made[2].save()
    assert finding.find() == 0


def test_articles_of_two_issues_are_two(city):
    def article(issue: str):
        leader = ("LDR", "00000naa a2200000 i 4500")
        fields = [leader, ("245", "10\x1faЖаңа кітаптар"), ("264", " 1\x1fc2024"),
                  ("773", f"0 \x1ftБалдырған\x1fg{issue}")]  # fmt: skip
        return records.create(fields, family="marc21", database="articles", library=city.central, by_id=None)

    article("№ 1"), article("№ 2"), article("№ 2")
    assert finding.find() == 1


@pytest.mark.parametrize(("other", "pairs"), [("Жазушы баспасы", 1), ("ЖАЗУШЫ", 1), ("", 1), ("Атамұра", 0)])
def test_two_publishers_make_two_books(city, other, pairs):
    for publisher in ("Жазушы", other):
        leader = ("LDR", "00000nam a2200000 i 4500")
        said = f" 1\x1faАлматы\x1fb{publisher}\x1fc2019" if publisher else " 1\x1fc2019"
        fields = [leader, ("245", "10\x1faҚан мен тер"), ("264", said)]
        records.create(fields, family="marc21", database="books", library=city.central, by_id=None)
    assert finding.find() == pairs
