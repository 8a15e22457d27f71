"""Addresses of the readers' room."""

from django.urls import path

from orda.readers.views import consent_texts, finding, record, registering

urlpatterns = [
    path("", finding.find, name="readers"),
    path("new/", registering.register, name="reader_new"),
    path("family/", registering.register_family, name="family_new"),
    path("family/child/", registering.one_more_child, name="family_child"),
    path("group/", registering.register_group, name="group_new"),
    path("year/", finding.year, name="readers_year"),
    path("consent/", consent_texts.texts, name="consent_texts"),
    path("<int:reader_id>/", record.show, name="reader"),
    path("<int:reader_id>/change/", registering.change, name="reader_change"),
    path("<int:reader_id>/year/", record.register_for_year, name="reader_year"),
    path("<int:reader_id>/block/", record.block, name="reader_block"),
    path("<int:reader_id>/unblock/", record.unblock, name="reader_unblock"),
    path("<int:reader_id>/consent/", record.sign_consent, name="reader_consent"),
    path("<int:reader_id>/consent/revoke/", record.revoke_consent, name="reader_consent_revoke"),
    path("<int:reader_id>/history/", record.keep_history, name="reader_history"),
    path("<int:reader_id>/card/new/", record.new_card, name="reader_new_card"),
]
