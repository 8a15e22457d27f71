"""The page of the rules: rows are seen, added, changed and removed where one may, and asked what they would say."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.models import LoanRule
from orda.circulation.queries import would_be
from orda.circulation.rules.rule import rule_for
from orda.network import clock
from orda.network.models import Role, Unit
from orda.network.services import shut
from tests.house import a_library

DAY = datetime.timedelta(days=1)


@pytest.fixture
def director(client_as, library: Unit) -> Client:
    return client_as(Role.DIRECTOR, library.parent)


def filled(**more: object) -> dict[str, object]:
    row = {
        "unit": "",
        "category": "",
        "document_kind": "",
        "limit": 5,
        "days": 15,
        "renewals": 2,
        "holds": 5,
        "debt_days": 30,
        "reminders": "3,0,-7",
        "home": "on",
    }
    return {**row, **more}


def test_a_row_is_added_for_a_unit_and_decides(director: Client, library: Unit) -> None:
    answer = director.post(
        reverse("rule_new"), filled(unit=library.pk, category="leader", document_kind="journal", days=5)
    )
    assert answer.status_code == 302
    assert rule_for(library, "leader", "journal").days == 5
    assert rule_for(library, "child", "journal").days == 15
    assert "Library b5" in director.get(reverse("rules")).content.decode()


def test_a_row_for_every_library_is_set_at_the_top_of_the_tree_alone(
    client_as, director: Client, library: Unit
) -> None:
    assert director.post(reverse("rule_new"), filled(days=9)).status_code == 302
    assert LoanRule.objects.get().unit is None
    of_the_branch = client_as(Role.DIRECTOR, library)
    assert of_the_branch.post(reverse("rule_new"), filled(category="child")).status_code == 422
    row = LoanRule.objects.get()
    assert of_the_branch.post(reverse("rule", args=[row.pk]), filled(unit=library.pk)).status_code == 403
    assert of_the_branch.post(reverse("rule_remove", args=[row.pk])).status_code == 403
    assert LoanRule.objects.get().days == 9


def test_a_row_of_a_library_that_is_not_ones_own_is_left_alone(client_as, library: Unit) -> None:
    other = a_library("b11")
    row = LoanRule.objects.create(unit=other)
    of_the_branch = client_as(Role.DIRECTOR, library)
    assert of_the_branch.get(reverse("rule", args=[row.pk])).status_code == 403
    assert of_the_branch.post(reverse("rule_remove", args=[row.pk])).status_code == 403
    assert of_the_branch.post(reverse("rule_new"), filled(unit=other.pk)).status_code == 422
    assert LoanRule.objects.get() == row


def test_a_row_is_changed_and_removed(director: Client, library: Unit) -> None:
    row = LoanRule.objects.create(unit=library, days=9)
    assert 'value="9"' in director.get(reverse("rule", args=[row.pk])).content.decode()
    director.post(reverse("rule", args=[row.pk]), filled(unit=library.pk, days=11, reminders="-7, 0, 3"))
    row.refresh_from_db()
    assert (row.days, row.reminders) == (11, "3,0,-7")
    director.post(reverse("rule_remove", args=[row.pk]))
    assert not LoanRule.objects.exists()


@pytest.mark.parametrize("unit", [True, False])
def test_two_rows_for_the_same_are_refused(director: Client, library: Unit, unit: bool) -> None:
    at = library if unit else None
    LoanRule.objects.create(unit=at, category="child")
    answer = director.post(reverse("rule_new"), filled(unit=at.pk if at else "", category="child"))
    assert answer.status_code == 422
    assert "has a row for these readers" in answer.content.decode()
    assert LoanRule.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": -1},
        {"limit": 501},
        {"reminders": "tomorrow"},
        {"reminders": "1,2,3,4,5,6,7,8,9"},
        {"reminders": "1,,2"},
        {"category": "cat"},
        {"document_kind": "stone"},
        {"unit": "987654"},
        {"days": ""},
    ],
)
def test_what_is_not_possible_is_refused_at_its_field(director: Client, wrong: dict[str, object]) -> None:
    answer = director.post(reverse("rule_new"), filled(**wrong))
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.context["form"].errors
    assert not LoanRule.objects.exists()


def test_the_rows_stand_in_the_order_in_which_they_decide(director: Client, library: Unit) -> None:
    for at, category, kind in [
        (None, "", ""),
        (None, "child", ""),
        (library.parent, "", ""),
        (library, "", "book"),
        (library, "child", ""),
        (library, "child", "book"),
        (library, "", ""),
    ]:
        LoanRule.objects.create(unit=at, category=category, document_kind=kind)
    shown = [
        (row.unit, row.category, row.document_kind)
        for row, _may in director.get(reverse("rules")).context["rows"]
    ]
    assert shown == [
        (library, "child", "book"),
        (library, "child", ""),
        (library, "", "book"),
        (library, "", ""),
        (library.parent, "", ""),
        (None, "child", ""),
        (None, "", ""),
    ]


def test_the_defaults_are_the_last_row(director: Client) -> None:
    assert "by default" in director.get(reverse("rules")).content.decode()


def test_it_says_what_it_would_say_today(director: Client, library: Unit) -> None:
    LoanRule.objects.create(unit=library, document_kind="journal", days=4, limit=2)
    shut(library, clock.today() + 4 * DAY, "санитарлық күн")
    asked = {"library": library.pk, "category": "child", "document_kind": "journal"}
    said = director.get(reverse("rules"), asked).content.decode()
    assert "санитарлық күн" in said
    assert "21.09.2024" in said
    assert "up to 2 items of this kind" in said


def test_what_would_be_said_is_what_is_done(library: Unit) -> None:
    LoanRule.objects.create(unit=library, days=6)
    why = would_be(library, "child", "book", clock.today())
    assert (why.counted, why.due_on) == (clock.today() + 6 * DAY, clock.today() + 7 * DAY)
    assert [(one.day, one.name) for one in why.shut] == [(clock.today() + 6 * DAY, "")]


def test_the_page_asks_as_many_questions_for_many_rows(
    director: Client, library: Unit, django_assert_max_num_queries
) -> None:
    for kind in ("book", "journal", "newspaper"):
        LoanRule.objects.create(unit=library, document_kind=kind)
    with django_assert_max_num_queries(10):
        director.get(reverse("rules"))


@pytest.mark.parametrize(("address", "method"), [("rules", "get"), ("rule_new", "get"), ("rule_new", "post")])
def test_only_those_who_set_rules_see_the_table(client_as, library: Unit, address: str, method: str) -> None:
    url = reverse(address)
    assert getattr(Client(), method)(url).status_code == 302
    for role in Role:
        allowed = role in (Role.DIRECTOR, Role.METHODOLOGIST)
        answer = getattr(client_as(role, library), method)(url)
        assert (answer.status_code != 403) == allowed, role


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("3,0,-7,-30", "before: 3; on the day; after: 7, 30"),
        ("5,2", "before: 5, 2"),
        ("-1", "after: 1"),
        ("", ""),
    ],
)
def test_the_days_of_reminders_are_told_in_words(written: str, said: str) -> None:
    assert LoanRule(reminders=written).reminders_in_words == said
