"""Addresses of the outbox."""

from django.urls import path

from orda.reminders.outbox import views

urlpatterns = [
    path("messages/", views.outbox, name="outbox"),
    path("messages/<int:message_id>/again/", views.send_again, name="outbox_again"),
]
