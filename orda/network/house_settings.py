"""Settings that an administrator changes in the browser: typed, with their bounds; they hold at once.

What is set on the machine (environment, orda.env) wins and is shown as such; secrets and what a process needs before
it can ask the database are set there alone (docs/settings.md).
"""

import os
import re
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orda.network.known import known
from orda.network.models import HouseSetting, Role
from orda.network.refusals import Refusal

Kind = Literal["number", "yes_no", "hours", "addresses", "roles"]


@dataclass(frozen=True)
class HouseRule:
    """One setting. `name`: as in Django's settings; `variable`: as on the machine, "" where it is set here alone."""

    name: str
    variable: str
    kind: Kind
    group: str | Promise
    label: str | Promise
    help: str | Promise = ""
    least: int = 0
    most: int = 0


LENDING, PRIVACY, MESSAGES, SAFETY = _("Lending and exchange"), _("Privacy"), _("Letters"), _("Safety")

HOUSE_RULES = (
    HouseRule(
        "SECOND_FACTOR_ROLES",
        "",
        "roles",
        SAFETY,
        _("Who must have a second factor"),
        _("Without one, these are asked to set it up when they next sign in."),
    ),
    HouseRule(
        "HOLD_SHELF_DAYS",
        "ORDA_HOLD_SHELF_DAYS",
        "number",
        LENDING,
        _("Days on the hold shelf"),
        _("Open days for which a copy waits on the hold shelf for its reader."),
        1,
        60,
    ),
    HouseRule(
        "COPIES_GO_HOME",
        "ORDA_COPIES_GO_HOME",
        "yes_no",
        LENDING,
        _("Copies go home"),
        _("A copy brought back elsewhere travels to its own library; else it stays where it was brought."),
    ),
    HouseRule(
        "LAST_GRADE",
        "ORDA_LAST_GRADE",
        "number",
        LENDING,
        _("The last grade of school"),
        _("Its pupils leave school on 1 September."),
        4,
        12,
    ),
    HouseRule(
        "CHANGE_ANY_READER",
        "ORDA_CHANGE_ANY_READER",
        "yes_no",
        PRIVACY,
        _("A branch changes any reader of its network"),
        _("Else the reader's own libraries alone: where the card was given, or where they were registered."),
    ),
    HouseRule(
        "KEEP_LOAN_HISTORY_DAYS",
        "ORDA_KEEP_LOAN_HISTORY_DAYS",
        "number",
        PRIVACY,
        _("A returned loan knows its reader for"),
        _("Days; then it forgets who had it."),
        1,
        3650,
    ),
    HouseRule(
        "KEEP_LOSSES_DAYS",
        "ORDA_KEEP_LOSSES_DAYS",
        "number",
        PRIVACY,
        _("A settled loss knows its reader for"),
        _("Days; then it forgets whose it was."),
        30,
        3650,
    ),
    HouseRule(
        "KEEP_MESSAGE_DAYS",
        "ORDA_KEEP_MESSAGE_DAYS",
        "number",
        PRIVACY,
        _("A message keeps its words for"),
        _("Days; that it was sent stays known."),
        1,
        3650,
    ),
    HouseRule(
        "KEEP_LOOKS_DAYS",
        "ORDA_KEEP_LOOKS_DAYS",
        "number",
        PRIVACY,
        _("Who looked is known for"),
        _("Days."),
        30,
        3650,
    ),
    HouseRule(
        "KEEP_READERS_YEARS",
        "ORDA_KEEP_READERS_YEARS",
        "number",
        PRIVACY,
        _("An inactive reader is kept for"),
        _("Years; then a reader who owes nothing is erased."),
        1,
        30,
    ),
    HouseRule(
        "REMIND_HOURS",
        "ORDA_REMIND_HOURS",
        "hours",
        MESSAGES,
        _("Families are written to at"),
        _("Hours of the day, as 9-20: from 9:00 to 19:59."),
    ),
    HouseRule(
        "DIGEST_TO",
        "ORDA_DIGEST_TO",
        "addresses",
        MESSAGES,
        _("The plan board goes by e-mail to"),
        _("Addresses with commas between."),
    ),
)
BY_NAME = {one.name: one for one in HOUSE_RULES}


class BadSetting(Refusal):
    code = "bad_setting"
    message = _("%(why)s")


def value(name: str) -> Any:
    """What holds now: as set on the machine, else as set in the browser, else the default."""
    rule = BY_NAME[name]
    kept = {} if is_of_machine(rule) else _kept()
    return kept[name] if name in kept else getattr(settings, name)


def number(name: str) -> int:
    return int(value(name))


def words(name: str) -> list[str]:
    return list(value(name))


def is_of_machine(rule: HouseRule) -> bool:
    return bool(rule.variable) and rule.variable in os.environ


def is_set_here(name: str) -> bool:
    return name in _kept()


@known(HouseSetting)
def _kept() -> dict[str, Any]:
    return dict(HouseSetting.objects.values_list("name", "value"))


def read(rule: HouseRule, typed: list[str]) -> Any:
    """The value that was typed. Raises BadSetting."""
    text = (typed[0] if typed else "").strip()
    if rule.kind == "yes_no":
        return text == "yes"
    if rule.kind == "roles":
        return [role for role in Role.values if role in typed]
    if rule.kind == "addresses":
        return _addresses(text)
    if rule.kind == "hours":
        return _hours(text)
    if not (text.isascii() and text.isdigit()) or len(text) > 6 or not rule.least <= int(text) <= rule.most:
        raise BadSetting(
            why=_now("A whole number from %(least)d to %(most)d.") % {"least": rule.least, "most": rule.most}
        )
    return int(text)


def _addresses(text: str) -> list[str]:
    found = [one.strip() for one in text.split(",") if one.strip()]
    for one in found:
        try:
            validate_email(one)
        except ValidationError:
            raise BadSetting(
                why=_now("“%(address)s” is no e-mail address.") % {"address": one[:80]}
            ) from None
    return found


def _hours(text: str) -> str:
    hours = re.fullmatch(r"(\d{1,2}) *[-–] *(\d{1,2})", text)
    if not hours or not 0 <= int(hours[1]) < int(hours[2]) <= 24:
        raise BadSetting(why=_now("Two hours with a hyphen between, the first before the second: 9-20."))
    return f"{int(hours[1])}-{int(hours[2])}"
