"""Acts as a desk without a connection seals them and hands them in."""

import datetime
import json
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from orda.circulation.offline import seal
from tests.house import MOMENT

HOUR = datetime.timedelta(hours=1)


def sealed(desk: Client, kind: str, *, at: datetime.datetime = MOMENT, **what: Any) -> dict[str, str]:
    """An act as the browser seals it, with the place that the server gave it."""
    place = desk.get(reverse("desk_offline_taken")).json()["place"]
    key = str(uuid.uuid4())
    return {
        "key": key,
        "sealed": seal.seal({"key": key, "kind": kind, "at": at.isoformat(), "place": place, **what}),
    }


def hand_in(desk: Client, *acts: dict[str, str], sent_at: datetime.datetime = MOMENT) -> list[dict[str, str]]:
    body = json.dumps({"sent_at": sent_at.isoformat(), "acts": acts})
    answer = desk.post(reverse("desk_offline_hand_in"), body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    answers = answer.json()["answers"]
    return [answers[act["key"]] for act in acts]
