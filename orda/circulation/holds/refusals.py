"""Why a hold can't be placed."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class WaitsAlready(Refusal):
    code = "waits_already"
    message = _("The reader waits for this title already.")


class HasItAtHome(Refusal):
    code = "has_it_at_home"
    message = _("The reader has a copy of this title on loan.")


class HoldLimitReached(Refusal):
    code = "hold_limit_reached"
    message = _("The reader has %(limit)s open holds already; more are not taken at once.")


class NotRegisteredAnywhere(Refusal):
    code = "not_registered_anywhere"
    message = _("The reader is not registered in the network for %(year)s.")


class NothingToWaitFor(Refusal):
    code = "nothing_to_wait_for"
    message = _("No library of the network has a copy of this title that could be fetched.")
