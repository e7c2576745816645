"""The endpoints of the API: one table from which requests are checked and the OpenAPI document is written."""

from __future__ import annotations

from dataclasses import dataclass

from aiqyn_site.api import parameters as p
from aiqyn_site.api.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the API. `path` is under /api/; `answer` names the schema of a good answer.

    What it gives is told by the wording `api_endpoint_<name>`.
    """

    name: str
    path: str
    answer: str
    parameters: tuple[Parameter, ...] = ()
    has_csv: bool = False

    @property
    def wording(self) -> str:
        """The key of the words that say what it gives."""
        return f"api_endpoint_{self.name}"


PROJECTS = Endpoint(
    "projects",
    "projects",
    "ProjectList",
    (
        p.SECTOR,
        p.REGION,
        p.STATUS,
        p.PARTNER,
        p.SIZE,
        p.SEARCH,
        p.KNOWN_ON,
        p.SORT,
        p.LANG,
        p.LIMIT,
        p.CURSOR,
    ),
)
PROJECT = Endpoint(
    "project",
    "projects/{slug}",
    "Project",
    (p.PROJECT_ID, p.KNOWN_ON, p.LANG),
)
STATEMENTS = Endpoint(
    "statements",
    "statements",
    "StatementList",
    (p.ENTITY, p.PROPERTY, p.SOURCE, p.KNOWN_ON, p.FORMAT, p.LIMIT, p.CURSOR),
    has_csv=True,
)
STATEMENT = Endpoint("statement", "statements/{id}", "Statement", (p.STATEMENT_ID, p.LANG))
SOURCE = Endpoint("source", "sources/{id}", "Source", (p.SOURCE_ID, p.LANG))
DISAGREEMENTS = Endpoint(
    "disagreements",
    "disagreements",
    "DisagreementList",
    (p.DIFFERENCE, p.PROPERTY, p.LANG, p.LIMIT, p.CURSOR),
)
CHANGES = Endpoint("changes", "changes", "ChangeList", (p.SINCE, p.LANG, p.LIMIT, p.CURSOR))
SCORES = Endpoint("scores", "scores", "ScoreList", (p.SECTOR, p.REGION, p.LIMIT, p.CURSOR))
RECORDS = Endpoint("records", "records", "RecordList", (p.ABOUT, p.LANG, p.LIMIT, p.CURSOR))
REQUESTS = Endpoint("requests", "requests", "RequestList", (p.ABOUT, p.LANG, p.LIMIT, p.CURSOR))
SEARCH = Endpoint("search", "search", "Found", (p.ASKED, p.FOUND_KIND, p.LANG, p.FOUND))
SUGGEST = Endpoint("suggest", "suggest", "Suggestions", (p.ASKED, p.LANG))
REGISTER = Endpoint("register", "register", "Register")
VOCABULARY = Endpoint("vocabulary", "vocabulary", "Vocabulary")
ENDPOINTS = (
    PROJECTS,
    PROJECT,
    STATEMENTS,
    STATEMENT,
    SOURCE,
    DISAGREEMENTS,
    CHANGES,
    SCORES,
    RECORDS,
    REQUESTS,
    SEARCH,
    SUGGEST,
    REGISTER,
    VOCABULARY,
)
