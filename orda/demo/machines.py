"""The machines of the demo. Their secrets are thrown away: who tries one draws a new secret or code on its page."""

from orda.interop.models import Device
from orda.interop.services import add_device
from orda.network.queries import unit_by_code

MACHINES = (
    ("Есік алдындағы аппарат (демо)", Device.Kind.SELF_CHECK, "ОҚК"),
    ("Кіреберістегі санауыш (демо)", Device.Kind.GATE, "ОҚК"),
    ("Балалар экраны (демо)", Device.Kind.TABLET, "5б"),
)


def set_up_machines(by_id: int) -> None:
    """A self-check machine and a gate at the central library, a screen at a branch."""
    for name, kind, code in MACHINES:
        add_device(name=name, kind=kind, library=unit_by_code(code), by_id=by_id)
