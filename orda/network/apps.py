"""At the start the room learns from the others what waits for a person (`duties.py`), what of theirs stands on the
calendar (`calendar_moves.py`), what is looked after (`health.py`), what is done by night (`night.py`), the state of the
house (`house_state.py`), what is left in a unit (`unit_left.py`)."""

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
        autodiscover_modules("duties", "calendar_moves", "health", "night", "house_state", "unit_left")
        from orda.network.calendar import duties  # noqa: F401
