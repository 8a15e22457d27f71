"""Claim letters: one for a family, numbered one after another, on paper in the parent's language."""

import io

import docx
import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.models import Loan
from orda.circulation.services import give_back
from orda.diary.proof import prove
from orda.network.models import Role, Unit
from orda.readers.models import Look
from orda.reminders.conftest import a_family, at, held
from orda.reminders.letters.letters_docx import letters_docx
from orda.reminders.letters.paper import letters_pdf
from orda.reminders.models import ClaimLetter
from orda.reminders.refusals import NothingToSay
from orda.reminders.services import forget_texts, write_letters
from tests.house import a_library, diary_of


def words_of_pdf(data: bytes) -> list[str]:
    return [page.extract_text().replace("\n", " ") for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def words_of_docx(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(one.text for one in document.paragraphs), *cells])


@pytest.fixture
def client(client_as, library: Unit) -> Client:
    return client_as(Role.LIBRARIAN, library)


def test_a_family_gets_one_letter_about_all_that_is_late(library: Unit) -> None:
    first, second = a_family(library, children=2)
    loans = [held(first, library, left=-40), held(second, library, left=-2)]
    timely = held(second, library, left=3)
    [letter] = write_letters([first.pk], library=library)
    assert (letter.number, letter.year) == (1, 2024)
    assert diary_of(by="medium")["reminder", "letter"] == 1
    [page] = words_of_pdf(letters_pdf([letter]))
    for text in (page, words_of_docx(letters_docx([letter]))):
        for loan in loans:
            assert loan.copy.inventory_number in text
        assert timely.copy.inventory_number not in text
        assert "Кому: Серік Әлібек" in text
        assert "№ 1/2024" in text
        assert "30.09.2024" in text  # two weeks to answer
    assert prove().clean


def test_numbers_follow_each_other_by_library_and_year(library: Unit) -> None:
    other = a_library("b11")
    here = [a_family(library)[0] for _ in range(2)]
    there = a_family(other)[0]
    for child in here:
        held(child, library, left=-40)
    held(there, other, left=-40)
    assert [one.number for one in write_letters([one.pk for one in here], library=library)] == [1, 2]
    assert [one.number for one in write_letters([there.pk], library=other)] == [1]
    assert [one.number for one in write_letters([here[0].pk], library=library, at=at(7))] == [3]
    assert [one.number for one in write_letters([here[0].pk], library=library, at=at(120))] == [1]  # 2025


def test_no_second_letter_on_a_day_and_none_about_nothing(library: Unit) -> None:
    [child] = a_family(library)
    with pytest.raises(NothingToSay):
        write_letters([child.pk], library=library)
    held(child, library, left=-40)
    write_letters([child.pk], library=library)
    with pytest.raises(NothingToSay):
        write_letters([child.pk], library=library)
    assert ClaimLetter.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "word"), [("kk", "Мерзімі өткен кітаптар туралы хат"), ("ru", "Письмо о книгах")]
)
def test_each_letter_has_its_page_and_its_language(library: Unit, language: str, word: str) -> None:
    for _ in range(2):
        held(a_family(library, language=language)[0], library, left=-40)
    readers = [loan.reader_id for loan in Loan.objects.all()]
    letters = write_letters(readers, library=library)
    pages = words_of_pdf(letters_pdf(letters))
    assert len(pages) == 2
    assert all(word in page for page in pages)
    assert words_of_docx(letters_docx(letters)).count(word) == 2


def test_the_page_writes_for_those_who_were_ticked(client: Client, library: Unit) -> None:
    long, short = a_family(library)[0], a_family(library)[0]
    held(long, library, left=-40)
    held(short, library, left=-10)
    shown = client.get(reverse("letters_write")).content.decode()
    assert f'value="{long.pk}"' in shown
    assert f'value="{short.pk}"' not in shown
    answer = client.post(reverse("letters_write"), {"reader": [str(long.pk), "x", "²"]})
    letter = ClaimLetter.objects.get()
    assert answer.url == f"{reverse('letters')}?written={letter.pk}"
    register = client.get(answer.url).content.decode()
    assert "still out: 1" in register
    assert f"letters={letter.pk}" in register
    nobody = client.post(reverse("letters_write"), {}, follow=True)
    assert "Nothing of this reader is overdue" in nobody.content.decode()


def test_the_register_says_what_came_back(client: Client, library: Unit) -> None:
    [child] = a_family(library)
    loan = held(child, library, left=-40)
    write_letters([child.pk], library=library)
    give_back(loan.copy.barcode, library_id=library.pk)
    assert "all settled" in client.get(reverse("letters")).content.decode()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_letter_is_a_file_for_its_own_library_until_it_is_forgotten(
    client: Client, client_as, library: Unit, kind: str
) -> None:
    [child] = a_family(library)
    held(child, library, left=-40)
    [letter] = write_letters([child.pk], library=library)
    asked = {"letters": str(letter.pk)}
    answer = client.get(reverse("letters_file", args=[kind]), asked)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="letters-2024-1.{kind}"'
    assert Look.objects.get().reader == child
    elsewhere = client_as(Role.LIBRARIAN, a_library("b11"))
    assert elsewhere.get(reverse("letters_file", args=[kind]), asked).status_code == 404
    assert client.get(reverse("letters_file", args=["xlsx"]), asked).status_code == 404
    forget_texts(at(1).date())
    assert client.get(reverse("letters_file", args=[kind]), asked).status_code == 404
    assert "№ 1" in client.get(reverse("letters")).content.decode()


def test_a_network_has_no_register_of_its_own(client_as, library: Unit) -> None:
    client = client_as(Role.METHODOLOGIST, library.parent)
    answer = client.get(reverse("letters_write"), follow=True)
    assert "Choose the library" in answer.content.decode()


def test_the_register_asks_as_much_for_many_letters(
    client: Client, library: Unit, django_assert_num_queries
) -> None:
    readers = []
    for _ in range(6):
        [child] = a_family(library)
        held(child, library, left=-40)
        readers.append(child.pk)
    write_letters(readers[:1], library=library)
    client.get(reverse("letters"))
    with django_assert_num_queries(7):
        client.get(reverse("letters"))
    write_letters(readers[1:], library=library)
    with django_assert_num_queries(7):
        client.get(reverse("letters"))
