"""Why a case of loss can't be opened or settled."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class CaseOpenAlready(Refusal):
    code = "case_open_already"
    message = _("This copy has an open case already.")


class CaseSettledAlready(Refusal):
    """Two desks may settle at once; one of them wins."""

    code = "case_settled_already"
    message = _("This case is settled already.")


class BadSettlement(Refusal):
    """`field` names what was filled in wrongly."""

    code = "bad_settlement"

    def __init__(self, field: str, message: object, **params: object) -> None:
        super().__init__(**params)
        self.field = field
        self.message = message  # type: ignore[assignment]


class SettlementStands(Refusal):
    """`why` says what stands on the settlement by now."""

    code = "settlement_stands"

    def __init__(self, why: object) -> None:
        super().__init__()
        self.message = why  # type: ignore[assignment]


class NothingToWriteOff(Refusal):
    code = "nothing_to_write_off"
    message = _("Choose settled cases whose copies are still in the stock.")
