"""One view: a project and twenty of its statements with their sources."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from benchmarks.plain_django.models import Entity, Statement

_SHOWN = 20


def project(request: HttpRequest, identifier: str) -> HttpResponse:
    """A project's page."""
    entity = get_object_or_404(Entity, id=identifier)
    statements = Statement.objects.filter(entity=entity).select_related("source").order_by("number")[:_SHOWN]
    return render(request, "project.html", {"entity": entity, "statements": statements})
