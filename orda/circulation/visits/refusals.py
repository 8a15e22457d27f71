"""Why a visit can't be counted."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class BadVisit(Refusal):
    code = "bad_visit"
    message = _("Count from 1 to 1,000 people at once, with a known purpose.")


class NoSuchPoint(Refusal):
    code = "no_such_point"
    message = _("This library serves no such point.")
