"""Texts for tests: small, valid, and easy to spoil in one place."""

from __future__ import annotations

from aiqyn.prose.document import Parsed, parse_document

HEADER = """+++
title = "What became of it"
lead = "One sentence."
published = 2026-11-21
authors = ["Aiqyn"]
tags = ["cost"]
original = "en"
projects = ["zhanatas-wind"]
+++
"""
#: The line of the file on which a body begins.
BODY_LINE = HEADER.count("\n") + 1


def document(body: str, header: str = HEADER) -> bytes:
    """A text with a body."""
    return (header + body + "\n").encode()


def parsed(body: str, header: str = HEADER) -> Parsed:
    """A text with a body, read."""
    return parse_document(document(body, header))


def codes_of(body: str) -> list[str]:
    """The codes of what is wrong with a body."""
    return [fault.reason.code for fault in parsed(body).faults]
