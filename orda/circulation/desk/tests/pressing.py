"""Keys of the desk, pressed as htmx presses them."""

from django.test import Client
from django.urls import reverse


def press(desk: Client, name: str, *args: int, **form: object) -> str:
    answer = desk.post(reverse(name, args=args), form, headers={"hx-request": "true"})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def press_get(desk: Client, name: str, *args: int) -> str:
    return desk.get(reverse(name, args=args), headers={"hx-request": "true"}).content.decode()


def scan(desk: Client, text: str) -> str:
    return press(desk, "desk_scan", scan=text)
