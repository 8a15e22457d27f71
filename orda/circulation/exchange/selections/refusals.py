"""Why a copy can't be chosen or go on."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class ChosenAlready(Refusal):
    code = "chosen_already"
    message = _("Copy %(barcode)s is in this selection already.")


class NoReaderToHoldFor(Refusal):
    code = "no_reader_to_hold_for"
    message = _("This selection names no reader.")


class BadNumberOfCopies(Refusal):
    code = "bad_number_of_copies"
    message = _("Count from 1 to 1,000 copies.")
