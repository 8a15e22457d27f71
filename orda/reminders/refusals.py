"""Why something can't be said to a family."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class NothingToSay(Refusal):
    code = "nothing_to_say"
    message = _("Nothing of this reader is overdue here any more.")
