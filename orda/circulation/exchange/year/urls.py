"""Addresses of the year's table of exchange."""

from django.urls import path

from orda.circulation.exchange.year import views

urlpatterns = [
    path("", views.table, name="exchange_table"),
]
