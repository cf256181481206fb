"""Walks over addresses that no link leads to, by somebody with every role."""

from collections.abc import Iterator

from django.test import Client

from builders.everything import Everything, body_of
from builders.web import client_of
from headwater.web.accounts.access import Anyone
from headwater.web.config.matrix import rows


def somebody(held: Everything) -> Client:
    """A browser of somebody with every role, which is told of a bug by a page as anybody is."""
    client = client_of(held.person)
    client.raise_request_exception = False
    return client


def may_be_looked_at(route: str) -> bool:
    """Whether anybody may look there, and looking does nothing."""
    return rows()[route].look is not Anyone.NOBODY and route != "account_logout"


def faults(client: Client, addresses: Iterator[tuple[str, str]]) -> list[str]:
    """Addresses that found a bug, or a file that is none of anybody's business."""
    found = []
    for name, address in addresses:
        answer = client.get(address)
        body = body_of(answer)
        if answer.status_code >= 500 or b"root:x:0" in body:
            found.append(f"{name}: {answer.status_code}")
    return found
