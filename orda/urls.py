"""Addresses of the whole house; each room keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("orda.network.urls")),
]
