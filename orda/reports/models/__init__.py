"""What the room of reports keeps."""

from orda.reports.models.letterhead import Letterhead
from orda.reports.models.saved import SavedReport, SentReport
from orda.reports.models.submissions import Submission

__all__ = ["Letterhead", "SavedReport", "SentReport", "Submission"]
