"""Forget who borrowed what once the library no longer needs to know."""

import datetime

from django.db import transaction
from django.db.models import Q

from orda.circulation.deliveries.models import Delivery
from orda.circulation.exchange.interlibrary.models import InterlibraryLoan
from orda.circulation.exchange.selections.models import Selection
from orda.circulation.holds.models import Hold
from orda.circulation.loans.models import Loan
from orda.circulation.losses.models import LossCase
from orda.circulation.offline.models import OfflineAct
from orda.readers.models import Reader


@transaction.atomic
def detach_history(returned_before: datetime.date) -> int:
    """Empties the reader of loans returned, or taken back at the desk, before a day; no statistic changes.

    Returns how many were detached. Not those of readers who chose to keep their history.

    Source: law № 94-V (data are kept no longer than their purpose needs); privacy by default.
    """
    returned = Q(state=Loan.RETURNED, returned_on__lt=returned_before)
    voided = Q(state=Loan.VOIDED, day__lt=returned_before)
    kept = Reader.objects.filter(keep_history=True)
    return (
        Loan.objects.filter(returned | voided, reader__isnull=False)
        .exclude(reader__in=kept)
        .update(reader=None)
    )


@transaction.atomic
def forget_requests(closed_before: datetime.date) -> int:
    """Empties the reader of holds, deliveries, selections and interlibrary loans over before a day; how many holds.

    Those of readers who chose to keep their history stay. Source: law № 94-V.
    """
    kept = Reader.objects.filter(keep_history=True)
    Delivery.objects.filter(day__lt=closed_before).exclude(reader__in=kept).update(reader=None)
    Selection.objects.filter(done_on__lt=closed_before).exclude(reader__in=kept).update(reader=None)
    over = (InterlibraryLoan.State.RETURNED, InterlibraryLoan.State.REFUSED)
    ended = InterlibraryLoan.objects.filter(state__in=over, moved_on__lt=closed_before)
    ended.exclude(reader__in=kept).update(reader=None)
    holds = Hold.objects.exclude(state__in=Hold.OPEN).filter(closed_at__date__lt=closed_before)
    return holds.filter(reader__isnull=False).exclude(reader__in=kept).update(reader=None)


@transaction.atomic
def forget_offline_cards(before: datetime.date) -> int:
    """Empties the card number of acts of a desk without a connection that came in before a day and are settled."""
    over = OfflineAct.objects.filter(received_at__date__lt=before).exclude(card_number="")
    return over.exclude(outcome=OfflineAct.Outcome.CONFLICT).update(card_number="")


@transaction.atomic
def forget_losses(closed_before: datetime.date) -> int:
    """Empties the reader of cases settled before a day, and of the loans they ended. Returns how many cases.

    The notebook of replacements keeps books and acts, not people, once its papers are signed and filed.
    Source: law № 94-V.
    """
    old = LossCase.objects.filter(closed_on__lt=closed_before)
    Loan.objects.filter(state=Loan.LOST, reader__isnull=False, loss_cases__in=old).update(reader=None)
    return old.filter(reader__isnull=False).update(reader=None)
