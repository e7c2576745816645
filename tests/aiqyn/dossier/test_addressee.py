"""Tests of aiqyn.dossier.addressee: who is asked for an item, in which order, under which law."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiqyn.disclosure.checklist_file import load_checklist
from aiqyn.dossier.addressee import (
    Addressee,
    Organisation,
    Parties,
    Setting,
    addressees,
    load_addressees,
    read_addressees,
    read_organisations,
    read_setting,
)
from aiqyn.ledger import Entity
from tests.aiqyn.dossier.entries import PROJECT, record, stated
from tests.aiqyn.refusals import refused_in_words

ENV = ("kz.env", "kz.appc", "kz.ati", "aarhus.4")
REGION = ("kyzylorda-region",)
BODIES = [
    Organisation("committee", frozenset({"environment_regulator"}), frozenset(), "KZ"),
    Organisation("department", frozenset({"environment_regulator"}), frozenset(REGION), "KZ"),
    Organisation("elsewhere", frozenset({"environment_regulator"}), frozenset({"jambyl-region"}), "KZ"),
    Organisation("ministry", frozenset({"environment_ministry"}), frozenset(), "KZ"),
    Organisation("akimat", frozenset({"local_executive"}), frozenset(REGION), "KZ"),
    Organisation("other-akimat", frozenset({"local_executive"}), frozenset({"jambyl-region"}), "KZ"),
    Organisation("invest", frozenset({"investment_body"}), frozenset(), "KZ"),
    Organisation("gezhouba", frozenset(), frozenset(), "CN"),
]
PARTIES = Parties(("danake",), ("gezhouba",), ("bank",))


def asked(item: str, category: str = "", bodies: list[Organisation] = BODIES) -> list[str]:
    return [
        addressee.body or f"({addressee.role})"
        for addressee in addressees(item, Setting(category, PARTIES, REGION), bodies)
    ]


@pytest.mark.parametrize(
    ("item", "category", "whom"),
    [
        ("PA01", "", ["danake", "gezhouba", "invest"]),
        ("MO03", "", ["danake", "gezhouba", "bank", "invest"]),
        ("EN04", "", ["department", "committee", "ministry", "danake", "gezhouba"]),
        ("EN04", "cat1", ["department", "committee", "ministry", "danake", "gezhouba"]),
        ("EN04", "cat2", ["akimat", "department", "committee", "danake", "gezhouba"]),
        ("EN06", "cat1", ["akimat", "department", "committee", "danake", "gezhouba"]),
        ("LO03", "", ["akimat"]),
        ("RE01", "", []),
        ("RE02", "cat1", []),
    ],
)
def test_who_is_asked_follows_from_the_item_and_the_category(item: str, category: str, whom: list[str]) -> None:
    assert asked(item, category) == whom


def test_a_body_is_asked_under_the_law_and_a_company_under_none() -> None:
    chosen = addressees("EN06", Setting("", PARTIES, REGION), BODIES)
    assert chosen[0] == Addressee("akimat", "local_executive", "holds_hearings", ENV)
    assert chosen[-1] == Addressee("gezhouba", "operator", "own_documents", ())


def test_a_chinese_body_is_asked_under_the_chinese_rules() -> None:
    abroad = Organisation("ndrc", frozenset({"investment_body"}), frozenset(), "CN")
    (chosens,) = [
        addressee
        for addressee in addressees("ID01", Setting("", PARTIES, REGION), [abroad])
        if addressee.body == "ndrc"
    ]
    assert chosens.laws == ("cn.ogi",)


def test_a_body_nobody_has_entered_is_named_by_its_role() -> None:
    assert asked("EN06", bodies=[]) == ["(local_executive)", "(environment_regulator)", "danake", "gezhouba"]
    nobody = addressees("PA01", Setting("", Parties((), (), ()), ()), [])
    assert [(addressee.body, addressee.role) for addressee in nobody] == [("", "operator"), ("", "investment_body")]


def test_every_item_but_those_about_answers_has_somebody_to_ask_in_each_category() -> None:
    named = {
        (project_category.item, category)
        for project_category in load_addressees()
        for category in project_category.categories
    }
    categories = ("cat1", "cat2", "cat3", "cat4", "unknown")
    wanted = {
        (item, project_category)
        for item in load_checklist().items
        if not item.startswith("RE")
        for project_category in categories
    }
    assert named == wanted


def test_an_item_asks_each_role_once_in_a_category() -> None:
    roles_asked = [
        (addressee.item, category, addressee.role)
        for addressee in load_addressees()
        for category in addressee.categories
    ]
    assert len(roles_asked) == len(set(roles_asked))


def test_organisations_parties_and_regions_are_read_from_statements_that_stand() -> None:
    wrong = stated("akimat", "body_role", "operator")
    statements = {
        "akimat": [
            stated("akimat", "body_role", "local_executive"),
            wrong,
            stated("akimat", "retraction", wrong.id),
            stated("akimat", "region", REGION[0]),
            stated("akimat", "country", "KZ"),
        ]
    }
    entities = [
        Entity("akimat", "organisation", ""),
        Entity(PROJECT, "project", ""),
        Entity("plain", "organisation", ""),
    ]
    assert read_organisations(entities, statements) == [
        BODIES[4],
        Organisation("plain", frozenset(), frozenset(), ""),
    ]
    about = [
        stated(PROJECT, "owner", "holding"),
        stated(PROJECT, "partner_kz", "danake"),
        stated(PROJECT, "partner_cn", "gezhouba"),
        stated(PROJECT, "lender", "bank"),
        stated(PROJECT, "region", REGION[0]),
    ]
    parties = Parties(("danake", "holding"), ("gezhouba",), ("bank",))
    assert read_setting(about) == Setting("", parties, REGION)


def test_the_category_is_as_told_last_of_the_project_else_as_a_record_tells() -> None:
    first = stated(PROJECT, "facility_category", "cat2", as_of="2022")
    last = stated(PROJECT, "facility_category", "cat1", as_of="2024")
    document = record("opinion", facility_category="cat3")
    assert read_setting([last, first], [document]).category == "cat1"
    assert read_setting([last, stated(PROJECT, "retraction", last.id)], [record("bare"), document]).category == "cat3"


def test_a_letter_is_offered_in_the_languages_of_those_it_goes_to() -> None:
    body, company = addressees("EN06", Setting("", PARTIES, REGION), BODIES)[0::4]
    assert (body.languages, body.is_company) == (("kk", "ru"), False)
    assert (company.languages, company.is_company) == (("zh", "en"), True)


@pytest.mark.parametrize(
    "line",
    [
        "EN6,10,cat1,operator,own_project,,",
        "EN06,10,cat7,operator,own_project,,",
        "EN06,10,cat1,mayor,own_project,,",
        "EN06,10,cat1,operator,own_project,kz.none,",
        "EN06,10,cat1,operator,,,",
        "EN06,x,cat1,operator,own_project,,",
        "EN06,10,cat1",
    ],
)
def test_a_wrong_line_is_refused(tmp_path: Path, line: str) -> None:
    text = f"items,order,categories,role,reason,laws,note\n{line}\n"
    (tmp_path / "addressees.csv").write_text(text, encoding="utf-8")
    with refused_in_words(r"addressees\.csv line 2"):
        read_addressees(tmp_path)
