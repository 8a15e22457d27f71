"""The keys of an installation in a backup, as chosen: without them what they seal can't be read after a restoring."""

import hmac
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings

PART = "keys.json"
SETTINGS = "orda.env"


def mark(key: str) -> str:
    """By which a key is known again, and from which nobody learns it."""
    return hmac.new(key.encode(), b"orda backup", "sha256").hexdigest()[:16]


def marks() -> dict[str, str]:
    return {"secret": mark(settings.SECRET_KEY), "personal": mark(settings.PERSONAL_KEY)}


def packed() -> bytes:
    return json.dumps({"secret": settings.SECRET_KEY, "personal": settings.PERSONAL_KEY}).encode()


def settings_file() -> Path:
    return Path(os.environ.get("ORDA_ENV_FILE") or settings.DATA_DIR / SETTINGS)


def put_back(folder: Path, data: Path) -> list[str]:
    """Keys and settings from an unpacked backup into the data folder; what a person must still do, in words."""
    told: list[str] = []
    if (folder / PART).exists():
        kept: dict[str, Any] = json.loads((folder / PART).read_text(encoding="utf-8"))
        _write(data / "secret_key", kept["secret"])
        if os.environ.get("ORDA_SECRET_KEY", kept["secret"]) != kept["secret"]:
            told.append("ORDA_SECRET_KEY is set to another key than the backup's, and wins over it")
        if kept["personal"] != settings.PERSONAL_KEY and kept["personal"] != kept["secret"]:
            _write(data / "personal_key.from-backup", kept["personal"])
            told.append(f"set ORDA_PERSONAL_KEY to what stands in {data / 'personal_key.from-backup'}")
    if (folder / SETTINGS).exists():
        came, here = (folder / SETTINGS).read_text(encoding="utf-8"), settings_file()
        if not here.exists():
            _write(here, came)
        elif here.read_text(encoding="utf-8") != came:
            _write(here.with_name(f"{here.name}.from-backup"), came)
            told.append(
                f"the settings of the backup lie in {here.name}.from-backup; this installation's own hold"
            )
    return told


def _write(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
