"""What is common to all pages: the way in, the way out where there is no such page, and the languages."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import resolve

from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.digits import decimal_text
from aiqyn.words.word_tables import LANGUAGE_NAMES
from aiqyn_site.pages.frame import environment, show
from aiqyn_site.pages.wording import wording

_LONGEST_PATH = 200


def entrance(request: HttpRequest) -> HttpResponse:
    """The bare address: on to the reader's first language that the site speaks, else to Kazakh."""
    response = HttpResponseRedirect(f"/{preferred(request.headers.get('Accept-Language', ''))}/")
    response.headers["Vary"] = "Accept-Language"
    return response


def preferred(accepted: str) -> str:
    """The language of an Accept-Language header (RFC 9110, 12.5.4) that comes first among those of the site.

    A header longer than a browser writes, or a weight that is no number, counts for nothing.
    """
    weighed = []
    for n, item in enumerate(accepted[:500].split(",")):
        tag, _, weight = item.partition(";")
        lang = tag.strip().lower().partition("-")[0]
        quality = _weight(weight)
        if lang in LANGUAGES and quality > 0:
            weighed.append((-quality, n, lang))
    return min(weighed)[2] if weighed else LANGUAGES[0]


def _weight(text: str) -> float:
    text = text.strip()
    if not text:
        return 1.0
    digits = text.removeprefix("q=")
    return float(digits) if digits.replace(".", "", 1).isdecimal() and len(digits) <= 5 else 0.0


def elsewhere(request: HttpRequest, lang: str, rest: str | None = None) -> HttpResponse:
    """An address below a language that is no page: on to the same with a slash at its end, or missing."""
    if request.path.endswith("/") or len(request.path) > _LONGEST_PATH:
        return missing(request, lang)
    if resolve(f"{request.path_info}/").func is elsewhere:
        return missing(request, lang)
    query = request.META.get("QUERY_STRING", "")
    # Percent-encoded, and begun with one slash and a language, so it never leads to another host.
    return HttpResponsePermanentRedirect(quote(f"{request.path}/") + (f"?{query}" if query else ""))


def missing(request: HttpRequest, lang: str = "") -> HttpResponse:
    """No such page: in the reader's language where the address has one, else briefly in all four."""
    if lang in LANGUAGES:
        t = wording(lang)
        return show(request, lang, "missing.html", title=t("missing_title"), description=t("missing"), status=404)
    texts = [(lang, LANGUAGE_NAMES[lang], wording(lang)) for lang in ("en", "kk", "ru", "zh")]
    return HttpResponse(environment("en").get_template("missing_everywhere.html").render(texts=texts), status=404)


def language_of(request: HttpRequest) -> str:
    """The language of an address; where it has none, the one that the reader prefers."""
    first = request.path.lstrip("/").partition("/")[0]
    return first if first in LANGUAGES else preferred(request.headers.get("Accept-Language", ""))


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """What was sent is too large: said in the language of the address, else in one that the reader accepts."""
    lang = language_of(request)
    t = wording(lang)
    title, text = t("desk_too_large_title"), t("desk_too_large", size=decimal_text(Decimal(most) / 1_000_000, lang))
    return show(request, lang, "refused.html", title=title, description=text, status=413, heading=title, text=text)


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler for a request that cannot be read, such as a form with too many fields or too much text."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    lang = language_of(request)
    t = wording(lang)
    title, text = t("malformed_title"), t("malformed")
    return show(request, lang, "refused.html", title=title, description=text, status=400, heading=title, text=text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler for an address that matches nothing."""
    first = request.path.lstrip("/").partition("/")[0]
    return missing(request, first if first in LANGUAGES else "")
