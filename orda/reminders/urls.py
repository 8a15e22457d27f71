"""Addresses of the reminders."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
