"""Why the calendar is not changed."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class ClosingOverAlready(Refusal):
    code = "closing_over_already"
    message = _("These days are over.")


class ClosingTooLong(Refusal):
    code = "closing_too_long"
    message = _("A closing lasts a year at most: close the library in the tree instead.")


class DaysInDisorder(Refusal):
    code = "days_in_disorder"
    message = _("The last day comes before the first.")


class AlreadySettled(Refusal):
    code = "already_settled"
    message = _("Somebody has settled this already: %(state)s.")


class NeverOpen(Refusal):
    code = "never_open"
    message = _("A week needs at least one day on which the doors are open.")


class HoursInDisorder(Refusal):
    code = "hours_in_disorder"
    message = _(
        "The hours of a day are out of order: the doors open, the break begins and ends, the doors close."
    )


class BeginsInThePast(Refusal):
    code = "begins_in_the_past"
    message = _("New hours begin today or later: what was open stays as it was.")


class NoSuchDay(Refusal):
    code = "no_such_day"
    message = _("No year has such a day.")


class AlreadyInForce(Refusal):
    code = "already_in_force"
    message = _("The calendar says so already.")
