"""Pair a screen at the door: a code drawn on the page of machines is typed into it once."""

import datetime
import secrets

from django.db import transaction
from django.db.models import F

from orda.interop import refusals
from orda.interop.models import Device
from orda.interop.services.devices import draw_secret, hashed
from orda.network import clock

DIGITS = 8
LASTS = datetime.timedelta(minutes=15)
MOST_TRIES = 10  # wrong codes, whoever types them, after which every open code is void


@transaction.atomic
def draw_code(device: Device) -> str:
    """Draws a code that pairs a screen within a quarter of an hour, once; it is kept nowhere."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    Device.objects.filter(pk=device.pk, kind=Device.Kind.TABLET, active=True).update(
        code_hash=hashed(code), code_until=clock.now() + LASTS, code_tries=0
    )
    return code


def pair(code: str) -> tuple[Device, str]:
    """Pairs the screen on which the code was typed: its machine, and the secret that it keeps from now on.

    A screen that was paired before is out. Raises WrongCode; every open code is void after too many of them.
    """
    secret = draw_secret()
    typed = "".join(code.split())
    waiting = Device.objects.filter(code_until__gt=clock.now(), kind=Device.Kind.TABLET, active=True)
    with transaction.atomic():
        found = waiting.filter(code_hash=hashed(typed), code_tries__lt=MOST_TRIES)
        device = found.select_for_update(of=("self",)).first() if typed else None
        if device is not None:
            Device.objects.filter(pk=device.pk).update(
                secret_hash=hashed(secret), code_hash="", code_until=None, code_tries=0
            )
    if device is None:
        waiting.update(code_tries=F("code_tries") + 1)
        raise refusals.WrongCode
    return device, secret
