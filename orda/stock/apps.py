"""At the start the stock learns who seals its books and what holds a copy."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class StockConfig(AppConfig):
    name = "orda.stock"

    def ready(self) -> None:
        autodiscover_modules("stock_seals", "stock_held")
