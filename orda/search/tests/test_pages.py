"""The public catalogue: open to everyone, and it says nothing of readers."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from orda.catalog.doubles.services import merge, undo
from orda.circulation.services import lend
from orda.console import BadInput
from orda.search.services import catch_up
from tests.house import a_reader, copies_in_stock


def test_everyone_may_search_and_narrow(client, a_book) -> None:
    a_book("Менің атым Қожа", "Соқпақбаев, Бердібек", year=1957)
    a_book("Кожаный мяч", language="rus")
    page = client.get(reverse("catalogue"), {"q": "кожа"}).content.decode()
    assert "Менің атым Қожа" in page
    narrowed = client.get(reverse("catalogue"), {"q": "кожа", "language": "kaz"}).content.decode()
    assert "checked" in narrowed
    assert "Кожаный" not in narrowed


def test_htmx_gets_the_found_part_alone(client, a_book) -> None:
    a_book("Абай")
    part = client.get(reverse("catalogue"), {"q": "абай"}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "Абай" in part


def test_a_book_page_says_where_each_copy_stands_and_not_who_has_it(client, a_book, library) -> None:
    record = a_book("Абай жолы", "Әуезов, Мұхтар")
    copy, _other = copies_in_stock(library, 2, record=record)
    reader = a_reader(library)
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    page = client.get(reverse("record", args=[record.pk])).content.decode()
    assert f"on loan until {lent.due_on:%d.%m.%Y}" in page
    assert "1 of 2 in" in page
    assert reader.family_name not in page
    assert reader.card_number not in page


def test_the_marc_record_is_shown_field_by_field(client, a_book) -> None:
    record = a_book("Абай жолы")
    page = client.get(reverse("record_marc", args=[record.pk])).content.decode()
    assert "245" in page
    assert "Абай жолы" in page


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "а" * 10_000},
        {"q": "\x00<script>"},
        {"page": "0"},
        {"page": "99999999999999"},
        {"page": "-1"},
        {"q": "кітап", "page": "500"},
        {"language": ["x" * 5000, "\x00"]},
        {"years": "банан"},
    ],
)
def test_any_address_is_answered(client, a_book, asked: dict) -> None:
    a_book("Кітап")
    answer = client.get(reverse("catalogue"), asked)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace('<script src="', "")


def test_an_unknown_book_is_not_found(client, db) -> None:
    assert client.get(reverse("record", args=[99])).status_code == 404
    assert client.get(reverse("record_marc", args=[99])).status_code == 404


def test_a_page_of_many_costs_the_same(client, a_book, library, django_assert_max_num_queries) -> None:
    for number in range(25):
        copies_in_stock(library, 2, record=a_book(f"Кітап {number}"))
    catch_up()
    with django_assert_max_num_queries(5):
        page = client.get(reverse("catalogue"), {"q": "кітап"})
    assert page.content.decode().count('class="hit card"') == 20


def test_the_command_prints_the_agreed_shape(a_book) -> None:
    record = a_book("Абай жолы", "Әуезов, Мұхтар", year=1942)
    out = StringIO()
    call_command("search", "абай", format="json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["count"] == 1
    assert said["hits"] == [
        {
            "id": record.pk,
            "title": "Абай жолы",
            "author": "Әуезов, Мұхтар",
            "year": 1942,
            "available": 0,
            "copies": 0,
        }
    ]
    assert said["facets"]["language"] == {"kaz": 1}


@pytest.mark.parametrize("asked", [{"limit": 0}, {"limit": 10**9}])
def test_the_command_refuses_an_impossible_limit(db, asked: dict) -> None:
    with pytest.raises(BadInput):
        call_command("search", "абай", **asked)


def test_orda_index_makes_it_anew(a_book) -> None:
    a_book("Абай")
    out = StringIO()
    call_command("index", all=True, stdout=out)
    assert "1 records indexed, 1 in the index" in out.getvalue()


def test_who_types_on_is_not_told_that_nothing_was_found(client, a_book) -> None:
    a_book("Абай жолы")
    address = reverse("catalogue")

    def typed(text: str, when: str, shown: str = "") -> tuple[int, str]:
        headers = {"hx-request": "true", "x-typing": when, "hx-current-url": f"http://testserver{shown}"}
        answer = client.get(address, {"q": text}, headers=headers)
        return answer.status_code, answer.content.decode()

    assert "Абай жолы" in typed("аба", "now")[1]
    assert typed("абйа", "now") == (204, "")
    assert typed("абей жолы", "now") == (204, "")  # what is near is no answer yet either
    assert "These are close to it" in typed("абей жолы", "over")[1]
    assert "Nothing was found" in typed("ыыыыыы", "over")[1]
    assert typed("абай", "over", shown=f"{address}?q=%D0%B0%D0%B1%D0%B0%D0%B9") == (204, "")


def test_a_near_hit_is_named_and_the_exact_way_stays_open(client, a_book) -> None:
    a_book("Кітап туралы кітап")
    page = client.get(reverse("catalogue"), {"q": "кітвп"}).content.decode()
    assert "Did you mean this?" in page
    assert "?q=%D0%BA%D1%96%D1%82%D0%B0%D0%BF" in page  # кітап
    assert "?q=%22%D0%BA%D1%96%D1%82%D0%B2%D0%BF%22" in page  # "кітвп"
    exactly = client.get(reverse("catalogue"), {"q": '"кітвп"'}).content.decode()
    assert "Кітап туралы" not in exactly


def test_fewer_words_and_half_typed_ones_are_named(client, a_book) -> None:
    a_book("Тайна старого замка", language="rus")
    page = client.get(reverse("catalogue"), {"q": "тайна старого дракона"}).content.decode()
    assert "No book holds every word" in page
    page = client.get(reverse("catalogue"), {"q": "стар тай"}).content.decode()
    assert "Words that begin with “тай”" in page


def test_signs_that_find_nothing_offer_the_words(client, a_book) -> None:
    a_book("Абай жолы")
    page = client.get(reverse("catalogue"), {"q": '"жолы абай"'}).content.decode()
    assert "without signs" in page
    assert "Абай жолы" not in page


def test_what_was_found_is_saved_as_a_list_in_the_form_that_is_asked(client, a_book) -> None:
    a_book("Абай жолы", "Әуезов, Мұхтар", year=2019)
    other = a_book("Қан мен тер", "Нұрпейісов, Ә.")
    told = client.get(reverse("catalogue_saved", args=["list"]), {"q": "абай"})
    assert told["Content-Disposition"] == 'attachment; filename="orda-list.txt"'
    assert "Абай жолы" in told.content.decode()
    assert "Қан мен тер" not in told.content.decode()
    one = client.get(reverse("catalogue_saved", args=["ris"]), {"record": other.pk}).content.decode()
    assert one.count("TY  - ") == 1
    assert "Қан мен тер" in one


@pytest.mark.parametrize(
    ("form", "asked"), [("pdf", {"q": "абай"}), ("list", {"q": "ештеңе жоқ"}), ("list", {"record": "99999"})]
)
def test_what_there_is_not_can_not_be_saved(client, a_book, form, asked) -> None:
    a_book("Абай")
    assert client.get(reverse("catalogue_saved", args=[form]), asked).status_code == 404


def test_a_record_is_given_out_byte_for_byte(client, a_book) -> None:
    record = a_book("Абай")
    told = client.get(reverse("record_marc_file", args=[record.pk]))
    assert told.content == bytes(record.marc)
    assert told["Content-Type"] == "application/marc"


def test_a_merged_double_is_found_no_more_and_its_address_leads_on(client, a_book) -> None:
    kept, gone = a_book("Абай жолы"), a_book("Абай жолы роман")
    done = merge(kept.pk, gone.pk)
    catch_up()
    assert "Абай жолы роман" not in client.get(reverse("catalogue"), {"q": "абай"}).content.decode()
    assert client.get(reverse("record", args=[gone.pk])).url == reverse("record", args=[kept.pk])
    undo(done.pk)
    catch_up()
    assert "Абай жолы роман" in client.get(reverse("catalogue"), {"q": "абай"}).content.decode()
