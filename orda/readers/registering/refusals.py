"""Why a family can't be registered."""

from orda.network.refusals import Refusal as Refusal


class FamilyRefused(Refusal):
    """One of a family can't be registered, so nobody is; `member` is their place, `why` the refusal."""

    code = "family_refused"

    def __init__(self, member: int, why: Refusal) -> None:
        super().__init__()
        self.member, self.why = member, why
        self.message = str(why)
