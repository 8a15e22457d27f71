"""What the stock still has in a library that is to be closed."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from orda.network.models import Unit
from orda.network.tree.left import tells_what_is_left
from orda.stock.models import Copy


@tells_what_is_left
def copies(unit: Unit) -> Iterable[str]:
    count = Copy.objects.filter(library__path__startswith=unit.path, status=Copy.Status.IN_STOCK).count()
    if count:
        yield ngettext("%(count)s copy in stock", "%(count)s copies in stock", count) % {"count": count}
