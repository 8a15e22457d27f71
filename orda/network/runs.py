"""The jobs that the clock starts write down when they ran and how it ended, for the page of the house's state."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from orda.network.models import Run


@contextmanager
def running(job: str) -> Iterator[None]:
    """Around a job: `nightly`, `remind`, `backup`. What it raises goes on; that it failed, and why, is kept.

    The moment is the machine's own, also in a demo: it is asked whether the machine's clock starts the job.
    """
    Run.objects.update_or_create(
        job=job, defaults={"started_at": timezone.now(), "ended_at": None, "succeeded": False, "said": ""}
    )
    try:
        yield
    except BaseException as error:
        said = f"{type(error).__name__}: {error}"[:300]
        Run.objects.filter(job=job).update(ended_at=timezone.now(), said=said)
        raise
    Run.objects.filter(job=job).update(ended_at=timezone.now(), succeeded=True)
