"""The page at /api/ for people: what to ask for, how, and what the problems mean, from the same tables."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse

from aiqyn_site.api.endpoints import ENDPOINTS
from aiqyn_site.api.labels import USUAL_LANGUAGE
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.problems import KINDS
from aiqyn_site.pages.frame import environment, frame_of
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects.queries import Filters, find_projects


def guide(request: HttpRequest, given: Given) -> HttpResponse:
    """The page, in the language asked for. Each meaning of a parameter is told once, in the order in which it comes."""
    lang = given("lang") or USUAL_LANGUAGE
    t = wording(lang)
    framed = frame_of(request, lang, t("api_title"), t("api_description"))
    framed = framed._replace(
        canonical=f"{framed.host}/api/?lang={lang}",
        alternates=tuple(alternate._replace(url=f"/api/?lang={alternate.lang}") for alternate in framed.alternates),
        section="api",
    )
    query = (parameter for endpoint in ENDPOINTS for parameter in endpoint.parameters if not parameter.is_path)
    parameters = {parameter.wording: parameter for parameter in query}
    page = environment(lang).get_template("api.html")
    response = HttpResponse(
        page.render(
            frame=framed,
            tries=list(_tries()),
            endpoints=ENDPOINTS,
            parameters=parameters.values(),
            problems=KINDS,
        )
    )
    response.headers["Content-Language"] = lang
    return response


def _tries() -> Iterator[tuple[str, str]]:
    """The wording and the address of real answers to try; those about a project only when the register has one."""
    yield "api_try_projects", "/api/projects?sort=-cost&limit=10"
    for project in find_projects(Filters(sort="disagreements", per_page=1))[1]:
        yield "api_try_project", f"/api/projects/{project.id}"
        yield "api_try_csv", f"/api/statements?entity={project.id}&format=csv&limit=200"
    yield "api_try_disagreements", "/api/disagreements?kind=conflict&limit=10"
    yield "api_try_register", "/api/register"
