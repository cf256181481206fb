"""An organisation's OpenID Connect provider on this machine."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt

from builders.loopback import running

CLIENT = "headwater-here"
SECRET = "a secret of the provider, long enough for its algorithm"


@dataclass
class SignInServer:
    """What the provider says of whoever signs in, and what it was asked."""

    issuer: str
    says: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def settings(self) -> dict[str, Any]:
        """allauth's settings for this provider."""
        app = {
            "provider_id": "organisation",
            "name": "Loamshire sign-in",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": self.issuer},
        }
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

    def answer(self, path: str) -> dict[str, Any] | None:
        """What is at a path; None where nothing is."""
        now = int(time.time())
        token = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, **self.says}
        pages: dict[str, dict[str, Any]] = {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/token": {
                "access_token": "opaque",
                "token_type": "Bearer",
                "id_token": jwt.encode(token, SECRET, algorithm="HS256"),
            },
            "/userinfo": self.says,
        }
        return pages.get(path)


@contextmanager
def sign_in_server() -> Iterator[SignInServer]:
    """A running provider, stopped afterwards."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.state = SignInServer(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    with running(server):
        yield server.state  # type: ignore[attr-defined]


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        state: SignInServer = self.server.state  # type: ignore[attr-defined]
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        state.asked.append(self.path)
        said = state.answer(self.path)
        body = json.dumps(said or {}).encode()
        self.send_response(404 if said is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Keep the tests quiet."""
