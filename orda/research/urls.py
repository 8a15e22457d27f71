"""Addresses of the research."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
