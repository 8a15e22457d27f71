"""What a paper says of whose it is, who approves it and who signs it, in the language of the moment."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from orda.network import queries as network
from orda.network.models import Unit
from orda.planning.models import Plan
from orda.reports.models import Letterhead
from orda.reports.papers.paper import Signatures

LINE = "_" * 28


@dataclass(frozen=True)
class Signed:
    """One organisation's names as its papers give them; "" where a name is written in by hand."""

    organisation: str
    place: str
    head_post: str
    head_name: str
    compiler_post: str
    compiler_name: str

    def approval(self, year: int) -> tuple[str, ...]:
        """The stamp at the upper right of a cover: who approves, with place for signature, day and seal."""
        return (
            _("APPROVED"),
            self.head_post,
            self.organisation,
            f"{LINE} {self.head_name}".rstrip(),
            day_line(year),
            _("Place of the seal"),
        )

    def place_in(self, year: int) -> str:
        """ "Қарағанды, 2024"."""
        return ", ".join(part for part in (self.place, str(year)) if part)

    def signatures(self, year: int) -> Signatures:
        """The foot of a paper: the head, the compiler, day and seal."""
        compiled = _("Compiled by: %(post)s") % {"post": self.compiler_post}
        signed = ((self.head_post, self.head_name), (compiled, self.compiler_name))
        return Signatures(signed, day_line(year), _("Place of the seal"))


def day_line(year: int | None = None) -> str:
    """A line for the day of a signature, in a year or (without one) to be written whole."""
    return f"«____» ______________ {year or '20___'} " + _("y.")


def network_of_papers() -> Unit | None:
    """Whose papers they are: the network's, or the top of the tree's where there is none."""
    return Unit.objects.filter(kind=Unit.Kind.NETWORK).order_by("path").first() or network.root()


def signed() -> Signed:
    """The names of all papers: as set on the page of the letterhead, else as the newest plan says them."""
    whose = network_of_papers()
    kept = Letterhead.objects.filter(network=whose).first() if whose else None
    plan = Plan.objects.exclude(organisation_kk="").order_by("-year").first()
    kept = kept or Letterhead()
    return Signed(
        organisation=_said(kept, "organisation")
        or _said(plan, "organisation")
        or (whose.name if whose else ""),
        place=_said(kept, "place") or _said(plan, "place"),
        head_post=_said(kept, "head_post") or _("Director"),
        head_name=kept.head_name,
        compiler_post=_said(kept, "compiler_post") or _("Methodologist"),
        compiler_name=kept.compiler_name,
    )


def _said(thing: object, name: str) -> str:
    """The Kazakh or Russian words of a thing, "" of none and in any other language."""
    return str(getattr(thing, f"{name}_{(get_language() or 'kk')[:2]}", ""))
