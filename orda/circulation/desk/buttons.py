"""What rooms above offer at the desk for the reader who stands there: each says so itself (`desk_buttons.py`)."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Button:
    """A key of the desk for one person who has something at home; pressed, it posts to an address."""

    address: str  # the name of its URL
    label: str | Promise
    key: str


_offered: list[Button] = []


def offers(button: Button) -> Button:
    _offered.append(button)
    return button


def offered() -> list[Button]:
    return _offered
