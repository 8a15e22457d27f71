"""Addresses of machines."""

from django.urls import path

from orda.interop import gate_views, views

urlpatterns = [
    path("", views.machines, name="machines"),
    path("gate/", gate_views.gate, name="gate"),
    path("<int:device_id>/", views.machine, name="machine"),
    path("<int:device_id>/secret/", views.new_secret, name="machine_secret"),
    path("<int:device_id>/disable/", views.disable, name="machine_disable"),
]
