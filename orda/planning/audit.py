"""What `orda check` looks for in plans."""

from collections.abc import Iterable

from orda.diary.truths import truth
from orda.planning.loading.comparing import untold_differences


@truth(
    "the plan as it is kept and its source, transcribed better since (`orda load_plan` reads one anew that nobody has"
    " worked on; else change it on its pages, then `orda load_plan --keep`)"
)
def plans_of_an_older_transcription() -> Iterable[str]:
    return untold_differences()
