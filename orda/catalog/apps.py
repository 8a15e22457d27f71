"""At the start the catalogue learns what hangs on its records in the rooms above."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CatalogConfig(AppConfig):
    name = "orda.catalog"

    def ready(self) -> None:
        autodiscover_modules("record_moves")
