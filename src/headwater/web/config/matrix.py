"""The permission matrix: every route of the site, who may look and who may act."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module

from django.urls import URLPattern, URLResolver, get_resolver

from headwater.web.accounts.access import PUBLIC, Row

APPS = (
    "accounts",
    "partners",
    "audit",
    "documents",
    "notices",
    "worklist",
    "thread",
    "sharing",
    "editions",
    "releases",
    "insights",
    "partnership",
    "strategy",
    "provision",
    "evidence",
    "grants",
    "public_site",
)
OWN = (
    Row("alive", PUBLIC),
    Row("ready", PUBLIC),
    Row("design_system:look", look=PUBLIC, act=PUBLIC),
    Row("design_system:gallery", look=PUBLIC),
    Row("design_system:gallery_errors", look=PUBLIC),
)
"""Routes of the installation and of the design system, which is below all roles."""


@cache
def rows() -> dict[str, Row]:
    """Every row by its route. Raises `ValueError` where two rows speak of one route."""
    found: dict[str, Row] = {}
    for row in (*OWN, *_of_apps()):
        if row.route in found:
            raise ValueError(f"The matrix has two rows for [{row.route}].")
        found[row.route] = row
    return found


def _of_apps() -> Iterator[Row]:
    for app in APPS:
        yield from import_module(f"headwater.web.{app}.routes").ROWS


def routes() -> tuple[tuple[str, str], ...]:
    """Every route the site answers, as its name and its pattern, in the order they are tried."""
    return tuple(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, path: str, namespace: str) -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        where = path + str(each.pattern)
        if isinstance(each, URLPattern):
            yield f"{namespace}{each.name or ''}", where
        else:
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each, where, inner)
