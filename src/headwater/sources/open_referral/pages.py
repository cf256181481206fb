"""Where the services of a directory's file are: in a list, on a page, or one alone."""

from typing import Any

PAGE_KEYS = ("contents", "content")
"""What a page calls its list of services."""


def services_in(document: Any) -> list[Any] | None:
    """The services of a list, a page or a single service; None where there are none to be."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return None
    for key in PAGE_KEYS:
        if isinstance(document.get(key), list):
            found: list[Any] = document[key]
            return found
    return [document] if "name" in document and "id" in document else None
