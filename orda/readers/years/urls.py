"""Addresses of a reader's years."""

from django.urls import path

from orda.readers.years import views

urlpatterns = [
    path("year/", views.year, name="readers_year"),
]
