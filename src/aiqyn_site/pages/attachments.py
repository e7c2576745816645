"""Documents attached as evidence: the bytes as recorded, and beside a link what it leads to, its size and digest."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from aiqyn.exchange.file_safety import MEDIA_TYPES, extension
from aiqyn.exchange.folder import DOCUMENTS
from aiqyn.ledger import Statement
from aiqyn.words.digits import decimal_text
from aiqyn.words.number_text import rounded
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.wording import wording

#: Whatever a document holds, a browser that shows it all the same runs and fetches nothing.
_POLICY = "default-src 'none'; sandbox"
_KILO, _MEGA = 1_000, 1_000_000


class Document(NamedTuple):
    """A statement that attaches a document; what the document is and its size in words, its SHA-256 in hex digits."""

    statement: Statement
    about: str
    digest: str


def download(request: HttpRequest, name: str) -> HttpResponse:
    """A document, byte for byte, to be saved; missing in all languages where there is none of this name."""
    content, media_type = ledger.file(f"{DOCUMENTS}/{name}"), MEDIA_TYPES.get(extension(name))
    if content is None or media_type is None:
        return missing(request)
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def attached(statements: Iterable[Statement], lang: str) -> list[Document]:
    """The documents that some statements attach, in the order given: `components/attached.html` prints them."""
    return [_document(statement, lang) for statement in statements]


def _document(statement: Statement, lang: str) -> Document:
    t, content = wording(lang), ledger.file(f"{DOCUMENTS}/{statement.value}") or b""
    about = t("comma").join((t(f"documents_{extension(statement.value)}"), size_text(len(content), lang)))
    return Document(statement, about, sha256(content).hexdigest())


def size_text(size: int, lang: str) -> str:
    """A number of bytes in words: exact below a thousand, else to three digits in thousands or millions of bytes."""
    t = wording(lang)
    if size < _KILO:
        return t("documents_bytes", n=size)
    key, unit = ("documents_megabytes", _MEGA) if size >= _MEGA else ("documents_kilobytes", _KILO)
    return t(key, size=decimal_text(rounded(Decimal(size) / unit, 3), lang))
