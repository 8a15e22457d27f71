"""What is still open in a library that is to be closed: loans and holds."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from orda.circulation.models import Hold, Loan
from orda.network.models import Unit
from orda.network.tree.left import tells_what_is_left


@tells_what_is_left
def loans_and_holds(unit: Unit) -> Iterable[str]:
    loans = Loan.objects.filter(library__path__startswith=unit.path, state="open").count()
    if loans:
        yield ngettext("%(count)s open loan", "%(count)s open loans", loans) % {"count": loans}
    holds = Hold.objects.filter(library__path__startswith=unit.path, state__in=Hold.OPEN).count()
    if holds:
        yield ngettext("%(count)s hold to be fetched there", "%(count)s holds to be fetched there", holds) % {
            "count": holds
        }
