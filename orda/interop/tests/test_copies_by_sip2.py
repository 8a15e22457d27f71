"""What a machine is told of a copy, and what it does about one: a hold, the price of a lost book."""

from orda.circulation import services as desk
from orda.circulation.exchange.interlibrary import services as interlibrary
from orda.circulation.losses.services import open_case
from orda.circulation.models import Hold, NotOnShelf
from orda.diary.proof import prove
from orda.interop.models import Device, DeviceAct
from orda.interop.tests.conftest import AT, Say, fields
from orda.interop.tests.test_patrons_by_sip2 import information
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import MOMENT, a_copy, a_library, a_reader, diary_of


def test_a_machine_changes_nothing_about_a_copy(say: Say, copy: Copy) -> None:
    said = say(f"19{AT}AOb5|AB{copy.barcode}|AC|CHred|")
    assert said.startswith("200")
    assert list(fields(said, 19)) == ["AB", "AJ", "AF"]
    assert fields(say(f"19{AT}AOb5|ABNOPE|AC|CH|"), 19)["AB"] == ["NOPE"]


def test_a_copy_in_out_put_by_and_on_its_way(say: Say, reader: Reader, copy: Copy, library: Unit) -> None:
    line = f"17{AT}AOb5|AB{copy.barcode}|AC|"
    assert say(line).startswith("180300")
    hold = Hold.objects.create(
        reader=reader, record=copy.record, copy=copy, library=library, placed_at=MOMENT, state="transit"
    )
    assert say(line).startswith("181000")
    Hold.objects.filter(pk=hold.pk).update(state="ready", ready_until=MOMENT.date())
    assert say(line).startswith("180800")
    hold.delete()
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    said = say(line)
    assert said.startswith("180400")
    assert fields(said, 24)["AH"] == ["20241001    235959"]
    assert reader.card_number not in said
    assert say(f"17{AT}AOb5|ABNOPE|AC|").startswith("180101")


def test_a_copy_that_is_lost_missed_away_or_goes_home(
    say: Say, reader: Reader, copies: list[Copy], library: Unit
) -> None:
    def state(copy: Copy) -> str:
        return say(f"17{AT}AOb5|AB{copy.barcode}|AC|")[2:4]

    lost, damaged, missed, away = copies[:4]
    desk.lend(lost.barcode, reader.pk, library_id=library.pk)
    open_case(lost.barcode, kind="lost", library_id=library.pk)
    open_case(damaged.barcode, kind="damaged", library_id=library.pk)
    NotOnShelf.objects.create(copy=missed, library=library, noted_at=MOMENT)
    asked = interlibrary.ask_out(away.barcode, "Another network", library=library)
    interlibrary.move_on(asked.pk, "sent")
    assert [state(one) for one in (lost, damaged, missed, away)] == ["12", "01", "13", "01"]
    foreign = a_copy(a_library("b6"))
    desk.lend(foreign.barcode, reader.pk, library_id=library.pk)
    desk.give_back(foreign.barcode, library_id=library.pk)
    said = say(f"17{AT}AOb5|AB{foreign.barcode}|AC|")
    assert said.startswith("1810")
    assert (fields(said, 24)["AQ"], fields(said, 24)["AP"]) == (["b6"], ["b5"])


def pay(reader: Reader, amount: str, more: str = "") -> str:
    return f"37{AT}0100KZTBV{amount}|AOb5|AA{reader.card_number}|AC|{more}"


def test_money_is_not_taken_from_children(say: Say, reader: Reader) -> None:
    said = say(pay(reader, "500.00"))
    assert said.startswith("38N")
    assert fields(said, 19)["AF"] == ["No fines are taken here. A lost book is settled with the librarian."]


def test_the_whole_price_of_a_lost_book_is_taken(
    say: Say, machine: Device, reader: Reader, copy: Copy, library: Unit
) -> None:
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    case = open_case(copy.barcode, kind="lost", library_id=library.pk)
    said = say(information(reader, "   Y      "))
    assert (fields(said, 59)["BV"], fields(said, 59)["BH"]) == (["1500.00"], ["KZT"])
    assert fields(said, 59)["AV"] == [f"{case.pk} 1500.00 {copy.record.title}"]
    for wrong in ("1499.99", "", "NaN", "1e999", "-1500", "x"):
        assert say(pay(reader, wrong)).startswith("38N")
    assert say(pay(reader, "1500.00", f"CG{case.pk + 1}|")).startswith("38N")
    said = say(pay(reader, "1500.00", "BK77|"))
    assert said.startswith("38Y")
    assert fields(said, 19)["BK"] == ["77"]
    case.refresh_from_db()
    assert (case.state, case.paid, case.receipt) == ("paid", 1500, "77")
    assert DeviceAct.objects.get().device == machine
    assert diary_of()["loss_settled"] == 1
    assert prove().clean
    assert say(pay(reader, "1500.00")).startswith("38N")


def hold(reader: Reader, copy: Copy, mode: str = "+", more: str = "") -> str:
    return f"15{mode}{AT}BSb5|AOb5|AA{reader.card_number}|AB{copy.barcode}|AC|{more}"


def test_a_hold_is_placed_and_cancelled(
    say: Say, machine: Device, reader: Reader, copy: Copy, library: Unit
) -> None:
    desk.lend(copy.barcode, a_reader(library).pk, library_id=library.pk)
    for other in Copy.objects.filter(record=copy.record).exclude(pk=copy.pk):
        desk.lend(other.barcode, a_reader(library).pk, library_id=library.pk)
    said = say(hold(reader, copy))
    assert said.startswith("161N")
    found = fields(said, 20)
    assert (found["BR"], found["BS"], found["AJ"]) == (["1"], ["b5"], [copy.record.title])
    placed = Hold.objects.get()
    assert (placed.channel, placed.library, placed.reader) == ("sip2", library, reader)
    assert say(hold(reader, copy)).startswith("160")
    assert say(hold(reader, copy, "-")).startswith("161N")
    assert Hold.objects.get().state == Hold.State.CANCELLED
    said = say(hold(reader, copy, "-"))
    assert fields(said, 20)["AF"] == ["You do not wait for this book."]
    assert [act.done for act in DeviceAct.objects.order_by("pk")] == ["asked", "forgone"]
    assert prove().clean
