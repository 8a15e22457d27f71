"""Addresses of the desk."""

from django.urls import include, path

from orda.circulation.offline import views as offline
from orda.circulation.views import desk, entrance, points, rules, visits

urlpatterns = [
    path("", desk.show, name="desk"),
    path("scan/", desk.scan, name="desk_scan"),
    path("reader/<int:reader_id>/", desk.pick, name="desk_pick"),
    path("lend/", desk.lend, name="desk_lend"),
    path("many/", desk.many, name="desk_many"),
    path("mode/", desk.mode, name="desk_mode"),
    path("note/", desk.note, name="desk_note"),
    path("note/<int:note_id>/done/", desk.note_done, name="desk_note_done"),
    path("slip/", desk.slip, name="desk_slip"),
    path("renew/", desk.renew, name="desk_renew"),
    path("renew/all/", desk.renew_all, name="desk_renew_all"),
    path("register/", desk.register, name="desk_register"),
    path("undo/", desk.undo, name="desk_undo"),
    path("close/", desk.close, name="desk_close"),
    path("due/<int:loan_id>/", rules.why, name="desk_why"),
    path("rules/", rules.table, name="rules"),
    path("rules/new/", rules.add, name="rule_new"),
    path("rules/<int:rule_id>/", rules.change, name="rule"),
    path("rules/<int:rule_id>/remove/", rules.remove, name="rule_remove"),
    path("visits/", visits.day, name="visits"),
    path("visits/count/", visits.count, name="visits_count"),
    path("visits/<int:visit_id>/undo/", visits.undo, name="visit_undo"),
    path("entrance/open/", entrance.open_entrance, name="entrance_open"),
    path("entrance/", entrance.show, name="entrance"),
    path("entrance/card/", entrance.card, name="entrance_card"),
    path("points/", points.points, name="points"),
    path("points/<int:point_id>/", points.change, name="point"),
    path("points/<int:point_id>/close/", points.close, name="point_close"),
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
