"""Addresses of what is overdue."""

from django.urls import path

from orda.reminders.overdue import views

urlpatterns = [
    path("", views.overdue, name="overdue"),
    path("call/<int:reader_id>/", views.call, name="overdue_call"),
]
