"""Words and numbers of the plan's pages."""

import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from orda.planning.document import queries as document
from orda.planning.document.models import Line
from orda.planning.templatetags.board import amount

register = template.Library()


@register.filter
def said(thing: Any, name: str) -> str:
    """The text of a plan, section, table or line in the reader's language."""
    return document.said(thing, name)


@register.filter
def whole(line: Line, language: str) -> str:
    """Content, form and group of readers of a line in "kk" or "ru"."""
    return line.whole(language)


@register.filter
def term(line: Line) -> str:
    return document.term_text(line)


@register.filter
def performers(line: Line) -> str:
    return document.performers_text(line)


@register.filter
def performer(code: str) -> str:
    return document.performer_text(code)


@register.filter
def target_words(line: Line) -> str:
    return document.target_words(line)


@register.filter
def quarter(number: int) -> str:
    return _("quarter %(number)s") % {"number": document.ROMAN[number]}


@register.filter
def printed(value: Any) -> str:
    """A number as the plan prints it: whole, or with the digits it has (two at most); a day; words as they are."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.date):
        return f"{value:%d.%m.%Y}"
    number = Decimal(value).quantize(Decimal("0.01"))
    if number == number.to_integral_value():
        return str(amount(int(number)))
    return f"{number.normalize():f}".replace(".", ",").replace("-", "−")


@register.filter
def field_name(name: str) -> str:
    """What of a line two versions say differently."""
    names = {
        "kk": _("Kazakh"),
        "ru": _("Russian"),
        "performers": _("Performers"),
        "quarters": _("Quarters"),
        "month": _("Month"),
        "day": _("Day"),
        "target": _("Target of the year"),
    }
    if name.startswith("target_q"):
        return quarter(int(name[-1]))
    return names.get(name, name)


@register.filter
def is_number(value: Any) -> bool:
    return isinstance(value, Decimal | int | float)
