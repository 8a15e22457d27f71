"""Why something may not be done with a reader: what several pieces and other rooms say.

Shown to people as it stands.
"""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class BadReaderField(Refusal):
    """One field of the form is wrong; `field` names it."""

    code = "bad_reader_field"

    def __init__(self, field: str, message: object, **params: object) -> None:
        super().__init__(**params)
        self.field = field
        self.message = message  # type: ignore[assignment]


class CardTaken(Refusal):
    code = "card_taken"
    message = _("Card number %(card_number)s belongs to another reader already.")


class LabelTaken(CardTaken):
    """Something else carries the code; `what` says what."""

    code = "label_taken"
    message = _("The number %(card_number)s is taken: %(what)s.")


class IinTaken(Refusal):
    code = "iin_taken"
    message = _("This IIN belongs to another reader already: card %(card_number)s.")


class IinElsewhere(Refusal):
    """Says nothing of whom: another network holds them."""

    code = "iin_elsewhere"
    message = _(
        "A reader of another network has this IIN. With their consent, noted at their own library, their card serves "
        "here too."
    )


class OfAnotherNetwork(Refusal):
    """Says nothing of whom."""

    code = "of_another_network"
    message = _(
        "This card is of another network. With the reader's consent, noted at their own library, it serves here too."
    )


class NoLongerAReader(Refusal):
    code = "no_longer_a_reader"
    message = _("This record was merged into another one, or erased.")


class StillOwes(Refusal):
    """`what` lists what is open, in words."""

    code = "still_owes"
    message = _("Not while this is open: %(what)s")


class BothHold(Refusal):
    code = "both_hold"
    message = _("Both wait for “%(title)s”. Cancel one of the two holds first.")
