"""The words of the notes on the source, in the three languages at once: notes are kept as they are found."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The same words in Kazakh, Russian and English."""

    kk: str
    ru: str
    en: str

    def __add__(self, other: "Words") -> "Words":
        return Words(*(f"{a}, {b}" for a, b in zip(self, other, strict=True)))

    def __iter__(self) -> Iterator[str]:
        return iter((self.kk, self.ru, self.en))

    def with_(self, what: "Words", **numbers: object) -> "Words":
        """The words with their places filled: {what} in each language, numbers as they stand."""
        filled = (mine.format(what=its, **numbers) for mine, its in zip(self, what, strict=True))
        return Words(*(text[0].upper() + text[1:] for text in filled))


def same(text: object) -> Words:
    """A name or a year, written alike in every language."""
    return Words(str(text), str(text), str(text))


PARTS = Words(
    "{what}: бөліктерінің қосындысы {found}, ал басылған жиыны {printed}.",
    "{what}: слагаемые дают {found}, а итог напечатан {printed}.",
    "{what}: the parts add up to {found}, the total is printed as {printed}.",
)
QUARTERS = Words(
    "{what}: төрт тоқсанның қосындысы {found}, ал жылдық жоспар {printed}.",
    "{what}: четыре квартала дают {found}, а год напечатан {printed}.",
    "{what}: the four quarters add up to {found}, the year is printed as {printed}.",
)
COHORTS = Words(
    "{what}: балалар және көпшілік кітапханалары бірге {found}, ал жүйе бойынша {printed} деп басылған.",
    "{what}: детские и публичные библиотеки вместе дают {found}, а по системе напечатано {printed}.",
    "{what}: children's and public libraries together make {found}, the network is printed as {printed}.",
)
OF_WHICH = Words(
    "{what}: «оның ішінде» жолы {found}, бұл өз жолының {printed} санынан артық.",
    "{what}: строка «в том числе» {found} больше своей строки {printed}.",
    "{what}: the “of which” row, {found}, is more than the row it is part of, {printed}.",
)
GROUPS = Words(
    "{what}: топтардың қосындысы {found}, басылған жиыны {printed}; «оның ішінде» жолдары {inside}.",
    "{what}: группы дают {found}, итог напечатан {printed}; строки «в том числе» составляют {inside}.",
    "{what}: the groups add up to {found}, the total is printed as {printed};"
    " the “of which” rows make {inside}.",
)
HERE_AND_THERE = Words(
    "{what}: мұнда {found}, ал «{there}» кестесінде {printed}.",
    "{what}: здесь {found}, а в таблице «{there}» {printed}.",
    "{what}: {found} here, {printed} in the table “{there}”.",
)
RATE = Words(
    "{what}: формула бойынша {found}, ал {printed} деп басылған.",
    "{what}: по формуле {found}, а напечатано {printed}.",
    "{what}: {found} by the formula, printed as {printed}.",
)
MOVEMENT = Words(
    "{what}: басындағы + түскені − шығарылғаны = {found}, ал соңы {printed} деп басылған.",
    "{what}: начало + поступление − выбытие = {found}, а конец напечатан {printed}.",
    "{what}: start + intake − withdrawal = {found}, the end is printed as {printed}.",
)
PLANNED = Words(
    "{what}: барлығы {found}, ал жоспар {printed} деп басылған.",
    "{what}: всего {found}, а план напечатан {printed}.",
    "{what}: {found} in all, the plan is printed as {printed}.",
)

TABLES = {
    "control_indicators": Words("бақылау көрсеткіштері", "контрольные показатели", "control indicators"),
    "acquisition_plan": Words("жинақтау жоспары", "план комплектования", "acquisition plan"),
    "stock_movement": Words("қор қозғалысы", "движение фонда", "movement of the stock"),
    "withdrawal_plan": Words("есептен шығару жоспары", "план списания", "withdrawal plan"),
    "reader_groups": Words("оқырман топтары", "группы читателей", "reader groups"),
    "reference_plan": Words("анықтамалар", "справки", "references"),
    "social_media": Words("әлеуметтік желілер", "социальные сети", "social networks"),
    "media_plan": Words("БАҚ-пен жұмыс", "работа со СМИ", "work with the media"),
    "internet": Words("кітапханаларды интернеттеу", "интернетизация библиотек", "internet in the libraries"),
}

NAMES = {
    "media_international": Words("халықаралық", "международные", "international"),
    "media_republic": Words("республикалық", "республиканские", "of the republic"),
    "media_oblast": Words("облыстық", "областные", "of the oblast"),
    "media_city": Words("қалалық", "городские", "of the city"),
    "media_all": Words("барлығы", "всего", "in all"),
    "children": Words("балалар кітапханалары", "детские библиотеки", "children's libraries"),
    "public": Words("көпшілік кітапханалар", "публичные библиотеки", "public libraries"),
    "network": Words("жүйе бойынша", "по системе", "the network"),
    "all": Words("барлық тілде", "на всех языках", "all languages"),
    "kk": Words("қазақ тілінде", "на казахском языке", "in Kazakh"),
    "budget": Words("бюджет есебінен", "за счёт бюджета", "from the budget"),
    "total": Words("барлығы", "всего", "total"),
    "social": Words("қоғамдық-саяси", "общественно-политическая", "social and political"),
    "science": Words("жаратылыстану, медицина", "естествознание, медицина", "natural sciences, medicine"),
    "technology": Words(
        "техника, ауыл шаруашылығы", "техника, сельское хозяйство", "technology, agriculture"
    ),
    "art_sport": Words("өнер, спорт", "искусство, спорт", "arts, sport"),
    "fiction_philology": Words(
        "көркем әдебиет, тіл білімі, әдебиеттану",
        "художественная литература, языкознание, литературоведение",
        "fiction, linguistics, literary studies",
    ),
    "intake": Words("түскені", "поступление", "intake"),
    "withdrawal": Words("шығарылғаны", "выбытие", "withdrawal"),
    "plan": Words("жоспар", "план", "plan"),
    "actual": Words("орындалуы", "выполнение", "actual"),
    "received": Words("түсті", "поступило", "received"),
    "followers": Words("жазылушылар", "подписчики", "followers"),
    "posts": Words("жарияланымдар", "публикации", "posts"),
    "views": Words("қаралымдар", "просмотры", "views"),
    "q1": Words("І тоқсан", "I квартал", "quarter I"),
    "q2": Words("ІІ тоқсан", "II квартал", "quarter II"),
    "q3": Words("ІІІ тоқсан", "III квартал", "quarter III"),
    "q4": Words("ІV тоқсан", "IV квартал", "quarter IV"),
    "year": Words("жыл", "год", "the year"),
    "readers": Words("оқырмандар", "читатели", "readers"),
    "readers_site": Words("сайт пайдаланушылары", "пользователи сайта", "registered users of the site"),
    "readers_electronic": Words(
        "электрондық ресурстарды пайдаланушылар",
        "пользователи электронных ресурсов",
        "users of electronic resources",
    ),
    "loans": Words("кітап беру", "книговыдача", "loans"),
    "loans_electronic_documents": Words(
        "электрондық құжаттарды беру", "выдача электронных документов", "loans of electronic documents"
    ),
    "loans_electronic_publications": Words(
        "электрондық басылымдарды беру", "выдача электронных изданий", "loans of electronic publications"
    ),
    "visits": Words("келу", "посещения", "visits"),
    "catalogue_records": Words(
        "электрондық каталог жазбалары", "записи электронного каталога", "catalogue records"
    ),
    "events_offline": Words("офлайн іс-шаралар", "мероприятия офлайн", "offline events"),
    "events_online": Words("онлайн іс-шаралар", "мероприятия онлайн", "online events"),
    "attendance_offline": Words("офлайн қатысушылар", "участники офлайн", "offline attendance"),
    "views_online": Words("онлайн қаралымдар", "просмотры онлайн", "online views"),
    "readability": Words("оқылуы", "читаемость", "readability"),
    "visit_rate": Words("келу көрсеткіші", "посещаемость", "visit rate"),
    "turnover": Words("қор айналымы", "обращаемость", "turnover"),
    "renewal_rate": Words("қордың жаңаруы", "обновляемость", "renewal of the stock"),
    "0-10": Words("10 жасқа дейін", "до 10 лет", "up to 10 years"),
    "11-15": Words("11–15 жас", "11–15 лет", "11 to 15 years"),
}


def elsewhere(table: str, what: Words, **numbers: object) -> Words:
    """Two tables of the plan say different things about the same."""
    places = zip(HERE_AND_THERE, TABLES[table], strict=True)
    return Words(*(text.replace("{there}", there) for text, there in places)).with_(what, **numbers)


def named(code: str) -> Words:
    """The words for a code of the source; a code without words stands as it is."""
    return NAMES.get(code) or same(code)
