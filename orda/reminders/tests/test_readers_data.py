"""A person is told what was said to them, and it goes with them."""

from pathlib import Path

from orda.circulation.services import give_back
from orda.diary.proof import prove
from orda.network.models import Unit
from orda.readers import services as readers
from orda.reminders import readers_data
from orda.reminders.conftest import a_family, at, held
from orda.reminders.gateways import file_gateways
from orda.reminders.models import Message
from orda.reminders.services import note_call, queue_due, send_due


def test_it_is_told_and_forgotten(library: Unit, tmp_path: Path) -> None:
    child, other = a_family(library, children=2)
    loan = held(child, library, left=-7)
    queue_due({"email"}, at())
    note_call(child, "promised", library=library, text="On Friday")
    [message, call] = readers_data.told(child.pk)["messages"]
    assert loan.copy.record.title in message["text"]
    assert (call["text"], call["day"]) == ("On Friday", "2024-09-16")
    assert readers_data.told(other.pk) == {"messages": []}
    give_back(loan.copy.barcode, library_id=library.pk)
    readers.erase(child)
    assert set(Message.objects.values_list("text", "subject")) == {("", "")}
    assert send_due({"email": file_gateways(tmp_path)["email"]}, at()).cancelled == 1
    assert prove().clean
