"""The page at /api/ for people: what to ask for, how, and what the problems mean, from the same tables."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from aiqyn.words.wording import Wording
from aiqyn_site.api.endpoints import ENDPOINTS, Endpoint
from aiqyn_site.api.parameters import LANG, Given, Parameter
from aiqyn_site.api.problems import KINDS
from aiqyn_site.pages.render import environment, frame
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects.queries import Filters, find_projects

PAGE_PARAMETERS = (LANG,)
USUAL_LANGUAGE = "en"


class Line(NamedTuple):
    """An address or a parameter with its explanation."""

    name: str
    text: str
    href: str = ""
    parameters: str = ""


class Trouble(NamedTuple):
    """A kind of problem."""

    key: str
    status: int
    title: str
    text: str


def page(request: HttpRequest, given: Given) -> HttpResponse:
    """The page, in the language asked for."""
    lang = given("lang") or USUAL_LANGUAGE
    t = wording(lang)
    made = frame(request, lang, t("api_title"), t("api_description"), "", 200)
    alternates = tuple(one._replace(url=f"/api/?lang={one.lang}") for one in made.alternates)
    made = made._replace(canonical=f"{made.host}/api/?lang={lang}", alternates=alternates, section="api")
    text = (
        environment()
        .get_template("api.html")
        .render(
            t=t,
            lang=lang,
            frame=made,
            tries=_tries(t),
            endpoints=[_endpoint(one, t) for one in ENDPOINTS],
            parameters=[Line(one.name, t(one.wording)) for one in _query_parameters()],
            problems=[Trouble(one.key, one.status, one.title, t(f"api_problem_{one.key}")) for one in KINDS],
        )
    )
    response = HttpResponse(text)
    response.headers["Content-Language"] = lang
    return response


def _endpoint(one: Endpoint, t: Wording) -> Line:
    names = ", ".join(parameter.name for parameter in one.parameters if not parameter.is_path)
    href = "" if "{" in one.path else f"/api/{one.path}"
    return Line(f"/api/{one.path}", t(one.wording), href, names or t("api_no_parameters"))


def _query_parameters() -> list[Parameter]:
    """The parameters of all endpoints, each meaning once, in the order in which they come up."""
    found = {one.wording: one for endpoint in ENDPOINTS for one in endpoint.parameters if not one.is_path}
    return list(found.values())


def _tries(t: Wording) -> list[Line]:
    """Links to try, to real answers; those about a project only when the register has one."""
    tries = [Line("/api/projects?sort=-cost&limit=10", t("api_try_projects"))]
    some = find_projects(Filters(sort="disagreements", per_page=1)).items
    if some:
        tries.append(Line(f"/api/projects/{some[0].id}", t("api_try_project")))
        tries.append(Line(f"/api/statements?entity={some[0].id}&format=csv&limit=200", t("api_try_csv")))
    tries.append(Line("/api/disagreements?kind=conflict&limit=10", t("api_try_disagreements")))
    tries.append(Line("/api/register", t("api_try_register")))
    return tries
