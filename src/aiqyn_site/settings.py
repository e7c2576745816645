"""Settings of the site. One running site serves one register; everything is set by environment variables.

AIQYN_REGISTER       the register folder (default registers/kazakhstan-china)
DATABASE_URL         sqlite:///path or postgres://user:password@host:port/name (default sqlite:///var/aiqyn.sqlite3)
AIQYN_SECRET_KEY     signing key; without it a new one is made at every start (nothing public is signed)
AIQYN_HOSTS          comma-separated host names the site answers to (default: any, for mirrors and offline use)
AIQYN_PUBLIC_URL     address used in permanent links and canonical links (default: the request's own)
AIQYN_TRUSTED_PROXY  1 where every request comes through a proxy of ours: readers are then told apart, for the count
                     of reads, by the last address of X-Forwarded-For (default: by the address of the connection)
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent
DEFAULT_DATABASE = "sqlite:///var/aiqyn.sqlite3"


def database_settings(url: str) -> dict[str, object]:
    """Django's database settings from a DATABASE_URL. Raises ValueError for other schemes than sqlite and postgres."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = url.removeprefix("sqlite:///")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path or ":memory:",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-4000;"
                " PRAGMA trusted_schema=OFF",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
        }
    raise ValueError(f"DATABASE_URL starts with '{parts.scheme}:'; write sqlite:///path or postgres://user@host/name")


SECRET_KEY = os.environ.get("AIQYN_SECRET_KEY") or secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("AIQYN_HOSTS", "*").split(",") if host]
REGISTER = Path(os.environ.get("AIQYN_REGISTER", "registers/kazakhstan-china"))
PUBLIC_URL = os.environ.get("AIQYN_PUBLIC_URL", "").rstrip("/")
TRUSTED_PROXY = os.environ.get("AIQYN_TRUSTED_PROXY", "") == "1"

INSTALLED_APPS = ["aiqyn_site.ledger", "aiqyn_site.projects", "aiqyn_site.search", "aiqyn_site.articles"]
MIDDLEWARE = ["aiqyn_site.middleware.security_headers", "aiqyn_site.middleware.read_only"]
ROOT_URLCONF = "aiqyn_site.urls"
WSGI_APPLICATION = "aiqyn_site.wsgi.application"
DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", DEFAULT_DATABASE))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, object]] = []

USE_I18N = False  # texts come from wording/*.csv: Django's own are missing in Kazakh
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
APPEND_SLASH = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
