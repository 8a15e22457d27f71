"""Addresses of the readers' room: each piece keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("orda.readers.finding.urls")),
    path("", include("orda.readers.registering.urls")),
    path("", include("orda.readers.years.urls")),
    path("", include("orda.readers.consents.urls")),
    path("", include("orda.readers.class_lists.urls")),
    path("", include("orda.readers.growing_up.urls")),
    path("", include("orda.readers.cards.urls")),
    path("", include("orda.readers.guardians.urls")),
    path("", include("orda.readers.merging.urls")),
    path("", include("orda.readers.privacy.urls")),
    path("", include("orda.readers.record.urls")),
]
