"""Why a slip can't be sent."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class NothingAtHome(Refusal):
    code = "nothing_at_home"
    message = _("This reader has nothing at home.")


class NotWrittenTo(Refusal):
    code = "not_written_to"
    message = _("This family is not written to: no address, or no consent to messages. Print the slip.")


class SlipSentAlready(Refusal):
    code = "slip_sent_already"
    message = _("This very slip was sent already.")
