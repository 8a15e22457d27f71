"""What may be done with readers. The only writers of the room's tables."""

from orda.readers.refusals import (
    BadPicture,
    BadReaderField,
    BothHold,
    CardTaken,
    ConsentSigned,
    FamilyRefused,
    IinTaken,
    NoConsent,
    NoLongerAReader,
    NotAlike,
    NotRegistered,
    RegisteredAlready,
    SameReader,
    StillOwes,
    TextVersionTaken,
)
from orda.readers.services.blocks import block, lift_ended_blocks, unblock
from orda.readers.services.checking import NewReader, age_on, grade_of
from orda.readers.services.coming import Comer, register_many
from orda.readers.services.consents import (
    publish_text,
    refuse_while_open,
    revoke_consent,
    sign_consent,
    text_in_force,
)
from orda.readers.services.groups import change_group, register_group
from orda.readers.services.importing import forget_lists
from orda.readers.services.merging import merge
from orda.readers.services.pictures import photos_missing, set_photo
from orda.readers.services.privacy import erase, erase_the_inactive, forget_looks, keep_history, told
from orda.readers.services.registering import (
    change,
    give_new_card,
    note_look,
    register,
    register_family,
)
from orda.readers.services.words import index_words
from orda.readers.services.years import (
    FirstUse,
    age_group_of,
    group_for_year,
    note_first_uses,
    raise_grades,
    register_for_year,
    sign_up_on_site,
    use_electronic_resources,
    use_exchange,
)

__all__ = [
    "BadPicture",
    "BadReaderField",
    "BothHold",
    "CardTaken",
    "Comer",
    "ConsentSigned",
    "FamilyRefused",
    "FirstUse",
    "IinTaken",
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
    "lift_ended_blocks",
    "merge",
    "note_first_uses",
    "note_look",
    "publish_text",
    "refuse_while_open",
    "register",
    "register_family",
    "register_for_year",
    "register_group",
    "register_many",
    "photos_missing",
    "raise_grades",
    "revoke_consent",
    "set_photo",
    "sign_consent",
    "sign_up_on_site",
    "text_in_force",
    "told",
    "unblock",
    "use_electronic_resources",
    "use_exchange",
]
