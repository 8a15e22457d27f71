"""Addresses of the events room."""

from django.urls import path

from orda.events import views

urlpatterns = [
    path("", views.plan, name="events"),
    path("hold/", views.hold, name="event_hold"),
    path("held/", views.held, name="events_held"),
    path("held/<int:event_id>/", views.correct, name="event_correct"),
    path("held/<int:event_id>/cancel/", views.cancel, name="event_cancel"),
]
