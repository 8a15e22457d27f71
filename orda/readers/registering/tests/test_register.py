"""A person gets a card, gives consent and is entered for the year."""

import datetime

import pytest

from orda.diary.models import Entry
from orda.network import clock
from orda.network.models import Unit
from orda.readers import services as readers
from orda.readers.cards import services as cards
from orda.readers.models import Consent, Reader, Registration
from orda.readers.queries import holder_of, readers_of_year, registration_of
from tests.house import a_form, a_library, diary_of


def test_a_new_reader_counts_once_in_the_diary(library: Unit) -> None:
    reader = readers.register(a_form(), library=library)
    assert diary_of() == {"reader_registered": 1}
    assert diary_of(by="age_group") == {("reader_registered", "0-10"): 1}
    assert holder_of(reader.card_number) == reader
    assert readers_of_year(clock.today().year) == {"registrations": 1, "persons": 1}


def test_the_consent_is_kept_with_its_text_version_and_signer(library: Unit) -> None:
    reader = readers.register(a_form(consent_by=" Серік Әлібек "), library=library)
    consent = Consent.objects.get(reader=reader)
    assert consent.signed_by == "Серік Әлібек"
    assert consent.text_version == "2024-1"
    assert consent.signed_on == clock.today()
    assert consent.revoked_on is None


def test_disability_is_an_of_which_of_the_same_reader(library: Unit) -> None:
    readers.register(a_form(disability=True), library=library)
    readers.register(a_form(), library=library)
    assert diary_of() == {"reader_registered": 2}
    assert diary_of(by="disability") == {("reader_registered", "yes"): 1, ("reader_registered", None): 1}


def test_a_card_number_of_its_own_is_kept(library: Unit) -> None:
    """In Latin capitals, whatever was typed: its bars can be printed and scanned."""
    readers.register(a_form(card_number="К-000123"), library=library)
    found = holder_of("K-000123")
    assert found is not None
    assert found == holder_of("к-000123") == holder_of("*k-000123*")
    assert found.full_name == "Серікқызы Айгүл"


def test_a_card_number_is_made_when_none_is_given(library: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["R000000001", "R000000001", "R000000002"])
    monkeypatch.setattr(cards, "new_card_number", lambda: next(drawn))
    first = readers.register(a_form(), library=library)
    second = readers.register(a_form(), library=library)
    assert (first.card_number, second.card_number) == ("R000000001", "R000000002")


def test_it_refuses_a_card_number_of_another_reader(library: Unit) -> None:
    readers.register(a_form(card_number="R1000"), library=library)
    with pytest.raises(readers.CardTaken, match="R1000"):
        readers.register(a_form(card_number="R1000", given_name="Дана"), library=library)
    assert Reader.objects.count() == Consent.objects.count() == 1
    assert diary_of() == {"reader_registered": 1}


TOMORROW = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("family_name", ""),
        ("family_name", "   "),
        ("family_name", "Ә" * 10_000),
        ("given_name", "Ай\x00гүл"),
        ("given_name", "Ай\nгүл"),
        ("patronymic", "Ә" * 81),
        ("consent_by", ""),
        ("school_class", "3Ә-сыныбы"),
        ("category", "spy"),
        ("card_number", "R 1"),
        ("card_number", "R1\x1b[0m"),
        ("card_number", "R" * 33),
        ("phone", "call me"),
        ("guardian_phone", "+7 (700) 000-00-00 ext"),
        ("guardian_name", ""),
        ("guardian_name", "Ә" * 10_000),
    ],
)
def test_it_names_the_field_that_is_wrong_and_leaves_no_trace(library: Unit, field: str, value: str) -> None:
    with pytest.raises(readers.BadReaderField) as refusal:
        readers.register(a_form(**{field: value}), library=library)
    assert refusal.value.field == field
    assert str(refusal.value)
    _nobody_came()


def test_it_refuses_a_birth_date_in_the_future(library: Unit) -> None:
    with pytest.raises(readers.BadReaderField) as refusal:
        readers.register(a_form(birth_date=clock.today() + TOMORROW), library=library)
    assert refusal.value.field == "birth_date"
    _nobody_came()


def test_a_child_born_today_may_be_registered(library: Unit) -> None:
    readers.register(a_form(birth_date=clock.today()), library=library)
    assert diary_of(by="age_group") == {("reader_registered", "0-10"): 1}


def test_it_refuses_a_birth_date_that_nobody_alive_has(library: Unit) -> None:
    with pytest.raises(readers.BadReaderField) as refusal:
        readers.register(a_form(birth_date=datetime.date(1850, 2, 28)), library=library)
    assert refusal.value.field == "birth_date"
    _nobody_came()


def test_from_sixteen_no_guardian_is_asked_for(library: Unit) -> None:
    today = clock.today()
    sixteen = _years_before(today, 16)
    readers.register(a_form(birth_date=sixteen, guardian_name=""), library=library, day=today)
    with pytest.raises(readers.BadReaderField) as refusal:
        readers.register(a_form(birth_date=sixteen + TOMORROW, guardian_name=""), library=library, day=today)
    assert refusal.value.field == "guardian_name"
    assert diary_of() == {"reader_registered": 1}


def test_a_long_name_of_letters_that_unfold_is_kept(library: Unit) -> None:
    reader = readers.register(
        a_form(family_name="İ" * 80, given_name="İ" * 80, patronymic="İ" * 80), library=library
    )
    reader.refresh_from_db()
    assert len(reader.folded_name) <= 250


def test_the_registration_for_a_library_and_year_is_found(library: Unit) -> None:
    reader, year = readers.register(a_form(), library=library), clock.today().year
    assert registration_of(reader, library.pk, year) == Registration.objects.get()
    assert registration_of(reader, library.pk, year + 1) is None
    assert registration_of(reader, a_library("b11").pk, year) is None


def _years_before(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _nobody_came() -> None:
    assert not Reader.objects.exists()
    assert not Consent.objects.exists()
    assert not Registration.objects.exists()
    assert not Entry.objects.exists()
