"""At the start the room learns what others tell it: duties, what stands on the calendar (`calendar_moves.py`), the
state of the house, what is left in a unit."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class NetworkConfig(AppConfig):
    name = "orda.network"

    def ready(self) -> None:
        from orda.network import codes, known

        known.serve_requests()
        post_migrate.connect(known.watch, sender=self)
        post_migrate.connect(codes.hold_labels, sender=self)
        autodiscover_modules("duties", "calendar_moves", "house_state", "unit_left")
        from orda.network.calendar import duties  # noqa: F401
