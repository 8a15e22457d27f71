"""`orda remind_reports`: a letter about the reports that are late or whose term is near."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orda.console import BadInput, OrdaCommand
from orda.network import clock, house_settings
from orda.planning.document.queries import plan_of
from orda.reports.papers.report_papers import title_of
from orda.reports.queries import Owed, owed


class Command(OrdaCommand):
    help = "Sends a letter about the reports that are late or owed within some days; none where none are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", nargs="+", metavar="ADDRESS", help="Else those of ORDA_DIGEST_TO.")
        parser.add_argument("--days", type=int, default=5, help="How long before its term (0 to 60).")
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default=settings.LANGUAGE_CODE)
        parser.add_argument("--show", action="store_true", help="Prints the letter and sends nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        to = options["to"] or house_settings.words("DIGEST_TO")
        if not to and not options["show"]:
            raise BadInput("to whom? name addresses by --to or in ORDA_DIGEST_TO")
        for one in to:
            try:
                validate_email(one)
            except ValidationError:
                raise BadInput(f"'{one}' is not an e-mail address") from None
        if not 0 <= options["days"] <= 60:
            raise BadInput("--days must be from 0 to 60")
        with translation.override(options["language"]):
            found = due_within(options["days"])
            if not found:
                self.stdout.write("no report is owed")
                return
            subject, body = letter(found)
        if options["show"]:
            self.stdout.write(f"{subject}\n\n{body}")
            return
        try:
            for one in to:
                send_mail(subject, body, None, [one])
        except (OSError, smtplib.SMTPException) as error:
            raise CommandError(f"the mail could not be sent: {error}") from None
        self.stdout.write(f"{len(to)} sent")


def due_within(days: int) -> list[Owed]:
    """Reports of this year's plan and of last year's that are late, or owed within some days."""
    year = clock.today().year
    return [
        one
        for each in (year - 1, year)
        if plan_of(each)
        for one in owed(each)
        if one.state in ("late", "due") and one.days_left <= days
    ]


def letter(found: list[Owed]) -> tuple[str, str]:
    return _("Reports whose term is near"), "\n".join(_told(one) for one in found)


def _told(one: Owed) -> str:
    """The term, the report, whether it is late, and where it is submitted."""
    period = one.period
    late = f"  – {_LATE}" if one.state == "late" else ""
    address = settings.ADDRESS + reverse("report", args=[period.kind.value, period.year, period.number])
    return f"{period.due:%d.%m.%Y}  {title_of(period)}{late}\n    {address}"


_LATE = gettext_lazy("late")
