"""What could not be dealt with now: a form is given back with what was typed, a page is to be opened again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn_site.pages.entrance import language_of
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.wording import wording

#: Set by the listener where so many forms wait that one more would wait too long.
TOO_BUSY = "aiqyn.too_busy"
_SECONDS = 10
#: A field longer than this is shown, so that it can be copied; a shorter one is sent again unseen.
_SHORT = 60


def busy(request: HttpRequest, cause: str = "busy_title") -> HttpResponse:
    """503 in the reader's language, with the fields of a form, to be sent again; `cause` is its title in the wording.

    A form with a password is not given back: no password is written into a page.
    """
    from aiqyn_site.accounts.sessions import account_language  # noqa: PLC0415  # settings name this module for the log

    lang = account_language(request) or language_of(request)
    t = wording(lang)
    is_read = request.method in {"GET", "HEAD"}
    fields = [(name, text) for name, texts in request.POST.lists() for text in texts]
    is_secret = any(name.startswith("password") for name, _ in fields)
    kept = [] if is_secret else fields
    lead = "busy_read" if is_read else "busy_password" if is_secret else "busy" if kept else "malformed"
    response = show(
        request,
        lang,
        "busy.html",
        title=t("busy_read_title" if is_read else cause),
        description=t(lead),
        status=503,
        address=request.get_full_path(),
        again=t("busy_open" if is_read else "busy_again" if kept else "busy_back"),
        fields=kept,
        short=_SHORT,
        had_file=bool(request.FILES),
    )
    response.headers["Retry-After"] = str(_SECONDS)
    return response


def when_too_busy(get_response):  # type: ignore[no-untyped-def]  # as Django's middleware
    """Django middleware: gives a form back at once where the listener says that too many wait."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return busy(request) if TOO_BUSY in request.META else get_response(request)

    return middleware
