"""`python -m headwater.web …`: Django's commands and ours, with errors as sentences."""

import os
import sys

from headwater.core.errors import HeadwaterError


def main() -> None:
    """Run one management command. A person's mistake is one sentence; a bug keeps its traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["headwater", *sys.argv[1:]])
    except HeadwaterError as error:
        sys.stderr.write(f"headwater: {error}\n")
        sys.exit(int(error.exit_code))


if __name__ == "__main__":
    main()
