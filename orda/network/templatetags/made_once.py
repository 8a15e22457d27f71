"""A part of a page that is the same for everybody is made once by each process, in each language.

    {% made_once in_room=in_room %}<form …>{% csrf_token %}{% translate "Reading room" %}</form>{% endmade_once %}
    {% made_once late=loan.days_late with title=loan.title %}<tr><th>{{ title }}</th>…</tr>{% endmade_once %}

Inside, nothing is known but what is named. What decides how the part looks comes first: it must be small and often
the same, never a title or a name. What follows `with` is filled in anew each time, as is the answer's own token against
forged forms: it may be shown, as it is, and nothing may depend on it. So what is kept tells nobody of another.
"""

import re
from html import escape
from typing import Any

from django import template
from django.template.base import (
    FilterExpression,
    NodeList,
    Parser,
    Token,
    render_value_in_context,
    token_kwargs,
)
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 500  # of one part
_TOKEN = "csrf_token"
_BLANK = re.compile("⟦([a-z_]+)⟧")  # where something is filled in

Pieces = list[str]  # fixed text and the name of a blank by turns


class MadeOnce(template.Node):
    def __init__(
        self, named: dict[str, FilterExpression], filled: dict[str, FilterExpression], parts: NodeList
    ) -> None:
        self.named, self.filled, self.nodelist = named, filled, parts
        self.kept: dict[tuple[Any, ...], Pieces] = {}

    def render(self, context: Context) -> SafeString:
        named = {name: value.resolve(context) for name, value in self.named.items()}
        key = (get_language(), *named.values())
        pieces = self.kept.get(key)
        if pieces is None:
            pieces = self._made(context, named)
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[key] = pieces
        if len(pieces) == 1:
            return mark_safe(pieces[0])
        told = {name: _said(value.resolve(context), context) for name, value in self.filled.items()}
        if _TOKEN in pieces:
            told[_TOKEN] = str(context.get(_TOKEN, ""))
        return mark_safe("".join(told[one] if place % 2 else one for place, one in enumerate(pieces)))

    def _made(self, context: Context, named: dict[str, Any]) -> Pieces:
        blanks = {name: mark_safe(f"⟦{name}⟧") for name in (*self.filled, _TOKEN)}
        return _BLANK.split(self.nodelist.render(context.new({**named, **blanks})))


def _said(value: Any, context: Context) -> str:
    """As `{{ value }}` writes it; plain words, most of what is filled in, by the short way."""
    return escape(value) if type(value) is str else render_value_in_context(value, context)


@register.tag
def made_once(parser: Parser, token: Token) -> MadeOnce:
    """`{% made_once name=value … with name=value … %}`: the names are all that the part may use."""
    words = token.split_contents()[1:]
    named = token_kwargs(words, parser)
    filled = token_kwargs(words[1:], parser) if words[:1] == ["with"] else {}
    if len(words) > (1 + len(filled) if filled else 0):
        raise template.TemplateSyntaxError(f"made_once: name=value … with name=value …, not {words}")
    parts = parser.parse(("endmade_once",))
    parser.delete_first_token()
    return MadeOnce(named, filled, parts)
