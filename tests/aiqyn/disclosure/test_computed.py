"""What the register computes rests on what disclosers said, claims no absence, and holds for any past day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.disclosure import Assessment, Evidence, Stage, Verdict, computed, load_checklist, stage_at
from aiqyn.disclosure.disclosers import Teller, Tellers, load_tellers
from aiqyn.disclosure.rules import Of, load_rules, read_rules
from aiqyn.dossier import read_records, read_requests
from aiqyn.ledger import Entity, Source, Statement, as_known_on
from aiqyn.ledger.claim import standing_statements
from aiqyn.vocabulary import load_vocabulary
from tests.aiqyn.refusals import refused_in_words
from tests.aiqyn.register_factory import grounds, statement

AS_OF = date(2026, 11, 22)
CHECKLIST = load_checklist()
PROJECT = Entity("zhanatas-wind", "project", "")
TYPES = {"ministry": "state_body", "news": "media", "bank": "bank", "plant": "company"}
UNITS = {
    "cost": "USD million",
    "jobs": "persons",
    "capacity": "MW",
    "ownership_share": "percent",
    "land_area": "ha",
    "co2_avoided": "t CO2/year",
    "emission": "t/year",
    "emission_limit": "t/year",
}
TEXTS = frozenset(
    {"name", "purpose", "settlement", "delay", "document_no", "attachment", "registration_no", "violation"}
)
SOURCES = {
    key: Source(key, "", key, "seen", key, "2020", "stated", "en", kind, "")
    for key, kind in {
        "site": "company",
        "ministry": "state_body",
        "aiib": "lender",
        "paper": "press",
        "blog": "aggregator",
        "green": "ngo",
        "ours": "register",
    }.items()
}


def stated(name: str, value: str, source: str = "site", **fields: str) -> Statement:
    unit, lang = UNITS.get(name, ""), "en" if name in TEXTS else ""
    return statement(**{"property": name, "value": value, "source": source, "unit": unit, "lang": lang, **fields})


def verdicts(
    *statements: Statement,
    entities: Iterable[Entity] = (),
    others: Mapping[str, list[Statement]] | None = None,
    as_of: date = AS_OF,
) -> dict[str, Assessment]:
    known = {PROJECT.id: list(statements), **(others or {})}
    listed = [PROJECT, *entities]
    standing = standing_statements(as_known_on(statements, as_of.isoformat()))
    stage = stage_at(standing, grounds(), as_of)
    records, requests = read_records(listed, known), read_requests(listed, known)
    items, tellers = CHECKLIST.items.values(), Tellers(SOURCES, TYPES)
    return {verdict.item: verdict for verdict in computed(items, stage, standing, records, requests, tellers, as_of)}


def of_record(*statements: Statement) -> dict[str, Assessment]:
    record = [own._replace(entity="record") for own in statements]
    return verdicts(entities=[Entity("record", "record", PROJECT.id)], others={"record": record})


def test_all_that_can_be_said_is_classed_as_disclosed_or_not() -> None:
    classed = load_tellers()
    for name in ("source_kind", "organisation_type"):
        assert {code for kind, code in classed if kind == name} == set(load_vocabulary().code_list(name))


def test_a_company_a_state_body_and_a_lender_disclose_and_the_press_does_not() -> None:
    for source in ("site", "ministry", "aiib"):
        assert verdicts(stated("cost", "150", source))["MO01"].verdict is Verdict.DISCLOSED
    for source in ("paper", "blog", "green", "not described"):
        assessment = verdicts(stated("cost", "150", source))["MO01"]
        assert (assessment.verdict, assessment.note) == (Verdict.KNOWN_NOT_DISCLOSED, "others_only")
        assert assessment.note in CHECKLIST.method.notes


@pytest.mark.parametrize(
    ("source", "said_by", "expected"),
    [
        ("paper", "ministry", Verdict.DISCLOSED),
        ("paper", "plant", Verdict.DISCLOSED),
        ("paper", "bank", Verdict.DISCLOSED),
        ("paper", "news", Verdict.KNOWN_NOT_DISCLOSED),
        ("ministry", "news", Verdict.KNOWN_NOT_DISCLOSED),
        ("paper", "of-no-known-type", Verdict.KNOWN_NOT_DISCLOSED),
        ("site", "of-no-known-type", Verdict.DISCLOSED),
    ],
)
def test_who_says_it_decides_before_where_it_stands(source: str, said_by: str, expected: Verdict) -> None:
    assert verdicts(stated("cost", "150", source, said_by=said_by))["MO01"].verdict is expected


def test_the_register_itself_shows_nothing() -> None:
    assert verdicts(stated("cost", "150", "ours")) == {}
    assert verdicts(stated("cost", "150", "site", basis="estimated")) == {}
    assert verdicts(stated("name", "Zhanatas", "site", basis="rendered")) == {}


def test_an_unsure_reading_does_not_show_that_all_is_disclosed() -> None:
    assert verdicts(stated("cost", "150", confidence="medium"))["MO01"].verdict is Verdict.PARTIAL


@pytest.mark.parametrize(
    ("statements", "item", "expected"),
    [
        ([stated("cost", "150", as_of="")], "MO01", Verdict.PARTIAL),
        ([stated("cost", "150", part="phase-2")], "MO01", None),
        ([stated("capacity", "100")], "ID02", Verdict.PARTIAL),
        ([stated("capacity", "100"), stated("purpose", "to make power")], "ID02", Verdict.DISCLOSED),
        ([stated("capacity", "100", "paper"), stated("purpose", "to make power")], "ID02", Verdict.PARTIAL),
        ([stated("status", "operating", as_of="2026-02")], "ID04", Verdict.DISCLOSED),
        ([stated("status", "operating", as_of="2025-11-21")], "ID04", Verdict.PARTIAL),
        ([stated("status", "operating", as_of="2026")], "ID04", Verdict.DISCLOSED),
        ([stated("status", "operating", as_of="2025")], "ID04", Verdict.PARTIAL),
        ([stated("status", "operating", as_of="")], "ID04", Verdict.PARTIAL),
        ([stated("construction_start", "2019", basis="planned")], "SC01", Verdict.PARTIAL),
        (
            [stated("construction_start", "2019", basis="planned"), stated("commissioning", "2021", basis="planned")],
            "SC01",
            Verdict.DISCLOSED,
        ),
        (
            [stated("construction_start", "2019-07"), stated("commissioning", "2021-06-20")],
            "SC02",
            Verdict.DISCLOSED,
        ),
        ([stated("construction_start", "2019-07"), stated("commissioning", "2021")], "SC02", Verdict.PARTIAL),
        ([stated("construction_start", "2019-07")], "SC02", Verdict.DISCLOSED),
        ([stated("construction_start", "2019")], "SC02", Verdict.PARTIAL),
        ([stated("region", "jambyl")], "LO01", Verdict.PARTIAL),
        ([stated("region", "jambyl"), stated("settlement", "Zhanatas")], "LO01", Verdict.DISCLOSED),
        ([stated("region", "jambyl", "ours"), stated("settlement", "Zhanatas")], "LO01", None),
        ([stated("coordinates", "43.55,69.72")], "LO02", Verdict.DISCLOSED),
        ([stated("land_area", "233.5")], "LO03", Verdict.PARTIAL),
        ([stated("co2_avoided", "260623", basis="claimed")], "EN12", Verdict.PARTIAL),
        ([stated("emission", "5", part="air.co2", as_of="2025")], "EN12", Verdict.PARTIAL),
        ([stated("emission", "5", part="air.so2", as_of="2025")], "EN12", None),
        ([stated("emission", "5", part="water.oil", as_of="2025")], "EN13", Verdict.PARTIAL),
        ([stated("violation", "discharge", "paper")], "EN14", Verdict.KNOWN_NOT_DISCLOSED),
        ([stated("violation", "discharge", part="another-company")], "EN14", None),
        ([stated("jobs", "220", as_of="2021-10-21")], "SO02", Verdict.DISCLOSED),
        ([stated("jobs", "220", as_of="")], "SO02", Verdict.PARTIAL),
        ([stated("jobs", "220", basis="planned")], "SO01", Verdict.PARTIAL),
    ],
)
def test_an_item_is_met_in_full_only_by_all_that_its_text_asks(
    statements: list[Statement], item: str, expected: Verdict | None
) -> None:
    assessment = verdicts(*statements).get(item)
    assert (assessment and assessment.verdict) is expected


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({"a": "51", "b": "49"}, Verdict.DISCLOSED),
        ({"a": "43.35", "b": "41.65", "c": "10", "d": "5"}, Verdict.DISCLOSED),
        ({"a": "51"}, Verdict.PARTIAL),
        ({"a": "51", "b": "about 49"}, Verdict.PARTIAL),
        ({"": "100"}, Verdict.PARTIAL),
    ],
)
def test_shares_are_all_told_when_those_of_one_source_add_up(shares: dict[str, str], expected: Verdict) -> None:
    assessment = verdicts(*(stated("ownership_share", value, part=part) for part, value in shares.items()))["PA03"]
    assert assessment.verdict is expected
    assert len(assessment.evidence) <= 3


def test_shares_of_two_sources_are_not_added() -> None:
    statements = [stated("ownership_share", "51", part="a"), stated("ownership_share", "49", "ministry", part="b")]
    assert verdicts(*statements)["PA03"].verdict is Verdict.PARTIAL


def test_a_permit_needs_its_number_its_validity_and_its_limits_in_one_record() -> None:
    number, limit = stated("document_no", "KZ1"), stated("emission_limit", "4", part="air.so2")
    valid, code = stated("valid_period", "2021/2031"), stated("document_type", "permit_impact")
    assert of_record(code, number, valid, limit)["EN08"].verdict is Verdict.DISCLOSED
    assert of_record(code, number, valid)["EN08"].verdict is Verdict.PARTIAL
    assert of_record(code, number._replace(source="paper"))["EN08"].verdict is Verdict.KNOWN_NOT_DISCLOSED
    assert "EN08" not in of_record(code)
    apart = {"one": [code._replace(entity="one"), number], "two": [code._replace(entity="two"), valid, limit]}
    entities = [Entity(key, "record", PROJECT.id) for key in apart]
    assert verdicts(entities=entities, others=apart)["EN08"].verdict is Verdict.PARTIAL


def test_a_record_in_our_words_counts_as_the_statement_it_sets_out() -> None:
    notice = stated("public_hearing", "hearing called", "ministry", lang="en")
    record = [
        stated("document_type", "hearing_notice", "ours", entity="record"),
        stated("drawn_from", notice.id, "ours", entity="record"),
    ]
    assessments = verdicts(notice, entities=[Entity("record", "record", PROJECT.id)], others={"record": record})
    assert assessments["EN05"].verdict is Verdict.PARTIAL
    assert assessments["EN05"].evidence == (Evidence(notice.id),)


def test_the_evidence_is_the_closest_source_and_what_was_recorded_first() -> None:
    first = stated("cost", "150", "site", recorded="2026-11-21")
    statements = [stated("cost", "140", "paper"), stated("cost", "160", "site", recorded="2026-11-22"), first]
    assessment = verdicts(*statements)["MO01"]
    assert (assessment.evidence, assessment.day) == ((Evidence(first.id),), date(2026, 11, 21))
    closer = stated("cost", "170", "ministry", recorded="2026-11-22")
    assert verdicts(*statements, closer)["MO01"].evidence == (Evidence(closer.id),)


def test_a_past_day_knows_only_what_was_recorded_by_then() -> None:
    statements = [stated("cost", "140", "paper", recorded="2026-11-20"), stated("cost", "150", recorded="2026-11-22")]
    assert verdicts(*statements, as_of=date(2026, 11, 19)) == {}
    assert verdicts(*statements, as_of=date(2026, 11, 21))["MO01"].verdict is Verdict.KNOWN_NOT_DISCLOSED
    assert verdicts(*statements)["MO01"].verdict is Verdict.DISCLOSED


def test_what_was_withdrawn_shows_nothing() -> None:
    cost = stated("cost", "150")
    assert verdicts(cost, stated("retraction", cost.id)) == {}


def asked(*events: tuple[str, str], rule: str = "kz.appc") -> dict[str, Assessment]:
    request = [stated("request_event", day, "green", entity="request", part=part, as_of="") for part, day in events] + [
        stated("request_rule", rule, "ours", entity="request", lang="zxx")
    ]
    return verdicts(entities=[Entity("request", "request", PROJECT.id)], others={"request": request})


def test_a_request_answered_within_its_law_is_answered_in_time() -> None:
    assessment = asked(("received", "2022-06-20"), ("answered", "2022-07-01"))["RE02"]
    assert (assessment.verdict, len(assessment.evidence)) == (Verdict.DISCLOSED, 1)
    assert asked(("received", "2022-06-20"), ("answered", "2022-07-01"))["RE01"].verdict is Verdict.KNOWN_NOT_DISCLOSED


@pytest.mark.parametrize(
    "events",
    [
        [("received", "2022-06-20"), ("answered", "2022-08-30")],
        [("received", "2022-06-20"), ("refused", "2022-07-01")],
        [("received", "2022-06"), ("answered", "2022-07-01")],
        [("received", "2022-06-20")],
    ],
)
def test_an_answer_that_is_late_refused_undated_or_missing_is_no_answer_in_time(events: list[tuple[str, str]]) -> None:
    assert "RE02" not in asked(*events)
    assert "RE02" not in asked(("received", "2022-06-20"), ("answered", "2022-07-01"), rule="no.such")


_PROPERTIES = ["cost", "jobs", "status", "commissioning", "capacity", "region", "land_area", "violation"]
_VALUES = {"status": "operating", "commissioning": "2021-06", "region": "jambyl", "violation": "found"}
_TOLD = st.builds(
    lambda name, source, basis, day, part: stated(
        name, _VALUES.get(name, "150"), source, basis=basis, recorded=day, part=part
    ),
    st.sampled_from(_PROPERTIES),
    st.sampled_from([*SOURCES, "not described"]),
    st.sampled_from(["reported", "planned", "claimed", "estimated"]),
    st.sampled_from(["2026-11-20", "2026-11-22", "2026-11-24"]),
    st.sampled_from(["", "phase-2"]),
)


@given(st.lists(_TOLD, max_size=12), st.randoms())
def test_verdicts_rest_on_statements_known_by_the_day_and_follow_no_order(
    statements: list[Statement], random: object
) -> None:
    assessments = verdicts(*statements)
    known = {
        known_statement.id: known_statement
        for known_statement in statements
        if known_statement.recorded <= AS_OF.isoformat()
    }
    for assessment in assessments.values():
        assert assessment.verdict in {Verdict.DISCLOSED, Verdict.PARTIAL, Verdict.KNOWN_NOT_DISCLOSED}
        assert 1 <= len(assessment.evidence) <= 3
        assert all(its.id in known for its in assessment.evidence)
        assert assessment.day <= AS_OF
    assert verdicts(*reversed(statements)) == assessments
    assert list(assessments) == [item for item in CHECKLIST.items if item in assessments]


def test_no_rule_finds_that_something_is_missing() -> None:
    rules = [rule for rules_of_item in load_rules().values() for rule in rules_of_item]
    assert {rule.verdict for rule in rules} == {Verdict.DISCLOSED, Verdict.PARTIAL}
    assert {rule.of for rule in rules} == set(Of)


HEADER = "item,verdict,of,types,needs,stages,note\n"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("XX01,partial,project,,cost,,", "item: 'XX01' is not in the checklist"),
        ("MO01,not_found,project,,cost,,", "verdict: 'not_found' cannot be computed"),
        ("MO01,partial,projects,,cost,,", "of: 'projects' is not known here"),
        ("MO01,partial,project,eia_report,cost,,", "types: 'eia_report' are of records only"),
        ("MO01,partial,project,,cost[new],,", "needs: 'cost.new.' has 'cost.new.'"),
        ("MO01,partial,project,,price,,", "needs: 'price' has 'price'"),
        ("MO01,partial,project,,cost,building,", "stages: 'building' has 'building', which is not known here"),
        ("MO01,partial,project,,cost,", "6 cells under 7 columns"),
        ("MO01,partial,project,,cost,,\nMO01,disclosed,project,,cost,,", "line 3, .*stands below a rule for partial"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(line: str, problem: str) -> None:
    with refused_in_words(problem):
        read_rules(HEADER + line)


def test_what_is_not_asked_for_is_not_computed() -> None:
    statements, items = [stated("cost", "150"), stated("jobs", "5")], [CHECKLIST.items["MO01"]]
    verdicts = computed(items, Stage.OPERATION, statements, [], [], Tellers(SOURCES, TYPES), AS_OF)
    assert [verdict.item for verdict in verdicts] == ["MO01"]


def test_what_nobody_says_is_nobody() -> None:
    assert load_tellers()["source_kind", "register"] is Teller.NOBODY
