"""Why a call can't be noted."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class NotedAlready(Refusal):
    code = "noted_already"
    message = _("This call is noted already.")
