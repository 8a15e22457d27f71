"""Who may do what with a plan, for its pages: the plan is the network's, counts are a library's."""

from typing import Any

from django.core.exceptions import PermissionDenied

from orda.network import queries as network
from orda.network.models import Unit
from orda.network.rights import (
    APPROVE_PLAN,
    EDIT_PLAN,
    WRITE_DIARY,
    StaffRequest,
    granted,
    may,
)
from orda.network.workplace import choices_of
from orda.planning.document import queries as document
from orda.planning.document.models import Plan


def units_of(request: StaffRequest) -> list[Unit]:
    """Where the person may enter counts."""
    return [unit for unit in choices_of(request) if may(request.user, WRITE_DIARY, unit)]


def plan_owner() -> Unit | None:
    return Unit.objects.filter(kind=Unit.Kind.NETWORK).order_by("path").first() or network.root()


def at_owner(request: StaffRequest, right: str) -> None:
    """The plan is the network's: who works in one library alone doesn't change it."""
    owner = plan_owner()
    if owner is None or not may(request.user, right, owner):
        raise PermissionDenied


def plan_context(request: StaffRequest, found: Plan) -> dict[str, Any]:
    owner = plan_owner()
    rights = granted(request.user, owner) if owner else set()
    return {
        "plan": found,
        "years": [one.year for one in document.plans()],
        "may_edit": EDIT_PLAN in rights and found.may_change,
        "may_propose": EDIT_PLAN in rights,
        "may_submit": EDIT_PLAN in rights and found.may_change,
        "may_approve": APPROVE_PLAN in rights and found.step == Plan.Step.SUBMITTED,
        "may_open": APPROVE_PLAN in rights and found.step == Plan.Step.APPROVED,
    }
