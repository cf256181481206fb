"""Whether this process lives, and whether it can serve."""

from django.db import connections
from django.db.utils import Error
from django.http import HttpRequest, JsonResponse


def alive(request: HttpRequest) -> JsonResponse:
    """The process answers. Touches nothing else, so that a lost database does not kill it."""
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> JsonResponse:
    """Whether both databases answer; 503 while one does not."""
    answers = {alias: _answers(alias) for alias in connections}
    return JsonResponse(
        {"ready": all(answers.values()), **answers}, status=200 if all(answers.values()) else 503
    )


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True
