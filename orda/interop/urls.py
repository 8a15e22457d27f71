"""Addresses of machines."""

from django.urls import path

from orda.interop import gate_views, tablet_views, views

urlpatterns = [
    path("", views.machines, name="machines"),
    path("self-service/", tablet_views.show, name="self_service"),
    path("self-service/pair/", tablet_views.pair, name="self_service_pair"),
    path("self-service/choose/", tablet_views.choose, name="self_service_choose"),
    path("self-service/scan/", tablet_views.scan, name="self_service_scan"),
    path("self-service/pin/", tablet_views.pin, name="self_service_pin"),
    path("self-service/renew/", tablet_views.renew, name="self_service_renew"),
    path("self-service/language/", tablet_views.speak, name="self_service_speak"),
    path("self-service/finish/", tablet_views.finish, name="self_service_finish"),
    path("gate/", gate_views.gate, name="gate"),
    path("<int:device_id>/", views.machine, name="machine"),
    path("<int:device_id>/secret/", views.new_secret, name="machine_secret"),
    path("<int:device_id>/disable/", views.disable, name="machine_disable"),
]
