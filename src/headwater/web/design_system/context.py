"""What every template knows about how pages should look."""

from django.http import HttpRequest

from headwater.web.design_system import look as looks


def look(request: HttpRequest) -> dict[str, looks.Look]:
    """`look` for the element <html> of every page."""
    return {"look": looks.of(request)}
