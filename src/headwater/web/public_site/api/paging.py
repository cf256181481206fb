"""Lists a page at a time."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

MOST_A_PAGE = 500
LAST_PAGE = 1_000_000


def page_of(
    request: HttpRequest, found: QuerySet[Any] | Sequence[Any], *, page: int, per_page: int
) -> tuple[list[Any], dict[str, Any]]:
    """The rows of a page, and where the list goes on. A page after the last is empty."""
    count = found.count() if isinstance(found, QuerySet) else len(found)
    start = (page - 1) * per_page
    shown = list(found[start : start + per_page]) if start < count else []
    info = {
        "count": count,
        "page": page,
        "per_page": per_page,
        "next": _at(request, page + 1) if start + per_page < count else None,
        "previous": _at(request, page - 1) if page > 1 else None,
    }
    return shown, info


def _at(request: HttpRequest, page: int) -> str:
    asked = {**request.GET.dict(), "page": str(page)}
    query = [(name, value) for name, value in asked.items() if name != "where"]
    query += [("where", value) for value in request.GET.getlist("where")]
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
