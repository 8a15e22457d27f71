"""Addresses of the desk."""

from django.urls import include, path

from orda.circulation import entrance_views, point_views, rule_views, views, visit_views
from orda.circulation.offline import views as offline

urlpatterns = [
    path("", views.show, name="desk"),
    path("scan/", views.scan, name="desk_scan"),
    path("reader/<int:reader_id>/", views.pick, name="desk_pick"),
    path("lend/", views.lend, name="desk_lend"),
    path("many/", views.many, name="desk_many"),
    path("mode/", views.mode, name="desk_mode"),
    path("note/", views.note, name="desk_note"),
    path("note/<int:note_id>/done/", views.note_done, name="desk_note_done"),
    path("slip/", views.slip, name="desk_slip"),
    path("renew/", views.renew, name="desk_renew"),
    path("renew/all/", views.renew_all, name="desk_renew_all"),
    path("register/", views.register, name="desk_register"),
    path("undo/", views.undo, name="desk_undo"),
    path("close/", views.close, name="desk_close"),
    path("due/<int:loan_id>/", rule_views.why, name="desk_why"),
    path("rules/", rule_views.table, name="rules"),
    path("rules/new/", rule_views.add, name="rule_new"),
    path("rules/<int:rule_id>/", rule_views.change, name="rule"),
    path("rules/<int:rule_id>/remove/", rule_views.remove, name="rule_remove"),
    path("visits/", visit_views.day, name="visits"),
    path("visits/count/", visit_views.count, name="visits_count"),
    path("visits/<int:visit_id>/undo/", visit_views.undo, name="visit_undo"),
    path("entrance/open/", entrance_views.open_entrance, name="entrance_open"),
    path("entrance/", entrance_views.show, name="entrance"),
    path("entrance/card/", entrance_views.card, name="entrance_card"),
    path("points/", point_views.points, name="points"),
    path("points/<int:point_id>/", point_views.change, name="point"),
    path("points/<int:point_id>/close/", point_views.close, name="point_close"),
    path("offline/", offline.page, name="desk_offline"),
    path("offline/taken.json", offline.take_along, name="desk_offline_taken"),
    path("offline/ping/", offline.ping, name="desk_offline_ping"),
    path("offline/hand-in/", offline.hand_in, name="desk_offline_hand_in"),
    path("offline/acts/", offline.to_look_at, name="desk_offline_acts"),
    path("offline/acts/<int:pk>/settle/", offline.settle, name="desk_offline_settle"),
    path("worker.js", offline.worker, name="desk_worker"),
    path("manifest.webmanifest", offline.manifest, name="desk_manifest"),
    path("losses/", include("orda.circulation.loss_urls")),
    path("holds/", include("orda.circulation.hold_urls")),
    path("exchange/", include("orda.circulation.exchange_urls")),
]
