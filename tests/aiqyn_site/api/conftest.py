"""What the tests of the API share: a caller, and the OpenAPI document as judge of every answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from django.http import HttpResponse
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.aiqyn_site.api.read_page import Page, Read

Ask = Callable[..., Any]
Judge = Callable[[str, object], None]


@pytest.fixture
def ask(client: Client, db: None) -> Ask:
    """Ask for an address that must answer well, and get the JSON."""

    def ask(address: str, **parameters: object) -> Any:
        response = client.get(address, parameters or None)
        assert response.status_code == 200, response.content.decode()
        return json.loads(response.content)

    return ask


@pytest.fixture
def refuse(client: Client, judge: Judge, db: None) -> Ask:
    """Ask for what must be refused, check the shape of the problem, and get it."""

    def refuse(address: str, status: int = 400, **environment: str) -> Any:
        return problem_of(client.get(address, **environment), status, judge)  # type: ignore[arg-type]

    return refuse


def problem_of(response: HttpResponse, status: int, judge: Judge) -> Any:
    """The problem document of a response, checked."""
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    judge("Problem", problem)
    assert problem["status"] == status
    return problem


@pytest.fixture(scope="session")
def judge() -> Judge:
    """Check a document against a schema of the OpenAPI document; formats are checked too."""
    from aiqyn_site.api.endpoints import ENDPOINTS  # it needs the settings, which stand once this file is read
    from aiqyn_site.api.problems import PROBLEM
    from aiqyn_site.api.shapes import components

    schemas = components([*(endpoint.shape for endpoint in ENDPOINTS), PROBLEM])
    resource = Resource.from_contents({"components": {"schemas": schemas}}, default_specification=DRAFT202012)
    resources: Registry[Any] = Registry().with_resource("urn:aiqyn", resource)
    validators: dict[str, Draft202012Validator] = {}

    def judge(name: str, document: object) -> None:
        if name not in validators:
            schema = {"$ref": f"urn:aiqyn#/components/schemas/{name}"}
            validators[name] = Draft202012Validator(schema, registry=resources, format_checker=FormatChecker())
        faults = [f"{error.json_path}: {error.message}" for error in validators[name].iter_errors(document)]
        assert faults == []

    return judge


@pytest.fixture
def read(client: Client, db: None) -> Read:
    def read(lang: str, path: str) -> Page:
        response = client.get(f"/{lang}/{path}")
        assert response.status_code == 200, path
        return Page(lang, html5lib.parse(response.content, namespaceHTMLElements=False, transport_encoding="utf-8"))

    return read
