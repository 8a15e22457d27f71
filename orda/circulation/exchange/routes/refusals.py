"""Why a route can't be kept."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class TooFewStops(Refusal):
    code = "too_few_stops"
    message = _("A route leads through two libraries at least.")


class NameTaken(Refusal):
    code = "name_taken"
    message = _("There is a route with this name already: %(name)s.")
