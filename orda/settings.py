"""One settings module. Everything that differs between installations comes from the environment.

`var/orda.env` (written by `make demo` or by hand) may hold the same names, one `NAME=value` a line; the
environment wins. Every name has a default that is safe: no debug, a secret key of its own, SQLite in `var/`.
"""

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("ORDA_DATA_DIR", BASE_DIR.parent / "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _read_env_file() -> None:
    path = Path(os.environ.get("ORDA_ENV_FILE", DATA_DIR / "orda.env"))
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            name, found, value = line.partition("=")
            if found and not line.startswith("#"):
                os.environ.setdefault(name.strip(), value.strip())


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def _words(name: str, default: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def _own_secret_key() -> str:
    """A key made at the first start and kept in the data folder, readable by its owner alone."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        # Written whole beside it, then linked to its name, which one of several first processes does: all read that.
        own = path.with_name(f"secret_key.{os.getpid()}")
        own.touch(mode=0o600)
        own.write_text(get_random_secret_key(), encoding="utf-8")
        with suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    return path.read_text(encoding="utf-8").strip()


_read_env_file()

DEBUG = _flag("ORDA_DEBUG", False)
SECRET_KEY = os.environ.get("ORDA_SECRET_KEY") or _own_secret_key()
# Enciphers readers' IINs. Change it, and those kept are lost: keep it apart, as carefully as the backups.
PERSONAL_KEY = os.environ.get("ORDA_PERSONAL_KEY") or SECRET_KEY
ALLOWED_HOSTS = _words("ORDA_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _words("ORDA_ORIGINS", "")
# Behind HTTPS (every real installation) leave this on; `make demo` on plain http turns it off.
HTTPS = _flag("ORDA_HTTPS", True)
# On only behind a proxy that itself writes X-Forwarded-Proto and adds to X-Forwarded-For: both are believed.
BEHIND_PROXY = _flag("ORDA_BEHIND_PROXY", False)

INSTALLED_APPS = [
    "orda.network",
    "orda.diary",
    "orda.catalog",
    "orda.search",
    "orda.stock",
    "orda.readers",
    "orda.circulation",
    "orda.reminders",
    "orda.research",
    "orda.events",
    "orda.planning",
    "orda.reports",
    "orda.portal",
    "orda.interop",
    "orda.upkeep",
    "orda.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "orda.network.language.LanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "orda.network.sessions.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "orda.network.workplace.WorkplaceMiddleware",
    "orda.network.wrong_method.WrongMethodMiddleware",
    "orda.portal.site_visits.SiteVisitMiddleware",
    "axes.middleware.AxesMiddleware",
    "orda.network.once.KeptOnceMiddleware",
]

ROOT_URLCONF = "orda.urls"
WSGI_APPLICATION = "orda.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(BASE_DIR.rglob("templates")),  # each piece of a room keeps its own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "orda.network.workplace.page_context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "orda.network.templatetags.commands",
                "orda.network.templatetags.once",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'orda.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer waits its turn at BEGIN instead of failing in the middle.
    # secure_delete: what was deleted is overwritten, wherever SQLite comes from (Debian's own does so by itself).
    # synchronous FULL: an answered loan survives a power cut, not only a killed process.
    _sync = os.environ.get("ORDA_SQLITE_SYNCHRONOUS", "FULL").upper()
    DATABASES["default"]["ENGINE"] = "orda.sqlite"
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "wait_for_the_disk": _sync == "FULL",
        "init_command": (
            f"PRAGMA journal_mode=WAL; PRAGMA synchronous={_sync}; PRAGMA foreign_keys=ON;"
            " PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON; PRAGMA mmap_size=268435456;"
        ),
    }
else:
    DATABASES["default"]["ENGINE"] = "orda.postgresql"
    # A statement that comes again is planned once for each connection: half of the server's work at the desk.
    _postgresql = DATABASES["default"].setdefault("OPTIONS", {})
    _postgresql |= {"connect_timeout": 10, "server_side_binding": True, "prepare_threshold": 2} | _postgresql
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "network.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
# Five wrong passwords shut one account from one address for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "orda.network.sign_in.address_of"
AXES_LOCKOUT_TEMPLATE = "network/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
FORMAT_MODULE_PATH = ["orda.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = os.environ.get("ORDA_TIME_ZONE", "Asia/Almaty")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = False
MEDIA_ROOT = DATA_DIR / "media"

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "orda.network.sessions"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_AGE = 31_536_000
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("ORDA_LOG_LEVEL", "WARNING")},
}

# The board by e-mail (`orda send_digest`): through which server, from whom, to whom, and where its links lead.
# ORDA_MAIL is smtp://user:password@host:port; smtps:// is encrypted from the start, smtp+tls:// after a greeting.
_mail = urlsplit(os.environ.get("ORDA_MAIL", "smtp://localhost"))
MAIL_IS_SET_UP = "ORDA_MAIL" in os.environ
EMAIL_HOST = _mail.hostname or "localhost"
EMAIL_PORT = _mail.port or {"smtps": 465, "smtp+tls": 587}.get(_mail.scheme, 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("ORDA_MAIL_FROM", "orda@localhost")
DIGEST_TO = _words("ORDA_DIGEST_TO", "")
# Reminders to families (`orda remind`): by the mail above, and by an SMS gateway's HTTP address or, for trying, a file.
SMS_URL = os.environ.get("ORDA_SMS_URL", "")
SMS_TOKEN = os.environ.get("ORDA_SMS_TOKEN", "")
SMS_FROM = os.environ.get("ORDA_SMS_FROM", "")
SMS_FORM = os.environ.get(
    "ORDA_SMS_FORM", ""
)  # "phones={to}&mes={text}&…"; empty: JSON with to, text, from, id
SMS_OK = os.environ.get("ORDA_SMS_OK", "")  # what the gateway's answer must hold, a regular expression
SMS_FILE = os.environ.get("ORDA_SMS_FILE", "")
# The hours of the day, by the library's clock, in which families may be written to: "9-20" is 9:00 to 19:59.
REMIND_HOURS = os.environ.get("ORDA_REMIND_HOURS", "9-20")
# Days after which a message's words are forgotten; that it was sent stays.
KEEP_MESSAGE_DAYS = int(os.environ.get("ORDA_KEEP_MESSAGE_DAYS", "30"))
ADDRESS = os.environ.get("ORDA_ADDRESS", "http://localhost:8000").rstrip("/")

# The search index lies beside the database and can be rebuilt from it at any time.
SEARCH_INDEX_DIR = Path(os.environ.get("ORDA_SEARCH_INDEX", DATA_DIR / "search"))
# The demo lives in the year of its plan: its clock shows today's day and hour in that year.
DEMO_YEAR = int(os.environ["ORDA_DEMO_YEAR"]) if os.environ.get("ORDA_DEMO_YEAR") else None
# Days after which a returned loan forgets its reader (law № 94-V: data are kept no longer than needed).
KEEP_LOAN_HISTORY_DAYS = int(os.environ.get("ORDA_KEEP_LOAN_HISTORY_DAYS", "30"))
# Days after which a settled case of loss forgets its reader: the signed notebook is filed by then.
KEEP_LOSSES_DAYS = int(os.environ.get("ORDA_KEEP_LOSSES_DAYS", "365"))

# Open days for which a copy stands on the hold shelf for the reader who waited for it.
HOLD_SHELF_DAYS = int(os.environ.get("ORDA_HOLD_SHELF_DAYS", "5"))
# Acts of a desk without a connection that are older than so many days are not done before a person has looked at them.
OFFLINE_DAYS = int(os.environ.get("ORDA_OFFLINE_DAYS", "14"))
# A copy brought back elsewhere travels home to its library ("no": it stays where it was brought).
# A visit with a reader's first loan of the day: "offer" it, "count" it by itself, or "off" where a gate counts.
VISIT_WITH_LOAN = os.environ.get("ORDA_VISIT_WITH_LOAN", "offer")
# Those who came to an event here: "offer" to count them as visits too, or "off" where a gate counts.
VISITS_WITH_EVENT = os.environ.get("ORDA_VISITS_WITH_EVENT", "offer")
COPIES_GO_HOME = os.environ.get("ORDA_COPIES_GO_HOME", "yes") != "no"
# Within a network any branch may change a reader's record; else the reader's own libraries alone.
CHANGE_ANY_READER = os.environ.get("ORDA_CHANGE_ANY_READER", "yes") != "no"

# Readers are studied in groups of at least so many persons, titles from so many loans on.
SMALLEST_GROUP = int(os.environ.get("ORDA_SMALLEST_GROUP", "10"))
SMALLEST_TITLE = int(os.environ.get("ORDA_SMALLEST_TITLE", "5"))

# Years without any activity after which a reader who owes nothing is erased; days for which it is known who looked.
KEEP_READERS_YEARS = int(os.environ.get("ORDA_KEEP_READERS_YEARS", "5"))
KEEP_LOOKS_DAYS = int(os.environ.get("ORDA_KEEP_LOOKS_DAYS", "365"))
# Roles that must have a second factor; set in the browser.
SECOND_FACTOR_ROLES: list[str] = []
# Pupils of this grade leave school on 1 September.
LAST_GRADE = int(os.environ.get("ORDA_LAST_GRADE", "11"))

# The folder in which `orda nightly` makes a backup every night; of older ones so many are kept: of days, weeks, months.
BACKUP_FOLDER = os.environ.get("ORDA_BACKUP_FOLDER", "")
BACKUP_KEEP = os.environ.get("ORDA_BACKUP_KEEP", "7,5,12")
# Whose keys open it (age1…, with commas between); without one a backup is not encrypted, and holds no keys.
BACKUP_TO = _words("ORDA_BACKUP_TO", "")
# The hour at which `orda serve` itself runs the night's work; without it the machine's timetable does.
NIGHTLY_AT = os.environ.get("ORDA_NIGHTLY_AT", "")

# Days after the end of its period by which each report is owed.
REPORT_TERMS = {"indicators": 5, "events": 3, "half_year": 10, "year": 15}
