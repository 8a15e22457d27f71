"""Why a campaign can't be set."""

from orda.network.refusals import Refusal as Refusal


class BadCampaign(Refusal):
    """`field` names what was filled in wrongly."""

    code = "bad_campaign"

    def __init__(self, field: str, message: object, **params: object) -> None:
        super().__init__(**params)
        self.field = field
        self.message = message  # type: ignore[assignment]
