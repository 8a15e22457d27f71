"""Addresses of the desk without a connection."""

from django.urls import path

from orda.circulation.offline import views

urlpatterns = [
    path("", views.page, name="desk_offline"),
    path("taken.json", views.take_along, name="desk_offline_taken"),
    path("ping/", views.ping, name="desk_offline_ping"),
    path("hand-in/", views.hand_in, name="desk_offline_hand_in"),
    path("acts/", views.to_look_at, name="desk_offline_acts"),
    path("acts/<int:pk>/settle/", views.settle, name="desk_offline_settle"),
]
