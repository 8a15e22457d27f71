"""At the start every room's `audit` module is loaded, so `orda check` knows what each can prove,
and its `diary_words`, so that lines are told in words."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DiaryConfig(AppConfig):
    name = "orda.diary"

    def ready(self) -> None:
        autodiscover_modules("audit", "diary_words")
