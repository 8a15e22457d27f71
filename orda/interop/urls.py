"""Addresses of the interop."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
