"""Addresses of the plan board."""

from django.urls import path

from orda.planning import views

urlpatterns = [
    path("", views.board, name="board"),
]
