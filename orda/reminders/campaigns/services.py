"""Set a campaign, call it off, write its result down when it is over."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.asked import one_line
from orda.network.models import Unit
from orda.reminders.campaigns.models import Campaign, CampaignResult
from orda.reminders.campaigns.queries import counted
from orda.reminders.campaigns.refusals import BadCampaign

LONGEST = 62  # days


@dataclass(frozen=True)
class NewCampaign:
    """A campaign as it is set."""

    kind: str
    name_kk: str
    name_ru: str
    first: datetime.date
    last: datetime.date


@transaction.atomic
def set_campaign(new: NewCampaign, libraries: Collection[Unit], *, by_id: int | None = None) -> Campaign:
    """Sets a campaign at some libraries. Raises BadCampaign, which names the field.

    No library has two at once: so what comes back is the result of one of them.
    """
    names = [one_line(name, 160) for name in (new.name_kk, new.name_ru)]
    for field, name in zip(("name_kk", "name_ru"), names, strict=True):
        if not name:
            raise BadCampaign(field, _("Families read the name: it is needed in both languages."))
    if not new.first <= new.last <= new.first + datetime.timedelta(days=LONGEST):
        raise BadCampaign("last", _("It ends after it begins, within two months."))
    if not libraries:
        raise BadCampaign("libraries", _("At which libraries?"))
    # Two who set campaigns at once wait for one another.
    ids = sorted(one.pk for one in libraries)
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    other = Campaign.objects.filter(libraries__in=ids, first__lte=new.last, last__gte=new.first).first()
    if other is not None:
        raise BadCampaign("first", _("“%(other)s” goes on in these days already."), other=other)
    campaign = Campaign.objects.create(
        kind=Campaign.Kind(new.kind),
        name_kk=names[0],
        name_ru=names[1],
        first=new.first,
        last=new.last,
        by_id=by_id,
    )
    campaign.libraries.set(ids)
    return campaign


@transaction.atomic
def call_off(campaign: Campaign) -> None:
    """Takes a campaign back before it begins. Raises BadCampaign once families were invited or it began."""
    if campaign.first <= clock.today() or campaign.messages.exists():
        raise BadCampaign("first", _("It has begun, or families were invited: it goes on."))
    campaign.delete()


def close_over(day: datetime.date) -> int:
    """Writes down the results of campaigns that were over before a day, one transaction each; how many."""
    over = Campaign.objects.filter(closed=False, last__lt=day).order_by("pk")
    return sum(_close(pk) for pk in over.values_list("pk", flat=True))


@transaction.atomic
def _close(campaign_id: int) -> int:
    campaign = Campaign.objects.select_for_update().filter(pk=campaign_id, closed=False).first()
    if campaign is None:
        return 0
    CampaignResult.objects.bulk_create(
        CampaignResult(campaign=campaign, library_id=library, day=day, items=one.items, readers=one.readers)
        for (library, day), one in counted(campaign).items()
    )
    campaign.closed = True
    campaign.save(update_fields=["closed"])
    return 1
