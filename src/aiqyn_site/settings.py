"""Settings of the site. One running site serves one register; everything is set by environment variables.

AIQYN_REGISTER       the register folder (default registers/kazakhstan-china)
DATABASE_URL         sqlite:///path or postgres://user:password@host:port/name (default sqlite:///var/aiqyn.sqlite3);
                     with ?mode=ro at its end it is only read, and the site takes nothing in
AIQYN_SECRET_KEY     signing key of the desk's sessions; without it a new one is made at every start, and whoever was
                     signed in at the desk has to sign in again (nothing public is signed)
AIQYN_HOSTS          comma-separated host names the site answers to beside that of AIQYN_PUBLIC_URL, `.example.org` for
                     all below it (default: without AIQYN_PUBLIC_URL any, for mirrors and offline use)
AIQYN_PUBLIC_URL     address used in permanent links and canonical links (default: the request's own); where it begins
                     with https, browsers are told to come over nothing else for a year
AIQYN_TRUSTED_PROXY  1 where every request comes through a proxy of ours: readers are then told apart, for the count
                     of reads, by the last address of X-Forwarded-For (default: by the address of the connection),
                     and X-Forwarded-Proto says whether they came over https
AIQYN_CACHE_MB       megabytes that the page cache may keep in each worker (default 9; 0 turns it off)
AIQYN_TODAY          the day, YYYY-MM-DD, that pages take as today, for copies and tests (default: the day in the
                     country that register.toml names, by the clock of that country)
"""

from __future__ import annotations

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from aiqyn_site import variables
from aiqyn_site.ledger import medium

BASE_DIR = Path(__file__).resolve().parent
DEFAULT_DATABASE = "sqlite:///var/aiqyn.sqlite3"


_READ_ONLY = "mode=ro"
#: Deleted content is overwritten, whatever SQLite's builder chose. Not only by who deletes: to move a row within the
#: file leaves a copy of it behind as well. What is committed is on the disk, whatever the power does: a receipt is
#: shown, a load is said to be done. A commit takes 3 ms instead of 0.01 with synchronous=NORMAL.
_OF_WRITERS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON"
_PRAGMAS = "PRAGMA cache_size=-4000; PRAGMA trusted_schema=OFF"


def database_settings(url: str) -> dict[str, object]:
    """Django's database settings from a DATABASE_URL; of a link, those of the file that it leads to now.

    Raises ValueError for other forms than sqlite:///path and postgres://host/name, for a database in memory, which ends
    with each command, and for PostgreSQL where its driver is not installed.
    """
    address, _, query = url.rpartition("?") if url.endswith(f"?{_READ_ONLY}") else (url, "", "")
    parts = urlsplit(address)
    path = address.removeprefix("sqlite:///")
    if path not in {address, "", ":memory:"}:
        # SQLite keeps its log beside the file itself, wherever a link to it lies.
        path = os.path.realpath(path) if Path(path).is_symlink() else path
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "CONN_MAX_AGE": None,
            "OPTIONS": read_options(Path(path))
            if query
            else {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": f"{_OF_WRITERS}; {_PRAGMAS}",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        if find_spec("psycopg") is None:
            raise ValueError("DATABASE_URL asks for PostgreSQL, whose driver is not here; install aiqyn[postgres]")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "OPTIONS": read_options(None) if query else {},
        }
    beginning = f"{parts.scheme}:" if parts.scheme not in {"", "sqlite"} else address
    raise ValueError(f"DATABASE_URL begins with '{beginning}'; write sqlite:///path or postgres://user@host/name")


def read_options(file: Path | None) -> dict[str, object]:
    """Django's options for a database that is only read: of a file of SQLite, or on PostgreSQL (None)."""
    if file is None:
        return {"options": r"-c default_transaction_read_only=on -c default_transaction_isolation=repeatable\ read"}
    return {
        "database": medium.uri(file, medium.way_to_read(file)),
        "timeout": 20,
        "init_command": f"{_PRAGMAS}; PRAGMA query_only=ON",
    }


def read_only_url(url: str) -> str:
    """The DATABASE_URL of the same database, only to be read."""
    return url if url.endswith(f"?{_READ_ONLY}") else f"{url}?{_READ_ONLY}"


SECRET_KEY = variables.text("AIQYN_SECRET_KEY") or secrets.token_urlsafe(50)
DEBUG = False
REGISTER = Path(variables.text("AIQYN_REGISTER", "registers/kazakhstan-china"))
PUBLIC_URL = variables.address("AIQYN_PUBLIC_URL")
HOSTS = variables.hosts("AIQYN_HOSTS")
if PUBLIC_URL or not HOSTS:
    HOSTS.append(urlsplit(PUBLIC_URL).hostname or "*")
ALLOWED_HOSTS = ["*"]  # the host is judged once, before Django: hosts.py
TRUSTED_PROXY = variables.switch("AIQYN_TRUSTED_PROXY")
TODAY = variables.day("AIQYN_TODAY")
#: Bytes that the page cache may keep in each worker.
CACHE_BYTES = variables.number("AIQYN_CACHE_MB", 9) * 1_000_000

INSTALLED_APPS = [
    "aiqyn_site.ledger",
    "aiqyn_site.projects",
    "aiqyn_site.dossier",
    "aiqyn_site.inbox",
    "aiqyn_site.search",
    "aiqyn_site.articles",
    "django.contrib.sessions",
    "aiqyn_site.accounts",
]
MIDDLEWARE = [
    "aiqyn_site.middleware.security_headers",
    "aiqyn_site.middleware.read_only",
    "aiqyn_site.accounts.sessions.DeskSessions",
    "aiqyn_site.pages.busy.when_too_busy",
    "aiqyn_site.accounts.sessions.DeskCsrf",
]
ROOT_URLCONF = "aiqyn_site.urls"
WSGI_APPLICATION = "aiqyn_site.wsgi.application"
DATABASE_URL = variables.text("DATABASE_URL", DEFAULT_DATABASE)
DATABASES = {"default": database_settings(DATABASE_URL)}
#: Whether the site only shows what there is: no form is taken, nobody signs in.
READ_ONLY = DATABASE_URL.endswith(f"?{_READ_ONLY}")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, object]] = []

USE_I18N = False  # texts come from wording/*.csv: Django's own are missing in Kazakh
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
APPEND_SLASH = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"

#: Where people sign in. Sessions and cookies are only here, and no cache keeps anything of it.
DESK_PATH = "/desk/"
#: Where a form may be sent to, and how many bytes it may be: the public forms take one file of 5 MB.
FORMS = ((r"/desk/", 500_000), (r"/(?:kk|ru|en|zh)/(?:corrections|replies)/", 5_200_000))
PASSWORD_HASHERS = ["aiqyn_site.accounts.hashing.LeanArgon2"]
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "aiqyn_desk", "aiqyn_form"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = DESK_PATH
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "aiqyn_site.desk.access.forged"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# A file somebody sends is never written to the disk unseen: it is held in memory, which FORMS bounds.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_200_000
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "filters": {"causes": {"()": "aiqyn_site.failure.CauseInOneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["causes"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
