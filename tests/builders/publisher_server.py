"""A publisher's server on this machine, with the bad days that real ones have."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from builders.loopback import running
from headwater.pipelines.visitor import Manners, Visitor

IMPATIENT = Manners(between_s=0.5, backoff_s=2.0, tries=3, timeout_s=5.0, largest_bytes=5_000_000)


@dataclass
class Page:
    """What the server has at one path, and what goes wrong before it is given.

    `drop_after` is how many bytes leave before the line drops, once for each number.
    """

    body: bytes
    kind: str = "application/octet-stream"
    etag: str = '"v1"'
    statuses: list[int] = field(default_factory=list)
    drop_after: list[int] = field(default_factory=list)
    takes_ranges: bool = True
    says_length: int | None = None
    moved_to: str = ""
    retry_after: str = ""


@dataclass
class Asked:
    """One request as the server saw it."""

    path: str
    range: str
    if_range: str
    agent: str


@dataclass
class PublisherServer:
    """The server's pages and what was asked of it."""

    address: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    answer_any: Callable[[str], Page | None] = lambda _: None

    def page(self, path: str) -> Page | None:
        return self.pages.get(path) or self.answer_any(path)


def patient_visitor(waits: list[float] | None = None, manners: Manners = IMPATIENT) -> Visitor:
    """A client whose waiting is written down instead of waited."""
    kept = [] if waits is None else waits
    return Visitor(manners, sleep=kept.append)


@contextmanager
def publisher_server() -> Iterator[PublisherServer]:
    """A running server, stopped afterwards."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.state = PublisherServer(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    with running(server):
        yield server.state  # type: ignore[attr-defined]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        state: PublisherServer = self.server.state  # type: ignore[attr-defined]
        asked = self.headers.get("Range", "")
        state.asked.append(
            Asked(
                self.path,
                asked,
                self.headers.get("If-Range", ""),
                self.headers.get("User-Agent", ""),
            )
        )
        self.close_connection = True
        page = state.page(self.path)
        if page is None:
            self._short(404)
        elif page.statuses:
            self._short(page.statuses.pop(0), retry_after=page.retry_after)
        elif page.moved_to:
            self._short(302, location=page.moved_to)
        else:
            self._give(page, asked)

    def _short(self, status: int, *, retry_after: str = "", location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        if retry_after:
            self.send_header("Retry-After", retry_after)
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def _give(self, page: Page, asked: str) -> None:
        start = 0
        same = self.headers.get("If-Range", page.etag) == page.etag
        if asked and page.takes_ranges and same:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        body = page.body[start:]
        if start and not body:
            self._short(416)
            return
        self.send_response(206 if start else 200)
        if start:
            whole = len(page.body)
            self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        self.send_header("Content-Type", page.kind)
        self.send_header("ETag", page.etag)
        length = len(body) if page.says_length is None else page.says_length - start
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(body[: page.drop_after.pop(0)] if page.drop_after else body)

    def log_message(self, *_: object) -> None:
        """Keep the tests quiet."""
