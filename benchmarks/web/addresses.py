"""Where pages are: every kind that a lead, and that the public, comes to by following links.

Run inside a site's environment: `python addresses.py`. Prints, as JSON, the cookie of a signed-in
lead, and the addresses of a few pages of each kind.
"""

import json
import logging
import os
import re
import sys
from collections import Counter, deque
from html import unescape

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import Resolver404, resolve  # noqa: E402

from headwater.web.accounts.models import User  # noqa: E402

OF_A_KIND = 3
START = "/work/loamshire/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def kind_of(address: str) -> str:
    """The name of the route that answers an address, and whether more was asked; or nothing."""
    path, more, _ = address.partition("?")
    try:
        return f"{resolve(path).view_name}{more}"
    except Resolver404:
        return ""


def pages(client: Client, start: str, *, prefix: str) -> list[str]:
    """A few pages of each kind below `start` whose route starts with `prefix`."""
    found: list[str] = []
    tried: Counter[str] = Counter()
    seen, waiting = {start}, deque([start])
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        tried[kind] += 1
        if not kind.startswith(prefix) or tried[kind] > OF_A_KIND:
            continue
        answer = client.get(address)
        if is_page(answer):
            found.append(address)
        onward = {link for link in links(answer, address) if link.startswith(start)} - seen
        seen |= onward
        waiting.extend(sorted(onward))
    return found


def is_page(answer: HttpResponse) -> bool:
    """Whether an answer is a page to read, not a file to keep nor the way to another page."""
    is_text = answer.get("Content-Type", "").startswith("text/html")
    return is_text and not answer.streaming and answer.status_code == 200


def links(answer: HttpResponse, address: str) -> list[str]:
    """Where an answer leads."""
    if answer.has_header("Location"):
        return [answer["Location"]]
    if not is_page(answer):
        return []
    found = map(unescape, re.findall(r'href="([^"#]+)', answer.content.decode()))
    path = address.partition("?")[0]
    return [path + link if link.startswith("?") else link for link in found]


def main() -> None:
    """Sign a lead in and look around."""
    logging.disable(logging.CRITICAL)
    lead = Client(SERVER_NAME="localhost")
    lead.force_login(User.objects.get(email="lead@loamshire.example"), backend=BACKEND)
    session = lead.cookies[settings.SESSION_COOKIE_NAME]
    found = {
        "cookie": f"{session.key}={session.value}",
        "signed_in": pages(lead, START, prefix=""),
        "public": pages(Client(SERVER_NAME="localhost"), "/", prefix="public_site:"),
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
