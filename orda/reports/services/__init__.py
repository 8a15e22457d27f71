"""What may be done with reports: submit one."""

from orda.reports.services.submitting import (
    AlreadySubmitted,
    EarlierMissing,
    PeriodNotOver,
    UnknownPeriod,
    submit,
)

__all__ = ["AlreadySubmitted", "EarlierMissing", "PeriodNotOver", "UnknownPeriod", "submit"]
