"""Known in another network by consent alone: signed by the person or a parent, seen by somebody, ended by a word."""

import datetime

from django.db import transaction

from orda.network import clock, reach
from orda.network.models import Unit
from orda.readers.consents.models import Consent, ConsentText
from orda.readers.consents.refusals import BadNetwork, ConsentSigned, NoConsent
from orda.readers.consents.services import signs_for_themselves, text_in_force
from orda.readers.refusals import NoLongerAReader
from orda.readers.registering.models import Reader
from orda.readers.typed import check_text


def other_networks(reader: Reader) -> list[Unit]:
    """The networks of the house in which the reader is known by consent alone; none where it is not parted."""
    own = reach.network_id(reader.library_id)
    if not own:
        return []
    return list(Unit.objects.filter(kind=Unit.Kind.NETWORK).exclude(pk=own))


@transaction.atomic
def share(
    reader: Reader,
    network: Unit,
    signed_by: str,
    *,
    day: datetime.date | None = None,
    by_id: int | None = None,
) -> Consent:
    """Notes a signed sheet: from now on the card serves in that network too.

    Raises BadReaderField (who signs), BadNetwork, ConsentSigned and NoLongerAReader. `by_id`: who saw the sheet;
    None where the reader, signed in on the site, agreed there.
    """
    day = day or clock.today()
    reader = Reader.objects.select_for_update().get(pk=reader.pk)  # two desks note one sheet once
    if reader.merged_into_id or reader.erased_on:
        raise NoLongerAReader
    check_text("consent_by", signed_by, 160, True)
    own = signs_for_themselves(reader, signed_by, day)
    if network.pk not in {one.pk for one in other_networks(reader)}:
        raise BadNetwork
    standing = Consent.sharing.filter(reader=reader, network=network, revoked_on=None)
    if standing.exists():
        raise ConsentSigned
    return Consent.sharing.create(
        reader=reader,
        network=network,
        text_version=text_in_force(day, ConsentText.Purpose.SHARING).version,
        scope="",
        signed_by=signed_by.strip(),
        signed_on=day,
        own=own,
        noted_by_id=by_id,
    )


@transaction.atomic
def end_sharing(reader: Reader, network_id: int, *, day: datetime.date | None = None) -> None:
    """Takes it back: the card serves there no more; what is still out there can be brought back. Raises NoConsent."""
    Reader.objects.select_for_update().get(pk=reader.pk)
    standing = Consent.sharing.filter(reader=reader, network=network_id, revoked_on=None)
    if not standing.update(revoked_on=day or clock.today()):
        raise NoConsent


def merge_sharing(kept: Reader, double: Reader) -> None:
    """Of two records that become one: what both say of a network holds once; what either ended is not given anew."""
    both = Consent.sharing.filter(reader__in=(kept, double)).order_by("signed_on", "pk")
    ended = {
        one.network_id: one.revoked_on for one in both.filter(revoked_on__isnull=False).order_by("revoked_on")
    }
    held: set[int | None] = set()
    for one in both.filter(revoked_on=None).order_by("-signed_on", "-pk"):
        after = ended.get(one.network_id)
        stands = one.network_id not in held and not (after and one.signed_on and one.signed_on < after)
        held.add(one.network_id)
        if not stands:
            one.revoked_on = max(clock.today(), one.signed_on or clock.today())
            one.save(update_fields=["revoked_on"])
    both.filter(reader=double).update(reader=kept)
