"""Addresses of claim letters."""

from django.urls import path

from orda.reminders.letters import views

urlpatterns = [
    path("letters/", views.register, name="letters"),
    path("letters/write/", views.write, name="letters_write"),
    path("letters/file/<slug:kind>/", views.files, name="letters_file"),
]
