"""What a machine is told of a reader and of the server."""

import datetime

import pytest

from orda.circulation import services as desk
from orda.circulation.models import Hold, Note
from orda.interop import services
from orda.interop.models import Device
from orda.interop.sip2.answers import answer
from orda.interop.sip2.session import Session, SignOff
from orda.interop.tests.conftest import AT, Say, fields
from orda.interop.tests.test_loans_by_sip2 import checkout
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.readers.services import block, give_pin
from orda.stock.models import Copy
from tests.house import MOMENT, YESTERDAY, a_copy, a_reader


def information(reader: Reader, summary: str = "          ", more: str = "", language: str = "001") -> str:
    return f"63{language}{AT}{summary}AOb5|AA{reader.card_number}|AC|{more}"


def late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MOMENT + datetime.timedelta(days=30))


def test_a_machine_signs_in_and_nothing_is_answered_before(library: Unit, reader: Reader) -> None:
    device, secret = services.add_device(name="A", kind="self-check", library=library)
    session = Session()
    with pytest.raises(SignOff):
        answer(information(reader).encode(), session)
    assert answer(f"9300CN{device.login}|COwrong|CPhere|".encode(), session) == b"940"
    assert answer(f"9300CN{device.login}|CO{secret}|CPhere|".encode(), session) == b"941"
    assert answer(information(reader).encode(), session).startswith(b"64")


def test_three_wrong_logins_end_the_connection(library: Unit) -> None:
    session = Session()
    for _time in range(2):
        assert answer(b"9300CNself-check-1|COx|CP|", session) == b"940"
    with pytest.raises(SignOff):
        answer(b"9300CNself-check-1|COx|CP|", session)


@pytest.mark.parametrize(
    "login", ["", "self-check", "self-check-", "self-check-x", "self-check-99999999999", "²"]
)
def test_what_is_no_login_is_refused(db: None, login: str) -> None:
    assert answer(f"9300CN{login}|CO|CP|".encode(), Session()) == b"940"


def test_a_gates_secret_opens_no_self_check(library: Unit) -> None:
    gate, secret = services.add_device(name="G", kind="gate", library=library)
    assert answer(f"9300CN{gate.login}|CO{secret}|CP|".encode(), Session()) == b"940"


def test_a_machine_shut_out_is_out_with_its_next_message(say: Say, machine: Device, reader: Reader) -> None:
    say(information(reader))
    services.disable_device(machine)
    with pytest.raises(SignOff):
        say(information(reader))


def test_garbage_is_asked_for_again_but_not_for_ever(session: Session) -> None:
    for _time in range(4):
        assert answer(b"\x00\xffGET / HTTP/1.1", session) == b"96"
    with pytest.raises(SignOff):
        answer(b"\x00\xff", session)


def test_the_server_says_what_it_understands(say: Say) -> None:
    said = say("9900802.00")
    assert said.startswith("98YYYYNN10000320240916    1200002.00AOb5|AMLibrary b5|BX")
    assert fields(said, 34)["BX"] == ["YYYYYYYYYYYNNYYY"]


def test_a_reader_in_numbers_and_lists(
    say: Say, reader: Reader, copies: list[Copy], library: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for copy in copies[:3]:
        desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    late(monkeypatch)
    desk_renewed = copies[2].barcode
    desk.renew(desk_renewed, library_id=library.pk)
    said = say(information(reader))
    assert said[2:16] == "  Y           "
    assert said[37:61] == "000000020003000000000000"
    found = fields(said, 59)
    assert (found["AE"], found["BL"], found["CB"]) == (["Айгүл"], ["Y"], ["0005"])
    everything = [copy.barcode for copy in copies[:3]]
    assert fields(say(information(reader, "  Y       ")), 59)["AU"] == everything
    assert fields(say(information(reader, " Y        ")), 59)["AT"] == everything[:2]
    assert fields(say(information(reader, "  Y       ", "BP2|BQ2|")), 59)["AU"] == [everything[1]]
    assert "AU" not in fields(say(information(reader, "  Y       ", "BP9|BQ7|")), 59)


def test_holds_ready_and_waiting(say: Say, reader: Reader, copies: list[Copy], library: Unit) -> None:
    placed = {"reader": reader, "library": library, "placed_at": MOMENT}
    wanted = Hold.objects.create(record=copies[0].record, state=Hold.State.WAITING, **placed)
    said = say(information(reader, "     Y    "))
    assert said[37:61] == "000000000000000000000001"
    assert fields(said, 59)["CD"] == [copies[0].record.title]
    Hold.objects.filter(pk=wanted.pk).update(
        state=Hold.State.READY, copy=copies[0], ready_until=MOMENT.date()
    )
    said = say(information(reader, "Y         "))
    assert said[37:61] == "000100000000000000000000"
    assert fields(said, 59)["AS"] == [copies[0].barcode]


def test_no_more_is_said_than_the_field_needs(say: Say, library: Unit) -> None:
    reader = a_reader(library, phone="+7 700 000 00 00", guardian_phone="+7 700 000 00 01", disability=True)
    for said in (say(information(reader)), say(f"23001{AT}AOb5|AA{reader.card_number}|AC|AD|")):
        for kept in (reader.family_name, "700 000", reader.guardian_name):
            assert kept not in said
        assert not {"BD", "BE", "BF", "PB", "PC"} & set(fields(said, 59 if said[:2] == "64" else 35))


def test_a_blocked_reader_a_stranger_and_one_of_another_year(say: Say, reader: Reader) -> None:
    line = f"23001{AT}AOb5|AA{reader.card_number}|AC|AD|"
    assert say(line)[2:16] == "  Y           "
    block(reader, "A reason of their own")
    said = say(line)
    assert said[2:16] == "YYYY          "
    assert "reason of their own" not in said
    unknown = say(line.replace(reader.card_number, "NOBODY"))
    assert unknown[2:16] == "YYYY          "
    assert fields(unknown, 35)["BL"] == ["N"]
    assert fields(unknown, 35)["AE"] == [""]


def test_a_block_that_is_over_and_a_debt_are_told_apart(
    say: Say, reader: Reader, copy: Copy, library: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = f"23001{AT}AOb5|AA{reader.card_number}|AC|AD|"
    Reader.objects.update(blocked_reason="Over since long", blocked_until=YESTERDAY)
    said = say(line)
    assert said[2:16] == "  Y           "
    assert "AF" not in fields(said, 35)
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    monkeypatch.setattr(clock, "now", lambda: MOMENT + datetime.timedelta(days=50))
    assert say(line)[2:16] == "Y Y   Y       "
    assert say(checkout(reader, a_copy(library))).startswith("120")


def test_a_class_borrows_without_being_registered(say: Say, library: Unit) -> None:
    group = a_reader(library)
    group.registrations.all().delete()
    Reader.objects.update(category=Reader.Category.GROUP)
    assert say(f"23001{AT}AOb5|AA{group.card_number}|AC|AD|")[2:16] == "  Y           "


def test_a_machine_blocks_nobody_but_the_desk_is_told_once(say: Say, machine: Device, reader: Reader) -> None:
    line = f"01Y{AT}AOb5|ALleft in the slot|AA{reader.card_number}|AC|"
    for _time in range(2):
        said = say(line)
        assert said.startswith("24  Y  ")
        assert fields(said, 35)["AF"] == ["The librarian is told. A machine blocks nobody."]
    assert Note.objects.get().text == "Door kept the card. left in the slot"
    assert Note.objects.get().reader == reader
    reader.refresh_from_db()
    assert not reader.blocked_reason
    assert say(f"01N{AT}AOb5|AL|AANOBODY|AC|").startswith("24YYYY")
    assert Note.objects.count() == 1


@pytest.mark.usefixtures("with_pin")
def test_a_message_about_a_card_tells_nothing_without_the_pin(say: Say, reader: Reader) -> None:
    for line in (f"01N{AT}AOb5|AL|AA{reader.card_number}|AC|", f"25{AT}AOb5|AA{reader.card_number}|AC|AD|"):
        said = say(line)
        assert said[2:16] == "YYYY          "
        assert reader.given_name not in said
    assert Note.objects.get().text == "Door asked to block the card."


def test_a_machine_lifts_no_block(say: Say, reader: Reader) -> None:
    line = f"25{AT}AOb5|AA{reader.card_number}|AC|AD|"
    assert say(line).startswith("26  Y  ")
    block(reader, "A reason of their own")
    said = say(line)
    assert said.startswith("26YYYY ")
    assert fields(said, 35)["AF"] == ["Please ask the librarian."]
    reader.refresh_from_db()
    assert reader.blocked_reason


@pytest.fixture
def with_pin(machine: Device, reader: Reader) -> None:
    Device.objects.filter(pk=machine.pk).update(needs_pin=True)
    give_pin(reader, "4821")


@pytest.mark.usefixtures("with_pin")
def test_where_a_pin_is_asked_nothing_is_said_without_it(say: Say, reader: Reader, copy: Copy) -> None:
    for pin in ("", "AD1111|"):
        said = say(information(reader, "  Y       ", pin))
        assert said[2:16] == "YYYY          "
        assert fields(said, 59)["AE"] == [""]
        assert fields(said, 59)["BL"] == ["Y"]
    lend = f"11NN{AT}{AT}AOb5|AA{reader.card_number}|AB{copy.barcode}|AC|"
    assert say(lend).startswith("120")
    said = say(information(reader, more="AD4821|"))
    assert (fields(said, 59)["CQ"], fields(said, 59)["AE"]) == (["Y"], ["Айгүл"])
    assert say(lend).startswith("121")  # typed once for the visit, not for each copy


@pytest.mark.usefixtures("with_pin")
def test_guessing_a_pin_shuts_the_card_for_a_while(say: Say, reader: Reader) -> None:
    for _time in range(5):
        assert fields(say(information(reader, more="AD0000|")), 59)["CQ"] == ["N"]
    said = fields(say(information(reader, more="AD4821|")), 59)
    assert said["CQ"] == ["N"]
    assert said["AF"][0].startswith("Too many wrong PINs")


@pytest.mark.usefixtures("with_pin")
def test_the_next_reader_types_their_own_pin(say: Say, reader: Reader, copy: Copy) -> None:
    say(information(reader, more="AD4821|"))
    assert say(f"35{AT}AOb5|AA{reader.card_number}|AC|").startswith("36Y")
    assert say(f"11NN{AT}{AT}AOb5|AA{reader.card_number}|AB{copy.barcode}|AC|").startswith("120")


def test_the_language_is_the_readers_where_the_machine_names_one(
    say: Say, machine: Device, reader: Reader
) -> None:
    Device.objects.filter(pk=machine.pk).update(language="kk")
    nobody = information(reader).replace(reader.card_number, "NOBODY")

    def word(language: str) -> str:
        return fields(say(nobody.replace("63001", f"63{language}")), 59)["AF"][0]

    assert word("001").startswith("This card is not known")
    assert len({word("000"), word("015"), word("001")}) == 3
