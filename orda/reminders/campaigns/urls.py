"""Addresses of campaigns."""

from django.urls import path

from orda.reminders.campaigns import views

urlpatterns = [
    path("campaigns/", views.show_all, name="campaigns"),
    path("campaigns/new/", views.new, name="campaign_new"),
    path("campaigns/<int:campaign_id>/", views.show, name="campaign"),
    path("campaigns/<int:campaign_id>/call-off/", views.call_off, name="campaign_call_off"),
]
