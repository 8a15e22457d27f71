"""Addresses of the house's state and settings."""

from django.urls import path

from orda.network.house import views

urlpatterns = [
    path("", views.house, name="house"),
    path("settings/", views.settings, name="settings"),
    path("settings/<str:name>/undo/", views.setting_undo, name="setting_undo"),
]
