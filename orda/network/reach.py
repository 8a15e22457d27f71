"""Whose is it: what a network holds is found, shown, changed and lent within that network alone (decisions/0044).

A house may hold a region: several networks in one tree. Whoever stands under a network reaches what lies under it;
whoever stands above (a region) reaches what lies under that. A house of one network, or of none, is not parted:
everything is reached from everywhere, no condition is added to a question, and none is asked.
"""

from django.db.models import Q, QuerySet

from orda.network.known import known
from orda.network.models import Unit
from orda.network.queries import network_of, open_libraries, units_above

EVERYTHING = "/"  # every path begins so


@known(Unit)
def is_parted() -> bool:
    """True where libraries of this house don't all belong to one network."""
    kept = Unit.objects.filter(kind__in=[Unit.Kind.NETWORK, Unit.Kind.LIBRARY])
    networks = [path for path, kind in kept.values_list("path", "kind") if kind == Unit.Kind.NETWORK]
    if len(networks) != 1:
        return bool(networks)
    return kept.exclude(path__startswith=networks[0]).exists()


@known(Unit)
def path_of(unit_id: int) -> str:
    """The path of a unit, "" of one that is none."""
    return Unit.objects.filter(pk=unit_id).values_list("path", flat=True).first() or ""


@known(Unit)
def network_path(unit_id: int) -> str:
    """The path under which lies all that is reached from a unit: that of its network, else its own."""
    if not is_parted():
        return EVERYTHING
    unit = Unit.objects.filter(pk=unit_id).first()
    return network_of(unit).path if unit else ""


def network_id(unit_id: int) -> int:
    """The unit at whose path lies what is reached from a unit; 0 where the house is not parted."""
    top = network_path(unit_id)
    return 0 if top == EVERYTHING else units_above(top)[-1]


def reaches(here: int, there: int) -> bool:
    """True where what the unit `there` holds is found, shown and changed from the unit `here`."""
    top = network_path(here)
    return top == EVERYTHING or path_of(there).startswith(top)


def within(here: int, way: str = "library") -> Q:
    """The condition that what stands at the unit to which `way` leads is reached from the unit `here`."""
    top = network_path(here)
    return Q() if top == EVERYTHING else Q(**{f"{way}__path__startswith": top})


def open_libraries_near(unit: Unit) -> QuerySet[Unit]:
    """The open libraries beside a library, or under another unit, of those that are reached from it."""
    above = unit.parent if unit.kind == Unit.Kind.LIBRARY and unit.parent else unit
    return open_libraries(above).filter(path__startswith=network_path(unit.pk))


def within_sql(here: int, column: str) -> str:
    """`within`, to be added to plain SQL: `column` holds the unit's id. "" where everything is reached."""
    top = network_path(here)  # ids and slashes alone
    if top == EVERYTHING:
        return ""
    return f" AND {column} IN (SELECT reach.id FROM network_unit reach WHERE reach.path LIKE '{top}%%')"
