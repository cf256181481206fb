"""An installation that is set up wrongly does not start, and says why without the secrets."""

import pytest

from headwater.web.config.databases import database
from headwater.web.config.environment import SettingsError, environment
from headwater.web.config.mail import mail

KEY = "k" * 40
GOOD = {"HEADWATER_SECRET_KEY": KEY, "HEADWATER_ADDRESS": "https://headwater.example"}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which nothing of headwater's is set."""
    for name in ("HEADWATER_SECRET_KEY", "HEADWATER_ADDRESS", "HEADWATER_HOME", "HEADWATER_DEMO"):
        monkeypatch.delenv(name, raising=False)


def set_up(monkeypatch: pytest.MonkeyPatch, **given: str) -> None:
    for name, value in {**GOOD, **given}.items():
        monkeypatch.setenv(name, value)


def test_a_demonstration_needs_nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADWATER_DEMO", "yes")
    assert environment().demo


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"HEADWATER_SECRET_KEY": ""}, "HEADWATER_SECRET_KEY must be set"),
        ({"HEADWATER_SECRET_KEY": "short"}, "at least 40 characters"),
        ({"HEADWATER_ADDRESS": "http://headwater.example"}, "must start with https://"),
        ({"HEADWATER_ADDRESS": "headwater.example"}, "must start with https:// or http://"),
        ({"HEADWATER_ADDRESS": "https://headwater.example/here"}, "must end after the host"),
        ({"HEADWATER_DEMO": "perhaps"}, "[HEADWATER_DEMO]"),
        ({"DATABASE_URL": "mysql://somewhere"}, "[DATABASE_URL] must start with postgresql://"),
    ],
)
def test_each_mistake_is_named(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], said: str
) -> None:
    set_up(monkeypatch, **given)
    with pytest.raises(SettingsError) as refused:
        environment()
    assert said in str(refused.value)
    assert str(refused.value).startswith("headwater cannot start: ")


def test_no_secret_is_in_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch, HEADWATER_SECRET_KEY="hunter2", DATABASE_URL="mysql://u:hunter3@h/d")
    with pytest.raises(SettingsError) as refused:
        environment()
    assert "hunter" not in str(refused.value)


def test_plain_http_is_for_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch, HEADWATER_ADDRESS="http://localhost:8000")
    assert not environment().is_https


def test_a_database_address_with_odd_characters_is_read_right(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    found = database(
        "postgresql://us%40er:p%2Fw@db.example:5433/head%20water?sslmode=require",
        default_file=tmp_path_factory.getbasetemp() / "x",
    )
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("us@er", "p/w", "head water")
    assert (found["HOST"], found["PORT"]) == ("db.example", "5433")
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    ("url", "tls", "ssl"),
    [
        ("smtp://u:p@mail.example:587", True, False),
        ("smtp://u:p@mail.example:465", False, True),
        ("smtp://localhost:25", False, False),
    ],
)
def test_mail_is_sent_safely_where_there_is_a_password(
    url: str, tls: bool, ssl: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = mail(url, folder=tmp_path_factory.getbasetemp())
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)
