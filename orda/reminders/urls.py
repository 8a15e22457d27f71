"""Addresses of what is said to families."""

from django.urls import path

from orda.reminders import campaign_views, letter_views, slip_views, views

urlpatterns = [
    path("", views.overdue, name="overdue"),
    path("call/<int:reader_id>/", views.call, name="overdue_call"),
    path("slip/", slip_views.send, name="slip_send"),
    path("messages/", views.outbox, name="outbox"),
    path("messages/<int:message_id>/again/", views.send_again, name="outbox_again"),
    path("letters/", letter_views.register, name="letters"),
    path("letters/write/", letter_views.write, name="letters_write"),
    path("letters/file/<slug:kind>/", letter_views.files, name="letters_file"),
    path("campaigns/", campaign_views.show_all, name="campaigns"),
    path("campaigns/new/", campaign_views.new, name="campaign_new"),
    path("campaigns/<int:campaign_id>/", campaign_views.show, name="campaign"),
    path("campaigns/<int:campaign_id>/call-off/", campaign_views.call_off, name="campaign_call_off"),
]
