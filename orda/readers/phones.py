"""One telephone is one text, however it was written: kept as "+7 701 555 44 33" on every way into the house."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField

MOST_DIGITS = 15  # E.164
FEWEST_DIGITS = 5  # of a number in a town, without its code


def written(text: str) -> str:
    """A number as it is kept: "8 (701) 555-44-33", "77015554433" and "7015554433" are "+7 701 555 44 33".

    A number of another country keeps its plus and its digits, one of the town its digits; what is none stays as it is.
    """
    text = " ".join(text.split())
    digits = digits_of(text)
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS or any(sign.isalpha() for sign in text):
        return text
    at_home = len(digits) == 10 and digits[0] == "7" and not text.startswith("+")
    at_home |= len(digits) == 11 and (digits[0] == "7" or (digits[0] == "8" and not text.startswith("+")))
    if at_home:
        own = digits[-10:]
        return f"+7 {own[:3]} {own[3:6]} {own[6:8]} {own[8:]}"
    return f"+{digits}" if text.startswith("+") else digits


def is_phone(text: str) -> bool:
    """True of a text that `written` reads as a number."""
    signs, digits = set(written(text)), len(digits_of(text))
    return signs <= set("+ 0123456789") and FEWEST_DIGITS <= digits <= MOST_DIGITS


def digits_of(text: str) -> str:
    """The digits of a text, in the order in which they stand."""
    return "".join(sign for sign in text if sign in "0123456789")


class PhoneField(_Text):
    """A telephone, written one way by whatever service, form or list brings it, and asked for the same way."""

    def get_prep_value(self, value: Any) -> Any:
        kept = super().get_prep_value(value)
        return written(kept) if isinstance(kept, str) else kept

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        if isinstance(value, str):
            value = written(value)
            setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        """A column of letters as any other: the spelling is the code's, so no migration speaks of it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
