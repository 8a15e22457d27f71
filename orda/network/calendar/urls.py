"""Addresses of the calendar: the public page of hours, and the pages on which it is changed."""

from django.urls import path

from orda.network.calendar import views

urlpatterns = [
    path("hours/", views.hours, name="hours"),
    path("", views.show, name="calendar"),
    path("closings/", views.closing, name="calendar_closing"),
    path("closings/<int:pk>/<slug:step>/", views.settle_closing, name="calendar_closing_settle"),
    path("week/", views.week, name="calendar_hours"),
    path("week/<int:pk>/<slug:step>/", views.settle_hours, name="calendar_hours_settle"),
    path("holidays/", views.holidays, name="calendar_holidays"),
    path("holidays/day/", views.single_day, name="calendar_day"),
    path("holidays/day/<int:pk>/forget/", views.forget_day, name="calendar_day_forget"),
    path("holidays/yearly/", views.yearly, name="calendar_yearly"),
    path("holidays/yearly/<int:pk>/end/", views.end_yearly, name="calendar_yearly_end"),
    path("holidays/year/", views.look_over, name="calendar_year"),
]
