"""Why something can't be said to a family."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class NothingToSay(Refusal):
    code = "nothing_to_say"
    message = _("Nothing of this reader is overdue here any more.")


class NothingAtHome(Refusal):
    code = "nothing_at_home"
    message = _("This reader has nothing at home.")


class NotWrittenTo(Refusal):
    code = "not_written_to"
    message = _("This family is not written to: no address, or no consent to messages. Print the slip.")


class SlipSentAlready(Refusal):
    code = "slip_sent_already"
    message = _("This very slip was sent already.")


class NotedAlready(Refusal):
    code = "noted_already"
    message = _("This call is noted already.")


class NotToSendAgain(Refusal):
    code = "not_to_send_again"
    message = _("Only a message that was not sent can be sent again.")


class BadCampaign(Refusal):
    """`field` names what was filled in wrongly."""

    code = "bad_campaign"

    def __init__(self, field: str, message: object, **params: object) -> None:
        super().__init__(**params)
        self.field = field
        self.message = message  # type: ignore[assignment]
