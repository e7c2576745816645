"""The addresses of the pages about requests."""

from __future__ import annotations

from django.urls import URLPattern, re_path

from aiqyn_site.pages import draft, request, silence
from aiqyn_site.pages.requests import calculator, listing

_LANG = "(?P<lang>kk|ru|en|zh)"
_ID = "(?P<identifier>[a-z0-9-]{1,64})"

urlpatterns: list[URLPattern] = [
    re_path(rf"^{_LANG}/requests/calculator/$", calculator.page),
    re_path(rf"^{_LANG}/requests/calculator\.ics$", calculator.calendar_file),
    re_path(rf"^{_LANG}/requests/draft/$", draft.page),
    re_path(rf"^{_LANG}/requests/draft\.txt$", draft.text),
    re_path(rf"^{_LANG}/requests/$", listing.page),
    re_path(rf"^{_LANG}/requests/{_ID}/$", request.page),
    re_path(rf"^{_LANG}/requests/{_ID}/calendar\.ics$", request.calendar_file),
    re_path(rf"^{_LANG}/silence/$", silence.page),
]
