"""Forget who borrowed what once the library no longer needs to know."""

import datetime

from django.db import transaction

from orda.circulation.models import Loan


@transaction.atomic
def detach_history(returned_before: datetime.date) -> int:
    """Empties the reader of loans returned before a day; no statistic changes. Returns how many were detached.

    Source: law № 94-V (data are kept no longer than their purpose needs); privacy by default.
    """
    return Loan.objects.filter(
        state=Loan.RETURNED, returned_on__lt=returned_before, reader__isnull=False
    ).update(reader=None)
