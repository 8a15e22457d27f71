"""Why a guardian can't be shown a child's pages."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class NoChild(Refusal):
    code = "no_child"
    message = _("From 16 years on a reader's pages are their own.")


class NotNamed(Refusal):
    code = "not_named"
    message = _("The child's signed consent doesn't name this person as parent or guardian.")


class NoGuardian(Refusal):
    code = "no_guardian"
    message = _("This card belongs to no grown-up reader.")


class OtherTelephone(Refusal):
    code = "other_telephone"
    message = _("This is not the parent's telephone that is kept with the child. Change it there first.")


class TelephoneTaken(Refusal):
    code = "telephone_taken"
    message = _("With this telephone %(name)s signs in already. Use a card of one's own.")


class ConfirmedAlready(Refusal):
    code = "confirmed_already"
    message = _("%(name)s sees this child's pages already.")
