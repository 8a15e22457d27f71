"""Addresses of selections."""

from django.urls import path

from orda.circulation.exchange.selections import views

urlpatterns = [
    path("", views.show_all, name="selections"),
    path("new/", views.new, name="selection_new"),
    path("<int:selection_id>/", views.answer, name="selection"),
    path("<int:selection_id>/choose/", views.choose, name="selection_choose"),
    path(
        "<int:selection_id>/leave-out/<int:copy_id>/",
        views.leave_out,
        name="selection_leave_out",
    ),
    path("<int:selection_id>/set/", views.as_a_set, name="selection_set"),
    path("<int:selection_id>/hold/", views.hold, name="selection_hold"),
]
