"""Addresses of requests about a person's own data."""

from django.urls import path

from orda.readers.privacy import views

urlpatterns = [
    path("requests/", views.requests, name="reader_requests"),
    path("looks/", views.looks, name="reader_looks"),
    path("<int:reader_id>/data/", views.data, name="reader_data"),
    path("<int:reader_id>/erase/", views.erase, name="reader_erase"),
]
