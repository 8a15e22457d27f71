"""How the board writes its numbers."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from orda.planning.board.plots import Plot, Size, borders_of, quarters_of

register = template.Library()
SPACE = "\N{NO-BREAK SPACE}"


@register.filter
def amount(value: Decimal | int | None, digits: int = 2) -> str:
    """A count whole, a rate rounded half up to `digits`, thousands set apart as the language does; "–" for none."""
    if value is None:
        return "–"
    language, mark = get_language(), "."
    if isinstance(value, Decimal):
        whole = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        value = whole or abs(whole)
        mark = formats.get_format("DECIMAL_SEPARATOR") if language != "kk" else ","
    apart = "," if language == "en" else SPACE
    return f"{value:,}".replace(",", "\0").replace(".", str(mark)).replace("\0", apart).replace("-", "−")


@register.filter
def percent(value: Decimal | None) -> str:
    """A percentage: one digit below a hundred, whole from there; "–" for none."""
    if value is None:
        return "–"
    return f"{amount(value, 0 if abs(value) >= 100 else 1)}{SPACE}%"


@register.filter
def change(value: Decimal) -> str:
    """A change in percent, with its sign: "+5.2 %"."""
    return f"{'+' if value > 0 else ''}{percent(value)}"


@register.filter
def signed(value: Decimal) -> str:
    """With its sign and one digit: "+5.2"."""
    return f"{'+' if value > 0 else ''}{amount(value, 1)}"


@register.filter
def gap(value: Decimal, counted: bool) -> str:
    """What is above or missing, with its sign: of a count whole, of a rate with its digits."""
    return f"{'+' if value > 0 else ''}{amount(value, 0 if counted else 2)}"


@register.filter
def plain(value: float | int | Decimal) -> SafeString:
    """A number as SVG and addresses want it, in every language alike."""
    return mark_safe(f"{float(value):g}")  # noqa: S308 - digits alone


@register.simple_tag
def plot_frame(plot: Plot, labelled: object) -> SafeString:
    """The borders, the base and the quarters of a plot: drawn once for each size, as numbers and Roman figures are
    alike in every language."""
    return _frame(plot.size, bool(labelled))


@cache
def _frame(size: Size, labelled: bool) -> SafeString:
    told = {"size": size, "borders": borders_of(size), "quarters": quarters_of(size), "labelled": labelled}
    return render_to_string("board/_plot_frame.html", told)


@register.filter
def tick(value: Decimal | int) -> str:
    """An amount at an axis: whole, or with the digits it needs."""
    return amount(value) if isinstance(value, int) else amount(value.normalize(), 1 if value >= 1 else 2)
