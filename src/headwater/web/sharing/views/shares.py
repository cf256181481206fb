"""Pages of shares and of refusals: checking something against the law, and what came of it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.partners import queries as partners
from headwater.web.sharing.changes import shares as changes
from headwater.web.sharing.forms.asking import RegisterFilter
from headwater.web.sharing.forms.shares import EndForm, ShareForm, StartForm
from headwater.web.sharing.links import address
from headwater.web.sharing.models import OUTCOMES, Share
from headwater.web.sharing.presenters import one as presenters
from headwater.web.sharing.presenters import registers as tables
from headwater.web.sharing.presenters.words import day, gateway_words, outcome_tag
from headwater.web.sharing.queries import registers as queries
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.gateways import Verdict
from headwater.web.sharing.rules.standing import GOES, SOON, STAYS, Outcome
from headwater.web.sharing.views.showing import (
    Button,
    Question,
    Register,
    asked,
    changed,
    filter_of,
    here,
    in_a_year,
    listed,
    look_or_send,
    named,
    saved,
    shown,
)

NAME_IT = "Name its impact assessment"
SHARES = Register(
    route="sharing:shares",
    title="Shares",
    noun="share",
    lead="What is shared, and the law that carried it on the day it was decided.",
    new_route="sharing:share_new",
    new_words="Check whether something may be shared",
    when_empty="Check the first one: you are told which law carries it, or what else there is.",
)
REFUSALS = Register(
    route="sharing:refusals",
    title="Refusals",
    noun="refusal",
    lead="What is not shared, and why: refused by law, or decided against.",
    new_route="sharing:share_new",
    new_words="Check whether something may be shared",
    when_empty="Nothing was refused or decided against yet.",
)


@require_safe
def shares(request: ActorRequest, workspace: str) -> HttpResponse:
    """Everything that is or was shared."""
    form, found = _chosen(request, workspace)
    today = timezone.localdate()
    return listed(
        request,
        workspace,
        SHARES,
        form=form,
        found=found,
        table=lambda rows: tables.shares(rows, today=today),
    )


@require_safe
def shares_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same as a file."""
    rows = tables.share_rows(_chosen(request, workspace)[1])
    return csv_response(f"{workspace}-shares.csv", tables.SHARE_COLUMNS, rows)


@require_safe
def refusals(request: ActorRequest, workspace: str) -> HttpResponse:
    """Everything that was refused or decided against."""
    form, found = _chosen(request, workspace, stays=True)
    return listed(request, workspace, REFUSALS, form=form, found=found, table=tables.refusals)


@require_safe
def refusals_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same as a file."""
    rows = tables.share_rows(_chosen(request, workspace, stays=True)[1])
    return csv_response(f"{workspace}-refusals.csv", tables.SHARE_COLUMNS, rows)


def _chosen(
    request: ActorRequest, workspace: str, *, stays: bool = False
) -> tuple[RegisterFilter, list[Share]]:
    there = STAYS if stays else GOES
    form = RegisterFilter(
        request.GET,
        partners=named(here(request, workspace)),
        statuses=[each for each in OUTCOMES if each[0] in there],
        has_reviews=not stays,
    )
    asked_for = filter_of(form)
    rows = queries.with_words(
        queries.shares_for(request.actor, workspace, stays=stays), asked_for["words"], "title"
    )
    if asked_for["partner"]:
        given = rows.filter(giver__reference=asked_for["partner"])
        rows = given | rows.filter(taker__reference=asked_for["partner"])
    if asked_for["status"]:
        rows = rows.filter(outcome=asked_for["status"])
    if asked_for["due"]:
        until = timezone.localdate() + SOON
        rows = rows.filter(review_on__lte=until, outcome=Outcome.AGREED)
    return form, list(rows)


@require_safe
def share(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One share."""
    found = queries.one(queries.shares_for(request.actor, workspace), reference)
    today = timezone.localdate()
    waits = changes.waits_for(found, day=today) if found.stands in changes.LIVE else ""
    law = f"{gateway_words(found.under)} carried it by the law of {day(found.law_of)}."
    return shown(
        request,
        found,
        kind="share",
        register=SHARES,
        facts=presenters.share_facts(found, today=today),
        tag=outcome_tag(found.stands),
        said=f"{law} {waits}".strip(),
        buttons=_buttons(request, found, waits=waits),
    )


def _buttons(request: ActorRequest, found: Share, *, waits: str) -> list[Button]:
    """What the reader may do with a share as it stands."""
    both = [found.giver_id, found.taker_id]
    if found.stands not in changes.LIVE or not permissions.can_write(
        request.actor, found.workspace.slug, both
    ):
        return []
    if found.stands is Outcome.AGREED:
        name = Button(NAME_IT, address(found, "start"), is_first=True)
        return [*([name] if waits else []), Button("End it", address(found, "end"))]
    start = Button("Start it", address(found, "start"), is_first=not waits)
    if waits and not found.dpia:
        write = reverse("sharing:dpia_new", args=[found.workspace.slug])
        if found.agreement:
            write = f"{write}?agreement={found.agreement.reference}"
        return [
            Button("Write an impact assessment", write, is_first=True),
            start,
            Button("Decide against it", address(found, "end")),
        ]
    return [start, Button("Decide against it", address(found, "end"))]


@require_safe
def refusal(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One refusal."""
    rows = queries.shares_for(request.actor, workspace, stays=True)
    found = queries.one(rows, reference)
    is_refused = found.stands is Outcome.REFUSED
    law = f"by the law of {day(found.law_of)}"
    said = f"Refused {law}." if is_refused else f"It would have been lawful {law}."
    why = [presenters.recorded_reasons(found), presenters.recorded_ways(found)]
    return shown(
        request,
        found,
        kind="refusal",
        register=REFUSALS,
        facts=presenters.share_facts(found, today=timezone.localdate()),
        tag=outcome_tag(found.stands),
        said=said,
        first_tables=why if is_refused else [],
        buttons=[],
    )


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Check something against the law of today, and record what comes of it."""
    place = partners.workspace_for(request.actor, workspace)
    today = timezone.localdate()
    form = ShareForm(
        sent(request),
        organisations=here(request, workspace),
        datasets=queries.datasets_for(request.actor, workspace),
        agreements=queries.agreements_for(request.actor, workspace),
        dpias=queries.dpias_for(request.actor, workspace),
        today=today,
        initial={
            "review_on": in_a_year(today),
            "dataset": request.GET.get("dataset", ""),
            "agreement": request.GET.get("agreement", ""),
        },
    )
    verdict, waits = None, ""
    if request.method == "POST" and form.is_valid():
        verdict = changes.verdict_on(form.asked(), day=today)
        waits = changes.waits_on(form.asked(), day=today)
        if request.POST.get("do") == "record":
            done = saved(
                request,
                form,
                lambda: changes.decide(
                    workspace=place,
                    asked=form.asked(),
                    against=form.cleaned_data["against"],
                    actor=request.actor,
                    at=clock.now(),
                ),
                said="Recorded, with the law of today.",
            )
            if done:
                return done
    question = Question(
        heading="May this be shared?",
        lead="Say what would be shared. It is checked against the law of today; nothing is kept "
        "until you record it.",
        back=reverse("sharing:shares", args=[workspace]),
    )
    return asked(request, workspace, form, question, **_told(verdict, waits), checks=True)


def _told(verdict: Verdict | None, waits: str) -> Mapping[str, Any]:
    """What the law says, for the page."""
    if verdict is None:
        return {}
    if verdict.is_allowed and waits:
        said = (
            f"{gateway_words(verdict.under)} carries it, but it must not start yet. {waits} If you "
            "record it, it waits."
        )
        return {"verdict": verdict, "said": said, "verdict_tables": []}
    if verdict.is_allowed:
        said = f"It may be shared: {gateway_words(verdict.under)} carries it."
        return {"verdict": verdict, "said": said, "verdict_tables": []}
    said = "It may not be shared like this. If you record it, it is kept as a refusal."
    why = [presenters.reasons_of(verdict), presenters.ways_of(verdict)]
    return {"verdict": verdict, "said": said, "verdict_tables": why}


@look_or_send
def start(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Start what waited for its assessment of impact, or name another for what is shared."""
    found = queries.one(queries.shares_for(request.actor, workspace), reference)
    permissions.check_can_write(request.actor, workspace, [found.giver_id, found.taker_id])
    settings = {"dpias": list(queries.dpias_for(request.actor, workspace))}
    is_shared = found.stands is Outcome.AGREED
    first = {"version": found.version, "dpia": found.dpia.reference if found.dpia else ""}
    form: Any = StartForm(sent(request), **settings, initial=first)
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        given = form

        def change() -> Share:
            return (changes.cover if is_shared else changes.start)(
                share=found,
                dpia=given.dpias.get(given.cleaned_data["dpia"]),
                version=given.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )

        def now() -> tuple[int, Mapping[str, Any], Mapping[str, Any]]:
            again = queries.one(queries.shares_for(request.actor, workspace), reference)
            chosen = again.dpia.reference if again.dpia else ""
            return again.version, {"dpia": chosen}, settings

        done, form, theirs = changed(
            request, given, change, now, said="Saved." if is_shared else "Started."
        )
        if done:
            return done
    question = Question(
        heading=NAME_IT if is_shared else "Start the share",
        caption=found.title,
        lead=changes.waits_for(found, day=timezone.localdate())
        or "Its impact assessment is in force. It is checked again, against the law of today.",
        back=address(found),
        button="Save" if is_shared else "Start it",
    )
    return asked(request, workspace, form, question, theirs=theirs)


@look_or_send
def end(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Share something no more."""
    found = queries.one(queries.shares_for(request.actor, workspace), reference)
    permissions.check_can_write(request.actor, workspace, [found.giver_id, found.taker_id])
    form: Any = EndForm(sent(request), initial={"version": found.version})
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        given = form

        def change() -> Share:
            return changes.end(
                share=found,
                why=given.cleaned_data["why"],
                version=given.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )

        def now() -> tuple[int, Mapping[str, Any], Mapping[str, Any]]:
            rows = queries.shares_for(request.actor, workspace)
            again = queries.one(rows, reference)
            return again.version, {"why": again.why}, {}

        done, form, theirs = changed(request, given, change, now, said="Ended.")
        if done:
            return done
    is_shared = found.stands is Outcome.AGREED
    question = Question(
        heading="Share it no more" if is_shared else "Decide against sharing it",
        caption=found.title,
        back=address(found),
        button="End it" if is_shared else "Decide against it",
    )
    return asked(request, workspace, form, question, theirs=theirs)
