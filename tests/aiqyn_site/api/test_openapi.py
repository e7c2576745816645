"""The OpenAPI document is valid, complete, and says of the answers what they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from aiqyn.vocabulary import LANGUAGES
from aiqyn_site.api.endpoints import ENDPOINTS
from aiqyn_site.api.openapi import examples, openapi_document
from aiqyn_site.api.problems import KINDS, PROBLEM
from aiqyn_site.api.shapes import components
from aiqyn_site.pages.wording import wording
from tests.aiqyn_site.api.conftest import Ask, Judge

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(ask: Ask) -> Any:
    return ask("/api/openapi.json")


def test_the_document_is_valid_openapi_3_1(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_it_describes_every_address_and_every_parameter(document: Any) -> None:
    assert set(document["paths"]) == {*(f"/api/{endpoint.path}" for endpoint in ENDPOINTS), "/api/openapi.json"}
    for endpoint in ENDPOINTS:
        described = document["paths"][f"/api/{endpoint.path}"]["get"]
        assert [parameter["name"] for parameter in described["parameters"]] == [
            parameter.name for parameter in endpoint.parameters
        ]
        assert set(described["responses"]) >= {"200", "304", "400", "405", "414"}
        assert ("404" in described["responses"]) == ("{" in endpoint.path)


def test_its_schemas_are_those_that_answers_are_held_to(document: Any) -> None:
    shapes = {endpoint.shape.name for endpoint in ENDPOINTS} | {"Problem"}
    schemas = components([*(endpoint.shape for endpoint in ENDPOINTS), PROBLEM])
    assert shapes <= set(document["components"]["schemas"])
    assert document["components"]["schemas"] == schemas


def test_every_schema_is_used(document: Any) -> None:
    text = json.dumps(document)
    assert [name for name in document["components"]["schemas"] if f'schemas/{name}"' not in text] == []


def test_its_examples_are_real_and_of_the_described_shape(document: Any, judge: Judge, client: Client) -> None:
    for endpoint in ENDPOINTS:
        described = document["paths"][f"/api/{endpoint.path}"]["get"]
        judge(endpoint.shape.name, described["responses"]["200"]["content"]["application/json"]["example"])
        for parameter in described["parameters"]:
            assert "example" in parameter or parameter["name"] in {"limit", "cursor"}
    for response in document["components"]["responses"].values():
        problem = response["content"]["application/problem+json"]["example"]
        judge("Problem", problem)
        assert problem["type"] in {kind.type for kind in KINDS}


def test_each_example_of_a_parameter_finds_something(ask: Ask, client: Client) -> None:
    shown = examples()
    for endpoint in ENDPOINTS:
        path = endpoint.path
        for parameter in endpoint.parameters:
            if parameter.is_path:
                path = path.replace("{" + parameter.name + "}", shown[parameter.example])
        for parameter in endpoint.parameters:
            if not parameter.is_path and shown.get(parameter.example):
                response = client.get(f"/api/{path}", {parameter.name: shown[parameter.example]})
                assert response.status_code == 200, response.content.decode()
                assert b'"total":0' not in response.content


def test_its_servers_are_relative(document: Any) -> None:
    assert [server["url"] for server in document["servers"]] == ["/"]


def test_it_needs_no_register_for_its_shape() -> None:
    empty = openapi_document({})
    assert [error.message for error in OpenAPIV31SpecValidator(empty).iter_errors()] == []


def test_every_parameter_endpoint_and_problem_is_explained_in_four_languages() -> None:
    keys = {parameter.wording for endpoint in ENDPOINTS for parameter in endpoint.parameters}
    keys |= {endpoint.wording for endpoint in ENDPOINTS} | {f"api_problem_{kind.key}" for kind in KINDS}
    for lang in LANGUAGES:
        assert [key for key in sorted(keys) if not wording(lang).has(key)] == []
