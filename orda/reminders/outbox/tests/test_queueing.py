"""What is said on a day, to whom, and that it is said once."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orda.circulation.losses import services as losses
from orda.circulation.models import Hold, Loan, LoanRule
from orda.circulation.services import give_back, renew
from orda.network import clock
from orda.network.models import Unit
from orda.network.services import shut
from orda.readers.models import Family, Reader
from orda.readers.services import register_group
from orda.reminders.conftest import a_family, at, held
from orda.reminders.messages.addressees import sms_number
from orda.reminders.models import Message, MessageItem
from orda.reminders.outbox.stages import stage_on, stages_of
from orda.reminders.queries import NOT_WRITTEN, Asked, late_readers, with_their_loans
from orda.reminders.services import queue_due
from tests.house import a_copy, a_library, a_reader

BOTH = {"email", "sms"}


def queue(days: int = 0) -> int:
    return queue_due(BOTH, at(days)).loans


@pytest.mark.parametrize(
    ("left", "stage"), [(4, None), (3, 3), (1, 3), (0, 0), (-1, 0), (-7, -7), (-29, -7), (-400, -30)]
)
def test_a_loan_is_told_before_on_and_after_its_day(library: Unit, left: int, stage: int | None) -> None:
    [child] = a_family(library)
    held(child, library, left=left)
    assert queue() == (stage is not None)
    assert list(MessageItem.objects.values_list("stage", flat=True)) == ([] if stage is None else [stage])


@given(stages=st.sets(st.integers(-60, 20)), left=st.integers(-100, 40))
def test_the_stage_is_the_last_that_was_reached(stages: set[int], left: int) -> None:
    day = datetime.date(2024, 9, 16)
    found = stage_on(stages, day + datetime.timedelta(days=left), day)
    assert found == min((one for one in stages if one >= left), default=None)


@pytest.mark.parametrize(
    ("written", "stages"), [("3,0,-7", (3, 0, -7)), (" 0 , +5 ", (5, 0)), ("", ()), ("x,--3,²", ())]
)
def test_a_rule_says_its_days_in_any_order(written: str, stages: tuple[int, ...]) -> None:
    assert stages_of(written) == stages


def test_a_family_gets_one_message_for_all_its_children(library: Unit) -> None:
    for number, child in enumerate(a_family(library, children=3)):
        held(child, library, left=-7 - number)
    assert queue() == 1
    message = Message.objects.get()
    for number in range(3):
        assert f"Бала{number}\n" in message.text
    assert message.items.count() == 3
    assert message.address == "alibek@example.kz"


def test_nobody_is_written_to_without_consent_to_reminders(library: Unit) -> None:
    [unasked] = a_family(library, agreed="data")
    held(unasked, library, left=-7)
    a_hold(unasked, library)
    queued = queue_due(BOTH, at())
    assert (queued.loans, queued.holds) == (0, 0)


def test_a_classs_teacher_is_written_to_at_the_telephone_they_gave(library: Unit) -> None:
    group = register_group("3Ә", library=library, members=20, leader="Әлия Нұр", phone="8 701 111 22 33")
    held(group, library, left=-7)
    assert queue() == 1
    assert Message.objects.get().address == "+77011112233"
    [late] = with_their_loans([group.pk], library, clock.today(), Asked())
    assert late.written_by == "sms"
    assert not late_readers(library, clock.today(), Asked(who=NOT_WRITTEN)).exists()


def test_of_two_children_only_the_one_with_consent_is_written_about(library: Unit) -> None:
    asked, unasked = a_family(library, children=2)
    unasked.consents.update(scope="data")
    for child in (asked, unasked):
        held(child, library, left=-7)
    assert queue() == 1
    text = Message.objects.get().text
    assert asked.given_name in text
    assert unasked.given_name not in text


def test_what_the_family_holds_besides_is_told_with_it(library: Unit) -> None:
    [child] = a_family(library)
    held(child, library, left=0)
    beside, far = held(child, library, left=6), held(child, library, left=12)
    queue()
    text = Message.objects.get().text
    assert beside.copy.record.title in text
    assert f"«{far.copy.record.title}»" not in text
    assert set(MessageItem.objects.values_list("stage", flat=True)) == {0, None}


def test_each_stage_is_told_once_whatever_runs(library: Unit) -> None:
    [child] = a_family(library)
    loan = held(child, library, left=3)
    assert [queue(day) for day in (0, 0, 1, 2, 3, 4, 10, 11, 33, 34)] == [1, 0, 0, 0, 1, 0, 1, 0, 1, 0]
    told = MessageItem.objects.filter(loan=loan, stage__isnull=False).order_by("pk")
    assert list(told.values_list("stage", flat=True)) == [3, 0, -7, -30]


def test_a_renewed_loan_begins_anew(library: Unit) -> None:
    [child] = a_family(library)
    loan = held(child, library, left=0)
    assert queue() == 1
    due_on = renew(loan.copy.barcode, library_id=library.pk).due_on
    days = (due_on - clock.today()).days
    assert [queue(days - 4), queue(days - 3)] == [0, 1]


def test_what_came_back_or_is_lost_is_reminded_of_no_more(library: Unit) -> None:
    [child] = a_family(library)
    back, lost = held(child, library, left=-7), held(child, library, left=-7)
    give_back(back.copy.barcode, library_id=library.pk)
    losses.open_case(lost.copy.barcode, kind="lost", library_id=library.pk)
    assert queue() == 0


def test_the_rule_that_gave_the_loan_says_when(library: Unit) -> None:
    rule = LoanRule.objects.create(unit=library, reminders="10")
    silent = LoanRule.objects.create(unit=library, document_kind="journal", reminders="")
    [child] = a_family(library)
    held(child, library, left=9, rule=rule)
    held(child, library, left=-7, rule=silent)
    assert queue() == 1
    assert MessageItem.objects.get(stage__isnull=False).loan.rule == rule


def test_on_a_day_on_which_the_doors_are_shut_nobody_is_asked_to_come(library: Unit) -> None:
    [due, late] = [a_family(library)[0] for _ in range(2)]
    held(due, library, left=0)
    held(late, library, left=-7)
    shut(library, clock.today(), "Inventory day")
    assert queue() == 0
    assert queue(1) == 2  # what was due on that day is due on this one
    assert Loan.objects.filter(due_on=clock.today() + datetime.timedelta(days=1)).count() == 1


def test_nothing_is_told_on_a_sunday_of_what_was_due_before(library: Unit) -> None:
    [child] = a_family(library)
    held(child, library, left=-1)
    assert [queue(6), queue(7)] == [0, 1]


def test_who_does_not_want_to_be_written_to_is_not(library: Unit) -> None:
    for more in ({"reached_by": ""}, {"email": ""}, {"reached_by": "sms", "phone": "8 7212 41 22 33"}):
        held(a_family(library, **more)[0], library, left=-7)
    assert queue() == 0
    held(a_family(library, reached_by="sms")[0], library, left=-7)
    assert queue_due({"email"}, at()).loans == 0  # no SMS gateway here
    assert queue() == 1


def test_a_reader_without_a_family_is_written_to_themselves(library: Unit) -> None:
    adult, child = (a_reader(library, consent_scope="data messages") for _ in range(2))
    Reader.objects.filter(pk=adult.pk).update(family=None, email="a@example.kz")
    Reader.objects.filter(pk=child.pk).update(family=None, guardian_phone="87011112233")
    held(adult, library, left=-7)
    held(child, library, left=-7)
    assert queue() == 2
    assert set(Message.objects.values_list("medium", "address", "reader", "family")) == {
        ("email", "a@example.kz", adult.pk, None),
        ("sms", "+77011112233", child.pk, None),
    }


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("8 (701) 111-22-33", "+77011112233"),
        ("+7 747 111 22 33", "+77471112233"),
        ("+7 921 111 22 33", "+79211112233"),
        ("8 7212 41 22 33", ""),
        ("41-22-33", ""),
        ("", ""),
        ("+7 701 111 22 333", ""),
    ],
)
def test_only_mobile_numbers_take_an_sms(phone: str, number: str) -> None:
    assert sms_number(phone) == number


@pytest.mark.parametrize(
    ("language", "left", "word"),
    [
        ("kk", 3, "қайтаратын күн жақындады"),
        ("kk", -7, "Кітапхана кітаптарын күтеді"),
        ("ru", 0, "Сегодня срок возврата"),
        ("ru", -7, "Библиотека ждёт"),
    ],
)
def test_a_parent_reads_it_in_their_language(library: Unit, language: str, left: int, word: str) -> None:
    [child] = a_family(library, language=language)
    held(child, library, left=left)
    queue()
    message = Message.objects.get()
    assert word in message.subject
    name = library.name_kk if language == "kk" else library.name_ru
    assert name in message.text
    assert message.text_version


def test_an_sms_is_short(library: Unit) -> None:
    [child] = a_family(library, reached_by="sms")
    for _ in range(5):
        held(child, library, left=-7)
    queue()
    text = Message.objects.get().text
    assert "книг – 5" in text
    assert len(text) <= 201  # three SMS of 67 letters


def test_a_title_is_never_markup_of_the_text(library: Unit) -> None:
    [child] = a_family(library, name="{0} {name.__class__} %s")
    loan = held(child, library, left=0)
    loan.copy.record.title = "{sender} %(x)s {"
    loan.copy.record.save()
    queue()
    text = Message.objects.get().text
    assert "«{sender} %(x)s {»" in text
    assert "{0} {name.__class__} %s" in text


def a_hold(reader: Reader, library: Unit) -> Hold:
    copy = a_copy(library)
    return Hold.objects.create(
        reader=reader,
        record=copy.record,
        library=library,
        state=Hold.State.READY,
        placed_at=clock.now(),
        copy=copy,
        copy_at=clock.now(),
        ready_until=clock.today() + datetime.timedelta(days=5),
    )


def test_a_family_is_told_once_that_its_holds_are_ready(library: Unit) -> None:
    first, second = a_family(library, children=2)
    holds = [a_hold(first, library), a_hold(second, library)]
    assert [queue_due(BOTH, at(day)).holds for day in (0, 0, 1)] == [1, 0, 0]
    message = Message.objects.get()
    assert all(one.record.title in message.text for one in holds)
    assert "21.09.2024" in message.text


def test_a_hold_that_nobody_waits_for_is_not_told(library: Unit) -> None:
    [child] = a_family(library)
    hold = a_hold(child, library)
    Hold.objects.filter(pk=hold.pk).update(state=Hold.State.CANCELLED)
    assert queue_due(BOTH, at()).holds == 0


def test_a_job_that_was_killed_goes_on_where_it_stopped(
    library: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        held(a_family(library)[0], library, left=-7)
    written = []
    create = MessageItem.objects.bulk_create

    def killed(items: list[MessageItem]) -> object:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(1)
        return create(items)

    monkeypatch.setattr(type(MessageItem.objects), "bulk_create", lambda self, items: killed(items))
    with pytest.raises(KeyboardInterrupt):
        queue()
    assert Message.objects.count() == 2  # the third family's message went back with its transaction
    monkeypatch.undo()
    monkeypatch.setattr(clock, "now", lambda: at())
    assert queue() == 2
    assert set(Family.objects.values_list("messages__key", flat=True)) == set(
        Message.objects.values_list("key", flat=True)
    )


def test_as_many_questions_for_many_families_as_for_few(library: Unit, django_assert_num_queries) -> None:
    other = a_library("b11")
    for _ in range(10):
        held(a_family(library)[0], library, left=-7)
        held(a_family(other)[0], other, left=-7)
    Loan.objects.update(rule=None)
    with django_assert_num_queries(11 + 20 * 4):  # each family: begin, message, items, commit
        assert queue() == 20
