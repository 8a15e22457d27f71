"""One step of a state machine: the only way in which a hold, a transit, a set or a selection changes its state."""

from typing import Any

from django.db import models

from orda.circulation.refusals import HoldHasMoved


def step(row: models.Model, state: str, **changes: Any) -> None:
    """Takes a row to a state that its TRANSITIONS allow, with what changes besides. Raises HoldHasMoved.

    The row is changed only where it still stands as it was read: of two who step at once, one is refused.
    """
    before: str = row.state  # type: ignore[attr-defined]
    model: Any = type(row)
    stepped = state in model.TRANSITIONS.get(before, ()) and model.objects.filter(
        pk=row.pk, state=before
    ).update(state=state, **changes)
    if not stepped:
        now: Any = model.objects.filter(pk=row.pk).first() or row
        raise HoldHasMoved(state=now.get_state_display())
    row.state = state  # type: ignore[attr-defined]
    for name, value in changes.items():
        setattr(row, name, value)
