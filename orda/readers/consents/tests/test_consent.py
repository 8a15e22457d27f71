"""Consent: texts by version, signed, still to be signed, taken back."""

import datetime
import io

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.refusals import ReaderBlocked
from orda.network import clock
from orda.network.models import Role, Unit
from orda.readers import services as readers
from orda.readers.models import Consent, ConsentText, Look, Reader
from tests.house import TODAY, a_copy, a_form, a_library, a_reader


def test_the_first_text_is_there_in_both_languages(db: None) -> None:
    text = readers.text_in_force(TODAY)
    assert text.version == "2024-1"
    for words in ("№ 94-V", "Мерзімі", "Үшінші тұлғаларға беру", "трансшекаралық", "кері қайтарып алуға"):
        assert words in text.text_kk
    for words in ("№ 94-V", "Срок", "Передача третьим лицам", "Трансграничная", "отозвано"):
        assert words in text.text_ru


def test_a_new_version_is_signed_from_its_day_on_and_the_old_one_stays(library: Unit) -> None:
    before = a_reader(library)
    readers.publish_text("2024-2", "Жаңа мәтін", "Новый текст", valid_from=TODAY)
    after = a_reader(library, given_name="Дана")
    versions = dict(Consent.objects.values_list("reader", "text_version"))
    assert versions == {before.pk: "2024-1", after.pk: "2024-2"}
    assert ConsentText.objects.count() == 2


def test_a_text_that_begins_later_is_not_signed_yet(library: Unit) -> None:
    readers.publish_text("2025-1", "Мәтін", "Текст", valid_from=TODAY + datetime.timedelta(days=1))
    assert readers.text_in_force(TODAY).version == "2024-1"


@pytest.mark.parametrize(
    ("version", "text", "field"), [("", "Мәтін", "version"), ("2", "", "text_kk"), ("2\x00", "М", "version")]
)
def test_an_empty_text_is_refused(db: None, version: str, text: str, field: str) -> None:
    with pytest.raises(readers.BadReaderField) as refusal:
        readers.publish_text(version, text, text, valid_from=TODAY)
    assert refusal.value.field == field


def test_a_version_is_never_written_over(db: None) -> None:
    with pytest.raises(readers.TextVersionTaken):
        readers.publish_text("2024-1", "Мәтін", "Текст", valid_from=TODAY)
    with pytest.raises(readers.BadReaderField):
        readers.publish_text("2023-9", "Мәтін", "Текст", valid_from=TODAY - datetime.timedelta(days=1))


def test_nothing_is_lent_until_the_sheet_comes_back_signed(library: Unit) -> None:
    reader = readers.register(a_form(consent_signed=False), library=library)
    copy = a_copy(library)
    with pytest.raises(ReaderBlocked):
        desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    with pytest.raises(readers.BadReaderField):
        readers.unblock(reader)
    readers.sign_consent(reader, "Серік Әлібек", scope="data photos")
    assert desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    consent = Consent.objects.get(reader=reader)
    assert (consent.signed_on, consent.scope) == (clock.today(), "data photos")


def test_signing_does_not_lift_a_block_set_by_hand(library: Unit) -> None:
    reader = readers.register(a_form(consent_signed=False), library=library)
    readers.block(reader, "кітап жоғалтты")
    readers.sign_consent(reader, "Серік Әлібек")
    reader.refresh_from_db()
    assert reader.blocked_reason == "кітап жоғалтты"


def test_consent_is_not_taken_back_while_a_book_is_out(library: Unit) -> None:
    reader, copy = a_reader(library), a_copy(library)
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    with pytest.raises(readers.StillOwes, match=copy.record.title):
        readers.revoke_consent(reader)
    assert Consent.objects.get(reader=reader).revoked_on is None
    desk.give_back(copy.barcode, library_id=library.pk)
    readers.revoke_consent(reader)
    assert Consent.objects.get(reader=reader).revoked_on == TODAY
    with pytest.raises(ReaderBlocked):
        desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    with pytest.raises(readers.NoConsent):
        readers.revoke_consent(reader)


def test_a_wider_scope_takes_the_place_of_the_narrower(library: Unit) -> None:
    reader = a_reader(library)
    with pytest.raises(readers.ConsentSigned):
        readers.sign_consent(reader, "Серік Әлібек")
    readers.sign_consent(reader, "Серік Әлібек", scope="messages")
    standing = Consent.objects.get(reader=reader, revoked_on=None)
    assert standing.scope == "data messages"
    with pytest.raises(readers.BadReaderField):
        readers.sign_consent(reader, "Серік Әлібек", scope="everything")


def test_the_page_keeps_a_new_version(client_as, library: Unit) -> None:
    director: Client = client_as(Role.DIRECTOR, library)
    typed = {"version": "2024-2", "valid_from": f"{TODAY:%d.%m.%Y}", "text_kk": "Мәтін", "text_ru": "Текст"}
    assert director.post(reverse("consent_texts"), typed).status_code == 302
    assert director.post(reverse("consent_texts"), typed).status_code == 422
    assert readers.text_in_force(TODAY).text_ru == "Текст"


def test_whoever_is_to_be_written_to_agrees_to_it_at_the_registration(library: Unit) -> None:
    reached = {"reached_by": "sms", "guardian_phone": "8 701 111 22 33"}
    with pytest.raises(readers.BadReaderField) as refused:
        readers.register(a_form(**reached), library=library)
    assert refused.value.field == "consent_messages"
    reader = readers.register(a_form(**reached, consent_scope="data messages"), library=library)
    assert reader.consents.get().scopes[1] == "reminders by e-mail and SMS"


def test_the_page_says_where_nothing_may_be_sent_and_the_sheet_keeps_what_was_asked(
    library: Unit, client_as, settings
) -> None:
    settings.LANGUAGE_CODE = "en"
    form = a_form(
        reached_by="sms",
        guardian_phone="8 701 111 22 33",
        consent_scope="data messages",
        consent_signed=False,
    )
    reader = readers.register(form, library=library)
    client: Client = client_as(Role.LIBRARIAN, library)
    warning = "consent to reminders isn't signed"
    page = client.get(reverse("reader", args=[reader.pk])).content.decode()
    assert warning in page
    assert 'name="consent_messages" checked' in page
    assert 'name="consent_photos" checked' not in page
    readers.sign_consent(reader, "Серік Әлібек", scope="data messages")
    assert warning not in client.get(reverse("reader", args=[reader.pk])).content.decode()


def test_a_classs_sheets_are_printed_together_and_noted_as_they_come_back(
    library: Unit, client_as, settings
) -> None:
    settings.LANGUAGE_CODE = "en"
    waiting = [
        a_reader(library, given_name=name, school_class=of, consent_signed=False)
        for name, of in (("Дана", "3Ә"), ("Ерлан", "3Ә"), ("Мирас", "5Б"))
    ]
    a_reader(library, given_name="Сезім")  # has signed
    other = a_reader(a_library("b11"), given_name="Басқа", consent_signed=False)
    client: Client = client_as(Role.LIBRARIAN, library)
    page = client.get(reverse("consents_to_sign"), {"q": "3ә"}).content.decode()
    assert [one.given_name in page for one in (*waiting, other)] == [True, True, False, False]
    assert "Сезім" not in page
    assert {look.reader_id for look in Look.objects.all()} == {one.pk for one in waiting[:2]}
    sheets = client.get(reverse("consent_sheets"), {"q": "3ә", "lang": "ru"})
    assert len(pypdf.PdfReader(io.BytesIO(sheets.content)).pages) == 2
    assert client.get(reverse("consent_sheets"), {"q": "nobody"}).status_code == 404
    assert "Tick the readers" in client.post(reverse("consents_sign"), follow=True).content.decode()
    typed = {"reader": [waiting[0].pk, other.pk, "x", "9" * 30], "consent_messages": "on", "q": "3ә"}
    answer = client.post(reverse("consents_sign"), typed, follow=True).content.decode()
    assert "1 sheet noted." in answer
    assert "Дана" not in answer
    signed = waiting[0].consents.get()
    assert (signed.scope, signed.signed_by, signed.signed_on) == ("data messages", "Серік Әлібек", TODAY)
    blocked = set(Reader.objects.filter(blocked_for="consent"))
    assert blocked == {waiting[1], waiting[2], other}


def test_a_list_of_readers_found_is_a_look_at_each(library: Unit, client_as) -> None:
    two = {a_reader(library, given_name=name).pk for name in ("Дана", "Дара")}
    client: Client = client_as(Role.LIBRARIAN, library)
    client.get(reverse("readers"))
    assert not Look.objects.exists()
    client.get(reverse("readers"), {"q": "серікқызы"})
    assert set(Look.objects.values_list("reader", flat=True)) == two
