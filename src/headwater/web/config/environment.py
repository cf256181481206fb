"""What is set from outside: environment variables, typed, refused on start with a sentence."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from headwater.core.errors import HeadwaterError

SHORTEST_SECRET = 40
KEY_FILE = "secret-key"


class SettingsError(HeadwaterError):
    """An environment variable is missing or makes no sense."""


class Environment(BaseSettings):
    """Every setting of an installation. Names in the environment are those of the aliases."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    home: Path = Field(
        Path("headwater-home"),
        alias="HEADWATER_HOME",
        description="where databases, lake, documents and editions are kept",
    )
    demo: bool = Field(
        False,
        alias="HEADWATER_DEMO",
        description=(
            "a demonstration: made-up people, no second factor, and a banner on every page "
            "that says so"
        ),
    )
    secret_key: SecretStr | None = Field(
        None,
        alias="HEADWATER_SECRET_KEY",
        description="signs sessions and links; at least 40 characters nobody can guess",
    )
    address: str = Field(
        "http://localhost:8000",
        alias="HEADWATER_ADDRESS",
        description=(
            "where people reach the site, with its scheme, as `https://headwater.example.org`"
        ),
    )
    behind_proxy: bool = Field(
        False,
        alias="HEADWATER_BEHIND_PROXY",
        description=(
            "a proxy in front sets X-Forwarded-Proto and X-Forwarded-For, and nobody else can"
        ),
    )
    database_url: str = Field(
        "",
        alias="DATABASE_URL",
        description=("`postgresql://…` for many partners; without it, an SQLite file in the home"),
    )
    restricted_database_url: str = Field(
        "",
        alias="RESTRICTED_DATABASE_URL",
        description=(
            "a second database for records about people; without it, an SQLite file in the home"
        ),
    )
    email_url: SecretStr | None = Field(
        None,
        alias="HEADWATER_EMAIL_URL",
        description=(
            "`smtp://user:password@host:587`; without it mail is written to the folder "
            "`outgoing-mail` in the home"
        ),
    )
    email_from: str = Field(
        "headwater@localhost",
        alias="HEADWATER_EMAIL_FROM",
        description="whom mail comes from",
    )
    virus_scanner: str = Field(
        "",
        alias="HEADWATER_VIRUS_SCANNER",
        description=(
            "`host:port` or the path of a clamd socket; outside a demonstration no upload "
            "is taken without one"
        ),
    )
    oidc_name: str = Field(
        "",
        alias="HEADWATER_OIDC_NAME",
        description="what the button for single sign-on says",
    )
    oidc_issuer: str = Field(
        "",
        alias="HEADWATER_OIDC_ISSUER",
        description="the address of the OpenID Connect provider",
    )
    oidc_client: str = Field(
        "",
        alias="HEADWATER_OIDC_CLIENT_ID",
        description="the client identifier it gave",
    )
    oidc_secret: SecretStr | None = Field(
        None,
        alias="HEADWATER_OIDC_SECRET",
        description="the client secret it gave",
    )

    @field_validator("address")
    @classmethod
    def _whole_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must start with https:// or http:// and name a host")
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError("must end after the host and port")
        return value.rstrip("/")

    @field_validator("database_url", "restricted_database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("sqlite", "postgresql", "postgres"):
            raise ValueError("must start with postgresql:// or sqlite:///")
        return value

    @model_validator(mode="after")
    def _safe_in_the_open(self) -> "Environment":
        if self.demo:
            return self
        if self.secret_key is None or len(self.secret_key.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(
                f"HEADWATER_SECRET_KEY must be set to at least {SHORTEST_SECRET} characters "
                "nobody can guess (make one with: openssl rand -base64 48), or set "
                "HEADWATER_DEMO=yes to try headwater out with made-up people"
            )
        if not self.is_https and self.host not in ("localhost", "127.0.0.1"):
            raise ValueError("HEADWATER_ADDRESS must start with https:// except on this machine")
        return self

    @property
    def host(self) -> str:
        """The host people type."""
        return urlsplit(self.address).hostname or ""

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over TLS."""
        return self.address.startswith("https://")


def environment() -> Environment:
    """The environment as it is. Raises `SettingsError` with a sentence naming each variable."""
    try:
        return Environment()  # type: ignore[call-arg]
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    """All that is wrong, without the values: some are secrets."""
    said = []
    for each in error.errors(include_input=False, include_url=False):
        name = str(each["loc"][0]) if each["loc"] else ""
        words = each["msg"].removeprefix("Value error, ")
        said.append(f"[{name}] {words}" if name else words)
    return "headwater cannot start: " + "; ".join(said) + "."


def secret_key(env: Environment) -> str:
    """The key that signs sessions: from the environment, or in a demonstration kept in its home."""
    if env.secret_key is not None:
        return env.secret_key.get_secret_value()
    path = env.home / KEY_FILE
    if not path.is_file():
        env.home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return path.read_text(encoding="utf-8")
