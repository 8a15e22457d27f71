"""The address of an act, opened as if it were a page: a reloaded tab, a kept link, another language chosen there."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NOT_BY_THIS_METHOD = 405


class WrongMethodMiddleware:
    """Says in words what Django answers with an empty sheet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NOT_BY_THIS_METHOD or request.method != "GET":
            return response
        page = render(request, "405.html", status=NOT_BY_THIS_METHOD)
        page.headers["Allow"] = response.headers["Allow"]
        return page
