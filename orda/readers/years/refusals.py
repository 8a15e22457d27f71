"""Why a year can't be noted."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class RegisteredAlready(Refusal):
    code = "registered_already"
    message = _("%(reader)s is registered here for %(year)s already.")


class NotRegistered(Refusal):
    code = "not_registered"
    message = _("The reader is not registered here for %(year)s.")
