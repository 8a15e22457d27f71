"""What may be done to the plan: load the folder of a plan's tables. The only writer of the room's tables."""

from orda.planning.loading.plan_files import PlanUnreadable
from orda.planning.loading.services import SHIPPED_PLAN, SHIPPED_YEAR, PlanLoaded, load_plan

__all__ = ["SHIPPED_PLAN", "SHIPPED_YEAR", "PlanLoaded", "PlanUnreadable", "load_plan"]
