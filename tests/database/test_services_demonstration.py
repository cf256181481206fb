"""Loamshire's directory in the demonstration: taken in from its feed, kept right since, partly."""

import json
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from builders.services import open_referral
from headwater.core import clock
from headwater.web.config.demonstration import services, story
from headwater.web.config.demonstration.steps import walk
from headwater.web.provision.services.models import Answer, Service

pytestmark = pytest.mark.django_db
NAMES = (
    "emergency department youth workers",
    "workers for exploited children",
    "into work",
    "support after violence",
    "evening youth club",
    *(f"mentors {number}" for number in range(9)),
)


@pytest.fixture
def feed(tmp_path: Path, settings: Settings) -> Path:
    """A feed with the services that the story speaks of."""
    settings.HOME = tmp_path
    path = tmp_path / services.FEED
    path.parent.mkdir(parents=True)
    given = [open_referral(f"s-{at}", name=f"Open Door: {name}") for at, name in enumerate(NAMES)]
    path.write_text(json.dumps({"contents": given}), encoding="utf-8")
    return path


def test_the_directory_has_what_the_feed_has_and_one_answer_waits(feed: Path) -> None:
    at = clock.now()
    walk(services.steps(story._partnership(at=at)), now=at)
    assert Service.objects.count() == len(NAMES)
    assert Service.objects.exclude(status="active").count() == 1
    assert set(Answer.objects.values_list("state", flat=True)) == {"waiting", "confirmed"}
    confirmed = Service.objects.exclude(confirmed_on=None).count()
    assert 0 < confirmed < len(NAMES)


def test_without_a_feed_nothing_is_told(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path
    assert list(services.steps(story._partnership(at=clock.now()))) == []
