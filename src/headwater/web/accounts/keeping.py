"""How keys of second factors are kept: a copy of the database gives none of them away."""

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_str

from headwater.core.errors import HeadwaterError

PURPOSE = b"headwater.accounts.second-factors"


class SecretKeyChangedError(HeadwaterError):
    """A second factor was set up under a secret key that is no longer known."""

    def __init__(self) -> None:
        super().__init__(
            "This second factor cannot be read, because the secret key of this installation has "
            "changed since it was set up. Ask whoever runs headwater to put the old key back, or "
            "to reset your second factor."
        )


def encrypted(text: str) -> str:
    """A text that only this installation can read."""
    return _box(_keys()).encrypt(text.encode()).decode()


def decrypted(text: str) -> str:
    """What was encrypted, under the secret key of now or one it follows.

    Raises `SecretKeyChangedError` where it was under another.
    """
    try:
        return _box(_keys()).decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise SecretKeyChangedError from error


def _keys() -> tuple[str, ...]:
    return tuple(force_str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return urlsafe_b64encode(made)
