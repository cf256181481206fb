"""A polite client for publishers' servers: it names itself, asks one thing at a time, and waits.

It speaks https, and http to this machine alone, and never follows a redirect to anything else.
"""

import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from headwater import __version__
from headwater.core.errors import FetchError

LONGEST_WAIT_S = 60.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")
HEADERS = {
    "User-Agent": f"headwater/{__version__} (needs assessment; one request at a time)",
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Manners:
    """How gently and how long to ask. Times are seconds."""

    between_s: float = 1.0
    backoff_s: float = 2.0
    tries: int = 5
    timeout_s: float = 60.0
    largest_bytes: int = 8_000_000_000


class Visitor:
    """One client for one command, so that its requests follow one another."""

    def __init__(
        self, manners: Manners | None = None, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.manners = manners or Manners()
        self._sleep = sleep
        self._opener = _opener()
        self._asked = False

    def ask(self, address: str, headers: Mapping[str, str]) -> Any:
        """Open an address. Raises what urllib raises, and `FetchError` for an insecure one."""
        check_secure(address)
        if self._asked:
            self._sleep(self.manners.between_s)
        self._asked = True
        request = urllib.request.Request(address, headers={**HEADERS, **headers})  # noqa: S310
        return self._opener.open(request, timeout=self.manners.timeout_s)

    def wait(self, attempt: int, *, told: str | None) -> None:
        """Back off before another try, for as long as the server says where it says."""
        asked = float(told) if told and told.isdigit() else 0.0
        self._sleep(min(max(asked, self.manners.backoff_s * 2**attempt), LONGEST_WAIT_S))


def check_secure(address: str) -> None:
    """Refuse an address that could be read or changed on the way."""
    parts = urlsplit(address)
    here = parts.scheme == "http" and parts.hostname in LOOPBACK
    if parts.scheme != "https" and not here:
        raise FetchError(
            f"[{address}] is not a secure address. Only https is fetched. Correct the address in "
            "the rulebook table [publishers]."
        )


class _SecureRedirects(urllib.request.HTTPRedirectHandler):
    """Follow redirects, but never to an insecure address."""

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        check_secure(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """A client without handlers for files, ftp or anything else an address could name."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _SecureRedirects(),
    ):
        opener.add_handler(handler)
    return opener
