"""Addresses of a reader's own pages."""

from django.urls import path

from orda.portal.account import views

urlpatterns = [
    path("", views.mine, name="my"),
    path("sign-in/", views.sign_in, name="my_sign_in"),
    path("sign-out/", views.sign_out, name="my_sign_out"),
    path("renew/", views.renew, name="my_renew"),
    path("hold/<int:record_id>/", views.hold, name="my_hold"),
    path("holds/<int:pk>/cancel/", views.cancel, name="my_hold_cancel"),
    path("history/", views.history, name="my_history"),
    path("history/keep/", views.keep, name="my_history_keep"),
]
