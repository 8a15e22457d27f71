"""Addresses of the van."""

from django.urls import path

from orda.circulation.exchange.transits import views

urlpatterns = [
    path("", views.show, name="transits"),
    path("send/", views.send, name="transits_send"),
    path("receive/", views.receive, name="transits_receive"),
    path("<int:transit_id>/keep/", views.keep, name="transit_keep"),
    path("<int:transit_id>/lost/", views.lose, name="transit_lost"),
]
