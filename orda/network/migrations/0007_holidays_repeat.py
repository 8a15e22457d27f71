"""Holidays that were listed year by year repeat for ever; "no Sunday", which stood in code, becomes each tree's first
timetable. What was open or shut up to now stays so."""

import datetime

from django.db import migrations

# (month, day): the last year in which the law names it, None: it names it still.
FIXED = {
    "Жаңа жыл": [(1, 1, None), (1, 2, None)],
    "Рождество": [(1, 7, None)],
    "Халықаралық әйелдер күні": [(3, 8, None)],
    "Наурыз мейрамы": [(3, 21, None), (3, 22, None), (3, 23, None)],
    "Қазақстан халқының бірлігі күні": [(5, 1, None)],
    "Отан қорғаушы күні": [(5, 7, None)],
    "Жеңіс күні": [(5, 9, None)],
    "Астана күні": [(7, 6, None)],
    "Конституция күні": [(8, 30, 2025)],
    "Республика күні": [(10, 25, None)],
    "Тәуелсіздік күні": [(12, 16, None)],
}
CONSTITUTION, ITS_DAY = "Конституция күні", (3, 15, 2027)
KURBAN = "Құрбан айт"
# 10 Dhu al-Hijja by the calendar of Umm al-Qura: as expected, until the clergy names the day.
EXPECTED = [
    datetime.date(2027, 5, 16),
    datetime.date(2028, 5, 5),
    datetime.date(2029, 4, 24),
    datetime.date(2030, 4, 13),
    datetime.date(2031, 4, 2),
]
FROM_THE_BEGINNING = datetime.date(2000, 1, 1)


def make(apps, editor):
    get = lambda name: apps.get_model("network", name).objects  # noqa: E731
    for unit in get("Unit").filter(holidays__isnull=False).distinct():
        days = get("Holiday").filter(unit=unit)
        for name, known in FIXED.items():
            for month, day, until in known:
                _repeat(get, unit, days.filter(name=name, day__month=month, day__day=day), month, day, until)
        if days.filter(name=CONSTITUTION).exists() or get("YearlyHoliday").filter(unit=unit, name=CONSTITUTION):
            month, day, since = ITS_DAY
            get("YearlyHoliday").create(unit=unit, month=month, day=day, since=since, name=CONSTITUTION)
        years = sorted({one.day.year for one in days.filter(name=KURBAN)})
        for year in years:
            get("CalendarYear").create(unit=unit, year=year)
        for day in EXPECTED if years else ():
            if not days.filter(day=day).exists() and day.year > years[-1]:
                get("Holiday").create(unit=unit, day=day, name=KURBAN)
    for top in get("Unit").filter(parent=None):
        week = get("Timetable").create(unit=top, state="in_force", since=FROM_THE_BEGINNING)
        for weekday in range(1, 7):
            get("OpeningHours").create(timetable=week, weekday=weekday)


def _repeat(get, unit, days, month, day, until):
    """What stands in more than one year repeats; its single days say nothing more then."""
    years = sorted(one.day.year for one in days)
    if len(years) < 2 or (until is not None and years[0] > until):
        return
    get("YearlyHoliday").create(
        unit=unit, month=month, day=day, name=days.first().name, since=years[0], until=until
    )
    covered = [year for year in years if until is None or year <= until]
    days.filter(day__year__in=covered).delete()


def take_away(apps, editor):
    """Year by year again, for the years that were listed."""
    get = lambda name: apps.get_model("network", name).objects  # noqa: E731
    for one in get("YearlyHoliday").all():
        listed = get("CalendarYear").filter(unit=one.unit).values_list("year", flat=True)
        for year in listed:
            if one.since <= year and (one.until is None or year <= one.until):
                day = datetime.date(year, one.month, one.day)
                get("Holiday").get_or_create(unit=one.unit, day=day, defaults={"name": one.name})
    get("Holiday").filter(name=KURBAN, day__in=EXPECTED).delete()


class Migration(migrations.Migration):
    dependencies = [("network", "0006_the_calendar")]
    operations = [migrations.RunPython(make, take_away, elidable=True)]
