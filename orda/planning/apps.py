"""At the start the plan learns who knows of the reports that were submitted."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlanningConfig(AppConfig):
    name = "orda.planning"

    def ready(self) -> None:
        autodiscover_modules("filed_reports")
