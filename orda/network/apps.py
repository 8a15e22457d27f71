"""At the start the room learns what others tell it: duties, the state of the house, what is left in a unit."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class NetworkConfig(AppConfig):
    name = "orda.network"

    def ready(self) -> None:
        from orda.network import known

        known.serve_requests()
        post_migrate.connect(known.watch, sender=self)
        autodiscover_modules("duties", "house_state", "unit_left")
