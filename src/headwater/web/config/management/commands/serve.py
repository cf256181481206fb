"""`headwater serve`: make the databases ready, gather the static files, answer requests."""

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

TICK_SECONDS = 60
MODULE = [sys.executable, "-m", "headwater.web"]


class Command(BaseCommand):
    """Serve with gunicorn."""

    help = "Make the databases ready and serve the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said on the command line."""
        parser.add_argument("--bind", default="127.0.0.1:8000", help="host:port to listen on.")
        parser.add_argument("--processes", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4)
        parser.add_argument(
            "--together",
            action="store_true",
            help="Run the worker and the clock beside the site: all of headwater on one machine.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then become gunicorn or its keeper."""
        make_ready()
        gunicorn = [
            *(sys.executable, "-m", "gunicorn", "headwater.web.config.wsgi:application"),
            *("--bind", options["bind"]),
            *("--workers", str(options["processes"])),
            *("--threads", str(options["threads"])),
            *("--timeout", "60", "--graceful-timeout", "20", "--log-level", "warning"),
            *("--max-requests", "5000", "--max-requests-jitter", "500"),
        ]
        self.stdout.write(f"Open {settings.HEADWATER.address} (Ctrl-C to stop)")
        self.stdout.flush()
        if options["together"]:
            keep_together(gunicorn)
        else:
            os.execv(gunicorn[0], gunicorn)  # noqa: S606 - our own interpreter


def make_ready() -> None:
    """Bring both databases to this version and gather the static files. Doing it again is safe."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    for alias in ("default", "restricted"):
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def keep_together(gunicorn: list[str]) -> None:
    """Run the site, the worker and the clock until told to stop or until one of them ends."""
    signal.signal(signal.SIGTERM, _interrupt)
    children = [
        subprocess.Popen(gunicorn),  # noqa: S603 - our own interpreter
        subprocess.Popen([*MODULE, "worker"]),  # noqa: S603
    ]
    ticked = 0.0
    try:
        while all(child.poll() is None for child in children):
            if time.monotonic() - ticked >= TICK_SECONDS:
                ticked = time.monotonic()
                subprocess.run([*MODULE, "tick"], check=False)  # noqa: S603
            time.sleep(1)
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            child.send_signal(signal.SIGTERM)
        for child in children:
            child.wait(timeout=30)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
