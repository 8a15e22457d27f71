"""Addresses of staff."""

from django.urls import path

from orda.network.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("new/", views.hire, name="hire"),
    path("<int:staff_id>/", views.person, name="person"),
    path("<int:staff_id>/appoint/", views.appoint, name="person_appoint"),
    path(
        "<int:staff_id>/appointments/<int:appointment_id>/end/",
        views.end_appointment,
        name="person_appointment_end",
    ),
    path("<int:staff_id>/leave/", views.leave, name="person_leave"),
    path("<int:staff_id>/leave/<int:leave_id>/end/", views.end_leave, name="person_leave_end"),
    path("<int:staff_id>/dismiss/", views.dismiss, name="person_dismiss"),
    path("<int:staff_id>/take-back/", views.take_back, name="person_take_back"),
    path("<int:staff_id>/slip/", views.slip, name="person_slip"),
    path("<int:staff_id>/second-factor/", views.reset_factor, name="person_reset_factor"),
    path("<int:staff_id>/sign-out/", views.sign_out, name="person_sign_out"),
]
