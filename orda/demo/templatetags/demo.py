"""What the sign-in page of a demo tells of its people."""

from django import template

from orda.demo.staff import LOGINS, PASSWORD, Login

register = template.Library()


@register.simple_tag
def demo_logins() -> tuple[Login, ...]:
    return LOGINS


@register.simple_tag
def demo_password() -> str:
    return PASSWORD
