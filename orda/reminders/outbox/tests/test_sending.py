"""What a real mail server and a real SMS gateway get, what they answer, and what becomes of it."""

import datetime
import socket
from io import StringIO
from urllib.parse import parse_qs

import pytest
from django.core.management import CommandError, call_command

from orda.circulation.services import give_back, renew
from orda.diary.proof import prove
from orda.network import clock
from orda.network.models import Unit
from orda.network.services import shut
from orda.readers.models import Family
from orda.reminders import services
from orda.reminders.conftest import Mailbox, SmsHouse, a_family, at, held, states
from orda.reminders.gateways import gateways
from orda.reminders.models import Message
from orda.reminders.outbox.refusals import NotToSendAgain
from orda.reminders.outbox.sending import MOST_TRIES, WRITTEN_ANEW, Outcome
from tests.house import diary_of

PAUSES = (0, 10, 40, 160, 640)  # minutes


def run(moment: datetime.datetime | None = None) -> Outcome:
    services.queue_due(set(gateways()), moment or at())
    return services.send_due(gateways(), moment or at())


def test_a_letter_reaches_the_parent_and_counts_one_reminder(library: Unit, mailbox: Mailbox) -> None:
    [child] = a_family(library)
    loan = held(child, library, left=-7)
    assert run().sent == 1
    [(to, subject, text)] = mailbox.letters
    assert (to, subject) == ("alibek@example.kz", "Библиотека ждёт свои книги")
    assert loan.copy.record.title in text
    assert diary_of(by="medium")["reminder", "email"] == 1
    assert prove().clean


def test_a_second_run_sends_nothing(library: Unit, mailbox: Mailbox) -> None:
    held(a_family(library)[0], library, left=-7)
    assert [run().sent, run().sent, run(at(1)).sent] == [1, 0, 0]
    assert len(mailbox.letters) == 1
    assert diary_of()["reminder"] == 1


def test_sms_goes_to_the_gateway_as_json(library: Unit, sms: SmsHouse, mailbox: Mailbox) -> None:
    held(a_family(library, reached_by="sms", language="kk")[0], library, left=-7)
    assert run().sent == 1
    [taken] = sms.taken
    assert (taken["to"], taken["from"]) == ("+77011112233", "ORDA")
    assert "мерзімі өтті" in taken["text"]
    assert taken["id"] == Message.objects.get().key
    assert sms.asked == [("application/json", "Bearer secret")]
    assert diary_of(by="medium")["reminder", "sms"] == 1


def test_sms_goes_as_a_form_as_the_gateways_manual_says(library: Unit, sms: SmsHouse, settings) -> None:
    settings.SMS_FORM = "login=orda&psw=p{x}&phones={to}&mes={text}&id={id}"
    settings.SMS_OK = "^OK"
    held(a_family(library, reached_by="sms")[0], library, left=-7)
    assert run().sent == 1
    [taken] = sms.taken
    form = parse_qs(taken["form"])
    assert form["phones"] == ["+77011112233"]
    assert form["psw"] == ["p{x}"]
    assert "срок прошёл" in form["mes"][0]
    assert sms.asked[0][0] == "application/x-www-form-urlencoded"


def test_a_gateway_that_says_its_error_in_words_is_believed(library: Unit, sms: SmsHouse, settings) -> None:
    settings.SMS_OK = "^OK"
    sms.answers.append((200, "ERROR = 7 (invalid number)"))
    held(a_family(library, reached_by="sms")[0], library, left=-7)
    assert run().failed == 1
    assert "ERROR = 7" in Message.objects.get().error
    assert diary_of().get("reminder") is None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_gateway_is_tried_again_after_growing_pauses(
    library: Unit, sms: SmsHouse, status: int
) -> None:
    sms.answers += [(status, "later")] * 2
    held(a_family(library, reached_by="sms")[0], library, left=-7)
    minutes = datetime.timedelta(minutes=1)
    done = [run(at() + sum(PAUSES[: n + 1]) * minutes) for n in range(3)]
    assert [(one.later, one.sent) for one in done] == [(1, 0), (1, 0), (0, 1)]
    assert run(at() + 9 * minutes).later == 0  # too early: nothing was asked
    assert Message.objects.get().tries == 3


def test_after_the_last_try_it_is_shown_as_not_sent(library: Unit, sms: SmsHouse) -> None:
    sms.answers += [(503, "later")] * 9
    held(a_family(library, reached_by="sms")[0], library, left=-7)
    moments = [at(days) for days in range(MOST_TRIES + 1)]
    assert [run(one).failed for one in moments] == [0, 0, 0, 0, 1, 0]
    message = Message.objects.get()
    assert (message.state, message.tries, message.error) == ("failed", MOST_TRIES, "503 Service Unavailable")


def test_a_number_that_is_refused_is_not_tried_again(library: Unit, sms: SmsHouse) -> None:
    sms.answers.append((400, "no"))
    held(a_family(library, reached_by="sms")[0], library, left=-7)
    assert [run().failed, run(at(1)).failed] == [1, 0]
    assert len(sms.asked) == 1


def test_a_mailbox_that_is_not_there_and_one_that_is_busy(library: Unit, mailbox: Mailbox) -> None:
    mailbox.answers = {"gone@example.kz": ["550 no such user"], "busy@example.kz": ["450 try later"]}
    for address in ("gone@example.kz", "busy@example.kz", "fine@example.kz"):
        held(a_family(library, email=address)[0], library, left=-7)
    done = run()
    assert (done.sent, done.later, done.failed) == (1, 1, 1)
    assert [to for to, _subject, _text in mailbox.letters] == ["fine@example.kz"]
    assert "550" in Message.objects.get(address="gone@example.kz").error
    assert run(at(hour=13)).sent == 1


def test_a_mail_server_that_does_not_answer_costs_no_try(library: Unit, settings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    for _ in range(3):
        held(a_family(library)[0], library, left=-7)
    done = run()
    assert (done.sent, done.later) == (0, 1)  # the others were not even tried
    assert "refused" in done.unreachable["email"].lower()
    assert set(Message.objects.values_list("state", "tries")) == {("queued", 0)}
    with pytest.raises(CommandError, match="email"):
        call_command("remind", stdout=StringIO())


@pytest.mark.parametrize(("hour", "sent"), [(8, 0), (9, 1), (19, 1), (20, 0), (0, 0)])
def test_nobody_is_woken(library: Unit, mailbox: Mailbox, hour: int, sent: int) -> None:
    held(a_family(library)[0], library, left=-7)
    assert run(at(hour=hour)).sent == sent
    assert len(mailbox.letters) == sent


def test_what_waited_over_a_shut_day_waits_on(library: Unit, mailbox: Mailbox) -> None:
    shut(library, clock.today() + datetime.timedelta(days=1), "Inventory day")
    held(a_family(library)[0], library, left=-7)
    services.queue_due({"email"}, at(hour=21))
    assert [run(at(1)).sent, run(at(2)).sent] == [0, 1]


def test_its_words_are_as_true_as_the_moment_it_goes(library: Unit, mailbox: Mailbox) -> None:
    [child] = a_family(library)
    back, out = held(child, library, left=-7), held(child, library, left=-8)
    services.queue_due({"email"}, at(hour=6))
    give_back(back.copy.barcode, library_id=library.pk)
    assert services.send_due(gateways(), at()).sent == 1
    [(_to, _subject, text)] = mailbox.letters
    assert f"«{out.copy.record.title}»" in text
    assert f"«{back.copy.record.title}»" not in text


def test_each_kind_of_message_is_written_anew_in_its_own_way_and_says_whether_it_reminds() -> None:
    assert set(WRITTEN_ANEW) == set(Message.Kind)
    assert set(Message.Kind) - set(Message.REMINDERS) == {Message.Kind.SLIP, Message.Kind.CLOSING}


def test_a_message_that_has_nothing_to_say_is_not_sent(library: Unit, mailbox: Mailbox) -> None:
    [child] = a_family(library)
    loan = held(child, library, left=0)
    services.queue_due({"email"}, at(hour=6))
    renew(loan.copy.barcode, library_id=library.pk)
    assert services.send_due(gateways(), at()).cancelled == 1
    assert (states(), mailbox.letters) == (["cancelled"], [])


def test_what_a_killed_job_was_sending_is_never_sent_by_itself(
    library: Unit, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        held(a_family(library)[0], library, left=-7)
    ways = gateways()
    send = ways["email"].send

    def killed_after_handing_over(message: Message) -> None:
        send(message)
        raise KeyboardInterrupt

    monkeypatch.setattr(ways["email"], "send", killed_after_handing_over)
    services.queue_due({"email"}, at())
    with pytest.raises(KeyboardInterrupt):
        services.send_due(ways, at())
    assert (states(), len(mailbox.letters)) == (["sending", "queued", "queued"], 1)
    assert services.send_due(gateways(), at()).sent == 2
    later = services.send_due(gateways(), at(hour=13))
    assert (later.failed, later.sent) == (1, 0)
    assert Message.objects.get(state="failed").broken_off
    assert len(mailbox.letters) == len(set(mailbox.ids)) == 3


def test_a_librarian_sends_a_failed_one_again(library: Unit, mailbox: Mailbox) -> None:
    mailbox.answers = {"alibek@example.kz": ["550 no such user"]}
    held(a_family(library)[0], library, left=-7)
    run()
    message = Message.objects.get()
    services.send_again(message.pk)
    with pytest.raises(NotToSendAgain):
        services.send_again(message.pk)
    assert services.send_due(gateways(), at(hour=13)).sent == 1
    with pytest.raises(NotToSendAgain):
        services.send_again(message.pk)


def test_words_and_address_are_forgotten_the_count_stays(library: Unit, mailbox: Mailbox) -> None:
    held(a_family(library)[0], library, left=-7)
    run()
    assert services.forget_texts(clock.today()) == 0
    assert services.forget_texts(clock.today() + datetime.timedelta(days=1)) == 1
    message = Message.objects.get()
    assert (message.text, message.subject, message.address, message.state) == ("", "", "", "sent")
    assert prove().clean


def test_a_persons_messages_are_forgotten_with_the_person(library: Unit, mailbox: Mailbox) -> None:
    [child] = a_family(library)
    held(child, library, left=-7)
    services.queue_due({"email"}, at())
    Family.objects.all().delete()
    assert services.forget_texts(clock.today()) == 1
    assert services.send_due(gateways(), at()).cancelled == 1
    assert mailbox.letters == []


def test_a_demo_writes_into_files_and_to_nobody(library: Unit, mailbox: Mailbox, settings, tmp_path) -> None:
    settings.DEMO_YEAR, settings.DATA_DIR = 2024, tmp_path
    settings.SMS_URL = "https://sms.example.kz"
    held(a_family(library)[0], library, left=-7)
    held(a_family(library, reached_by="sms")[0], library, left=-7)
    assert run().sent == 2
    assert mailbox.letters == []
    assert "+77011112233" in (tmp_path / "messages" / "sms.jsonl").read_text(encoding="utf-8")
    [letter] = (tmp_path / "messages").glob("*.log")
    assert "alibek@example.kz" in letter.read_text(encoding="utf-8")


def test_the_job_says_what_it_did(library: Unit, mailbox: Mailbox) -> None:
    held(a_family(library)[0], library, left=-7)
    said = StringIO()
    call_command("remind", queue=True, stdout=said)
    assert "queued: 1 about loans" in said.getvalue()
    assert mailbox.letters == []
    call_command("remind", stdout=said)
    assert "1 sent, 0 to be tried again, 0 not sent, 0 not needed any more" in said.getvalue()


@pytest.mark.parametrize("hours", ["", "nine to five", "9"])
def test_hours_that_are_none_are_refused(db, settings, hours: str) -> None:
    settings.REMIND_HOURS = hours
    with pytest.raises(CommandError):
        call_command("remind", stdout=StringIO())
