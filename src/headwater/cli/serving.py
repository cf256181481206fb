"""A finished report, shown to browsers on this machine and to no others."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from headwater.cli.console import note, say
from headwater.core.errors import UsageError

HERE = "127.0.0.1"
REPORT = "needs-assessment.html"


def serve(folder: Path, *, port: int) -> None:
    """Serve a folder's files until Ctrl-C. Raises `UsageError` where the port is taken."""
    with server(folder, port=port) as serving:
        say(f"Open http://{HERE}:{serving.server_port}/{REPORT} (Ctrl-C to stop)")
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            note("Stopped.")


def server(folder: Path, *, port: int) -> ThreadingHTTPServer:
    """A server of one folder that listens to this machine alone."""
    handler = partial(_Quiet, directory=str(folder))
    try:
        return ThreadingHTTPServer((HERE, port), handler)
    except OSError as error:
        raise UsageError(
            f"Port [{port}] is in use. The report is in [{folder}]; to serve it, choose another "
            "port, such as --port 8010 (PORT=8010 with make)."
        ) from error


class _Quiet(SimpleHTTPRequestHandler):
    """Nothing on the screen for each file asked for."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""
