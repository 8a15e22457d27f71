"""Why a point can't be kept."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class PointExists(Refusal):
    code = "point_exists"
    message = _("The library has a point of this name already.")


class PointWithoutName(Refusal):
    code = "point_without_name"
    message = _("A point needs its name in Kazakh and in Russian.")
