"""Why consent can't be noted."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class ConsentSigned(Refusal):
    code = "consent_signed"
    message = _("Consent is signed already.")


class NoConsent(Refusal):
    code = "no_consent"
    message = _("There is no consent to take back.")


class BadNetwork(Refusal):
    code = "bad_network"
    message = _("Choose another network of this house.")


class TextVersionTaken(Refusal):
    code = "text_version_taken"
    message = _("There is a consent text of version %(version)s already; a text is never changed.")
