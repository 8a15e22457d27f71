"""Addresses of the whole house; each room keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("orda.network.urls")),
    path("diary/", include("orda.diary.urls")),
    path("desk/", include("orda.circulation.urls")),
    path("readers/", include("orda.readers.urls")),
    path("events/", include("orda.events.urls")),
]
