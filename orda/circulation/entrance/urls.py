"""Addresses of the entrance."""

from django.urls import path

from orda.circulation.entrance import views

urlpatterns = [
    path("open/", views.open_entrance, name="entrance_open"),
    path("", views.show, name="entrance"),
    path("card/", views.card, name="entrance_card"),
]
