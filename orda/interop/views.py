"""The page of machines: enter them, shut them out, see what they did."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.interop import queries, services
from orda.interop.forms import DeviceForm
from orda.interop.models import Device
from orda.network import rights
from orda.network.refusals import Refusal
from orda.network.rights import RUN_MACHINES, StaffRequest, needs, owned


@never_cache
@require_http_methods(["GET", "POST"])
@needs(RUN_MACHINES)
def machines(request: StaffRequest) -> HttpResponse:
    """The list of machines; a new one's secret is shown in the answer to its form, and never again."""
    form = DeviceForm(request.POST or None, unit=request.workplace)
    shown: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        try:
            device, secret = services.add_device(**form.cleaned_data, by_id=request.user.pk)
            shown = {"new": device, **_shown(device, secret)}
            form = DeviceForm(unit=request.workplace)
        except Refusal as refusal:
            form.add_error("name", str(refusal))
    devices = queries.devices_under(request.workplace)
    context = {"form": form, "devices": devices, **shown}
    return render(request, "interop/machines.html", context, status=422 if form.errors else 200)


@require_safe
@needs(RUN_MACHINES, device_id=owned(Device, "library"))
def machine(request: StaffRequest, device_id: int) -> HttpResponse:
    device = _device(request, device_id)
    return render(request, "interop/machine.html", {"device": device, "acts": queries.last_acts(device)})


@never_cache
@require_POST
@needs(RUN_MACHINES, device_id=owned(Device, "library"))
def new_secret(request: StaffRequest, device_id: int) -> HttpResponse:
    device = _device(request, device_id)
    if not device.active:
        raise Http404
    # A screen in use goes on until another is paired by the code.
    shown = (
        _shown(device, "") if device.kind == Device.Kind.TABLET else {"secret": services.new_secret(device)}
    )
    context = {"device": device, "acts": queries.last_acts(device), "new": device, **shown}
    return render(request, "interop/machine.html", context)


@require_POST
@needs(RUN_MACHINES, device_id=owned(Device, "library"))
def disable(request: StaffRequest, device_id: int) -> HttpResponse:
    device = _device(request, device_id)
    services.disable_device(device)
    messages.success(request, _("%(machine)s is shut out.") % {"machine": device})
    return redirect("machines")


def _shown(device: Device, secret: str) -> dict[str, str]:
    """What is typed into a new machine: a screen is paired by a short code, any other signs in with its secret."""
    return {"code": services.draw_code(device)} if device.kind == Device.Kind.TABLET else {"secret": secret}


def _device(request: StaffRequest, device_id: int) -> Device:
    """The machine, where its library lies under the person's right; for anybody else there is none."""
    device = Device.objects.select_related("library").filter(pk=device_id).first()
    if device is None or not rights.may(request.user, RUN_MACHINES, device.library):
        raise Http404
    return device
