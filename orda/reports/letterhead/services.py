"""Set the letterhead of a network."""

from collections.abc import Mapping

from orda.network.models import Unit
from orda.reports.models import Letterhead

FIELDS = tuple(one.name for one in Letterhead._meta.fields if one.name not in ("id", "network"))


def set_letterhead(network: Unit, names: Mapping[str, str]) -> Letterhead:
    """Keeps the names that all papers of the network give from now on."""
    told = {name: names.get(name, "").strip() for name in FIELDS}
    return Letterhead.objects.update_or_create(network=network, defaults=told)[0]
