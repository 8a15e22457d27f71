"""Acts of a desk that had no connection and could not be done: kept for a person, who settles them."""

import datetime

from django.test import Client
from django.urls import reverse

from orda.circulation.models import Loan, OfflineAct, Renewal
from orda.circulation.offline.tests.offline_acts import HOUR, hand_in, sealed
from orda.circulation.services import forget_offline_cards, lend, place_hold
from orda.network.models import Role, Unit
from orda.readers.models import Reader
from orda.readers.services import block
from orda.stock.models import Copy
from tests.house import MOMENT, TODAY, YESTERDAY, a_library, a_reader, diary_of


def test_a_renewal_of_what_somebody_waits_for_is_kept_with_its_reason(
    desk: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    waits = a_reader(library, day=YESTERDAY)
    place_hold(copy.record_id, waits.pk, library_id=library.pk, copy_id=copy.pk)
    (answer,) = hand_in(desk, sealed(desk, "renew", barcode=copy.barcode))
    assert answer["outcome"] == "conflict"
    act = OfflineAct.objects.get()
    assert act.code == "awaited_by_another"
    page = desk.get(reverse("desk_offline_acts")).content.decode()
    assert "The copy has left" not in page
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "leave"})
    assert not Renewal.objects.exists()


def test_a_renewal_before_the_years_registration_is_settled_by_registering(
    desk: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk, at=MOMENT - 24 * HOUR)
    reader.registrations.update(year=TODAY.year - 1)
    hand_in(desk, sealed(desk, "renew", barcode=copy.barcode))
    act = OfflineAct.objects.get()
    assert act.code == "not_registered_this_year"
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "register"})
    act.refresh_from_db()
    assert (act.outcome, act.act, act.act_id) == ("settled", "renewal", Renewal.objects.get().pk)


def test_a_refused_act_is_kept_with_its_reason(desk: Client, reader: Reader, copy: Copy) -> None:
    block(reader, "Кітап ұзақ уақыт қайтарылмады")
    (answer,) = hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number))
    assert answer["outcome"] == "conflict"
    assert "may not borrow" in answer["message"]
    assert diary_of() == {}
    page = desk.get(reverse("desk_offline_acts")).content.decode()
    assert copy.barcode in page
    assert "Кітап ұзақ уақыт қайтарылмады" in page


def test_not_registered_yet_is_settled_by_registering(desk: Client, library: Unit, copy: Copy) -> None:
    elsewhere = a_reader(a_library("b7"), day=YESTERDAY)
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=elsewhere.card_number))
    act = OfflineAct.objects.get()
    assert act.code == "not_registered_this_year"
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "register"})
    act.refresh_from_db()
    assert (act.outcome, act.act, act.act_id) == ("settled", "loan", Loan.objects.get().pk)
    assert diary_of() == {"reader_registered": 1, "loan": 1}


def test_a_copy_held_by_another_is_taken_back_and_lent(
    desk: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    other = a_reader(library, day=YESTERDAY)
    lend(copy.barcode, other.pk, library_id=library.pk, at=MOMENT - HOUR)
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number))
    act = OfflineAct.objects.get()
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "take_back"})
    assert Loan.objects.get(state="open").reader == reader
    assert diary_of() == {"loan": 2, "return": 1}
    # Once settled it stays settled.
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "leave"})
    assert diary_of() == {"loan": 2, "return": 1}


def test_what_still_cannot_be_done_stays_to_be_looked_at(desk: Client, reader: Reader, copy: Copy) -> None:
    block(reader, "Анықтау керек")
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number))
    act = OfflineAct.objects.get()
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "take_back"})  # no way out of a block
    act.refresh_from_db()
    assert act.outcome == "conflict"
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "leave"})
    act.refresh_from_db()
    assert act.outcome == "settled"
    assert not Loan.objects.exists()


def test_a_copy_that_has_left_is_written_down_all_the_same(desk: Client, reader: Reader, copy: Copy) -> None:
    block(reader, "Анықтау керек")
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number))
    desk.post(reverse("desk_offline_settle", args=[OfflineAct.objects.get().pk]), {"way": "all_the_same"})
    loan = Loan.objects.get(state="open")
    assert (loan.reader, loan.channel) == (reader, "offline")
    assert diary_of() == {"loan": 1}


def test_an_age_mark_that_the_desk_could_not_know_stops_nothing(
    desk: Client, reader: Reader, copy: Copy
) -> None:
    copy.record.age_mark = 18
    copy.record.save()
    (answer,) = hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number))
    assert answer["outcome"] == "done"


def test_settling_is_for_the_librarians_of_that_library(
    desk: Client, client_as, reader: Reader, copy: Copy
) -> None:
    block(reader, "Анықтау керек")
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number))
    address = reverse("desk_offline_settle", args=[OfflineAct.objects.get().pk])
    assert client_as(Role.LIBRARIAN, a_library("b7")).post(address, {"way": "leave"}).status_code == 404
    assert client_as(Role.DIRECTOR, copy.library).post(address, {"way": "leave"}).status_code == 403
    assert OfflineAct.objects.get().outcome == "conflict"


def test_card_numbers_of_settled_acts_are_forgotten_in_time(
    desk: Client, reader: Reader, copies: list[Copy]
) -> None:
    first, second = copies[:2]
    hand_in(desk, sealed(desk, "lend", barcode=first.barcode, card=reader.card_number))
    hand_in(desk, sealed(desk, "lend", barcode=second.barcode, card="R000000000"))
    assert forget_offline_cards(TODAY) == 0
    assert forget_offline_cards(TODAY + datetime.timedelta(days=1)) == 1
    assert OfflineAct.objects.get(outcome="conflict").card_number == "R000000000"
