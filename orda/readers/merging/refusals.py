"""Why two records can't become one."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class SameReader(Refusal):
    code = "same_reader"
    message = _("These are one and the same record.")


class NotAlike(Refusal):
    code = "not_alike"
    message = _("A group and a person can't be merged.")
