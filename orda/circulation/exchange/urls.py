"""Addresses of exchange: each piece keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("orda.circulation.exchange.transits.urls")),
    path("routes/", include("orda.circulation.exchange.routes.urls")),
    path("sets/", include("orda.circulation.exchange.sets.urls")),
    path("selections/", include("orda.circulation.exchange.selections.urls")),
    path("interlibrary/", include("orda.circulation.exchange.interlibrary.urls")),
    path("table/", include("orda.circulation.exchange.year.urls")),
]
