"""Add machines, shut them out, let them sign in."""

import datetime
import hashlib
import secrets

from django.db import IntegrityError, transaction

from orda.interop import refusals
from orda.interop.models import Device
from orda.network import clock
from orda.network.models import Unit

SECRET_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another on a machine's keyboard
SECRET_LENGTH = 20  # 99 bits
SEEN_EVERY = datetime.timedelta(minutes=1)


@transaction.atomic
def add_device(
    *,
    name: str,
    kind: str,
    library: Unit,
    language: str = "kk",
    encoding: str = Device.Encoding.UTF8,
    needs_pin: bool = False,
    both_ways: bool = False,
    by_id: int | None = None,
) -> tuple[Device, str]:
    """Enters a machine of a library; gives it and its secret, which is kept nowhere.

    Raises NameTaken and NotALibrary.
    """
    if library.kind != Unit.Kind.LIBRARY:
        raise refusals.NotALibrary
    secret = draw_secret()
    try:
        with transaction.atomic():
            device = Device.objects.create(
                name=name.strip(),
                kind=kind,
                library=library,
                secret_hash=hashed(secret),
                language=language,
                encoding=encoding,
                needs_pin=needs_pin,
                both_ways=both_ways,
                added_at=clock.now(),
                added_by_id=by_id,
            )
    except IntegrityError:
        raise refusals.NameTaken(name=name.strip()) from None
    return device, secret


@transaction.atomic
def disable_device(device: Device) -> None:
    """Shuts a machine out at once, for good; what it did stays known. Again does no harm."""
    Device.objects.filter(pk=device.pk).update(active=False, secret_hash="")


@transaction.atomic
def new_secret(device: Device) -> str:
    """Draws a new secret for a machine in use; the old one is void."""
    secret = draw_secret()
    Device.objects.filter(pk=device.pk, active=True).update(secret_hash=hashed(secret))
    return secret


def signed_in(login: str, secret: str, kind: str) -> Device | None:
    """The machine in use that this login and secret belong to, None for any other.

    Tries are not counted: of 99 drawn bits nobody guesses one, and a hundred machines may come back at once.
    """
    _kind, _dash, number = login.strip().rpartition("-")
    known = number.isascii() and number.isdigit() and len(number) < 10 and login.strip() == f"{kind}-{number}"
    device = Device.objects.filter(pk=int(number), kind=kind, active=True).first() if known else None
    fits = secrets.compare_digest(device.secret_hash if device else "", hashed(secret))
    return device if fits else None


def seen(device: Device) -> None:
    """Notes that the machine is alive, once a minute at most: no write in the way of a queue."""
    now = clock.now()
    if device.last_seen is None or abs(now - device.last_seen) >= SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(last_seen=now)


def draw_secret() -> str:
    return "".join(secrets.choice(SECRET_LETTERS) for _ in range(SECRET_LENGTH))


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
