"""Why a set can't be sent."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class NothingInTheSet(Refusal):
    code = "nothing_in_the_set"
    message = _("There is no copy in this set.")
