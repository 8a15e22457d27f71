import pytest

from orda.catalog import changes
from orda.catalog.description import Description
from orda.catalog.models import Record
from orda.catalog.writing import write_record
from orda.network import clock
from orda.network.models import Unit
from orda.search import index
from orda.search.services import catch_up
from tests.house import a_library


@pytest.fixture(autouse=True)
def _an_index_of_its_own(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    yield
    index.forget()


@pytest.fixture
def library(db) -> Unit:
    return a_library()


@pytest.fixture
def a_book(library: Unit):
    """a_book(title, …) -> a record with a real MARC record behind it, in the index."""

    def make(
        title: str, author: str = "", *, year: int | None = None, language: str = "kaz", **said
    ) -> Record:
        number = Record.objects.count() + 1
        described = Description(title=title, author=author, year=year, language=language, **said)
        marc = write_record(described, "marc21")
        record = Record.objects.create(
            database=Record.Database.BOOKS,
            format="marc21",
            marc=marc,
            encoding="utf-8",
            digest=str(number),
            source_key=str(number),
            title=title,
            author=author,
            year=year,
            language=language,
            subject_field="fiction_philology",
            searched=described.searched,
            library=library,
            added_on=clock.today(),
            changed_at=clock.now(),
        )
        changes.tell([record.pk])
        catch_up()
        return record

    return make
