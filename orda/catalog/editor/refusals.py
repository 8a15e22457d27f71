"""Why what was written on the page can't be read as a record."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class LineNotRead(Refusal):
    code = "line_not_read"
    message = _("Line %(line)s is no field: a tag of three signs, a blank, then what it says. “%(text)s”")


class TooMuchWritten(Refusal):
    code = "too_much_written"
    message = _("This is longer than a record can be.")
