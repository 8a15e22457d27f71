"""The first text of consent, kk and ru, and the words of readers who were kept before there were any."""

import datetime
from itertools import islice

from django.db import migrations

VERSION = "2024-1"
TEXT_KK = """Мен «Дербес деректер және оларды қорғау туралы» Қазақстан Республикасының 2013 жылғы 21 мамырдағы № 94-V Заңына сәйкес өзімнің (өзім заңды өкілі болып табылатын баланың) дербес деректерін кітапхананың жинауына және өңдеуіне келісім беремін.

Мақсаты: оқырманды жазу, кітап беру және қайтаруын есепке алу, кітапхана қызметінің статистикасы.
Деректер тізбесі: тегі, аты, әкесінің аты; туған күні; жынысы; ЖСН (өз еркіммен көрсетілсе); оқу орны мен сыныбы; телефон нөмірі, электрондық пошта; ата-анасының немесе заңды өкілінің аты-жөні; оқырман билетінің нөмірі; алған кітаптары (қайтарылғанға дейін); мүгедектігі туралы белгі және қолжетімділік қажеттігі (өз еркіммен көрсетілсе).
Мерзімі: кітапханаға соңғы жүгінген күннен бастап кітапхана белгілеген мерзімге дейін, одан кейін деректер жойылады.
Үшінші тұлғаларға беру: жоқ.
Шет елге беру (трансшекаралық беру): жоқ.
Жалпыға қолжетімді көздерде жариялау: жоқ. Іс-шаралардағы фотосуреттерді жариялауға бөлек келісім керек.

Келісімді кез келген уақытта жазбаша өтініш бойынша кері қайтарып алуға болатыны маған түсіндірілді; қайтарылмаған кітап немесе басқа орындалмаған міндеттеме болған кезде келісім кері қайтарылмайды."""
TEXT_RU = """В соответствии с Законом Республики Казахстан от 21 мая 2013 года № 94-V «О персональных данных и их защите» даю согласие на сбор и обработку библиотекой моих персональных данных (персональных данных ребёнка, законным представителем которого я являюсь).

Цель: запись читателя, учёт выдачи и возврата книг, статистика работы библиотеки.
Перечень данных: фамилия, имя, отчество; дата рождения; пол; ИИН (если указан добровольно); место учёбы и класс; номер телефона, адрес электронной почты; фамилия и имя родителя или законного представителя; номер читательского билета; взятые книги (до их возврата); отметка об инвалидности и потребность в доступной среде (если указаны добровольно).
Срок: с даты последнего обращения в библиотеку до истечения установленного библиотекой срока, после чего данные уничтожаются.
Передача третьим лицам: нет.
Трансграничная передача: нет.
Распространение в общедоступных источниках: нет. На публикацию фотографий с мероприятий требуется отдельное согласие.

Мне разъяснено, что согласие может быть отозвано в любое время по письменному заявлению; согласие не может быть отозвано, пока не возвращена книга или не исполнено иное обязательство."""
BATCH = 1000


def write_text(apps, schema_editor):
    apps.get_model("readers", "ConsentText").objects.get_or_create(
        version=VERSION,
        defaults={"text_kk": TEXT_KK, "text_ru": TEXT_RU, "valid_from": datetime.date(2024, 1, 1)},
    )


def write_words(apps, schema_editor):
    from orda.readers.spelling import digits_of, words_of

    Reader, Word = apps.get_model("readers", "Reader"), apps.get_model("readers", "ReaderWord")
    readers = Reader.objects.filter(words=None).iterator(BATCH)
    while part := list(islice(readers, BATCH)):
        rows = []
        for one in part:
            texts = (one.family_name, one.given_name, one.patronymic, one.guardian_name, one.school, one.school_class)
            words = {word[:40] for text in texts for word in words_of(text)}
            words |= {phone[:40] for phone in map(digits_of, (one.phone, one.guardian_phone)) if phone}
            rows += [Word(reader=one, word=word) for word in sorted(words)]
        Word.objects.bulk_create(rows, batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [('readers', '0004_words_consents_grades')]

    operations = [
        # Backwards the text stays: somebody may have signed it.
        migrations.RunPython(write_text, migrations.RunPython.noop),
        migrations.RunPython(write_words, migrations.RunPython.noop),
    ]
