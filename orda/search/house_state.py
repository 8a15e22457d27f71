"""The search index, for the page of the house's state."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orda.catalog.models import Record
from orda.network.house.state import BAD, WARN, Fact, tells_state
from orda.search import index


@tells_state
def search_index() -> Iterable[Fact]:
    name, advice = (
        _("Search index"),
        _("Run `orda index --all` on the machine: it is made anew, readers go on searching."),
    )
    records = Record.objects.filter(merged_into=None).count()
    if not records and not index.is_there():
        yield Fact(name, _("the catalogue is empty"))
        return
    try:
        indexed = index.searcher().num_docs
    except Exception:  # damaged in any way: said, not raised
        yield Fact(name, _("can't be read"), BAD, advice)
        return
    told = ngettext("%(count)s record is found", "%(count)s records are found", indexed) % {
        "count": f"{indexed:,}"
    }
    missing = abs(records - indexed)
    if missing > max(10, records // 100):
        yield Fact(name, told, WARN, advice)
    else:
        yield Fact(name, told)
