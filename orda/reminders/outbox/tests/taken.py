"""A gateway for tests that ask what was sent, and to whom."""

from orda.reminders.messages.models import Message


class Taken:
    """A gateway that takes everything."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []

    def send(self, message: Message) -> None:
        self.texts.append((message.address, message.text))

    def close(self) -> None:
        return None
