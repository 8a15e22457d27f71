"""What is kept of readers, the consent of their parents, their years. Children's data: read with care."""

from orda.readers.class_lists.models import ClassList
from orda.readers.consents.models import Consent, ConsentText
from orda.readers.guardians.models import Guardian, Guardianship
from orda.readers.merging.models import Merge
from orda.readers.privacy.models import Look
from orda.readers.registering.models import Family, Reader
from orda.readers.words.models import ReaderWord
from orda.readers.years.models import Registration, SchoolYear

__all__ = [
    "ClassList",
    "Consent",
    "ConsentText",
    "Family",
    "Guardian",
    "Guardianship",
    "Look",
    "Merge",
    "Reader",
    "ReaderWord",
    "Registration",
    "SchoolYear",
]
