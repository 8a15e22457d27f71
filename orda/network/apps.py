"""At the start it is learnt what waits for a person, what is looked after, what is done by night, in each room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class NetworkConfig(AppConfig):
    name = "orda.network"

    def ready(self) -> None:
        from orda.network import known

        known.serve_requests()
        post_migrate.connect(known.watch, sender=self)
        autodiscover_modules("duties", "health", "night")
