"""What a form was sent with."""

from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """The answers of a form that was sent, be there none; None for a page that is looked at."""
    return request.POST if request.method == "POST" else None
