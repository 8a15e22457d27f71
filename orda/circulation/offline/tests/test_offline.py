"""Acts of a desk that had no connection: each once, in their order, on their day."""

import datetime
import json

from django.test import Client
from django.urls import reverse

from orda.circulation.models import Loan, Renewal, Transit, Visit
from orda.circulation.offline.tests.offline_acts import HOUR, hand_in, sealed
from orda.circulation.offline.to_lay_by import to_lay_by
from orda.circulation.services import cancel_hold, give_back, lend, place_hold, send
from orda.diary.proof import prove
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import MOMENT, TODAY, YESTERDAY, a_library, a_reader, copies_in_stock, diary_of


def test_an_hour_of_acts_is_done_in_its_order(desk: Client, reader: Reader, copies: list[Copy]) -> None:
    first, second = copies[:2]
    done = hand_in(
        desk,
        # As they lay in the store; the moments tell the order.
        sealed(desk, "give_back", barcode=first.barcode, at=MOMENT - HOUR / 3),
        sealed(desk, "lend", barcode=first.barcode, card=reader.card_number, at=MOMENT - HOUR / 2),
        sealed(desk, "lend", barcode=second.barcode, card=reader.card_number, at=MOMENT - HOUR / 4),
        sealed(desk, "visit", quantity=25, at=MOMENT - HOUR),
    )
    assert [one["outcome"] for one in done] == ["done"] * 4
    assert Loan.objects.get(state="open").copy == second
    assert Loan.objects.get(state="returned").copy == first
    assert diary_of() == {"loan": 2, "return": 1, "visit": 25}
    assert prove().clean


def test_a_renewal_is_done_once_and_counts_on_its_day(desk: Client, reader: Reader, copy: Copy) -> None:
    act = sealed(desk, "renew", barcode=copy.barcode, at=MOMENT - HOUR)
    lend = sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number, at=MOMENT - 24 * HOUR)
    again = sealed(desk, "renew", barcode=copy.barcode)  # scanned twice: the state is as it was wanted
    done = hand_in(desk, act, lend, again) + hand_in(desk, act)
    assert [one["outcome"] for one in done] == ["done"] * 4
    renewal = Renewal.objects.get()
    assert (renewal.day, renewal.channel, renewal.loan.copy) == (TODAY, "offline", copy)
    assert diary_of() == {"renewal": 1}
    assert prove().clean


def test_visits_keep_their_purpose(desk: Client) -> None:
    hand_in(desk, sealed(desk, "visit_event", quantity=25), sealed(desk, "visit_other", quantity=2))
    assert diary_of(by="purpose") == {("visit", "event"): 25, ("visit", "other"): 2}


def test_what_came_back_for_somebody_else_is_to_be_laid_by_until_it_is(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    waits = a_reader(library, day=YESTERDAY)
    wanted, foreign = copies[0], copies_in_stock(a_library("b7"), day=YESTERDAY)[0]
    for copy in (wanted, foreign):
        lend(copy.barcode, reader.pk, library_id=library.pk, at=MOMENT - 2 * HOUR)
    hold = place_hold(wanted.record_id, waits.pk, library_id=library.pk, copy_id=wanted.pk)
    acts = [sealed(desk, "give_back", barcode=one.barcode, at=MOMENT - HOUR) for one in (wanted, foreign)]
    body = json.dumps({"sent_at": MOMENT.isoformat(), "acts": acts})
    answer = desk.post(reverse("desk_offline_hand_in"), body, content_type="application/json").json()
    assert answer["to_lay_by"] == 2
    page = desk.get(reverse("desk_offline_acts")).content.decode()
    assert waits.card_number in page
    assert Unit.objects.get(code="b7").name in page
    cancel_hold(hold.pk)
    send(Transit.objects.get().pk, library_id=library.pk)
    assert to_lay_by([library.pk]) == []


def test_sent_again_it_is_done_once(desk: Client, reader: Reader, copy: Copy) -> None:
    acts = [
        sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number),
        sealed(desk, "visit", quantity=3),
    ]
    first, again = hand_in(desk, *acts), hand_in(desk, *acts)
    assert first == again
    assert (Loan.objects.count(), Visit.objects.count()) == (1, 1)
    assert diary_of() == {"loan": 1, "visit": 3}


def test_a_scan_whose_answer_was_lost_is_recognised(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    lent, back = copies[:2]
    lend(lent.barcode, reader.pk, library_id=library.pk)
    lend(back.barcode, reader.pk, library_id=library.pk)
    give_back(back.barcode, library_id=library.pk)
    done = hand_in(
        desk,
        sealed(desk, "lend", barcode=lent.barcode, card=reader.card_number),
        sealed(desk, "give_back", barcode=back.barcode),
    )
    assert [one["outcome"] for one in done] == ["done", "done"]
    assert diary_of() == {"loan": 2, "return": 1}


def test_an_act_counts_on_its_day_even_where_the_desks_clock_runs_wrong(
    desk: Client, reader: Reader, copy: Copy
) -> None:
    wrong = datetime.timedelta(days=400, minutes=7)
    at, sent_at = MOMENT - 24 * HOUR - wrong, MOMENT - wrong
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number, at=at), sent_at=sent_at)
    assert Loan.objects.get().day == YESTERDAY
    assert diary_of(YESTERDAY)["loan"] == 1
    assert "loan" not in diary_of(TODAY)
