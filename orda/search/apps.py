"""At the start the index is told of what changes in the catalogue and the stock, and learns who knows of loans."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "orda.search"

    def ready(self) -> None:
        from orda.catalog import changes
        from orda.search.services import note_changed

        changes.tell_me(note_changed)
        autodiscover_modules("availability")
