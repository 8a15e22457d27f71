"""Why a message can't be sent again."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class NotToSendAgain(Refusal):
    code = "not_to_send_again"
    message = _("Only a message that was not sent can be sent again.")
