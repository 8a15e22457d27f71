"""What the room of reports keeps."""

from orda.reports.models.saved import SavedReport, SentReport
from orda.reports.models.submissions import Submission

__all__ = ["SavedReport", "SentReport", "Submission"]
