"""Addresses of the plan board."""

from django.urls import path

from orda.planning.board import other_views as board_views
from orda.planning.board import views

urlpatterns = [
    path("", views.board, name="board"),
    path("map/", board_views.board_map, name="board_map"),
    path("forecast/", board_views.board_forecast, name="board_forecast"),
    path("screen/", board_views.board_screen, name="board_screen"),
    path("<slug:key>/", views.indicator, name="board_indicator"),
    path("<slug:key>/lines/", views.lines, name="board_lines"),
]
