"""The web process, as gunicorn starts it."""

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.config.settings")
answer = get_wsgi_application()
CHARSET = re.compile(r"(;\s*)charset(?=\*?\s*=)", re.IGNORECASE)


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer one request, reading it as UTF-8 whatever letters it says it is in.

    Django believes what a request says of its letters before anything of ours sees it. Some kinds
    it cannot read at all, which is an error outside every page; some hold characters that no
    database keeps. Browsers send forms in the letters of the page, which are always UTF-8.
    """
    said = environ.get("CONTENT_TYPE", "")
    environ["CONTENT_TYPE"] = CHARSET.sub(r"\1said", said)
    return answer(environ, start_response)
