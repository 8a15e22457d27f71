"""A person's data are given out and erased on request; nobody who owes is erased; what was counted stays."""

import datetime
import json

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.losses import services as losses
from orda.circulation.models import Loan, Note
from orda.diary.proof import prove
from orda.network import clock
from orda.network.models import Role, Unit
from orda.readers import elsewhere
from orda.readers import services as readers
from orda.readers.models import Consent, Family, Look, Reader, ReaderWord
from orda.readers.queries import find_readers, holder_of, readers_of_year
from tests.house import MOMENT, TODAY, a_copy, a_library, a_reader, diary_of

OWN = {
    "readers.Guardian",
    "readers.Guardianship",
    *("readers.Reader", "readers.ReaderWord", "readers.Consent", "readers.Registration", "readers.Look"),
    "readers.Merge",
}


@pytest.fixture
def reader(library: Unit) -> Reader:
    return a_reader(
        library,
        birth_date=datetime.date(2015, 3, 12),
        iin="150312500128",
        guardian_phone="+7 700 000 00 01",
        access_need="пандус",
    )


def test_every_table_with_a_reader_in_it_has_a_room_that_speaks_for_it() -> None:
    spoken_for = OWN | {table for keeper in elsewhere.KEEPERS for table in keeper.tables}
    found = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is Reader and field.concrete
    }
    assert found == spoken_for


def test_erased_the_person_is_nowhere_and_the_statistics_stand(library: Unit, reader: Reader) -> None:
    copy = a_copy(library)
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    desk.give_back(copy.barcode, library_id=library.pk)
    Note.objects.create(reader=reader, text="үй кітабы", written_at=clock.now())
    before, card = diary_of(), reader.card_number
    readers.erase(reader)
    row = Reader.objects.get(pk=reader.pk)
    said = {str(value) for value in Reader.objects.filter(pk=reader.pk).values_list()[0]}
    assert not said & {"Серікқызы", "Айгүл", "Серік Әлібек", "пандус", card, str(datetime.date(2015, 3, 12))}
    assert (row.iin_hash, row.iin_sealed, row.erased_on) == (None, "", TODAY)
    assert holder_of(card) is None
    assert not find_readers("айгүл", at=library.pk).exists()
    for model in (Consent, Family, Look, Note, ReaderWord):
        assert not model._default_manager.exists()
    assert Loan.objects.get().reader is None
    assert diary_of() == before
    assert readers_of_year(TODAY.year)["registrations"] == 1
    assert prove().clean


def test_nobody_is_erased_while_something_is_open(library: Unit, reader: Reader) -> None:
    copy = a_copy(library)
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    with pytest.raises(readers.StillOwes, match=copy.record.title):
        readers.erase(reader)
    assert find_readers("айгүл", at=library.pk).exists()
    assert Reader.objects.get(pk=reader.pk).erased_on is None


def test_a_family_lives_on_while_one_of_it_reads(library: Unit, reader: Reader) -> None:
    a_reader(library, given_name="Дана", guardian_phone="+7 700 000 00 01")
    readers.erase(reader)
    assert Family.objects.count() == 1


def test_erased_twice_or_registered_after_it_is_refused(library: Unit, reader: Reader) -> None:
    readers.erase(reader)
    reader.refresh_from_db()
    with pytest.raises(readers.NoLongerAReader):
        readers.erase(reader)
    with pytest.raises(readers.NoLongerAReader):
        readers.register_for_year(reader, library=library)


def test_with_a_merged_double_both_are_emptied(library: Unit, reader: Reader) -> None:
    double = a_reader(library, given_name="Айгуль")
    readers.merge(reader, double, chosen={})
    readers.erase(reader)
    assert holder_of(double.card_number) is None
    assert not Reader.objects.filter(erased_on=None).exists()


def test_what_is_told_is_all_of_it(library: Unit, reader: Reader) -> None:
    copy = a_copy(library)
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    told = readers.told(reader)
    assert told["reader"][0]["family_name"] == "Серікқызы"
    assert told["reader"][0]["iin"] == "••••••••0128"
    assert told["loans"][0]["title"] == copy.record.title
    assert told["registrations"][0]["year"] == str(TODAY.year)
    assert told["consents"][0]["signed_by"] == "Серік Әлібек"


def _long_ago(reader: Reader, day: datetime.date) -> None:
    reader.registrations.update(day=day)
    Reader.objects.filter(pk=reader.pk).update(created_on=day, last_active_on=day)


def test_readers_inactive_for_years_are_erased_but_not_those_who_owe(library: Unit) -> None:
    long_ago = datetime.date(2019, 1, 10)
    gone, owes, lately = (a_reader(library, given_name=name) for name in ("Дана", "Ерлан", "Айша"))
    desk.lend(a_copy(library).barcode, owes.pk, library_id=library.pk)
    _long_ago(gone, long_ago)
    _long_ago(owes, long_ago)
    _long_ago(lately, long_ago)
    readers.register_for_year(lately, library=library, day=TODAY - datetime.timedelta(days=300))
    assert readers.erase_the_inactive() == 1
    assert set(Reader.objects.filter(erased_on=None)) == {owes, lately}
    assert readers.erase_the_inactive() == 0


def test_looks_are_forgotten_after_their_days(library: Unit, reader: Reader, staff_of) -> None:
    staff = staff_of(Role.LIBRARIAN, library)
    for days in (364, 366):
        Look.objects.create(reader=reader, staff=staff, at=MOMENT - datetime.timedelta(days=days))
    assert readers.forget_looks() == 1
    assert Look.objects.count() == 1


def test_the_director_gives_out_and_erases_by_the_card_alone(
    client_as, library: Unit, reader: Reader
) -> None:
    director = client_as(Role.DIRECTOR, library)
    page = director.get(reverse("reader_requests"), {"card": reader.card_number}).content.decode()
    assert reader.full_name in page
    answer = director.get(reverse("reader_data", args=[reader.pk]), {"as": "json"})
    assert json.loads(answer.content)["reader"][0]["given_name"] == "Айгүл"
    assert "Айгүл" in director.get(reverse("reader_data", args=[reader.pk])).content.decode()
    assert Look.objects.filter(reader=reader).count() == 3
    director.post(reverse("reader_erase", args=[reader.pk]), {"card": "R0"})
    assert Reader.objects.get(pk=reader.pk).erased_on is None
    director.post(reverse("reader_erase", args=[reader.pk]), {"card": reader.card_number})
    assert Reader.objects.get(pk=reader.pk).erased_on == TODAY


def test_who_looked_is_shown_to_the_director(client_as, staff_of, library: Unit, reader: Reader) -> None:
    readers.note_look(reader, staff_of(Role.LIBRARIAN, library))
    director = client_as(Role.DIRECTOR, library)
    assert len(director.get(reverse("reader_looks")).context["page"]) == 1
    assert len(director.get(reverse("reader_looks"), {"card": reader.card_number}).context["page"]) == 1
    assert len(director.get(reverse("reader_looks"), {"who": "nobody"}).context["page"]) == 0


def test_health_and_address_are_seen_at_the_readers_own_libraries_alone(client_as, library: Unit) -> None:
    reader = a_reader(library, access_need="пандус", home_delivery=True, address="Достық, 5")
    other = a_library("b11")
    stranger = client_as(Role.LIBRARIAN, other)

    def told(client: Client) -> list[bool]:
        pages = [client.get(reverse(name, args=[reader.pk])) for name in ("reader", "reader_change")]
        pages.append(client.get(reverse("reader_new"), {"beside": reader.pk}))
        return [word in page.content.decode() for page in pages for word in ("пандус", "Достық, 5")]

    assert not any(told(stranger))
    readers.register_for_year(reader, library=other)
    assert told(stranger) == [True, True, True, True, False, True]


def test_what_is_told_reads_in_words_and_days_not_in_codes(
    client_as, library: Unit, reader: Reader, settings
) -> None:
    settings.LANGUAGE_CODE = "en"
    copy = a_copy(library)
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    losses.open_case(copy.barcode, kind="lost", library_id=library.pk)
    Reader.objects.filter(pk=reader.pk).update(home_delivery=True)
    administrator = client_as(Role.ADMINISTRATOR, library)
    page = administrator.get(reverse("reader_data", args=[reader.pk]))
    [told, *_more] = page.context["tables"]
    facts = {str(head): value for head, value in told["facts"]}
    assert (facts["Birth date"], facts["Sex"], facts["Category"]) == ("12.03.2015", "male", "child")
    assert (facts["Home delivery"], facts["Large family"]) == ("yes", "no")
    rows = {str(table["name"]): table["rows"] for table in page.context["tables"]}
    assert rows["Lost and damaged"][0][1:] == ["lost", "open", "16.09.2024"]
    assert rows["Consents"][0][1] == "personal data, for the service of the library"
    assert rows["Who looked at this record"][0][0] == "16.09.2024 12:00"
    assert (
        administrator.get(reverse("reader_data", args=[reader.pk]), {"as": "json"}).json()["reader"][0]["sex"]
        == "m"
    )
