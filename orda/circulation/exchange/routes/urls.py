"""Addresses of the van's routes."""

from django.urls import path

from orda.circulation.exchange.routes import views

urlpatterns = [
    path("", views.show_all, name="routes"),
    path("new/", views.new, name="route_new"),
    path("<int:route_id>/", views.change, name="route"),
    path("<int:route_id>/remove/", views.remove, name="route_remove"),
    path("<int:route_id>/list/", views.round_list, name="route_list"),
]
