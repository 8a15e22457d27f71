"""Addresses of the entrance and of the own profile."""

from django.urls import path

from orda.network.entry import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/second/", views.second_step, name="sign_in_second"),
    path("sign-in/second/passkey/", views.second_step_passkey, name="sign_in_passkey"),
    path("sign-in/forgotten/", views.forgotten, name="forgotten"),
    path("key/", views.key_typed, name="key_typed"),
    path("key/<str:code>/", views.key_open, name="key_open"),
    path("me/", views.me, name="me"),
    path("me/password/", views.me_password, name="me_password"),
    path("me/sign-out/", views.me_out, name="me_out"),
    path("me/sure/", views.me_sure, name="me_sure"),
    path("me/second/", views.my_factors, name="my_factors"),
    path("me/second/app/", views.my_app, name="my_app"),
    path("me/second/app/remove/", views.my_app_remove, name="my_app_remove"),
    path("me/second/passkey/", views.my_passkey, name="my_passkey"),
    path("me/second/passkey/<int:passkey_id>/remove/", views.my_passkey_remove, name="my_passkey_remove"),
    path("me/second/codes/", views.my_codes, name="my_codes"),
]
