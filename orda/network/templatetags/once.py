"""The key by which a form is kept once (orda/network/once.py): `{% csrf_token %}{% once %}`."""

import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from orda.network.once import FIELD

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """A new key for each form that is shown."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())
