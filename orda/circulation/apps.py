"""At the start circulation learns who knows what the plan asks of exchange, and what other rooms offer at the desk."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CirculationConfig(AppConfig):
    name = "orda.circulation"

    def ready(self) -> None:
        autodiscover_modules("exchange_plan", "desk_buttons")
