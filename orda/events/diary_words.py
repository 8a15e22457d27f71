"""How events' forms, directions and audiences are called on a page of the diary."""

from django.utils.translation import get_language

from orda.diary.measures import Text, tells_labels
from orda.events.models import Audience, Direction, Form
from orda.network.known import known

Names = dict[str, dict[str, str]]  # code -> language -> name


@tells_labels("form")
def forms() -> dict[str, Text]:
    return _said(_forms())


@tells_labels("direction")
def directions() -> dict[str, Text]:
    return _said(_directions())


@tells_labels("audience")
def audiences() -> dict[str, Text]:
    return dict(Audience.choices)


@known(Form)
def _forms() -> Names:
    return _names(Form)


@known(Direction)
def _directions() -> Names:
    return _names(Direction)


def _names(model: type[Form] | type[Direction]) -> Names:
    found = model._default_manager.values_list("code", "name_kk", "name_ru", "name_en")
    return {code: {"kk": kk, "ru": ru, "en": en} for code, kk, ru, en in found}


def _said(names: Names) -> dict[str, Text]:
    language = (get_language() or "kk")[:2]
    return {code: name.get(language, name["kk"]) for code, name in names.items()}
