"""Addresses of the slip."""

from django.urls import path

from orda.reminders.slips import views

urlpatterns = [
    path("slip/", views.send, name="slip_send"),
]
