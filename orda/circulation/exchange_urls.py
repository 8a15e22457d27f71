"""Addresses of exchange: the van, its routes, sets, selections, interlibrary loans, the year's table."""

from django.urls import path

from orda.circulation.views import interlibrary, routes, selections, sets, transits

urlpatterns = [
    path("", transits.show, name="transits"),
    path("send/", transits.send, name="transits_send"),
    path("receive/", transits.receive, name="transits_receive"),
    path("<int:transit_id>/keep/", transits.keep, name="transit_keep"),
    path("<int:transit_id>/lost/", transits.lose, name="transit_lost"),
    path("routes/", routes.show_all, name="routes"),
    path("routes/new/", routes.new, name="route_new"),
    path("routes/<int:route_id>/", routes.change, name="route"),
    path("routes/<int:route_id>/remove/", routes.remove, name="route_remove"),
    path("routes/<int:route_id>/list/", routes.round_list, name="route_list"),
    path("sets/", sets.show_all, name="sets"),
    path("sets/new/", sets.new, name="set_new"),
    path("sets/<int:set_id>/", sets.show, name="set"),
    path("sets/<int:set_id>/scan/", sets.scan, name="set_scan"),
    path("sets/<int:set_id>/take-out/<int:copy_id>/", sets.take_out, name="set_take_out"),
    path("sets/<int:set_id>/turned-up/<int:copy_id>/", sets.turned_up, name="set_turned_up"),
    path("sets/<int:set_id>/give-back/", sets.give_back, name="set_give_back"),
    path("sets/<int:set_id>/<slug:act>/", sets.act, name="set_act"),
    path("selections/", selections.show_all, name="selections"),
    path("selections/new/", selections.new, name="selection_new"),
    path("selections/<int:selection_id>/", selections.answer, name="selection"),
    path("selections/<int:selection_id>/choose/", selections.choose, name="selection_choose"),
    path(
        "selections/<int:selection_id>/leave-out/<int:copy_id>/",
        selections.leave_out,
        name="selection_leave_out",
    ),
    path("selections/<int:selection_id>/set/", selections.as_a_set, name="selection_set"),
    path("selections/<int:selection_id>/hold/", selections.hold, name="selection_hold"),
    path("interlibrary/", interlibrary.show_all, name="interlibrary"),
    path("interlibrary/new/", interlibrary.new, name="interlibrary_new"),
    path("interlibrary/<int:loan_id>/", interlibrary.show, name="interlibrary_loan"),
    path("table/", transits.table, name="exchange_table"),
]
