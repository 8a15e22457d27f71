"""Addresses of the studies."""

from django.urls import path

from orda.research import views

urlpatterns = [
    path("readers/", views.readers, name="reader_study"),
    path("readers.csv", views.readers_file, name="reader_study_file"),
]
