"""Tests of aiqyn.exchange.findings."""

from __future__ import annotations

from aiqyn.exchange.findings import Finding, RegisterRefused

FOUND = Finding("statements.csv", 7, "value", "1.234", "it is ambiguous", "write 1234")


def test_a_finding_reads_as_place_column_value_fault_and_way_out() -> None:
    assert str(FOUND) == "statements.csv:7: column value: '1.234': it is ambiguous. Write 1234."


def test_a_finding_about_a_whole_file_has_no_line_and_no_column() -> None:
    found = Finding("parts.csv", 0, "", "", "the file is missing", "add parts.csv to register")
    assert str(found) == "parts.csv: the file is missing. Add parts.csv to register."


def test_a_value_that_the_message_already_quotes_is_not_repeated() -> None:
    assert str(FOUND._replace(message="'1.234' is ambiguous")).count("1.234") == 1


def test_a_refused_register_lists_its_findings() -> None:
    refused = RegisterRefused([FOUND, FOUND._replace(line=9)])
    assert str(refused).splitlines() == [str(one) for one in refused.findings]
    assert len(refused.findings) == 2
