"""A part of a page that is the same for everybody is made once by each process, in each language.

    {% made_once in_room=in_room %}<form …>{% csrf_token %}{% translate "Reading room" %}</form>{% endmade_once %}

Inside, nothing is known but what is named, and the answer's own token against forged forms. So what is kept can't
tell one person of another; and what is named must be small and often the same: never a title or a name.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 500  # of one part
_TOKEN = "⟦token⟧"  # stands where the answer's own comes in


class MadeOnce(template.Node):
    def __init__(self, named: dict[str, FilterExpression], parts: NodeList) -> None:
        self.named, self.nodelist = named, parts
        self.kept: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> SafeString:
        named = {name: value.resolve(context) for name, value in self.named.items()}
        key = (get_language(), *named.values())
        made = self.kept.get(key)
        if made is None:
            made = self.nodelist.render(context.new({**named, "csrf_token": _TOKEN}))
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[key] = made
        if _TOKEN in made:
            made = made.replace(_TOKEN, str(context.get("csrf_token", "")))
        return mark_safe(made)


@register.tag
def made_once(parser: Parser, token: Token) -> MadeOnce:
    """`{% made_once name=value … %}`: the names are all that the part may use."""
    words = token.split_contents()[1:]
    named = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError(f"made_once: name=value, not {words[0]}")
    parts = parser.parse(("endmade_once",))
    parser.delete_first_token()
    return MadeOnce(named, parts)
