"""What is found, and in what order: words in any form, on any keyboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orda.catalog import changes
from orda.search import index
from orda.search.queries import search
from orda.search.services import catch_up, index_anew
from orda.search.words import stems, words
from tests.house import copies_in_stock


def titles(text: str, **more) -> list[str]:
    return [hit.record.title for hit in search(text, **more).hits]


@pytest.mark.parametrize("typed", ["Менің атым Қожа", "менин атым кожа", "қожа", "КОЖА", "Менің Қожам"])
def test_a_kazakh_title_is_found_on_any_keyboard(a_book, typed: str) -> None:
    a_book("Менің атым Қожа", "Соқпақбаев, Бердібек")
    a_book("Балалық шаққа саяхат", "Соқпақбаев, Бердібек")
    assert titles(typed) == ["Менің атым Қожа"]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Қазақ балаларының ертегілері", "ертегі"),
        ("Ертегі", "ертегілерді"),
        ("Кітап туралы кітап", "кітаптар"),
        ("Сказки народов мира", "сказка"),
        ("Сказка", "сказками"),
        ("Приключения Незнайки", "незнайка"),
        ("The Hobbits of the Shire", "hobbit"),
    ],
)
def test_a_word_finds_its_other_forms(a_book, title: str, typed: str) -> None:
    a_book(title)
    a_book("Әліппе")
    assert titles(typed) == [title]


def test_the_very_spelling_goes_first(a_book) -> None:
    a_book("Казак", "Толстой, Л. Н.", language="rus")
    a_book("Қазақ")
    assert titles("қазақ") == ["Қазақ", "Казак"]
    assert titles("казак") == ["Казак", "Қазақ"]


def test_every_word_must_be_there_wherever_it_stands(a_book) -> None:
    a_book("Абай жолы", "Әуезов, Мұхтар", subjects=("Қазақ әдебиеті",))
    a_book("Абай", "Қараш")
    assert titles("абай әуезов әдебиет") == ["Абай жолы"]
    assert titles("абай толстой") == []


def test_a_title_weighs_more_than_a_mention(a_book) -> None:
    a_book("Ақын туралы сөз", abstract="Абай және оның заманы")
    a_book("Абай")
    assert titles("абай")[0] == "Абай"


def test_a_half_typed_word_finds_what_it_may_become(a_book) -> None:
    a_book("Робинзон Крузо", language="rus")
    assert titles("робинз") == ["Робинзон Крузо"]


def test_a_misspelt_word_finds_what_is_near_and_says_so(a_book) -> None:
    a_book("Приключения Буратино", language="rus")
    found = search("приклучения буратина")
    assert [hit.record.title for hit in found.hits] == ["Приключения Буратино"]
    assert found.similar


def test_an_isbn_is_found_with_and_without_hyphens(a_book) -> None:
    a_book("Әліппе", isbns=("9786012345678",))
    assert titles("9786012345678") == ["Әліппе"]


def test_facets_count_what_was_found_and_narrow_it(a_book) -> None:
    a_book("Ертегі бір", year=1999)
    a_book("Ертегі екі", year=2021)
    a_book("Ертегі сказка", year=2024, language="rus")
    found = search("ертегі")
    assert found.facets["language"] == {"kaz": 2, "rus": 1}
    assert found.facets["years"] == {"2020": 2, "1990": 1}
    assert found.facets["subject_field"] == {"fiction_philology": 3}
    narrowed = search("ертегі", chosen={"language": ["kaz"], "years": ["2020"]})
    assert [hit.record.title for hit in narrowed.hits] == ["Ертегі екі"]
    assert search("ертегі", chosen={"years": ["1990", "2020"]}).count == 3
    assert search("ертегі", database="articles").count == 0


def test_a_book_is_found_by_the_library_that_holds_it(a_book, library) -> None:
    record = a_book("Әліппе")
    assert search("әліппе").facets["library"] == {}
    copies_in_stock(library, 2, record=record)
    catch_up()
    assert search("әліппе").facets["library"] == {library.code: 1}
    assert [(hit.copies, hit.available) for hit in search("әліппе").hits] == [(2, 2)]


def test_a_changed_record_stands_once_in_the_index(a_book) -> None:
    record = a_book("Ескі атау")
    record.title = "Жаңа атау"
    record.save()
    changes.tell([record.pk])
    assert catch_up() == 1
    assert titles("атау") == ["Жаңа атау"]
    assert titles("ескі") == []
    assert catch_up() == 0


def test_the_index_is_made_anew_from_the_database_alone(a_book) -> None:
    for number in range(5):
        a_book(f"Кітап {number}")
    index.throw_away()
    assert search("кітап").count == 0
    assert index_anew() == 5
    assert search("кітап").count == 5
    assert index_anew() == 5
    assert search("кітап").count == 5


def test_while_another_writes_the_index_what_changed_waits(a_book, monkeypatch) -> None:
    record = a_book("Кітап")
    monkeypatch.setattr("orda.search.services.SECONDS_TO_WAIT", 0.05)
    other = index.writer()
    changes.tell([record.pk])
    assert catch_up() == 0
    del other
    assert catch_up() == 1


def test_pages_do_not_overlap_and_end(a_book) -> None:
    for number in range(7):
        a_book(f"Кітап {number}")
    pages = [titles("кітап", page=page, limit=3) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len(set(sum(pages, []))) == 7


def test_hits_cost_the_same_number_of_queries(a_book, library, django_assert_num_queries) -> None:
    for number in range(10):
        copies_in_stock(library, 3, record=a_book(f"Кітап {number}"))
    catch_up()
    with django_assert_num_queries(3):
        assert len(search("кітап", limit=10).hits) == 10


@pytest.mark.parametrize(
    "text",
    [
        *('"', "AND OR NOT", "title:абай", "(((", "a*", "абай~2", "+-", "\x00", "🦊", "[1 TO 2]", "\\", "'"),
        "а" * 10_000,
        " ".join(["сөз"] * 3_000),
    ],
)
def test_there_is_no_wrong_query(a_book, text: str) -> None:
    a_book("Кітап")
    assert search(text).count in (0, 1)


def test_a_page_beyond_the_end_is_no_error(a_book) -> None:
    a_book("Кітап")
    assert search("кітап", page=10**9).hits == []


@given(st.text(max_size=60))
def test_words_of_any_text_have_stems_of_their_own(text: str) -> None:
    for word in words(text):
        assert stems(word)
        assert all(stem and " " not in stem for stem in stems(word))
