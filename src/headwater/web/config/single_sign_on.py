"""The organisation's own sign-in as allauth's settings."""

from typing import Any

from headwater.web.accounts.provider import PROVIDER
from headwater.web.config.environment import Environment


def single_sign_on(env: Environment) -> dict[str, Any]:
    """The OpenID Connect provider of the environment; no provider where none is named."""
    if not env.oidc_issuer or env.oidc_secret is None:
        return {"APPS": []}
    return {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": PROVIDER,
                "name": env.oidc_name or "your organisation",
                "client_id": env.oidc_client,
                "secret": env.oidc_secret.get_secret_value(),
                "settings": {"server_url": env.oidc_issuer.rstrip("/")},
            }
        ],
    }
