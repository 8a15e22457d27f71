"""Why a photograph can't be kept."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class BadPicture(Refusal):
    code = "bad_picture"
    message = _("This is not a picture in JPEG, PNG or WebP of at most 5 MB.")
