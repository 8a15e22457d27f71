"""The names of the shipped holidays of Kazakhstan in the language of the page; others stand as they were typed."""

from django.utils.translation import gettext_lazy as _

# As `data/holidays.csv` writes them, in the state language.
_NAMES = {
    "Жаңа жыл": _("New Year"),
    "Рождество": _("Orthodox Christmas"),
    "Халықаралық әйелдер күні": _("International Women's Day"),
    "Наурыз мейрамы": _("Nauryz"),
    "Қазақстан халқының бірлігі күні": _("Day of Unity of the People of Kazakhstan"),
    "Отан қорғаушы күні": _("Defender of the Fatherland Day"),
    "Жеңіс күні": _("Victory Day"),
    "Құрбан айт": _("Kurban Ait"),
    "Астана күні": _("Capital City Day"),
    "Конституция күні": _("Constitution Day"),
    "Республика күні": _("Republic Day"),
    "Тәуелсіздік күні": _("Independence Day"),
}


def in_language(name: str) -> str:
    """A holiday's name as the reader of the page calls it."""
    known = _NAMES.get(name)
    return str(known) if known else name
