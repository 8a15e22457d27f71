"""Addresses of points outside the library."""

from django.urls import path

from orda.circulation.points import views

urlpatterns = [
    path("", views.points, name="points"),
    path("<int:point_id>/", views.change, name="point"),
    path("<int:point_id>/close/", views.close, name="point_close"),
]
