"""What a new installation does with nothing set: HTTPS alone, strict headers, guarded cookies and forms."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

ROOT = Path(__file__).resolve().parents[3]

# In a process of its own: settings are read once, and the suite's are those of plain http.
VISIT = """
import json, django
django.setup()
from django.core.management import call_command
from django.test import Client
from orda.network.models import Staff
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
plain = Client(headers={"host": "localhost"}).get("/sign-in/")
client = Client(headers={"host": "localhost"})
page = client.get("/sign-in/", secure=True)
client.post("/language/", {"language": "ru"}, secure=True)
Staff.objects.create_user("aigul", password="a good long password")
client.post("/sign-in/", {"username": "aigul", "password": "a good long password"}, secure=True)
stranger = Client(headers={"host": "elsewhere.example"}).get("/sign-in/", secure=True)
print(json.dumps({
    "plain": [plain.status_code, plain.headers.get("Location")],
    "status": page.status_code,
    "headers": dict(page.headers),
    "cookies": {name: {k: morsel[k] for k in ("secure", "httponly", "samesite")}
                for name, morsel in client.cookies.items()},
    "stranger": stranger.status_code,
    "page": page.content.decode(),
}))
"""


def _environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ORDA_") and name != "DATABASE_URL"
    }
    return {**kept, "ORDA_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "orda.settings"}


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A visit to the sign-in page of a new installation."""
    done = subprocess.run(
        [sys.executable, "-c", VISIT],
        env=_environment(tmp_path_factory.mktemp("new")),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_djangos_own_check_of_a_real_installation_finds_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        env=_environment(tmp_path),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stdout + done.stderr


def test_a_weak_setting_fails_the_check(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        env={**_environment(tmp_path), "ORDA_HTTPS": "0"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "security.W008" in done.stdout


def test_the_secret_key_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    tell = "from orda.settings import SECRET_KEY; print(SECRET_KEY)"
    said = [
        subprocess.run(
            [sys.executable, "-c", tell],
            env=_environment(tmp_path),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _start in range(2)
    ]
    assert said[0] == said[1]
    assert len(said[0].strip()) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_plain_http_is_sent_to_https(visit: dict[str, Any]) -> None:
    assert visit["plain"] == [301, "https://localhost/sign-in/"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"),
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_page_carries_the_header(visit: dict[str, Any], header: str, value: str) -> None:
    assert visit["status"] == 200
    assert visit["headers"][header] == value


def test_a_page_runs_no_script_and_no_style_but_the_houses_own(visit: dict[str, Any]) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in visit["headers"]["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == policy["base-uri"] == "'self'"
    assert not {"script-src", "style-src"} & set(policy), "weaker than default-src"


def test_cookies_travel_by_https_alone_and_out_of_scripts_reach(visit: dict[str, Any]) -> None:
    assert set(visit["cookies"]) == {"csrftoken", "sessionid", "django_language", "orda_browser"}
    for name, cookie in visit["cookies"].items():
        assert cookie["secure"], name
        if name == "django_language":
            assert not cookie["httponly"], "a preference, no secret"
        else:
            assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax"), name


def test_a_strange_host_name_is_refused(visit: dict[str, Any]) -> None:
    assert visit["stranger"] == 400


def test_static_files_are_named_by_their_content(visit: dict[str, Any]) -> None:
    assert "/static/css/tokens." in visit["page"]
    assert "/static/css/tokens.css" not in visit["page"]


def test_a_form_without_its_token_is_refused(city: Any, staff_of: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff_of("librarian"), backend="django.contrib.auth.backends.ModelBackend")
    for name in (
        "desk_scan",
        "sign_out",
        "set_language",
        "workplace",
        "diary_close",
        "event_hold",
        "reader_new",
    ):
        assert client.post(reverse(name)).status_code == 403, name


def test_with_its_token_it_is_taken(city: Any, staff_of: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff_of("librarian"), backend="django.contrib.auth.backends.ModelBackend")
    token = client.get(reverse("home")).context["csrf_token"]
    answer = client.post(reverse("set_language"), {"language": "ru", "csrfmiddlewaretoken": str(token)})
    assert answer.status_code == 302


def test_the_pulse_answers_and_robots_stay_out_of_the_sign_in(client: Client, db: None) -> None:
    assert client.get(reverse("pulse")).content == b"ok"
    assert b"Disallow: /sign-in/" in client.get(reverse("robots")).content


def test_a_page_that_is_not_there_is_said_in_the_houses_words(client: Client, db: None) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "404.html" in [template.name for template in answer.templates]


def test_processes_that_start_at_once_have_one_secret_key(tmp_path: Path) -> None:
    """Another key would seal, sign and hash what the others can't read."""
    environment = {**os.environ, "ORDA_DATA_DIR": str(tmp_path), "ORDA_SECRET_KEY": ""}
    say = "import orda.settings; print(orda.settings.SECRET_KEY)"
    started = [
        subprocess.Popen([sys.executable, "-c", say], env=environment, stdout=subprocess.PIPE, text=True)
        for _process in range(6)
    ]
    assert len({one.communicate()[0] for one in started}) == 1
    assert [path.name for path in tmp_path.glob("secret_key*")] == ["secret_key"]
