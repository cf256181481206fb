"""Before an application: whether one may apply, what is asked, and the beginning."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.design_system.forms import sent
from headwater.web.grants.applying import queries, sessions
from headwater.web.grants.applying.changes import writing as changes
from headwater.web.grants.applying.forms.starting import EligibilityForm
from headwater.web.grants.applying.links import application_address
from headwater.web.grants.applying.presenters import applications as presenters
from headwater.web.grants.applying.presenters import starting as words
from headwater.web.grants.applying.rules.workflow import DRAFT
from headwater.web.grants.applying.sessions import ApplicantRequest, for_applicants
from headwater.web.grants.rounds.models import Round
from headwater.web.grants.rounds.queries import eligibility_of, public_round, public_rounds
from headwater.web.grants.rounds.rules.eligibility import failing
from headwater.web.grants.rounds.rules.phases import Phase, phase

look_or_send = require_http_methods(["GET", "HEAD", "POST"])
MOST_OTHERS = 10


@never_cache
@look_or_send
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether an organisation may apply, asked before anything else and of anybody."""
    found, at = public_round(slug), clock.now()
    if phase(found, at) is not Phase.OPEN:
        return _not_open(request, found)
    rules = eligibility_of(found)
    form = EligibilityForm(
        sent(request),
        rules=rules,
        answers=sessions.eligibility_kept(request, slug),
    )
    if request.method == "POST" and form.is_valid():
        sessions.keep_eligibility(request, slug, form.values)
        missed = failing(rules, form.values)
        if missed:
            context = {"round": found, "missed": missed, "others": _others(found)}
            return render(request, "applying/cannot.html", context)
        return redirect("applying:begin", slug)
    context = {"round": found, "form": form, "facts": words.facts(found)}
    return render(request, "applying/start.html", context, status=422 if form.errors else 200)


def _not_open(request: HttpRequest, round: Round) -> HttpResponse:
    context = {
        "round": round,
        "words": words.why_not_open(round, clock.now()),
        "others": _others(round),
    }
    return render(request, "applying/not_open.html", context)


def _others(round: Round) -> list[Round]:
    """Other rounds that are open."""
    at = clock.now()
    there = public_rounds().filter(opens_at__lte=at, closes_at__gt=at).exclude(pk=round.pk)
    return [each for each in there[:MOST_OTHERS] if phase(each, at) is Phase.OPEN]


@look_or_send
@for_applicants
def begin(request: ApplicantRequest, slug: str) -> HttpResponse:
    """Begin an application, or go on with one that was begun."""
    found = public_round(slug)
    if phase(found, clock.now()) is not Phase.OPEN:
        return _not_open(request, found)
    rules, answers = eligibility_of(found), sessions.eligibility_kept(request, slug)
    if failing(rules, answers):
        return redirect("applying:start", slug)
    refusal = ""
    if request.method == "POST":
        try:
            made = changes.begin(
                round=found, eligibility=answers, actor=request.submitter, at=clock.now()
            )
        except HeadwaterError as error:
            refusal = str(error)
        else:
            return redirect(application_address(made))
    drafts = queries.applications_of(request.submitter).filter(round=found, state=DRAFT)
    context = {
        "round": found,
        "refusal": refusal,
        "facts": words.facts(found),
        "drafts": presenters.table(list(drafts)) if drafts else None,
    }
    status = 422 if refusal else 200
    return render(request, "applying/begin.html", context, status=status)
