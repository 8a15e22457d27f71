"""Addresses of the plan board."""

from django.urls import path

from orda.planning import views

urlpatterns = [
    path("", views.board, name="board"),
    path("<slug:key>/", views.indicator, name="board_indicator"),
    path("<slug:key>/lines/", views.lines, name="board_lines"),
]
