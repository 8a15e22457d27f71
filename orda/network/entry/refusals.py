"""Why somebody can't come in, or can't change how they do."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class KeyOpensNothing(Refusal):
    code = "key_opens_nothing"
    message = _("This code opens nothing: it was used, has ended, or was typed wrongly. Ask for a new one.")


class FactorIsDemanded(Refusal):
    code = "factor_is_demanded"
    message = _("Your role must have a second factor: add another before you remove the last.")


class WrongCode(Refusal):
    code = "wrong_code"
    message = _("This code is wrong, or was used already. The app shows a new one every half minute.")


class ShutForAWhile(Refusal):
    code = "shut_for_a_while"
    message = _("The second factor was wrong five times. Try again in a quarter of an hour.")


class PasskeyRefused(Refusal):
    code = "passkey_refused"
    message = _("The passkey was not accepted. Try once more, or another way.")


class NoPasskeysHere(Refusal):
    code = "no_passkeys_here"
    message = _("Passkeys need the house's name in the address (https://library.example), not a number.")
