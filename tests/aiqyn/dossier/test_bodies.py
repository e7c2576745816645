"""Tests of aiqyn.dossier.bodies: each request counts once, in one way, for each body asked."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from aiqyn.deadlines.laws_file import load_laws
from aiqyn.dossier.bodies import bodies
from aiqyn.dossier.record import InformationRequest
from tests.aiqyn.dossier.entries import request

LAWS = load_laws()
TODAY = date(2026, 11, 22)
RECEIVED = {"received": "2022-06-20"}


def test_both_ministries_that_refused_shieli_are_counted_with_their_ground() -> None:
    refusal = request(
        addressed_to=("ministry-a", "ministry-b"),
        outcome="refused",
        outcome_of="2020",
        refusal_ground="commercial_secret",
    )
    by_body = bodies([refusal], LAWS, TODAY)
    assert set(by_body) == {"ministry-a", "ministry-b"}
    for body in by_body.values():
        assert (body.asked, body.answered, body.unknown_time, body.refused) == (1, 1, 1, 1)
        assert body.grounds == Counter({"commercial_secret": 1})


def test_each_way_of_answering_has_its_own_count() -> None:
    def asked(name: str, outcome: str = "", **events: str) -> InformationRequest:
        return request(name, {**RECEIVED, **events}, request_rule="kz.appc", addressed_to="m", outcome=outcome)

    by_body = bodies(
        [
            asked("in-time", answered="2022-07-12"),
            asked("late", refused="2022-07-13"),
            asked("sometime", answered="2022"),
            asked("never"),
            asked("withdrawn", "withdrawn"),
            asked("forwarded", "forwarded", redirected="2022-06-22"),
            request("told-unanswered", outcome="no_answer", addressed_to="m"),
            request("open", outcome="pending", addressed_to="m"),
            asked("in-part", "answered_in_part", answered="2022-07-01"),
        ],
        LAWS,
        TODAY,
    )["m"]
    assert (by_body.asked, by_body.answered_in_time, by_body.answered_late, by_body.unknown_time) == (9, 2, 1, 1)
    assert (by_body.no_answer, by_body.withdrawn, by_body.forwarded, by_body.open) == (2, 1, 1, 1)
    assert (by_body.refused, by_body.grounds) == (1, Counter({"none_given": 1}))
    assert by_body.requests[0] == "in-time"


_REQUESTS = st.lists(
    st.builds(
        lambda n, outcome, events, rule, to, withheld: request(
            f"r-{n}", events, outcome=outcome, request_rule=rule, addressed_to=to, withheld=withheld
        ),
        st.integers(0, 99),
        st.sampled_from(["", "pending", "refused", "answered_in_part", "no_answer", "forwarded", "withdrawn"]),
        st.dictionaries(
            st.sampled_from(["received", "sent", "answered", "refused", "extended"]),
            st.sampled_from(["2022-06-20", "2022-07-01", "2022-08", "2023", "2026-11-01"]),
        ),
        st.sampled_from(["", "kz.appc", "aarhus.4"]),
        st.lists(st.sampled_from(["a", "b", "c"]), unique=True),
        st.sampled_from([(), ("eia_report",)]),
    ),
    max_size=6,
)


@given(_REQUESTS, st.dates(date(2022, 1, 1), date(2027, 1, 1)))
def test_every_request_counts_once_and_no_refusal_without_an_answer(
    requests: list[InformationRequest], as_of: date
) -> None:
    by_body = bodies(requests, LAWS, as_of)
    for body, tally in by_body.items():
        assert tally.asked == sum(body in request.bodies for request in requests) == len(tally.requests)
        assert tally.asked == tally.answered + tally.no_answer + tally.open + tally.forwarded + tally.withdrawn
        assert tally.refused <= tally.answered
