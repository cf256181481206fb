"""Commands of the web floor: handed over whole, since nothing here may know Django."""

import os
import sys
from importlib.util import find_spec
from typing import NoReturn

from headwater.core.errors import UsageError


def hand_over(command: str, *arguments: str) -> NoReturn:
    """Become `python -m headwater.web COMMAND`. Raises `UsageError` without the extra `web`."""
    if find_spec("django") is None:
        raise UsageError(
            "The web floor is not installed. Install it with: pip install 'headwater[report,web]'"
        )
    sys.stdout.flush()
    sys.stderr.flush()
    line = [sys.executable, "-m", "headwater.web", command, *arguments]
    os.execv(line[0], line)  # noqa: S606 - our own interpreter and module
