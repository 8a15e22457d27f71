"""Why something may not be done with a reader. Shown to people as it stands."""

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


class IinTaken(Refusal):
    code = "iin_taken"
    message = _("This IIN belongs to another reader already: card %(card_number)s.")


class RegisteredAlready(Refusal):
    code = "registered_already"
    message = _("%(reader)s is registered here for %(year)s already.")


class NotRegistered(Refusal):
    code = "not_registered"
    message = _("The reader is not registered here for %(year)s.")


class NoLongerAReader(Refusal):
    code = "no_longer_a_reader"
    message = _("This record was merged into another one, or erased.")


class ConsentSigned(Refusal):
    code = "consent_signed"
    message = _("Consent is signed already.")


class NoConsent(Refusal):
    code = "no_consent"
    message = _("There is no consent to take back.")


class StillOwes(Refusal):
    """`what` lists what is open, in words."""

    code = "still_owes"
    message = _("Not while this is open: %(what)s")


class TextVersionTaken(Refusal):
    code = "text_version_taken"
    message = _("There is a consent text of version %(version)s already; a text is never changed.")


class SameReader(Refusal):
    code = "same_reader"
    message = _("These are one and the same record.")


class NotAlike(Refusal):
    code = "not_alike"
    message = _("A group and a person can't be merged.")


class BothHold(Refusal):
    code = "both_hold"
    message = _("Both wait for “%(title)s”. Cancel one of the two holds first.")


class BadPicture(Refusal):
    code = "bad_picture"
    message = _("This is not a picture in JPEG, PNG or WebP of at most 5 MB.")


class FamilyRefused(Refusal):
    """One of a family can't be registered, so nobody is; `member` is their place, `why` the refusal."""

    code = "family_refused"

    def __init__(self, member: int, why: Refusal) -> None:
        super().__init__()
        self.member, self.why = member, why
        self.message = str(why)
