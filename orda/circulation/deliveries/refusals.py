"""Why a visit to a reader's home can't be counted."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class NotBroughtHome(Refusal):
    code = "not_brought_home"
    message = _("No books are brought home to this reader.")


class DeliveredToday(Refusal):
    code = "delivered_today"
    message = _("This delivery is counted already: once a day.")
