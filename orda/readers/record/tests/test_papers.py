"""Cards, the reader's form and the consent sheet, in Kazakh and in Russian; photographs written anew."""

import io
import sys

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from orda.circulation import services as desk
from orda.network.models import Role, Unit
from orda.readers import services as readers
from orda.readers.cards import paper as papers
from orda.readers.cards.marks import bars_svg, qr_svg
from orda.readers.cards.pins import reader_by_pin
from orda.readers.consents import paper as consents
from orda.readers.models import Reader
from orda.readers.record import paper as record
from tests.house import TODAY, a_copy, a_reader


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def reader(library: Unit) -> Reader:
    return a_reader(library, card_number="R000123456", disability=True, access_need="пандус")


def _pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize(("language", "words"), [("kk", "ОҚЫРМАН БИЛЕТІ"), ("ru", "ЧИТАТЕЛЬСКИЙ БИЛЕТ")])
def test_a_card_has_name_and_number_and_no_birth_date_or_health(
    reader: Reader, language: str, words: str
) -> None:
    [text] = _pages(papers.cards_pdf([reader], language, sheet=False))
    assert words in text
    assert "R000123456" in text.replace(" ", "")
    assert "Серікқызы Айгүл" in " ".join(text.split())
    assert "2015" not in text
    assert "пандус" not in text


def test_a_card_is_of_its_size_and_ten_fit_on_a_sheet(library: Unit, reader: Reader) -> None:
    page = pypdf.PdfReader(io.BytesIO(papers.cards_pdf([reader], "kk", sheet=False))).pages[0]
    assert [round(float(side) / 72 * 25.4, 1) for side in page.mediabox[2:]] == [85.6, 54.0]
    many = [reader] * 11
    assert len(_pages(papers.cards_pdf(many, "kk", sheet=True))) == 2
    assert len(_pages(papers.cards_pdf(many[:10], "kk", sheet=True))) == 1


def test_a_name_is_never_markup(library: Unit) -> None:
    reader = a_reader(library, family_name="#strong[*]", given_name='"$x$" \\')
    [text] = _pages(papers.cards_pdf([reader], "kk", sheet=False))
    assert "#strong[*]" in text


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "Оқырман формуляры"), ("ru", "Читательский формуляр")]
)
def test_the_form_tells_who_it_is_and_what_is_out(
    library: Unit, reader: Reader, language: str, words: str
) -> None:
    copy = a_copy(library)
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    text = " ".join(_pages(record.form_pdf(reader, language)))
    for said in (words, "Серік Әлібек", "3Ә", str(TODAY.year), copy.inventory_number, copy.record.title):
        assert said in text
    assert "пандус" not in text


@pytest.mark.parametrize(("language", "words"), [("kk", "Мерзімі"), ("ru", "Трансграничная передача")])
def test_the_consent_sheet_has_the_text_in_force(reader: Reader, language: str, words: str) -> None:
    text = readers.text_in_force(TODAY)
    page = " ".join(_pages(consents.consent_pdf([reader], text, reader.library, language)))
    assert words in page
    assert "2024-1" in page
    assert "Серік Әлібек" in page


def test_letters_that_code_128_has_not_leave_the_qr_alone(library: Unit) -> None:
    assert bars_svg("Қ-000123") == ""
    assert bars_svg("R000123456").startswith("<svg")
    reader = a_reader(library)
    reader.card_number = "Қ-000123"  # of before: `orda check` names it
    assert _pages(papers.cards_pdf([reader], "kk", sheet=False))


def test_other_numbers_have_other_marks() -> None:
    assert bars_svg("R000123456") != bars_svg("R000123457")
    assert qr_svg("R000123456") != qr_svg("R000123457")


@pytest.mark.parametrize(
    "address", ["reader_card", "reader_form", "reader_consent_sheet"], ids=["card", "form", "consent"]
)
def test_a_librarian_prints(client_as, library: Unit, reader: Reader, address: str) -> None:
    answer = client_as(Role.LIBRARIAN, library).get(reverse(address, args=[reader.pk]), {"lang": "ru"})
    assert answer.content.startswith(b"%PDF")
    assert reader.looks.count() == 1


def test_a_class_is_printed_on_sheets(client_as, library: Unit, reader: Reader) -> None:
    a_reader(library, given_name="Дана")
    librarian = client_as(Role.LIBRARIAN, library)
    [page] = _pages(librarian.get(reverse("reader_cards"), {"q": "3ә"}).content)
    assert "Дана" in page
    assert "Айгүл" in page
    assert librarian.get(reverse("reader_cards"), {"q": "ешкім"}).status_code == 404


def test_a_new_pin_is_shown_once(client_as, library: Unit, reader: Reader) -> None:
    answer = client_as(Role.LIBRARIAN, library).post(reverse("reader_pin", args=[reader.pk]))
    assert answer["Cache-Control"] == "no-store"
    assert answer.context["pin"] in answer.content.decode()
    assert reader_by_pin(reader.card_number, answer.context["pin"]) == reader


def _picture(form: str = "JPEG", size: tuple[int, int] = (1200, 1600)) -> SimpleUploadedFile:
    out = io.BytesIO()
    about = Image.Exif()
    about[0x010F] = "Camera of the parents"
    Image.new("RGB", size, "orange").save(out, form, exif=about)
    return SimpleUploadedFile("сурет.jpg", out.getvalue())


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_written_anew_without_what_came_with_it(
    client_as, library: Unit, reader: Reader, form: str
) -> None:
    librarian = client_as(Role.LIBRARIAN, library)
    librarian.post(reverse("reader_set_photo", args=[reader.pk]), {"photo": _picture(form)})
    kept = librarian.get(reverse("reader_photo", args=[reader.pk]))
    assert kept["Content-Type"] == "image/jpeg"
    assert b"Camera of the parents" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (480, 640))


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        b"\xff\xd8\xff\xe0 no picture",
        b"%PDF-1.4",
    ],
    ids=["nothing", "svg", "gif", "cut off", "pdf"],
)
def test_what_is_no_picture_is_refused_and_the_old_one_stays(reader: Reader, picture: bytes) -> None:
    readers.set_photo(reader, _picture())
    with pytest.raises(readers.BadPicture):
        readers.set_photo(reader, SimpleUploadedFile("a.jpg", picture))
    reader.refresh_from_db()
    assert reader.photo.storage.exists(reader.photo.name)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_where_pictures_are_not_installed_the_form_says_what_to_add(
    client_as, library: Unit, reader: Reader, monkeypatch, language: str
) -> None:
    librarian, picture = client_as(Role.LIBRARIAN, library), _picture()
    librarian.cookies["django_language"] = language
    page, setting = reverse("reader", args=[reader.pk]), reverse("reader_set_photo", args=[reader.pk])
    assert 'type="file"' in librarian.get(page).content.decode()
    readers.set_photo(reader, _picture())
    for name in [name for name in sys.modules if name.split(".")[0] == "PIL"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "PIL", None)  # its import fails from here on
    shown = librarian.get(page).content.decode()
    assert "make setup EXTRAS=photos" in shown
    assert 'type="file"' not in shown
    # A page opened before, or a program: refused in the same words, and the old picture stays.
    answer = librarian.post(setting, {"photo": picture}, follow=True)
    [said] = [str(one) for one in answer.context["messages"]]
    assert "make setup EXTRAS=photos" in said
    assert librarian.get(reverse("reader_photo", args=[reader.pk])).status_code == 200
    # What is kept can be taken away without it.
    librarian.post(setting)
    assert librarian.get(reverse("reader_photo", args=[reader.pk])).status_code == 404
    assert setting not in librarian.get(page).content.decode()


def test_a_photograph_goes_with_the_reader(reader: Reader, django_capture_on_commit_callbacks) -> None:
    readers.set_photo(reader, _picture())
    reader.refresh_from_db()
    name, storage = reader.photo.name, reader.photo.storage
    with django_capture_on_commit_callbacks(execute=True):
        readers.erase(reader)
    assert not storage.exists(name)


def test_the_operator_on_the_consent_sheet_is_the_network_not_the_state(client_as, city) -> None:
    reader = a_reader(city.branch1)
    answer = client_as(Role.LIBRARIAN, city.branch1).get(
        reverse("reader_consent_sheet", args=[reader.pk]), {"lang": "ru"}
    )
    page = " ".join(_pages(answer.content))
    assert "City network (ru)" in page
    assert "Republic" not in page
