"""What may be done with readers. The only writers of the room's tables."""

from orda.readers.blocks.services import block, lift_ended_blocks, unblock
from orda.readers.cards.pins import PinShut, WrongCardOrPin, give_pin, pin_mark, reader_by_pin
from orda.readers.cards.services import give_new_card
from orda.readers.class_lists.services import forget_lists
from orda.readers.consents.refusals import ConsentSigned, NoConsent, TextVersionTaken
from orda.readers.consents.services import (
    OF_AGE_TO_SIGN,
    publish_text,
    refuse_while_open,
    revoke_consent,
    sign_consent,
    text_in_force,
)
from orda.readers.guardians.services import children_of, end_of_grown, guardian_by_pin, mark_of
from orda.readers.looks import note_look
from orda.readers.merging.refusals import NotAlike, SameReader
from orda.readers.merging.services import merge
from orda.readers.privacy.services import erase, erase_the_inactive, forget_looks, keep_history, told
from orda.readers.record.pictures import photos_missing, set_photo
from orda.readers.record.refusals import BadPicture
from orda.readers.refusals import (
    BadReaderField,
    BothHold,
    CardTaken,
    IinElsewhere,
    IinTaken,
    NoLongerAReader,
    OfAnotherNetwork,
    StillOwes,
)
from orda.readers.registering.checking import OF_AGE, NewReader
from orda.readers.registering.coming import Comer, register_many
from orda.readers.registering.families import leave_family
from orda.readers.registering.groups import change_group, register_group
from orda.readers.registering.refusals import FamilyRefused
from orda.readers.registering.services import change, register, register_family
from orda.readers.words.services import index_words
from orda.readers.years.ages import age_group_of, age_on, grade_of, group_of_grade
from orda.readers.years.grades import raise_grades
from orda.readers.years.refusals import NotRegistered, RegisteredAlready
from orda.readers.years.services import (
    FirstUse,
    group_for_year,
    note_first_uses,
    register_for_year,
    sign_up_on_site,
    use_electronic_resources,
    use_exchange,
)

__all__ = [
    "OF_AGE",
    "OF_AGE_TO_SIGN",
    "PinShut",
    "WrongCardOrPin",
    "give_pin",
    "pin_mark",
    "reader_by_pin",
    "group_of_grade",
    "BadPicture",
    "BadReaderField",
    "BothHold",
    "Comer",
    "FirstUse",
    "note_first_uses",
    "register_many",
    "CardTaken",
    "ConsentSigned",
    "FamilyRefused",
    "IinElsewhere",
    "IinTaken",
    "OfAnotherNetwork",
    "NewReader",
    "NoConsent",
    "NoLongerAReader",
    "NotAlike",
    "NotRegistered",
    "RegisteredAlready",
    "SameReader",
    "StillOwes",
    "TextVersionTaken",
    "age_group_of",
    "age_on",
    "block",
    "change",
    "children_of",
    "end_of_grown",
    "guardian_by_pin",
    "mark_of",
    "change_group",
    "erase",
    "erase_the_inactive",
    "forget_lists",
    "forget_looks",
    "give_new_card",
    "group_for_year",
    "grade_of",
    "index_words",
    "keep_history",
    "leave_family",
    "lift_ended_blocks",
    "merge",
    "note_look",
    "publish_text",
    "refuse_while_open",
    "register",
    "register_family",
    "register_for_year",
    "register_group",
    "raise_grades",
    "revoke_consent",
    "photos_missing",
    "set_photo",
    "sign_consent",
    "sign_up_on_site",
    "text_in_force",
    "told",
    "unblock",
    "use_electronic_resources",
    "use_exchange",
]
