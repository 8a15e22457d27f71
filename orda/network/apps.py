"""At the start home learns which rooms have something that waits for a person (their `duties.py`)."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NetworkConfig(AppConfig):
    name = "orda.network"

    def ready(self) -> None:
        autodiscover_modules("duties")
