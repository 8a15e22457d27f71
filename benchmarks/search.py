"""How long a search of a large catalogue takes, facets and the state of every copy included.

Words are drawn by how many records hold them: rare (up to 20), middling (about one in a thousand), very common (the
commonest of all). Times are those of the function behind the page and `orda search`.
"""

import datetime
import os
import random
import time
from itertools import islice

from benchmarks import environment, p50_p95, say, scratch, sized

RECORDS = 1_000_000
TIMES = 200
AT_ONCE = 20_000


def run() -> None:
    with scratch() as folder:
        os.environ.update(environment(folder, ORDA_SQLITE_SYNCHRONOUS="OFF"))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        size = sized(RECORDS, least=2_000)
        began = time.perf_counter()
        _fill(size)
        filled = time.perf_counter() - began
        began = time.perf_counter()
        from orda.search.services import index_anew

        index_anew()
        indexed = time.perf_counter() - began
        megabytes = (
            sum(file.stat().st_size for file in (folder / "search").rglob("*") if file.is_file()) / 1e6
        )
        print(
            f"  {size:,} records and copies ({filled:.0f} s to write); index {megabytes:,.0f} MB", flush=True
        )
        say("indexing anew", size / indexed, "records/s")
        _measure()


def _measure() -> None:
    from orda.search.queries import search

    search("а")
    for name, texts in _texts().items():
        times, alone, found = [], [], []
        for text in texts:
            began = time.perf_counter()
            found.append(search(text).count)
            times.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            search(text, facets=False)
            alone.append((time.perf_counter() - began) * 1000)
        p50, p95 = p50_p95(times)
        bare = p50_p95(alone)[1]
        hits = f"{min(found):,}–{max(found):,} records"
        say(f"{name}, p50", p50, "ms", note=hits)
        say(f"{name}, p95", p95, "ms", limit=("that without facets", bare), note="aim 30 ms")


def _texts() -> dict[str, list[str]]:
    from benchmarks._records import vocabulary
    from orda.search import index
    from orda.search.words import stems

    searcher, rng = index.searcher(), random.Random(5)
    words = vocabulary("kaz") + vocabulary("rus")
    held = {word: max(searcher.doc_freq("all", form) for form in stems(word)) for word in words}
    total = searcher.num_docs
    by_count = sorted(words, key=lambda word: held[word])
    rare = [word for word in by_count if 0 < held[word] <= 20] or by_count[:100]
    middling = [word for word in by_count if total / 2000 < held[word] < total / 500]
    common = by_count[-20:]
    return {
        "one rare word": rng.choices(rare, k=TIMES),
        "one middling word": rng.choices(middling, k=TIMES),
        "one very common word": rng.choices(common, k=TIMES),
        "a common and a middling word": [
            f"{a} {b}"
            for a, b in zip(rng.choices(common, k=TIMES), rng.choices(middling, k=TIMES), strict=True)
        ],
        "no words: the whole catalogue": [""] * 20,
        **_typed(rng, middling, common),
    }


def _typed(rng: random.Random, middling: list[str], common: list[str]) -> dict[str, list[str]]:
    """What people type beside words alone, and what somebody may send on purpose."""
    pairs = list(zip(rng.choices(common, k=TIMES), rng.choices(middling, k=TIMES), strict=True))
    long = [word for word in middling if len(word) > 7] or middling
    return {
        "a phrase of two common words": [f'"{a} {b}"' for a, b in zip(common, reversed(common), strict=True)],
        "either of two, without a third": [f"{a} OR {b} -{common[-1]}" for a, b in pairs],
        "a question of five words, two of them unknown": [
            f"{a} туралы ыждаһат {b} ъюъюъю {common[0]}" for a, b in pairs[:50]
        ],
        "a long word misspelt twice": [f"{word[:2]}ъ{word[3:-1]}" for word in rng.choices(long, k=50)],
        "half a word": [word[:4] for word in rng.choices(long, k=50)],
        "300 letters of signs, and of words nobody knows": [
            *(sign * (300 // len(sign)) for sign in ("(", "-(", "автор:", "а OR (", '"а')),
            *(" ".join(f"ъыю{number}щшчхъэюя" for number in range(start, start + 19)) for start in range(20)),
        ],
    }


def _fill(size: int) -> None:
    """Records as an import leaves them, and a copy of each, by plain SQL."""
    from django.db import connection

    from benchmarks._records import descriptions
    from orda.catalog.subject_fields import subject_field_of
    from orda.catalog.writing import write_record
    from orda.network.services import add_unit

    top = add_unit(kind="network", code="n", name_kk="n", name_ru="n", name_en="n")
    for n in range(16):
        add_unit(kind="library", code=f"l{n}", name_kk=f"l{n}", name_ru=f"l{n}", name_en=f"l{n}", parent=top,
                 library_type="children", cohort="children")  # fmt: skip
    now = datetime.datetime(2024, 1, 9, tzinfo=datetime.UTC)
    fields: dict[str, str] = {}
    rows = (
        (
            *(
                "books",
                "marc21",
                write_record(said, "marc21"),
                "utf-8",
                said.control_number,
                said.control_number,
            ),
            *(said.title, said.author, said.year, said.language, said.isbns[0], "", said.bbk, said.searched),
            *(fields.setdefault(said.bbk, subject_field_of(bbk=said.bbk, udc="")), now.date(), now, 2),
        )
        for said in descriptions(size)
    )
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=OFF")
        cursor.execute("PRAGMA foreign_keys=OFF")
        while part := list(islice(rows, AT_ONCE)):
            cursor.executemany(RECORD, part)
        cursor.execute(BATCH)
        cursor.execute(COPIES)
        cursor.execute("ANALYZE")


RECORD = (
    "INSERT INTO catalog_record (database, format, marc, encoding, digest, source_key, title, author, year, language,"
    f" isbn, udc, bbk, searched, subject_field, added_on, changed_at, library_id) VALUES ({', '.join(['%s'] * 18)})"
)
BATCH = (
    "INSERT INTO stock_intakebatch (id, day, supply, document, library_id)"
    " VALUES (1, '2024-01-09', 'budget', '1', 2)"
)
COPIES = (
    "INSERT INTO stock_copy (barcode, inventory_number, price, subject_field, language, document_kind, status,"
    " library_id, record_id, batch_id) SELECT 'C' || id, id, 1000, subject_field, 'kk', 'book', 'in_stock',"
    " 2 + id % 16, id, 1 FROM catalog_record"
)
