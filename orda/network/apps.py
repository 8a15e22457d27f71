"""At the start the room learns which rooms have something that waits for a person (their `duties.py`), and what of
theirs stands on the calendar (their `calendar_moves.py`)."""

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
        autodiscover_modules("duties", "calendar_moves")
        from orda.network.calendar import duties  # noqa: F401
