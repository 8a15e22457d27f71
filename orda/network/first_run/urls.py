"""Addresses of the three steps."""

from django.urls import path

from orda.network.first_run import views

urlpatterns = [
    path("", views.key, name="first"),
    path("network/", views.network, name="first_network"),
    path("library/", views.library, name="first_library"),
    path("administrator/", views.administrator, name="first_administrator"),
]
