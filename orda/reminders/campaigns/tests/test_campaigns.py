"""A campaign counts what came back late while it lasted: once, live, and for good when it is over."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.models import Loan
from orda.circulation.services import detach_history, give_back, renew, undo_return
from orda.network import clock
from orda.network.models import Role, Unit
from orda.reminders.campaigns.queries import Brought, result
from orda.reminders.campaigns.refusals import BadCampaign
from orda.reminders.campaigns.services import NewCampaign, call_off, close_over, set_campaign
from orda.reminders.conftest import a_family, at, held
from orda.reminders.models import Campaign, Message
from orda.reminders.services import queue_due
from tests.house import a_library

DAY = datetime.timedelta(days=1)


def a_campaign(*libraries: Unit, first: int = 0, last: int = 5, **more: str) -> Campaign:
    today = clock.today()
    named = {"kind": "book_week", "name_kk": "Оралған кітап апталығы", "name_ru": "Неделя возвращённой книги"}
    new = NewCampaign(**{**named, **more}, first=today + first * DAY, last=today + last * DAY)  # type: ignore[arg-type]
    return set_campaign(new, libraries)


def brought(campaign: Campaign, unit: Unit) -> tuple[int, int]:
    found = result(campaign, unit).all
    return found.items, found.readers


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch):
    """on_day(n) -> the clock stands so many days after the Monday."""
    return lambda days: monkeypatch.setattr(clock, "now", lambda: at(days))


def test_late_returns_of_its_days_and_libraries_count_once(library: Unit, on_day) -> None:
    other = a_library("b11")
    campaign = a_campaign(library, first=1, last=5)
    first, second = a_family(library, children=2)
    before, late, again, elsewhere, timely = (held(first, library, left=n) for n in (-9, -3, -2, -4, 9))
    of_second = held(second, library, left=-1)
    give_back(before.copy.barcode, library_id=library.pk)  # the day before it begins
    on_day(1)
    give_back(late.copy.barcode, library_id=library.pk)
    give_back(timely.copy.barcode, library_id=library.pk)
    give_back(elsewhere.copy.barcode, library_id=other.pk)
    assert brought(campaign, library) == (1, 0)  # the first child owes one more
    on_day(3)
    give_back(again.copy.barcode, library_id=library.pk)
    give_back(of_second.copy.barcode, library_id=library.pk)
    assert brought(campaign, library) == (3, 2)
    days = result(campaign, library).days
    assert {day.day: one for day, one in days.items() if one.items} == {17: Brought(1, 0), 19: Brought(2, 2)}
    assert brought(campaign, other) == (0, 0)


def test_a_return_taken_back_and_a_renewal_count_nothing(library: Unit) -> None:
    campaign = a_campaign(library)
    [child] = a_family(library)
    back, renewed = held(child, library, left=-3), held(child, library, left=-3)
    undo_return(give_back(back.copy.barcode, library_id=library.pk).loan_id)
    renew(renewed.copy.barcode, library_id=library.pk)
    assert brought(campaign, library) == (0, 0)


def test_when_it_is_over_its_result_stays_though_loans_forget(library: Unit, on_day) -> None:
    campaign = a_campaign(library, last=2)
    [child] = a_family(library)
    give_back(held(child, library, left=-3).copy.barcode, library_id=library.pk)
    assert close_over(clock.today() + 2 * DAY) == 0  # its last day
    on_day(3)
    assert [close_over(clock.today()), close_over(clock.today())] == [1, 0]
    detach_history(clock.today() + DAY)
    long_ago = {"day": datetime.date(2019, 12, 1), "returned_on": datetime.date(2020, 1, 1)}
    Loan.objects.filter(state=Loan.RETURNED).update(**long_ago)
    campaign.refresh_from_db()
    assert brought(campaign, library) == (1, 1)


def test_a_library_has_one_campaign_at_a_time(library: Unit) -> None:
    a_campaign(library)
    other = a_library("b11")
    with pytest.raises(BadCampaign) as refused:
        a_campaign(library, other, first=5, last=9)
    assert refused.value.field == "first"
    assert a_campaign(other)
    assert a_campaign(library, first=6, last=9)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name_kk": " \0"}, "name_kk"),
        ({"name_ru": ""}, "name_ru"),
        ({"last": -1}, "last"),
        ({"last": 63}, "last"),
    ],
)
def test_what_is_wrong_is_named(library: Unit, more: dict[str, str], field: str) -> None:
    with pytest.raises(BadCampaign) as refused:
        a_campaign(library, **more)
    assert refused.value.field == field
    with pytest.raises(BadCampaign) as refused:
        a_campaign()
    assert refused.value.field == "libraries"


def test_families_who_owe_something_are_invited_once(library: Unit) -> None:
    campaign = a_campaign(library, first=3, last=8)
    child, timely = a_family(library, children=1)[0], a_family(library)[0]
    loan = held(child, library, left=-3)
    held(timely, library, left=9)
    assert queue_due({"email"}, at(-1)).campaigns == 0
    assert [queue_due({"email"}, at(day)).campaigns for day in (0, 0, 1, 4)] == [1, 0, 0, 0]
    message = campaign.messages.get()
    assert "Неделя возвращённой книги" in message.text
    assert loan.copy.record.title in message.text
    with pytest.raises(BadCampaign):
        call_off(campaign)


def test_a_campaign_is_called_off_before_it_begins(library: Unit, on_day) -> None:
    campaign = a_campaign(library, first=1)
    on_day(1)
    with pytest.raises(BadCampaign):
        call_off(campaign)
    on_day(0)
    call_off(campaign)
    assert not Campaign.objects.exists()


@pytest.fixture
def client(client_as, library: Unit) -> Client:
    return client_as(Role.LIBRARIAN, library)


def filled(*libraries: Unit, **more: object) -> dict[str, object]:
    return {
        "kind": "forgetful",
        "name_kk": "Ұмытшақ оқырман апталығы",
        "name_ru": "Неделя забывчивого читателя",
        "first": "2024-09-16",
        "last": "2024-09-22",
        "libraries": [one.pk for one in libraries],
        **more,
    }


def test_it_is_set_on_its_page_and_shows_its_live_result(client: Client, library: Unit) -> None:
    answer = client.post(reverse("campaign_new"), filled(library))
    campaign = Campaign.objects.get()
    assert answer.url == reverse("campaign", args=[campaign.pk])
    [child] = a_family(library)
    give_back(held(child, library, left=-3).copy.barcode, library_id=library.pk)
    text = client.get(answer.url).content.decode()
    assert "«Неделя забывчивого читателя» (16.09.2024 – 22.09.2024): вернулось просроченных книг: 1" in text
    assert "<rect" in text
    assert campaign.name_kk in client.get(reverse("campaigns")).content.decode()


def test_another_unit_s_library_is_not_taken_in(client: Client, library: Unit) -> None:
    answer = client.post(reverse("campaign_new"), filled(a_library("b11")))
    assert answer.status_code == 422
    twice = filled(library)
    client.post(reverse("campaign_new"), twice)
    again = client.post(reverse("campaign_new"), twice)
    assert again.status_code == 422
    assert "goes on in these days already" in again.content.decode()
    assert Campaign.objects.count() == 1


def test_another_librarys_campaign_is_not_shown(client: Client, library: Unit) -> None:
    campaign = a_campaign(a_library("b11"), first=1)
    assert client.get(reverse("campaign", args=[campaign.pk])).status_code == 404
    assert client.post(reverse("campaign_call_off", args=[campaign.pk])).status_code == 404
    mine = a_campaign(library, first=1)
    client.post(reverse("campaign_call_off", args=[mine.pk]))
    assert list(Campaign.objects.all()) == [campaign]


def test_the_result_asks_as_much_for_many_returns(
    client_as, library: Unit, django_assert_num_queries
) -> None:
    client = client_as(Role.METHODOLOGIST, library.parent)
    campaign = a_campaign(library, a_library("b11"))
    address = reverse("campaign", args=[campaign.pk])
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)
    for child in a_family(library, children=6):
        give_back(held(child, library, left=-3).copy.barcode, library_id=library.pk)
    with django_assert_num_queries(6):
        client.get(address)
    assert not Message.objects.exists()
