"""Addresses of the diary."""

from django.urls import path

from orda.diary import views

urlpatterns = [
    path("", views.day, name="diary_day"),
    path("lines/", views.lines, name="diary_lines"),
    path("lines/<int:pk>/take-back/", views.take_back, name="diary_take_back"),
    path("manual/", views.enter, name="diary_enter"),
    path("manual/fields/", views.manual_fields, name="diary_manual_fields"),
    path("close/", views.close, name="diary_close"),
]
