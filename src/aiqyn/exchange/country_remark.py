"""That a register will be shown without any law, which its editor may not have meant."""

from __future__ import annotations

from collections.abc import Iterator

from aiqyn.dossier.duties import has_duties
from aiqyn.errors import Finding, Refused
from aiqyn.exchange.description import META
from aiqyn.exchange.folder import RegisterFolder


def country_remarks(register: RegisterFolder) -> Iterator[Finding]:
    """One where the register names no country, or one whose law is not entered here."""
    country = register.country
    if not has_duties(country):
        code = "country_lawless" if country else "country_blank"
        yield Finding(META, 0, country, Refused(code, "country"))
