"""Where mail goes: a mail server that is named, or a folder."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def mail(url: str, *, folder: Path) -> dict[str, Any]:
    """Django's settings for mail. Without a server it is written to a folder, one file each."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder),
        }
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 587,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        # Port 465 speaks TLS from the first byte; others change over to it.
        "EMAIL_USE_SSL": parts.port == 465,
        "EMAIL_USE_TLS": parts.port != 465 and parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }
