"""Bodies of requests that do not say how long they are: read up to a limit, and measured."""

from __future__ import annotations

import io
from collections.abc import Iterable

from aiqyn_site.cache import Application, Environ, StartResponse

_BLOCK = 65_536


def measured(application: Application, most: int) -> Application:
    """WSGI middleware that gives a body sent without Content-Length its length.

    Django would take such a body to be empty. At most `most` bytes and one are read and held in memory, so a longer
    body arrives with a length above `most`, and whoever refuses by length refuses it.
    """

    def measuring(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not environ.get("CONTENT_LENGTH") and environ.get("HTTP_TRANSFER_ENCODING"):
            body = _read(environ["wsgi.input"], most + 1)
            environ = {**environ, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
        return application(environ, start_response)

    return measuring


def _read(stream: io.BufferedIOBase, most: int) -> bytes:
    """The first `most` bytes of a stream, or all there are."""
    body = bytearray()
    while len(body) < most and (block := stream.read(min(_BLOCK, most - len(body)))):
        body += block
    return bytes(body)
