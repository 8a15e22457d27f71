"""Addresses of exchange: the van, its routes, sets, selections, interlibrary loans, the year's table."""

from django.urls import path

from orda.circulation import interlibrary_views, route_views, selection_views, set_views, transit_views

urlpatterns = [
    path("", transit_views.show, name="transits"),
    path("send/", transit_views.send, name="transits_send"),
    path("receive/", transit_views.receive, name="transits_receive"),
    path("<int:transit_id>/keep/", transit_views.keep, name="transit_keep"),
    path("routes/", route_views.show_all, name="routes"),
    path("routes/new/", route_views.new, name="route_new"),
    path("routes/<int:route_id>/", route_views.change, name="route"),
    path("routes/<int:route_id>/remove/", route_views.remove, name="route_remove"),
    path("routes/<int:route_id>/list/", route_views.round_list, name="route_list"),
    path("sets/", set_views.show_all, name="sets"),
    path("sets/new/", set_views.new, name="set_new"),
    path("sets/<int:set_id>/", set_views.show, name="set"),
    path("sets/<int:set_id>/scan/", set_views.scan, name="set_scan"),
    path("sets/<int:set_id>/take-out/<int:copy_id>/", set_views.take_out, name="set_take_out"),
    path("sets/<int:set_id>/give-back/", set_views.give_back, name="set_give_back"),
    path("sets/<int:set_id>/<slug:act>/", set_views.act, name="set_act"),
    path("selections/", selection_views.show_all, name="selections"),
    path("selections/new/", selection_views.new, name="selection_new"),
    path("selections/<int:selection_id>/", selection_views.answer, name="selection"),
    path("interlibrary/", interlibrary_views.show_all, name="interlibrary"),
    path("interlibrary/new/", interlibrary_views.new, name="interlibrary_new"),
    path("interlibrary/<int:loan_id>/", interlibrary_views.show, name="interlibrary_loan"),
    path("table/", transit_views.table, name="exchange_table"),
]
