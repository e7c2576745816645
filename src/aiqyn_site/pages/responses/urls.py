"""The addresses of corrections, replies and the safety page."""

from __future__ import annotations

from django.urls import URLPattern, re_path

from aiqyn_site.pages.responses import form, log, replies, safety

_LANG = "(?P<lang>kk|ru|en|zh)"

urlpatterns: list[URLPattern] = [
    re_path(rf"^{_LANG}/corrections/$", log.page),
    re_path(rf"^{_LANG}/corrections/new/$", form.page),
    re_path(rf"^{_LANG}/corrections/receipt/$", log.receipt),
    re_path(rf"^{_LANG}/replies/$", replies.page),
    re_path(rf"^{_LANG}/replies/(?P<identifier>[a-z0-9-]{{1,64}})/$", replies.reply),
    re_path(rf"^{_LANG}/safety/$", safety.page),
]
