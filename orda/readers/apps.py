"""At the start every room's `readers_data` module is loaded, so that readers know what is kept of them elsewhere."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ReadersConfig(AppConfig):
    name = "orda.readers"

    def ready(self) -> None:
        autodiscover_modules("readers_data")
