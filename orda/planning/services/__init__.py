"""What may be done to the plan: load the folder of a plan's tables. The only writer of the room's tables."""

from orda.planning.services.loading import SHIPPED_PLAN, SHIPPED_YEAR, PlanLoaded, load_plan
from orda.planning.services.plan_files import PlanUnreadable

__all__ = ["SHIPPED_PLAN", "SHIPPED_YEAR", "PlanLoaded", "PlanUnreadable", "load_plan"]
