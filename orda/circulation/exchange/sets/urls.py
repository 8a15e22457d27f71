"""Addresses of sets."""

from django.urls import path

from orda.circulation.exchange.sets import views

urlpatterns = [
    path("", views.show_all, name="sets"),
    path("new/", views.new, name="set_new"),
    path("<int:set_id>/", views.show, name="set"),
    path("<int:set_id>/scan/", views.scan, name="set_scan"),
    path("<int:set_id>/take-out/<int:copy_id>/", views.take_out, name="set_take_out"),
    path("<int:set_id>/turned-up/<int:copy_id>/", views.turned_up, name="set_turned_up"),
    path("<int:set_id>/give-back/", views.give_back, name="set_give_back"),
    path("<int:set_id>/<slug:act>/", views.act, name="set_act"),
]
