"""Addresses of a reader's record."""

from django.urls import path

from orda.readers.record import paper_views, views

urlpatterns = [
    path("<int:reader_id>/", views.show, name="reader"),
    path("<int:reader_id>/year/", views.register_for_year, name="reader_year"),
    path("<int:reader_id>/block/", views.block, name="reader_block"),
    path("<int:reader_id>/unblock/", views.unblock, name="reader_unblock"),
    path("<int:reader_id>/consent/", views.sign_consent, name="reader_consent"),
    path("<int:reader_id>/consent/revoke/", views.revoke_consent, name="reader_consent_revoke"),
    path("<int:reader_id>/history/", views.keep_history, name="reader_history"),
    path("<int:reader_id>/form.pdf", paper_views.form, name="reader_form"),
    path("<int:reader_id>/photo.jpg", paper_views.photo, name="reader_photo"),
    path("<int:reader_id>/photo/", paper_views.set_photo, name="reader_set_photo"),
    path("<int:reader_id>/card/new/", views.new_card, name="reader_new_card"),
]
