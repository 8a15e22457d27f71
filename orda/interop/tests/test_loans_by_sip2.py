"""Lend, take back, renew at a self-check machine."""

import datetime

import pytest

from orda.circulation import services as desk
from orda.circulation.models import Channel, Loan, LoanRule
from orda.diary.proof import prove
from orda.interop import services
from orda.interop.models import Device, DeviceAct
from orda.interop.sip2.answers import answer
from orda.interop.sip2.session import Session
from orda.interop.tests.conftest import AT, Say, fields
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.readers.services import block
from orda.stock.models import Copy
from tests.house import MOMENT, a_library, a_reader, diary_of

DUE = "20241001    235959"


def checkout(reader: Reader, copy: Copy, policy: str = "N", more: str = "") -> str:
    return f"11{policy}N{AT}{AT}AOb5|AA{reader.card_number}|AB{copy.barcode}|AC|{more}"


def checkin(copy: Copy, more: str = "") -> str:
    return f"09N{AT}{AT}APhere|AOb5|AB{copy.barcode}|AC|{more}"


def test_a_machine_lends(say: Say, machine: Device, reader: Reader, copy: Copy) -> None:
    said = say(checkout(reader, copy))
    assert said.startswith("121NUY20240916    120000AOb5|")
    assert fields(said, 22) == {
        "AO": ["b5"],
        "AA": [reader.card_number],
        "AB": [copy.barcode],
        "AJ": [copy.record.title],
        "AH": [DUE],
    }
    loan = Loan.objects.get()
    assert (loan.channel, loan.library_id, loan.lent_by_id) == (Channel.SIP2, machine.library_id, None)
    assert DeviceAct.objects.get().device == machine
    assert DeviceAct.objects.filter(act="loan", act_id=loan.pk, done="lent").exists()
    assert diary_of() == {"loan": 1}
    assert prove().clean


def test_a_machine_takes_back_whoever_brings_it(say: Say, reader: Reader, copy: Copy, library: Unit) -> None:
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    said = say(checkin(copy))
    assert said.startswith("101YUN")
    assert fields(said, 22) == {
        "AO": ["b5"],
        "AB": [copy.barcode],
        "AQ": ["b5"],
        "AJ": [copy.record.title],
    }
    assert diary_of() == {"loan": 1, "return": 1}
    assert DeviceAct.objects.get().done == "returned"


def test_what_is_in_already_is_told_to_the_librarian(say: Say, copy: Copy) -> None:
    said = say(checkin(copy))
    assert said.startswith("100NUY")
    assert fields(said, 22)["AF"] == ["This copy is not on loan."]


def test_an_unknown_copy_and_an_unknown_card(say: Say, reader: Reader, copy: Copy) -> None:
    said = say(checkout(reader, copy).replace(copy.barcode, "NOPE"))
    assert said.startswith("120")
    assert fields(said, 22)["AF"] == ["No copy has the barcode NOPE."]
    said = say(checkout(reader, copy).replace(reader.card_number, "NOBODY"))
    assert fields(said, 22)["AF"] == ["This card is not known. Please ask the librarian."]
    assert Loan.objects.count() == 0
    assert diary_of() == {}


def test_why_a_reader_is_blocked_is_not_said_aloud(say: Say, reader: Reader, copy: Copy) -> None:
    block(reader, "Lost the atlas and tore the encyclopaedia")
    said = say(checkout(reader, copy))
    assert said.startswith("120")
    assert fields(said, 22)["AF"] == ["Please ask the librarian."]
    assert "atlas" not in said


def test_the_same_copy_again_is_yours_already_or_renewed(say: Say, reader: Reader, copy: Copy) -> None:
    say(checkout(reader, copy))
    said = say(checkout(reader, copy))
    assert said.startswith("120N")
    assert fields(said, 22)["AF"] == ["This copy is yours already, until 01.10.2024."]
    said = say(checkout(reader, copy, policy="Y"))  # lent today: it would gain no day
    assert said.startswith("120N")
    assert fields(said, 22)["AF"] == [
        "It may be kept until 01.10.2024 as it is: making it longer today would add no day."
    ]
    Loan.objects.update(due_on=MOMENT.date())
    assert say(checkout(reader, copy, policy="Y")).startswith("121YUN")
    assert diary_of() == {"loan": 1, "renewal": 1}


def test_a_reply_lost_on_its_way_is_repeated_and_the_act_not_done_twice(
    session: Session, reader: Reader, copies: list[Copy]
) -> None:
    line = f"{checkout(reader, copies[0])}AY3AZ".encode()
    line += f"{-sum(line) & 0xFFFF:04X}".encode()
    first = answer(line, session)
    assert first.startswith(b"121")
    assert answer(line, session) == first
    assert answer(b"97AZ" + f"{-sum(b'97AZ') & 0xFFFF:04X}".encode(), session) == first
    assert Loan.objects.count() == 1
    assert b"AY3AZ" in first


def test_a_hurt_message_is_asked_for_again(session: Session, reader: Reader, copy: Copy) -> None:
    assert answer(f"{checkout(reader, copy)}AY3AZ0000".encode(), session).startswith(b"96AZ")
    assert Loan.objects.count() == 0


def test_a_reader_renews_their_own_loan_and_no_other(
    say: Say, reader: Reader, copies: list[Copy], library: Unit
) -> None:
    other = a_reader(library)
    earlier = MOMENT - datetime.timedelta(days=3)
    desk.lend(copies[0].barcode, reader.pk, library_id=library.pk, at=earlier)
    desk.lend(copies[1].barcode, other.pk, library_id=library.pk, at=earlier)
    line = f"29NN{AT}{AT}AOb5|AA{reader.card_number}|AB%s|AC|"
    said = say(line % copies[0].barcode)
    assert said.startswith("301YUN")
    assert fields(said, 22)["AH"] == [DUE]
    said = say(line % copies[1].barcode)
    assert said.startswith("300NUN")
    assert fields(said, 22)["AF"] == ["This copy is not on loan to you."]


def test_all_is_renewed_that_may_be(say: Say, reader: Reader, copies: list[Copy], library: Unit) -> None:
    for copy in copies[:3]:
        at = MOMENT - datetime.timedelta(days=14)
        desk.lend(copy.barcode, reader.pk, library_id=library.pk, at=at)
    for turn in range(LoanRule.RENEWALS):
        at = MOMENT - datetime.timedelta(days=10 - 3 * turn)
        desk.renew(copies[0].barcode, library_id=library.pk, at=at)
    said = say(f"65{AT}AOb5|AA{reader.card_number}|AC|")
    assert said.startswith("66100020001")
    assert fields(said, 27)["BM"] == [copies[1].barcode, copies[2].barcode]
    assert fields(said, 27)["BN"] == [copies[0].barcode]


def test_a_machine_that_could_not_open_the_lock_takes_its_loan_back(
    say: Say, reader: Reader, copy: Copy
) -> None:
    say(checkout(reader, copy))
    assert say(checkout(reader, copy, more="BIY|")).startswith("121")
    assert Loan.objects.get().state == Loan.VOIDED
    assert diary_of() == {}
    assert prove().clean


def test_a_machine_takes_back_no_loan_of_the_desk(
    say: Say, reader: Reader, copy: Copy, library: Unit
) -> None:
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    assert say(checkout(reader, copy, more="BIY|")).startswith("120")
    assert Loan.objects.get().state == Loan.OPEN


def test_a_return_that_could_not_be_locked_is_opened_again(say: Say, reader: Reader, copy: Copy) -> None:
    say(checkout(reader, copy))
    say(checkin(copy))
    assert say(checkin(copy, more="BIY|")).startswith("101")
    assert Loan.objects.get().state == Loan.OPEN
    assert diary_of() == {"loan": 1}


def test_a_loan_is_counted_at_the_machines_library(session: Session, reader: Reader, copy: Copy) -> None:
    """Another library's machine, where the reader is not registered, lends nothing."""
    elsewhere, _secret = services.add_device(
        name="Far", kind="self-check", library=a_library("b6"), language="en"
    )
    session.device = elsewhere
    said = answer(checkout(reader, copy).encode(), session).decode()
    assert fields(said, 22)["AF"] == ["The reader is not registered here for 2024."]
    assert diary_of() == {}


@pytest.mark.parametrize(
    ("what", "reader_id", "kind", "to"),
    [("hold_shelf", 1, "01", "b5"), ("transit", 1, "02", "b6"), ("transit", None, "04", "b6")],
)
def test_a_copy_wanted_elsewhere_raises_the_alarm_and_names_no_reader(
    say: Say,
    reader: Reader,
    copy: Copy,
    library: Unit,
    monkeypatch: pytest.MonkeyPatch,
    what,
    reader_id,
    kind,
    to,
) -> None:
    other = a_library("b6")
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    really = desk.give_back

    def with_next(*args, **more):
        done = really(*args, **more)
        where = other.pk if what == "transit" else library.pk
        return desk.Returned(done.loan_id, done.reader_id, 0, desk.Next(what, reader_id and reader.pk, where))

    monkeypatch.setattr(desk, "give_back", with_next)
    said = say(checkin(copy))
    assert said.startswith("101YUY")
    found = fields(said, 22)
    assert (found["CV"], found["CT"]) == ([kind], [to])
    assert not {"CY", "DA"} & set(found)
    assert reader.card_number not in said
    assert reader.family_name not in said


def test_the_due_day_moves_with_the_clock(
    say: Say, reader: Reader, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library's clock decides, whatever the machine believes."""
    later = MOMENT + datetime.timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert fields(say(checkout(reader, copy)), 22)["AH"] == ["20241002    235959"]
