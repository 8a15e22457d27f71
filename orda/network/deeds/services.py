"""Write down who did what. Called inside the transaction of the change itself: both are there or neither."""

import datetime
from collections.abc import Iterable
from typing import Any

from orda.network import clock
from orda.network.deeds.acts import ACTS
from orda.network.models import Deed, Staff, Unit

Change = tuple[str, Any, Any]  # what, before, after


def note(
    act: str,
    *,
    by: Staff | None,
    unit: Unit | None = None,
    about: str = "",
    staff: Staff | None = None,
    kind: str = "",
    pk: int | None = None,
    changes: Iterable[Change] = (),
) -> Deed:
    """`by`: None for a command of the machine. `unit`: by whose right it is seen, None for the whole house."""
    if act not in ACTS:
        raise KeyError(act)
    if staff is not None:
        kind, pk, about = "staff", staff.pk, about or f"{staff} ({staff.username})"
    return Deed.objects.create(
        at=clock.now(),
        by=by,
        act=act,
        unit=unit,
        object_kind=kind,
        object_id=pk,
        about=about[:200],
        changes=[[what, _plain(before), _plain(after)] for what, before, after in changes],
    )


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """What differs of two sets of fields."""
    return [(name, before[name], after[name]) for name in after if before.get(name) != after[name]]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Unit):
        return f"{value.code} {value.name_kk}"
    return value if isinstance(value, str | int | bool | list | None) else str(value)
