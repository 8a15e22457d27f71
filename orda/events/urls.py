"""Addresses of the events room."""

from django.urls import path

from orda.events import evidence_views, views

urlpatterns = [
    path("", views.plan, name="events"),
    path("hold/", views.hold, name="event_hold"),
    path("held/", views.held, name="events_held"),
    path("held/<int:event_id>/", views.correct, name="event_correct"),
    path("held/<int:event_id>/cancel/", views.cancel, name="event_cancel"),
    path("held/<int:event_id>/evidence/", evidence_views.evidence, name="event_evidence"),
    path("held/<int:event_id>/evidence/add/", evidence_views.add, name="event_evidence_add"),
    path("evidence/<int:pk>/file/", evidence_views.file, name="event_evidence_file"),
    path("evidence/<int:pk>/take-back/", evidence_views.take_back, name="event_evidence_take_back"),
]
