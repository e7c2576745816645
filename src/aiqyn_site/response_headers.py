"""The security headers of every answer: pages, API, desk and static files."""

from __future__ import annotations

from django.conf import settings

#: Nothing may be fetched from anyone else, only the site's own script file runs, no page can be framed.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
if settings.PUBLIC_URL.startswith("https://"):
    # Whoever came over https once comes over nothing else for a year (RFC 6797).
    HEADERS["Strict-Transport-Security"] = "max-age=31536000"
