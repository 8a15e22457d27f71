"""Kept reports go by e-mail at each turn of their schedule, once, with what their owner may see."""

import datetime
import io
import smtplib
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from orda.network import clock
from orda.network.models import Role
from orda.reports.models import SavedReport, SentReport

pytestmark = pytest.mark.django_db
FORM = {
    "title": "Кітап берілімі",
    "schedule": "month",
    "addresses": "a@example.kz\nb@example.kz",
    "language": "ru",
}


def on(monkeypatch, day):
    noon = datetime.datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo("Asia/Almaty"))
    monkeypatch.setattr(clock, "now", lambda: noon)


def send(**options):
    out, err = io.StringIO(), io.StringIO()
    call_command("send_reports", stdout=out, stderr=err, **options)
    return out.getvalue().strip()


@pytest.fixture
def director(client_as, city):
    return client_as(Role.DIRECTOR, city.network)


@pytest.fixture
def report(director, city, monkeypatch):
    """Loans of last month by library, every month, set up on 10 January 2025."""
    on(monkeypatch, "2025-01-10")
    asked = {"title": "x", "counted": "loan", "rows": "library", "period": "last_month", "library": "OKJ"}
    assert director.post("/reports/builder/save/", asked).status_code == 302
    kept = SavedReport.objects.get()
    assert director.post(f"/reports/builder/{kept.pk}/", FORM).status_code == 302
    return kept


def test_a_report_goes_at_the_turn_of_the_month_to_everyone_once(report, city, count, monkeypatch):
    count(city.branch11, "loan", 5, "2025-01-20")
    assert send() == "0 sent"
    on(monkeypatch, "2025-02-01")
    assert send(show=True).endswith("2 due")
    assert send() == "2 sent"
    assert send() == "0 sent"
    on(monkeypatch, "2025-02-28")
    assert send() == "0 sent"
    assert sorted(letter.to for letter in mail.outbox) == [["a@example.kz"], ["b@example.kz"]]
    letter = mail.outbox[0]
    assert letter.subject == "Кітап берілімі"
    assert "/reports/builder/?counted=loan" in letter.body
    [(name, content, _kind)] = letter.attachments
    assert name.endswith(".xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert "2025" in sheet["A1"].value
    assert [cell.value for cell in sheet[3]][:2] == ["Children's branch 11б (ru)", 5]


def test_the_next_month_it_goes_again(report, monkeypatch):
    for day, sent in (("2025-02-03", "2 sent"), ("2025-03-01", "2 sent"), ("2025-05-09", "2 sent")):
        on(monkeypatch, day)
        assert send() == sent
    assert SentReport.objects.count() == 6


@pytest.mark.parametrize(
    ("schedule", "not_yet", "first"),
    [("week", "2025-01-12", "2025-01-13"), ("quarter", "2025-03-31", "2025-04-01")],
)
def test_weeks_turn_on_monday_and_quarters_on_their_first_day(
    report, director, monkeypatch, schedule, not_yet, first
):
    director.post(f"/reports/builder/{report.pk}/", {**FORM, "schedule": schedule})
    on(monkeypatch, not_yet)
    assert send() == "0 sent"
    on(monkeypatch, first)
    assert send() == "2 sent"


def test_what_could_not_be_sent_stays_due_and_the_others_go(report, monkeypatch):
    on(monkeypatch, "2025-02-01")
    whole = EmailBackend.send_messages

    def refuses_a(self, letters):
        if letters[0].to == ["a@example.kz"]:
            raise smtplib.SMTPServerDisconnected("gone")
        return whole(self, letters)

    monkeypatch.setattr(EmailBackend, "send_messages", refuses_a)
    with pytest.raises(CommandError, match="1 could not be sent"):
        send()
    assert [letter.to for letter in mail.outbox] == [["b@example.kz"]]
    monkeypatch.setattr(EmailBackend, "send_messages", whole)
    assert send() == "1 sent"
    assert [letter.to for letter in mail.outbox] == [["b@example.kz"], ["a@example.kz"]]


def test_a_letter_that_another_process_has_noted_is_left_to_it(report, monkeypatch):
    on(monkeypatch, "2025-02-01")
    from orda.reports.pivots import mailing

    waiting = mailing.due(clock.today())
    assert send() == "2 sent"
    monkeypatch.setattr(mailing, "due", lambda today: waiting)
    assert list(mailing.send_due(clock.today())) == []
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("gone", ["appointment", "person", "library"])
def test_nothing_goes_that_its_owner_may_not_see_any_more(report, monkeypatch, gone, city):
    owner = report.owner
    if gone == "appointment":
        owner.appointments.all().delete()
    elif gone == "person":
        owner.is_active = False
        owner.save()
    else:
        SavedReport.objects.update(address=report.address.replace("OKJ", "gone"))
    on(monkeypatch, "2025-02-01")
    with pytest.raises(CommandError):
        send()
    assert not mail.outbox
    assert not SentReport.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"addresses": ""}, "Say to whom"),
        ({"addresses": "not an address"}, "“not” is not an e-mail"),
        ({"addresses": "\n".join(f"a{n}@example.kz" for n in range(21))}, "At most 20"),
        ({"schedule": "hourly"}, "hourly"),
        ({"title": ""}, "required"),
        ({"title": "a\x07b"}, "printed"),
        ({"language": "de"}, "de"),
    ],
)
def test_a_schedule_that_cannot_be_is_told_at_its_field(report, director, wrong, said):
    answer = director.post(f"/reports/builder/{report.pk}/", {**FORM, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_only_its_owner_changes_a_report(report, client_as, city):
    SavedReport.objects.update(shared=True)
    other = client_as(Role.METHODOLOGIST, city.network)
    assert other.get(f"/reports/builder/{report.pk}/").status_code == 403
    assert other.post(f"/reports/builder/{report.pk}/", FORM).status_code == 403
    assert other.post(f"/reports/builder/{report.pk}/forget/").status_code == 403
    librarian = client_as(Role.LIBRARIAN, city.branch11)
    assert librarian.get(f"/reports/builder/{report.pk}/").status_code == 403
