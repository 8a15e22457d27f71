"""Why a record can't be saved as it was written."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class ChangedMeanwhile(Refusal):
    code = "changed_meanwhile"
    message = _("%(who)s saved this record while you wrote: look at both, and save again.")


class GoneMeanwhile(Refusal):
    code = "gone_meanwhile"
    message = _("This record is no longer in the catalogue.")


class NothingWritten(Refusal):
    code = "nothing_written"
    message = _("The record says nothing yet.")


class SameNumber(Refusal):
    code = "same_number"
    message = _("Another record of this database has the number %(number)s (001).")
