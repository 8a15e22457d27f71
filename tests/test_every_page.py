"""Every page of the house, and who may open it: one table. A page that is not in the table fails.

Where a page asks for a number (a reader, an event), the table's answer is for a number that nobody has.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from orda.network.models import Role, Staff
from orda.network.rights import RIGHTS

EVERYBODY = "everybody"
STAFF = "staff"


class Page(NamedTuple):
    right: str  # the right it needs, or EVERYBODY, or STAFF
    method: str
    answer: int  # to those who may


# 404: the number in the address is nobody's; 302: an act done sends one on.
PAGES: dict[str, Page] = {
    "home": Page(EVERYBODY, "get", 200),
    "sign_in": Page(EVERYBODY, "get", 200),
    "sign_in_second": Page(EVERYBODY, "get", 403),  # nobody came through the first step
    "sign_in_passkey": Page(EVERYBODY, "post", 403),
    "forgotten": Page(EVERYBODY, "get", 200),
    "key_typed": Page(EVERYBODY, "get", 200),
    "key_open": Page(EVERYBODY, "get", 404),  # a key that opens nothing
    "first": Page(EVERYBODY, "get", 302),  # the house is begun
    "first_network": Page(EVERYBODY, "get", 302),
    "first_library": Page(EVERYBODY, "get", 302),
    "first_administrator": Page(EVERYBODY, "get", 302),
    "me": Page(STAFF, "get", 200),
    "me_password": Page(STAFF, "get", 200),
    "me_sure": Page(STAFF, "get", 200),
    # What guards the door asks for the password once more.
    "my_factors": Page(STAFF, "get", 302),
    "my_app": Page(STAFF, "get", 302),
    "my_app_remove": Page(STAFF, "post", 302),
    "my_passkey": Page(STAFF, "post", 302),
    "my_passkey_remove": Page(STAFF, "post", 302),
    "my_codes": Page(STAFF, "get", 302),
    "house": Page("administer", "get", 200),
    "settings": Page("administer", "get", 200),
    "setting_undo": Page("administer", "post", 404),
    "people": Page("administer", "get", 200),
    "hire": Page("administer", "get", 200),
    "person": Page("administer", "get", 404),
    "person_appoint": Page("administer", "post", 404),
    "person_appointment_end": Page("administer", "post", 404),
    "person_leave": Page("administer", "post", 404),
    "person_leave_end": Page("administer", "post", 404),
    "person_dismiss": Page("administer", "post", 404),
    "person_take_back": Page("administer", "post", 404),
    "person_slip": Page("administer", "post", 404),
    "person_reset_factor": Page("administer", "post", 404),
    "person_sign_out": Page("administer", "post", 404),
    "tree": Page("administer", "get", 200),
    "unit": Page("administer", "get", 404),
    "unit_open": Page("administer", "get", 404),
    "unit_close": Page("administer", "post", 404),
    "unit_reopen": Page("administer", "post", 404),
    "unit_move": Page("administer", "post", 404),
    "deeds": Page("see_deeds", "get", 200),
    "sign_out": Page(EVERYBODY, "post", 302),
    "set_language": Page(EVERYBODY, "post", 302),
    "pulse": Page(EVERYBODY, "get", 200),
    "robots": Page(EVERYBODY, "get", 200),
    "hours": Page(EVERYBODY, "get", 200),
    "calendar": Page("propose_calendar", "get", 200),
    "calendar_closing": Page("propose_calendar", "post", 422),  # an empty form
    "calendar_closing_settle": Page("propose_calendar", "post", 404),
    "calendar_hours": Page("propose_calendar", "get", 200),
    "calendar_hours_settle": Page("propose_calendar", "post", 404),
    "calendar_holidays": Page("set_calendar", "get", 200),
    "calendar_day": Page("set_calendar", "post", 422),
    "calendar_day_forget": Page("set_calendar", "post", 404),
    "calendar_yearly": Page("set_calendar", "post", 422),
    "calendar_yearly_end": Page("set_calendar", "post", 404),
    "calendar_year": Page("set_calendar", "post", 422),
    "catalogue": Page(EVERYBODY, "get", 200),
    # A reader's own pages send to their own sign-in; staff have no card there.
    "my": Page(EVERYBODY, "get", 302),
    "my_sign_in": Page(EVERYBODY, "get", 200),
    "my_sign_out": Page(EVERYBODY, "post", 302),
    "my_renew": Page(EVERYBODY, "post", 302),
    "my_hold": Page(EVERYBODY, "get", 302),
    "my_hold_cancel": Page(EVERYBODY, "post", 302),
    "my_history": Page(EVERYBODY, "get", 302),
    "my_history_keep": Page(EVERYBODY, "post", 302),
    "open_data": Page(EVERYBODY, "get", 200),
    "open_data_dictionary": Page(EVERYBODY, "get", 200),
    "open_data_file": Page(EVERYBODY, "get", 404),
    "record": Page(EVERYBODY, "get", 404),
    "record_marc": Page(EVERYBODY, "get", 404),
    "record_marc_file": Page(EVERYBODY, "get", 404),
    "catalogue_saved": Page(EVERYBODY, "get", 404),  # nothing was found
    "cataloguing": Page("catalogue", "get", 200),
    "record_new": Page("catalogue", "get", 200),
    "record_row": Page("catalogue", "get", 404),  # a field of no format
    "record_check": Page("catalogue", "post", 404),
    "record_names": Page("catalogue", "get", 200),
    "record_edit": Page("catalogue", "get", 404),
    "doubles": Page("catalogue", "get", 200),
    "double_pair": Page("catalogue", "get", 404),
    "double_merge": Page("catalogue", "post", 404),
    "double_refuse": Page("catalogue", "post", 404),
    "double_undo": Page("catalogue", "post", 404),
    "record_history": Page("catalogue", "get", 404),
    "record_restore": Page("catalogue", "post", 404),
    "workplace": Page(STAFF, "post", 403),  # without a choice
    "desk": Page("lend", "get", 200),
    "desk_scan": Page("lend", "post", 200),
    "desk_pick": Page("lend", "post", 404),
    "desk_scanner": Page("lend", "get", 200),
    "desk_lend": Page("lend", "post", 302),
    "desk_many": Page("lend", "post", 302),
    "desk_mode": Page("lend", "post", 200),
    "desk_phone": Page("lend", "post", 302),
    "desk_note": Page("lend", "post", 404),
    "desk_note_done": Page("lend", "post", 200),
    "desk_slip": Page("lend", "get", 302),
    "desk_renew_all": Page("lend", "post", 302),
    "desk_renew": Page("lend", "post", 200),
    "desk_register": Page("lend", "post", 302),
    "desk_undo": Page("lend", "post", 200),
    "desk_close": Page("lend", "post", 200),
    "visits": Page("lend", "get", 200),
    "visits_count": Page("lend", "post", 422),  # an empty form
    "visit_undo": Page("lend", "post", 404),
    "entrance_open": Page("lend", "post", 302),
    "entrance": Page(EVERYBODY, "get", 404),  # no entrance is open in this browser
    "entrance_card": Page(EVERYBODY, "post", 404),
    "deliveries": Page("see_needs", "get", 200),
    "delivery_note": Page("see_needs", "post", 404),
    "delivery_undo": Page("see_needs", "post", 404),
    "points": Page("set_rules", "get", 200),
    "point": Page("set_rules", "get", 404),
    "point_close": Page("set_rules", "post", 404),
    "desk_why": Page("lend", "get", 404),
    "desk_offline": Page("lend", "get", 200),
    "desk_offline_taken": Page("lend", "get", 200),
    "desk_offline_ping": Page(EVERYBODY, "get", 200),
    "desk_offline_hand_in": Page("lend", "post", 400),  # without acts
    "desk_offline_acts": Page("lend", "get", 200),
    "desk_offline_settle": Page("lend", "post", 404),
    "desk_worker": Page(EVERYBODY, "get", 200),
    "desk_manifest": Page(EVERYBODY, "get", 200),
    "rules": Page("set_rules", "get", 200),
    "rule_new": Page("set_rules", "get", 200),
    "rule": Page("set_rules", "get", 404),
    "rule_remove": Page("set_rules", "post", 404),
    "losses": Page("lend", "get", 200),
    "loss_open": Page("lend", "get", 200),
    "losses_write_off": Page("lend", "post", 302),  # without a number
    "losses_notebook": Page("lend", "get", 200),
    "loss": Page("lend", "get", 404),
    "loss_reopen": Page("lend", "post", 404),
    "loss_settle": Page("lend", "post", 404),
    "gate": Page(EVERYBODY, "post", 401),  # without a gate's secret
    "self_service": Page(EVERYBODY, "get", 200),  # asks for its code
    "self_service_pair": Page(EVERYBODY, "post", 422),  # without a code
    "self_service_choose": Page(EVERYBODY, "post", 403),  # the rest on a paired screen alone
    "self_service_scan": Page(EVERYBODY, "post", 403),
    "self_service_pin": Page(EVERYBODY, "post", 403),
    "self_service_renew": Page(EVERYBODY, "post", 403),
    "self_service_speak": Page(EVERYBODY, "post", 403),
    "self_service_finish": Page(EVERYBODY, "post", 403),
    "machines": Page("run_machines", "get", 200),
    "machine": Page("run_machines", "get", 404),
    "machine_secret": Page("run_machines", "post", 404),
    "machine_disable": Page("run_machines", "post", 404),
    "slip_send": Page("lend", "post", 302),
    "overdue": Page("remind", "get", 200),
    "overdue_call": Page("remind", "post", 404),
    "outbox": Page("remind", "get", 200),
    "outbox_again": Page("remind", "post", 404),
    "letters": Page("remind", "get", 200),
    "letters_write": Page("remind", "get", 200),
    "letters_file": Page("remind", "get", 404),
    "holds": Page("lend", "get", 200),
    "hold_place": Page("lend", "get", 404),  # without a title
    "hold_queue": Page("lend", "get", 404),
    "hold_shelf": Page("lend", "get", 200),
    "pick_list": Page("exchange", "get", 200),
    "not_on_shelf": Page("exchange", "get", 200),
    "hold_turned_up": Page("exchange", "post", 404),
    "hold_cancel": Page("lend", "post", 404),
    "hold_suspend": Page("lend", "post", 404),
    "hold_resume": Page("lend", "post", 404),
    "hold_found": Page("exchange", "post", 404),
    "hold_not_there": Page("exchange", "post", 404),
    "hold_shelved": Page("lend", "post", 404),
    "transits": Page("exchange", "get", 200),
    "transits_send": Page("exchange", "post", 302),
    "transits_receive": Page("exchange", "post", 302),
    "transit_keep": Page("exchange", "post", 404),
    "transit_lost": Page("exchange", "post", 404),
    "routes": Page("set_rules", "get", 200),
    "route_new": Page("set_rules", "get", 200),
    "route": Page("set_rules", "get", 404),
    "route_remove": Page("set_rules", "post", 404),
    "route_list": Page("exchange", "get", 404),
    "sets": Page("exchange", "get", 200),
    "set_new": Page("exchange", "get", 200),
    "set": Page("exchange", "get", 404),
    "set_scan": Page("exchange", "post", 404),
    "set_take_out": Page("exchange", "post", 404),
    "set_turned_up": Page("exchange", "post", 404),
    "set_give_back": Page("exchange", "post", 404),
    "set_act": Page("exchange", "post", 404),
    "selections": Page("exchange", "get", 200),
    "selection_new": Page("exchange", "get", 200),
    "selection": Page("exchange", "get", 404),
    "selection_choose": Page("exchange", "post", 404),
    "selection_leave_out": Page("exchange", "post", 404),
    "selection_set": Page("exchange", "post", 404),
    "selection_hold": Page("exchange", "post", 404),
    "interlibrary": Page("exchange", "get", 200),
    "interlibrary_new": Page("exchange", "get", 200),
    "interlibrary_loan": Page("exchange", "get", 404),
    "exchange_table": Page("exchange", "get", 200),
    "campaigns": Page("remind", "get", 200),
    "campaign_new": Page("remind", "get", 200),
    "campaign": Page("remind", "get", 404),
    "campaign_call_off": Page("remind", "post", 404),
    "readers": Page("register", "get", 200),
    "reader_new": Page("register", "get", 200),
    "family_new": Page("register", "get", 200),
    "family_child": Page("register", "post", 200),
    "group_new": Page("register", "get", 200),
    "readers_year": Page("register", "get", 200),
    "consent_texts": Page("set_rules", "get", 200),
    "reader_change": Page("register", "get", 404),
    "reader_consent": Page("register", "post", 404),
    "reader_consent_revoke": Page("register", "post", 404),
    "reader_history": Page("register", "post", 404),
    "reader_new_card": Page("register", "post", 404),
    "reader_network_sheet": Page("register", "get", 404),
    "reader_network": Page("register", "post", 404),
    "reader_network_end": Page("register", "post", 404),
    "consents_to_sign": Page("register", "get", 200),
    "consent_sheets": Page("register", "get", 404),  # none is waited for
    "consents_sign": Page("register", "post", 302),
    "consents_doubtful": Page("register", "get", 200),
    "come_of_age": Page("register", "get", 200),
    "leave_family": Page("register", "post", 404),
    "guardian_confirm": Page("register", "post", 404),
    "guardian_end": Page("register", "post", 404),
    "guardian_pin": Page("register", "post", 404),
    "class_lists": Page("import_readers", "get", 200),
    "class_list": Page("import_readers", "get", 404),
    "class_list_take": Page("import_readers", "post", 404),
    "reader_cards": Page("register", "get", 404),  # nobody asked for
    "reader_card": Page("register", "get", 404),
    "reader_form": Page("register", "get", 404),
    "reader_consent_sheet": Page("register", "get", 404),
    "reader_photo": Page("register", "get", 404),
    "reader_set_photo": Page("register", "post", 404),
    "reader_pin": Page("register", "post", 404),
    "reader_merge": Page("merge_readers", "get", 200),
    "reader_requests": Page("erase_readers", "get", 200),
    "reader_data": Page("erase_readers", "get", 404),
    "reader_erase": Page("erase_readers", "post", 404),
    "reader_looks": Page("see_looks", "get", 200),
    "reader": Page("register", "get", 404),
    "reader_year": Page("register", "post", 404),
    "reader_block": Page("register", "post", 404),
    "reader_unblock": Page("register", "post", 404),
    "reader_study": Page("study_readers", "get", 200),
    "reader_study_file": Page("study_readers", "get", 200),
    "events": Page("see_board", "get", 200),
    "events_held": Page("see_board", "get", 200),
    "event_hold": Page("hold_event", "get", 200),
    "event_correct": Page("hold_event", "get", 404),
    "event_cancel": Page("hold_event", "post", 404),
    "event_evidence": Page("see_board", "get", 404),
    "event_evidence_add": Page("hold_event", "post", 404),
    "event_evidence_file": Page("see_board", "get", 404),
    "event_evidence_take_back": Page("hold_event", "post", 404),
    "board": Page("see_board", "get", 200),
    "board_map": Page("see_board", "get", 200),
    "board_forecast": Page("see_board", "get", 200),
    "board_screen": Page("see_board", "get", 200),
    "board_indicator": Page("see_board", "get", 404),
    "board_lines": Page("see_diary", "get", 404),
    "plans": Page("see_board", "get", 200),  # there is no plan
    "plan": Page("see_board", "get", 404),
    "indicators": Page("edit_plan", "get", 200),
    "indicator_new": Page("edit_plan", "get", 404),
    "indicator_history": Page("edit_plan", "get", 404),
    "indicator_change": Page("edit_plan", "get", 404),
    "indicator_retire": Page("edit_plan", "post", 404),
    "plan_step": Page("see_board", "post", 404),
    "plan_copy": Page("edit_plan", "post", 404),
    "plan_proposal": Page("edit_plan", "get", 404),
    "plan_languages": Page("see_board", "get", 404),
    "plan_missing": Page("see_board", "get", 404),
    "plan_version": Page("see_board", "get", 404),
    "plan_section": Page("see_board", "get", 404),
    "plan_line": Page("see_board", "get", 404),
    "plan_line_change": Page("edit_plan", "get", 404),
    "plan_line_source": Page("edit_plan", "post", 404),
    "plan_line_count": Page("write_diary", "post", 404),
    "plan_line_remark": Page("see_board", "post", 404),
    "plan_passage": Page("edit_plan", "get", 404),
    "plan_count_take_back": Page("write_diary", "post", 404),
    "plan_attachment": Page("see_board", "get", 404),
    "reports": Page("see_board", "get", 200),
    "letterhead": Page("submit_report", "get", 403),  # of the network alone, not of a library
    "work_diary": Page("see_diary", "get", 200),
    "work_diary_file": Page("see_diary", "get", 404),
    "stock_book": Page("see_diary", "get", 200),
    "stock_book_file": Page("see_diary", "get", 404),
    "stock_book_seal": Page("submit_report", "post", 404),
    "state_forms": Page("see_board", "get", 200),
    "state_form": Page("see_board", "get", 404),
    "state_form_file": Page("see_board", "get", 404),
    "state_form_cell": Page("see_board", "get", 404),
    "report_builder": Page("see_board", "get", 200),
    "report_builder_save": Page("see_board", "post", 422),  # without a title
    "report_saved": Page("build_reports", "get", 404),
    "report_builder_forget": Page("see_board", "post", 404),
    "report_builder_file": Page("see_board", "get", 404),
    "expert_sql": Page("expert_sql", "get", 200),
    "expert_sql_file": Page("expert_sql", "get", 400),  # without a question
    "branch_quarter": Page("see_board", "get", 404),
    "branch_quarter_file": Page("see_board", "get", 404),
    "plan_file": Page("see_board", "get", 404),
    "report": Page("see_board", "get", 404),
    "report_submit": Page("submit_report", "post", 404),
    "report_file": Page("see_board", "get", 404),
    "diary_day": Page("see_diary", "get", 200),
    "diary_lines": Page("see_diary", "get", 200),
    "diary_enter": Page("write_diary", "post", 422),  # an empty form
    "diary_manual_fields": Page("write_diary", "get", 200),
    "diary_take_back": Page("write_diary", "post", 404),
    "diary_close": Page("close_day", "post", 302),
    "me_out": Page(STAFF, "post", 302),  # the last: it ends every session of the person
}
NOBODYS = 987_654_321
REFUSED = 403
NOT_BY_THIS_METHOD = 405


def _every_name(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from _every_name(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def address_of(name: str) -> str:
    (possible, _pattern, _defaults, _converters) = get_resolver().reverse_dict[name]
    [(_template, wanted)] = possible
    return reverse(name, kwargs=dict.fromkeys(wanted, NOBODYS))


def _asked(name: str, person: Staff | None, method: str = "") -> HttpResponse:
    client = Client()
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    answer: HttpResponse = getattr(client, method or PAGES[name].method)(address_of(name))
    return answer


def test_the_table_names_every_page_and_no_other():
    assert sorted(_every_name()) == sorted(PAGES)


def test_a_stranger_sees_what_is_everybodys_and_is_asked_to_sign_in_elsewhere(city):
    to_sign_in = {}
    for name in PAGES:
        answer = _asked(name, None)
        to_sign_in[name] = answer.status_code == 302 and answer.url.startswith(reverse("sign_in"))
    assert to_sign_in == {name: page.right != EVERYBODY for name, page in PAGES.items()}


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_its_rights_open_and_nothing_else(city, staff_of, role):
    person = staff_of(role)
    answered = {name: _asked(name, person).status_code for name in PAGES}
    opened = {EVERYBODY, STAFF, *RIGHTS[role]}
    assert answered == {
        name: page.answer if page.right in opened else REFUSED for name, page in PAGES.items()
    }


@pytest.mark.parametrize("role", Role)
def test_a_role_without_an_appointment_opens_nothing(city, staff_of, role):
    person = staff_of(role)
    person.appointments.all().delete()
    guarded = [name for name, page in PAGES.items() if page.right not in (EVERYBODY, STAFF)]
    assert {_asked(name, person).status_code for name in guarded} == {REFUSED}


def test_following_a_link_changes_nothing(city, staff_of):
    """What is asked by POST is not to be had by GET. (Django's own choice of language sends one back unchanged.)"""
    everybody = {role: staff_of(role) for role in Role}
    acts = [name for name, page in PAGES.items() if page.method == "post" and name != "set_language"]
    for name in acts:
        right = PAGES[name].right
        role = next(role for role in Role if right in (EVERYBODY, STAFF) or right in RIGHTS[role])
        assert _asked(name, everybody[role], "get").status_code == NOT_BY_THIS_METHOD, name
