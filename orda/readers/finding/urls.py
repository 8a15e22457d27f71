"""Addresses of finding readers."""

from django.urls import path

from orda.readers.finding import views

urlpatterns = [
    path("", views.find, name="readers"),
]
