"""What somebody typed, as the house keeps it and looks for it: PostgreSQL takes no NUL."""

from django.http import HttpRequest

LONGEST_WORDS = 100


def words_of(request: HttpRequest, *, longest: int = LONGEST_WORDS) -> str:
    """What is looked for on a page (`?q=`)."""
    return request.GET.get("q", "")[:longest].replace("\0", "").strip()


def one_line(text: str, longest: int | None = None) -> str:
    """A text of one line: its words parted by single spaces."""
    return " ".join(text.replace("\0", " ").split())[:longest]
