"""Campaigns: those set, a new one, one with its result."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.network import clock
from orda.network import queries as network
from orda.network.refusals import Refusal
from orda.network.rights import REMIND, StaffRequest, needs, owned
from orda.reminders.campaigns import queries, texts
from orda.reminders.campaigns import services as campaigns
from orda.reminders.campaigns.forms import CampaignForm
from orda.reminders.campaigns.models import Campaign
from orda.reminders.campaigns.refusals import BadCampaign

ON_A_PAGE = 20
WIDTH, HEIGHT, FOOT, HEAD = 420, 150, 24, 18  # of the plot


@dataclass(frozen=True)
class Bar:
    """A day of the plot: where its bar stands, and what it says."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    day: str
    items: int


@require_safe
@needs(REMIND)
def show_all(request: StaffRequest) -> HttpResponse:
    found = queries.with_numbers(queries.campaigns(request.workplace))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "campaigns/campaigns.html", {"page": page})


@require_http_methods(["GET", "POST"])
@needs(REMIND)
def new(request: StaffRequest) -> HttpResponse:
    libraries = network.open_libraries(request.workplace)
    form = CampaignForm(request.POST or None, libraries=libraries)
    if request.method == "POST" and form.is_valid():
        try:
            campaign = campaigns.set_campaign(
                form.campaign(), form.cleaned_data["libraries"], by_id=request.user.pk
            )
        except BadCampaign as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Set: %(campaign)s") % {"campaign": campaign})
            return redirect("campaign", campaign_id=campaign.pk)
    status = 422 if form.errors else 200
    return render(request, "campaigns/campaign_new.html", {"form": form}, status=status)


@require_safe
@needs(REMIND, campaign_id=owned(Campaign, "libraries"))
def show(request: StaffRequest, campaign_id: int) -> HttpResponse:
    campaign = _campaign(request, campaign_id)
    found = queries.result(campaign, request.workplace)
    context = {
        "campaign": campaign,
        "result": found,
        "bars": _bars(found),
        "plot": {"width": WIDTH, "height": HEIGHT, "base": HEIGHT - FOOT, "labels": HEIGHT - 8},
        "lines": [(language, _line(language, found)) for language in ("kk", "ru")],
        "to_come": campaign.first > clock.today(),
    }
    return render(request, "campaigns/campaign.html", context)


def _line(language: str, found: queries.Result) -> str:
    campaign = found.campaign
    return texts.campaign_line(
        language,
        campaign.name_kk if language == "kk" else campaign.name_ru,
        campaign.first,
        campaign.last,
        items=found.all.items,
        readers=found.all.readers,
        libraries=len(found.libraries),
        invited=found.invited,
    )


def _bars(found: queries.Result) -> list[Bar]:
    """A bar for each day that has begun; nothing to draw before the first."""
    if not found.days:
        return []
    step = WIDTH / len(found.days)
    most = max(max(one.items for one in found.days.values()), 1)
    bars = []
    for place, (day, one) in enumerate(sorted(found.days.items())):
        height = (HEIGHT - FOOT - HEAD) * one.items / most
        bars.append(
            Bar(
                x=round(place * step + step * 0.15, 1),
                y=round(HEIGHT - FOOT - height, 1),
                width=round(step * 0.7, 1),
                height=round(height, 1),
                middle=round((place + 0.5) * step, 1),
                day=f"{day:%d.%m}" if len(found.days) <= 7 or place % 7 == 0 else "",
                items=one.items,
            )
        )
    return bars


@require_POST
@needs(REMIND, campaign_id=owned(Campaign, "libraries"))
def call_off(request: StaffRequest, campaign_id: int) -> HttpResponse:
    campaign = _campaign(request, campaign_id)
    try:
        campaigns.call_off(campaign)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("campaign", campaign_id=campaign_id)
    messages.success(request, _("Called off."))
    return redirect("campaigns")


def _campaign(request: StaffRequest, campaign_id: int) -> Campaign:
    return get_object_or_404(queries.campaigns(request.workplace), pk=campaign_id)
