"""Addresses of merging."""

from django.urls import path

from orda.readers.merging import views

urlpatterns = [
    path("merge/", views.merge, name="reader_merge"),
]
