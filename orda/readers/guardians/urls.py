"""Addresses of guardians at the desk."""

from django.urls import path

from orda.readers.guardians import views

urlpatterns = [
    path("<int:reader_id>/guardian/", views.confirm, name="guardian_confirm"),
    path("guardians/<int:pk>/end/", views.end, name="guardian_end"),
    path("guardians/<int:pk>/pin/", views.pin, name="guardian_pin"),
]
