"""Addresses of what is said to families: each piece keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("orda.reminders.overdue.urls")),
    path("", include("orda.reminders.slips.urls")),
    path("", include("orda.reminders.outbox.urls")),
    path("", include("orda.reminders.letters.urls")),
    path("", include("orda.reminders.campaigns.urls")),
]
