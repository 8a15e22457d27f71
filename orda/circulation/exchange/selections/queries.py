"""What may be asked of selections."""

from django.db.models import QuerySet

from orda.circulation.exchange.selections.models import Selection
from orda.network import reach
from orda.network.models import Unit


def selections_of(unit: Unit, state: str = "") -> QuerySet[Selection]:
    """Selections that the unit's network is asked for: those due first at the top. A branch sees its own."""
    central = unit.kind != Unit.Kind.LIBRARY or unit.library_type == Unit.LibraryType.CENTRAL
    top = unit.parent if central and unit.kind == Unit.Kind.LIBRARY and unit.parent else unit
    found = Selection.objects.filter(reach.within(unit.pk), library__path__startswith=top.path)
    found = found.filter(state=state) if state else found
    order = ("due_on", "asked_on", "pk") if state == Selection.State.ASKED else ("-done_on", "-pk")
    return found.select_related("library", "reader", "giver", "deposit").order_by(*order)
