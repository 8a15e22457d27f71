"""Two records of one person become one, counted once."""

import datetime

import pytest
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.holds import services as holds
from orda.circulation.models import Hold, Loan, Note
from orda.diary.proof import prove
from orda.network import clock
from orda.network.models import Role, Unit
from orda.readers import services as readers
from orda.readers.merging.services import moves_of
from orda.readers.models import Look, Merge, Reader
from orda.readers.queries import find_readers, holder_of, readers_of_year
from tests.house import TODAY, a_copy, a_library, a_reader, diary_of


@pytest.fixture
def kept(library: Unit) -> Reader:
    return a_reader(library, family_name="Оспан", given_name="Айша", guardian_phone="+7 700 000 00 01")


@pytest.fixture
def double(library: Unit) -> Reader:
    return a_reader(
        library,
        family_name="Ospan",
        given_name="Aisha",
        school="№ 7 мектеп",
        guardian_phone="+7 700 000 00 02",
    )


def test_counted_twice_at_one_library_is_counted_once(library: Unit, kept: Reader, double: Reader) -> None:
    other = a_library("b11")
    readers.register_for_year(double, library=other)
    assert diary_of()["reader_registered"] == 3
    readers.merge(kept, double, chosen={})
    assert diary_of()["reader_registered"] == 2
    assert readers_of_year(TODAY.year) == {"registrations": 2, "persons": 1}
    assert prove().clean


def test_first_uses_of_the_double_stay_counted_once(library: Unit, kept: Reader, double: Reader) -> None:
    readers.sign_up_on_site(double.registrations.get(), day=TODAY)
    readers.use_electronic_resources(double.registrations.get(), day=TODAY)
    readers.use_electronic_resources(kept.registrations.get(), day=TODAY)
    readers.merge(kept, double, chosen={})
    assert diary_of() == {"reader_registered": 1, "site_user_registered": 1, "electronic_user": 1}
    assert prove().clean


def test_all_that_is_the_doubles_moves_and_both_cards_open_the_kept_one(
    library: Unit, kept: Reader, double: Reader, staff_of
) -> None:
    copy = a_copy(library)
    lent = desk.lend(copy.barcode, double.pk, library_id=library.pk)
    hold = holds.place_hold(a_copy(library).record_id, double.pk, library_id=library.pk)
    Note.objects.create(reader=double, text="үй кітабы", written_at=clock.now())
    readers.note_look(double, staff_of(Role.LIBRARIAN, library))
    readers.merge(kept, double, chosen={})
    assert Loan.objects.get(pk=lent.loan_id).reader == kept
    assert Hold.objects.get(pk=getattr(hold, "pk", None) or hold.hold_id).reader == kept
    assert Note.objects.get().reader == kept
    assert Look.objects.get().reader == kept
    assert kept.consents.count() == 2
    assert holder_of(double.card_number) == kept
    desk.give_back(copy.barcode, library_id=library.pk)
    assert prove().clean


def test_the_chosen_values_are_taken_and_the_double_keeps_nothing(
    library: Unit, kept: Reader, double: Reader
) -> None:
    readers.merge(kept, double, chosen={"school": "double", "name": "kept"})
    merged, emptied = Reader.objects.get(pk=kept.pk), Reader.objects.get(pk=double.pk)
    assert (merged.full_name, merged.school, merged.grade) == ("Оспан Айша", "№ 7 мектеп", 3)
    assert emptied.merged_into == kept
    assert (emptied.full_name, emptied.school, emptied.birth_date, emptied.family) == ("", "", None, None)
    assert list(find_readers("Aisha", at=library.pk)) == [merged]
    assert list(find_readers("мектеп 7", at=library.pk)) == [merged]


def test_it_is_shown_before_what_moves_and_written_down_after(
    client_as, library: Unit, kept: Reader, double: Reader, settings
) -> None:
    settings.LANGUAGE_CODE = "en"
    other, copy = a_library("b11"), a_copy(library)
    readers.register_for_year(double, library=other)
    desk.lend(copy.barcode, double.pk, library_id=library.pk)
    moves = moves_of(kept, double)
    assert moves.rows == {"loans": 1, "consents": 1}
    assert [one.title for one in moves.stand_open] == [copy.record.title]
    assert [one.library for one in moves.registrations] == [other]
    assert [one.library for one in moves.counted_twice] == [library]
    assert Loan.objects.get().reader == double  # looking moves nothing
    librarian = client_as(Role.LIBRARIAN, library)
    cards = {"kept": kept.card_number, "double": double.card_number}
    page = librarian.get(reverse("reader_merge"), cards).content.decode()
    assert copy.record.title in page
    assert "Counted twice, taken back in the diary" in page
    answer = librarian.post(reverse("reader_merge"), cards, follow=True).content.decode()
    assert f"Card {double.card_number} was merged into this one" in answer
    written = Merge.objects.get()
    assert (written.kept, written.double, written.moved["loans"], written.taken_back) == (kept, double, 1, 1)
    assert readers.told(kept)["merges"][0]["card_number"] == double.card_number


def test_the_note_of_a_merge_follows_and_goes_with_the_person(
    library: Unit, kept: Reader, double: Reader
) -> None:
    last = a_reader(library, given_name="Үшінші")
    readers.merge(kept, double, chosen={})
    readers.merge(last, kept, chosen={})
    assert set(Merge.objects.values_list("kept", "double")) == {(last.pk, double.pk), (last.pk, kept.pk)}
    readers.erase(Reader.objects.get(pk=last.pk))
    assert not Merge.objects.exists()


def test_needs_that_nobody_chose_about_are_not_lost(library: Unit, kept: Reader) -> None:
    said = {"disability": True, "access_need": "пандус", "home_delivery": True, "address": "Достық, 5"}
    double = a_reader(library, **said)
    readers.merge(kept, double, chosen={})
    merged = Reader.objects.get(pk=kept.pk)
    assert {name: getattr(merged, name) for name in said} == said


def test_an_iin_is_not_lost(library: Unit, kept: Reader) -> None:
    born = datetime.date(2015, 3, 12)
    double = a_reader(library, iin="150312500128", birth_date=born)
    readers.merge(kept, double, chosen={})
    assert list(find_readers("150312500128", at=library.pk)) == [Reader.objects.get(pk=kept.pk)]


def test_a_double_of_a_double_leads_to_the_last(library: Unit, kept: Reader, double: Reader) -> None:
    last = a_reader(library, given_name="Үшінші")
    readers.merge(kept, double, chosen={})
    readers.merge(last, kept, chosen={})
    assert holder_of(double.card_number) == holder_of(kept.card_number) == last


def test_it_refuses_and_nothing_has_moved(library: Unit, kept: Reader, double: Reader) -> None:
    record = a_copy(library).record_id
    for one in (kept, double):
        holds.place_hold(record, one.pk, library_id=library.pk)
    with pytest.raises(readers.BothHold):
        readers.merge(kept, double, chosen={})
    with pytest.raises(readers.SameReader):
        readers.merge(kept, kept, chosen={})
    group = readers.register_group("3Ә", library=library, members=20, leader="Әлия Нұр")
    with pytest.raises(readers.NotAlike):
        readers.merge(kept, group, chosen={})
    assert not Reader.objects.filter(merged_into__isnull=False).exists()
    assert Hold.objects.filter(reader=double).count() == 1


def test_a_merged_record_is_no_reader_any_more(library: Unit, kept: Reader, double: Reader) -> None:
    readers.merge(kept, double, chosen={})
    double.refresh_from_db()
    with pytest.raises(readers.NoLongerAReader):
        readers.register_for_year(double, library=library)
    with pytest.raises(readers.NoLongerAReader):
        readers.merge(kept, double, chosen={})


def test_the_page_shows_both_and_merges(client_as, library: Unit, kept: Reader, double: Reader) -> None:
    librarian = client_as(Role.LIBRARIAN, library)
    cards = {"kept": kept.card_number, "double": double.card_number}
    lines = {line.group: line for line in librarian.get(reverse("reader_merge"), cards).context["lines"]}
    assert lines["school"].take_double is False  # both say a class
    assert (lines["name"].kept, lines["name"].double) == ("Оспан Айша", "Ospan Aisha")
    answer = librarian.post(reverse("reader_merge"), {**cards, "school": "double"})
    assert answer["Location"] == reverse("reader", args=[kept.pk])
    assert librarian.get(reverse("reader", args=[double.pk]))["Location"] == reverse("reader", args=[kept.pk])
    assert librarian.get(reverse("reader_merge"), {**cards, "double": "R0"}).status_code == 422
