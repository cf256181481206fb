"""Recording that an agreement or an impact assessment was looked at again."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.sharing.forms.papers import ReviewForm
from headwater.web.sharing.models import Agreement, Dpia
from headwater.web.sharing.views.showing import Question, asked, changed, in_a_year

Reviewed = Agreement | Dpia


def review_page(
    request: ActorRequest,
    workspace: str,
    question: Question,
    *,
    read: Callable[[], Reviewed],
    record: Callable[[date, int], Reviewed],
) -> HttpResponse:
    """Ask when to look next, and record it. `record` is given that day and the version seen."""
    initial = {"next_on": in_a_year(timezone.localdate()), "version": read().version}
    form: Any = ReviewForm(sent(request), initial=initial)
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        next_on, version = form.cleaned_data["next_on"], form.cleaned_data["version"]

        def now() -> tuple[int, Mapping[str, Any], Mapping[str, Any]]:
            again = read()
            return again.version, {"next_on": again.review_on}, {}

        done, form, theirs = changed(
            request, form, lambda: record(next_on, version), now, said="Reviewed."
        )
        if done:
            return done
    return asked(request, workspace, form, question, theirs=theirs)
