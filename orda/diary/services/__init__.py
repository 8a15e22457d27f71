"""What may be done to the diary: post, enter by hand, reverse, close a day. The only writer of its tables."""

from orda.diary.plain_sql import adapted
from orda.diary.refusals import (
    AlreadyReversed,
    DayNotOver,
    DayTooOld,
    NotALibrary,
    NotByHand,
    NothingToCount,
    PostedByAnAct,
    ReasonMissing,
    UnknownDimension,
    UnknownMeasure,
)
from orda.diary.services.closing import close_day, close_days_before
from orda.diary.services.lines import (
    LARGEST_MANUAL,
    ByHand,
    Line,
    enter_by_hand,
    enter_many_by_hand,
    post,
    post_each,
    post_many,
    reverse,
    reverse_act,
    take_back_by_hand,
)
from orda.diary.services.sets import dimension_set_id, forget_known_sets

__all__ = [
    "LARGEST_MANUAL",
    "AlreadyReversed",
    "ByHand",
    "DayNotOver",
    "DayTooOld",
    "Line",
    "NotALibrary",
    "NotByHand",
    "NothingToCount",
    "PostedByAnAct",
    "ReasonMissing",
    "UnknownDimension",
    "UnknownMeasure",
    "adapted",
    "close_day",
    "close_days_before",
    "dimension_set_id",
    "enter_by_hand",
    "enter_many_by_hand",
    "forget_known_sets",
    "post",
    "post_each",
    "post_many",
    "reverse",
    "reverse_act",
    "take_back_by_hand",
]
