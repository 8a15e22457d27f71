"""Addresses of the readers' room."""

from django.urls import path

from orda.readers.views import (
    class_lists,
    consent_texts,
    finding,
    merging,
    papers,
    privacy,
    record,
    registering,
)

urlpatterns = [
    path("", finding.find, name="readers"),
    path("new/", registering.register, name="reader_new"),
    path("family/", registering.register_family, name="family_new"),
    path("family/child/", registering.one_more_child, name="family_child"),
    path("group/", registering.register_group, name="group_new"),
    path("year/", finding.year, name="readers_year"),
    path("consent/", consent_texts.texts, name="consent_texts"),
    path("lists/", class_lists.upload, name="class_lists"),
    path("lists/<int:list_id>/", class_lists.look, name="class_list"),
    path("lists/<int:list_id>/take/", class_lists.take, name="class_list_take"),
    path("cards.pdf", papers.cards, name="reader_cards"),
    path("merge/", merging.merge, name="reader_merge"),
    path("requests/", privacy.requests, name="reader_requests"),
    path("looks/", privacy.looks, name="reader_looks"),
    path("<int:reader_id>/", record.show, name="reader"),
    path("<int:reader_id>/change/", registering.change, name="reader_change"),
    path("<int:reader_id>/year/", record.register_for_year, name="reader_year"),
    path("<int:reader_id>/block/", record.block, name="reader_block"),
    path("<int:reader_id>/unblock/", record.unblock, name="reader_unblock"),
    path("<int:reader_id>/consent/", record.sign_consent, name="reader_consent"),
    path("<int:reader_id>/consent/revoke/", record.revoke_consent, name="reader_consent_revoke"),
    path("<int:reader_id>/history/", record.keep_history, name="reader_history"),
    path("<int:reader_id>/card.pdf", papers.card, name="reader_card"),
    path("<int:reader_id>/form.pdf", papers.form, name="reader_form"),
    path("<int:reader_id>/consent.pdf", papers.consent_sheet, name="reader_consent_sheet"),
    path("<int:reader_id>/photo.jpg", papers.photo, name="reader_photo"),
    path("<int:reader_id>/photo/", papers.set_photo, name="reader_set_photo"),
    path("<int:reader_id>/pin/", papers.pin, name="reader_pin"),
    path("<int:reader_id>/data/", privacy.data, name="reader_data"),
    path("<int:reader_id>/erase/", privacy.erase, name="reader_erase"),
    path("<int:reader_id>/card/new/", record.new_card, name="reader_new_card"),
]
