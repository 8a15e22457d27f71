"""The board by e-mail: who gets it, what it says, where its links lead."""

import datetime
from dataclasses import replace
from email import message_from_string

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from orda.console import BadInput
from orda.network import clock
from orda.network import services as network
from orda.network.models import Role
from orda.planning import queries
from orda.planning.indicator_editor.services import Definition, change, define
from orda.planning.indicators.added import Words
from orda.planning.indicators.declared import Term


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ADDRESS = "https://board.example.kz"
    settings.DIGEST_TO = []


def send(*to: str, **options) -> list:
    call_command("send_digest", **({"to": list(to)} if to else {}), language="en", **options)
    return mail.outbox


def test_each_gets_a_letter_alone_as_text_and_as_html(plan, city):
    found = send("director@example.kz", "methodologist@example.kz")
    assert [letter.to for letter in found] == [["director@example.kz"], ["methodologist@example.kz"]]
    [(html, kind)] = found[0].alternatives
    assert kind == "text/html"
    assert "<h1" in html
    assert message_from_string(found[0].message().as_string()).is_multipart()


def test_those_who_asked_for_it_in_the_settings_get_it(plan, city, settings):
    settings.DIGEST_TO = ["director@example.kz"]
    assert [letter.to for letter in send()] == [["director@example.kz"]]


def test_the_letters_numbers_are_the_boards_of_the_last_open_day(plan, city, count):
    # The tests' today is Saturday 23 November 2024.
    count(city.branch1, "visit", 3_000, "2024-05-06")
    count(city.branch1, "visit", 45, "2024-11-22")
    count(city.branch1, "visit", 7, "2024-11-23")
    [letter] = send("director@example.kz")
    row = {one.key: one for one in queries.status(2024, as_of=datetime.date(2024, 11, 22)).indicators}[
        "visits"
    ]
    assert row.actual == 3_045
    due = f"{row.plan_to_date - row.actual:,}"
    for text in (letter.body, letter.alternatives[0][0]):
        assert "3,045" in text
        assert f"Behind by {due}" in text
        assert "counted on 22.11.2024: 45" in text
        assert (
            f"https://board.example.kz{reverse('board_indicator', kwargs={'key': 'visits'})}?year=2024"
            in text
        )
    assert letter.subject.startswith("Plan of 2024 on 22.11.2024: ")
    assert "behind" in letter.subject


def test_a_week_counts_seven_days_up_to_yesterday(plan, city, count):
    for day, amount in (("2024-11-15", 1000), ("2024-11-16", 20), ("2024-11-22", 3), ("2024-11-23", 4000)):
        count(city.branch1, "visit", amount, day)
    [letter] = send("director@example.kz", period="weekly")
    assert "counted from 16.11 to 22.11.2024: 23" in letter.body


def test_after_a_shut_day_the_last_open_one_is_told(plan, city, count, monkeypatch):
    monday = datetime.datetime(2024, 11, 25, 4, tzinfo=datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: monday)
    network.shut(city.network, datetime.date(2024, 11, 23), "Day of rest")
    count(city.branch1, "visit", 45, "2024-11-22")
    [letter] = send("director@example.kz")
    assert "counted on 22.11.2024: 45" in letter.body


def test_on_new_years_day_the_letter_is_of_the_year_that_ended(plan, city, count, monkeypatch):
    new_year = datetime.datetime(2025, 1, 1, 4, tzinfo=datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: new_year)
    [letter] = send("director@example.kz")
    assert letter.subject.startswith("Plan of 2024 on 31.12.2024")


def test_what_lags_comes_first(plan, city, count):
    count(city.branch1, "visit", 500_000)
    [letter] = send("director@example.kz")
    assert letter.body.index("↘") < letter.body.index("✓")


@pytest.mark.parametrize(("language", "word"), [("kk", "оқырман"), ("ru", "читател")])
def test_a_letter_speaks_the_asked_language(plan, city, language, word):
    call_command("send_digest", to=["director@example.kz"], language=language)
    [letter] = mail.outbox
    assert word in letter.body.lower()
    assert f'lang="{language}"' in letter.alternatives[0][0]


def test_a_letter_may_be_looked_at_without_sending(plan, city, capsys):
    call_command("send_digest", show=True, language="en")
    assert "Plan of 2024 on 22.11.2024" in capsys.readouterr().out
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "to whom"),
        ({"to": ["nobody"]}, "'nobody' is not an e-mail address"),
        ({"to": ["a@example.kz\nBcc: b@example.kz"]}, "is not an e-mail address"),
        ({"to": ["a@example.kz"], "library": "99"}, "99"),
    ],
)
def test_bad_input_is_refused_and_nothing_sent(plan, city, options, message):
    with pytest.raises(BadInput, match=message):
        call_command("send_digest", **options)
    assert mail.outbox == []


def test_an_address_of_the_site_that_is_none_is_refused(plan, city, settings):
    settings.ADDRESS = "board.example.kz"
    with pytest.raises(BadInput, match="ORDA_ADDRESS"):
        send("director@example.kz")


def test_without_a_library_there_is_nothing_to_tell(db):
    with pytest.raises(BadInput, match="no library"):
        send("director@example.kz")


def test_a_letter_says_which_row_was_counted_otherwise_the_year_before(plan, city, count, staff_of):
    """The comparison is not dropped in silence: the letter says why there is none, in both its parts."""
    methodologist = staff_of(Role.METHODOLOGIST, city.network)
    name = Words("Кітап үшін келу", "Посещения за книгами", "Visits to borrow")
    narrow = Definition("count", name, (Term("visit", {"purpose": "borrow"}),))
    define("borrowing", narrow, 2022, methodologist)
    change("borrowing", replace(narrow, terms=(Term("visit"),)), 2024, methodologist)
    for day in ("2023-05-06", "2024-05-06"):
        count(city.branch1, "visit", 7, day, purpose="borrow")
    [letter] = send("director@example.kz")
    for text in (letter.body, letter.alternatives[0][0]):
        assert text.count("In 2023 it was counted otherwise (visits: to borrow)") == 1
