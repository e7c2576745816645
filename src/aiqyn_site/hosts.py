"""The host that a request names: judged once, before anything is answered."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.handlers.wsgi import WSGIRequest

from aiqyn_site.cache import Application, Environ, StartResponse
from aiqyn_site.failure import plain_page

#: A name or an address, and a port (RFC 3986, 3.2.2). Names of machines in a local network have underscores.
_HOST = re.compile(r"(?P<name>[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?", re.ASCII)


class Request(WSGIRequest):
    """A request whose host was judged already; Django's own rule refuses underscores."""

    def get_host(self) -> str:
        """The host and port that the request names."""
        return host_in(self.META)


def host_in(environ: Environ) -> str:
    """The host that a request names; the address it came in by, where HTTP/1.0 names none."""
    named = environ.get("HTTP_HOST")
    return f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}" if named is None else str(named)


def only_for(names: Iterable[str], application: Application) -> Application:
    """WSGI middleware that answers 400 to a host that is malformed, named twice, or none of `names`; `*` is any.

    A name that begins with a dot stands for all below it.
    """
    allowed = {name.lower() for name in names}

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        match = _HOST.fullmatch(host_in(environ))
        is_named = "HTTP_HOST" in environ or environ.get("SERVER_PROTOCOL") == "HTTP/1.0"
        if match and is_named and _is_allowed(match["name"].lower().rstrip("."), allowed):
            return application(environ, start_response)
        status, headers, body = plain_page("host_title", "host", 400)
        start_response(status, headers)
        return [body]

    return answer


def _is_allowed(name: str, allowed: set[str]) -> bool:
    if allowed & {"*", name}:
        return True
    return any(end.startswith(".") and f".{name}".endswith(end) for end in allowed)
