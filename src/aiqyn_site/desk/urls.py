"""The addresses of the desk, all below /desk/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from aiqyn_site.desk import assess, blanking, corrections, home, invitations, proposals, signing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home),
    path("sign-in/", signing.sign_in),
    path("sign-out/", signing.sign_out),
    path("language/", signing.language),
    path("log/", home.log),
    path("assess/", assess.projects),
    re_path(r"^assess/(?P<identifier>[a-z0-9-]{1,64})/$", assess.project),
    re_path(r"^assess/(?P<identifier>[a-z0-9-]{1,64})/(?P<item_id>[A-Z]{2}[0-9]{2})/$", assess.item),
    path("proposals/", proposals.proposals),
    re_path(r"^proposals/(?P<number>[0-9]{1,9})/$", proposals.proposal),
    path("corrections/", corrections.queue),
    path("corrections/publish/", corrections.publish),
    path("corrections/<int:number>/", corrections.proposal),
    path("corrections/<int:number>/file/", corrections.file),
    path("blanking/", blanking.requests),
    path("blanking/<int:number>/", blanking.requested),
    path("invitations/", invitations.overview),
    path("invitations/new/", invitations.new),
    path("invitations/replies/<int:number>/", invitations.reply),
    path("invitations/<slug:identifier>/code/", invitations.code),
    path("invitations/<slug:identifier>/answer/", invitations.answered),
]
