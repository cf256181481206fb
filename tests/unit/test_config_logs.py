"""Logs hold codes and counts: what somebody typed never gets there."""

import json
import logging
import logging.config
from io import StringIO

import pytest
import structlog

from headwater.web.config.logs import configured

SECRET = "ada.ferrier@loamshire.example"


@pytest.fixture
def written() -> StringIO:
    """Where the logs go during a test."""
    stream = StringIO()
    settings = configured()
    settings["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(settings)
    return stream


def test_an_error_is_logged_by_type_and_place_without_its_words(written: StringIO) -> None:
    log = structlog.get_logger("headwater.tests")
    try:
        int(SECRET)
    except ValueError:
        log.exception("went_wrong")
    line = json.loads(written.getvalue())
    assert (line["event"], line["error"]) == ("went_wrong", "ValueError")
    assert line["at"]
    assert SECRET not in written.getvalue()


def test_a_library_s_line_keeps_its_template_and_loses_its_values(written: StringIO) -> None:
    logging.getLogger("somebody.else").warning("Could not send to %s", SECRET)
    assert "Could not send" in written.getvalue()
    assert SECRET not in written.getvalue()


def test_which_task_ran_and_how_it_ended_is_said(written: StringIO) -> None:
    logging.getLogger("django_tasks").info("Task id=%s path=%s state=%s", 7, "a.b", "FAILED")
    assert json.loads(written.getvalue())["event"] == "Task id=7 path=a.b state=FAILED"


@pytest.mark.parametrize("name", ["axes", "django.request"])
def test_loggers_that_quote_people_are_silent(written: StringIO, name: str) -> None:
    logging.getLogger(name).warning("AXES: failure by %s", SECRET)
    assert written.getvalue() == ""
