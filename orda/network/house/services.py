"""Change settings of the house."""

from typing import Any

from django.db import transaction

from orda.network.deeds.services import note
from orda.network.house_settings import BY_NAME, BadSetting, HouseRule, is_of_machine, read, value
from orda.network.models import HouseSetting, Staff

__all__ = ["BadSetting", "set_value", "undo"]


@transaction.atomic
def set_value(rule: HouseRule, typed: list[str], *, by: Staff) -> bool:
    """Holds at once, everywhere. Raises BadSetting. True where it changed something."""
    if is_of_machine(rule):
        return False
    new, before = read(rule, typed), value(rule.name)
    if new == before:
        return False
    HouseSetting.objects.update_or_create(name=rule.name, defaults={"value": new})
    _note("setting_changed", rule, before, new, by)
    return True


@transaction.atomic
def undo(name: str, *, by: Staff) -> None:
    """Back to the default."""
    rule = BY_NAME[name]
    before = value(name)
    if HouseSetting.objects.filter(name=name).delete()[0]:
        _note("setting_undone", rule, before, value(name), by)


def _note(act: str, rule: HouseRule, before: Any, after: Any, by: Staff) -> None:
    note(act, by=by, kind="setting", about=rule.variable or rule.name, changes=[("value", before, after)])
