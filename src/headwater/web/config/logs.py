"""Logs: one JSON object a line, of codes and counts. Never a name, an address or a value of a row.

Paths hold references, so a line names the route, not the path. Tracebacks come without the values
of variables.
"""

import logging
import sys
import time
from collections.abc import Callable
from traceback import walk_tb
from typing import Any
from uuid import uuid4

import structlog
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse

from headwater.core.errors import HeadwaterError

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def _only_the_type(_: object, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """An error's type and where it rose, not its words: words may quote what somebody typed."""
    error = _error_of(event.pop("exc_info", None))
    if error is not None:
        event["error"] = type(error).__name__
        trace = walk_tb(error.__traceback__)
        event["at"] = [f"{frame.f_code.co_qualname}:{line}" for frame, line in trace][-12:]
    return event


def _error_of(found: object) -> BaseException | None:
    """The error in whatever form a logger was given it: True means the one being handled."""
    if isinstance(found, BaseException):
        return found
    if isinstance(found, tuple):
        return found[1] if isinstance(found[1], BaseException) else None
    return sys.exception() if found else None


def configured() -> dict[str, Any]:
    """Django's LOGGING: everything through one JSON formatter to standard error."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    _only_the_type,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "filters": {"plain": {"()": "headwater.web.config.logs.PlainRecords"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["plain"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # Django quotes paths, and with them references; our own line says the route.
            "django.request": {"level": "CRITICAL", "propagate": False},
            "django.security": {"level": "ERROR"},
            # It quotes the host that was asked for, which may be anything.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # Its lines quote what was typed into the sign-in form.
            "axes": {"level": "CRITICAL"},
            "pikepdf": {"level": "WARNING"},
        },
    }


KNOWN = ("headwater", "django_tasks")
"""Those whose lines say which task or route, how long and how it ended, and nothing of rows."""


class PlainRecords(logging.Filter):
    """Keeps a foreign record's template and drops its arguments, which may be anybody's."""

    def filter(self, record: logging.LogRecord) -> bool:
        """True, with the record made plain."""
        if not record.name.startswith(KNOWN) and isinstance(record.msg, str):
            record.args = ()
        return True


class RequestLogMiddleware:
    """One line for each request: route, method, status, milliseconds, and whether signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.log = structlog.get_logger("headwater.web")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, then log it."""
        number = uuid4().hex[:12]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=number)
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        self.log.info(
            "request",
            route=match.view_name if match else "",
            method=request.method,
            status=response.status_code,
            ms=round((time.perf_counter() - begun) * 1000, 1),
        )
        response["X-Request-ID"] = number
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Log a bug by its type and place. What was said to a person on purpose is none."""
        if isinstance(error, Http404 | PermissionDenied | SuspiciousOperation | HeadwaterError):
            return
        match = request.resolver_match
        self.log.error("bug", route=match.view_name if match else "", exc_info=error)
