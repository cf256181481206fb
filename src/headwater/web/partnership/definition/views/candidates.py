"""One kind of violence: what was said of it, weighing it, its evidence, adding and taking off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.rulebook import Limb
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.queries import names_of
from headwater.web.design_system.forms import sent
from headwater.web.partnership.definition.changes import versions as changes
from headwater.web.partnership.definition.forms.versions import (
    AddForm,
    EvidenceForm,
    LookForm,
    WeighForm,
    answers_of,
)
from headwater.web.partnership.definition.links import candidate_address, version_address
from headwater.web.partnership.definition.models import Candidate
from headwater.web.partnership.definition.presenters import versions as presenters
from headwater.web.partnership.definition.queries import versions as queries
from headwater.web.partnership.definition.queries.versions import DEFINITION, end_of
from headwater.web.partnership.definition.rules import permissions
from headwater.web.partnership.definition.rules.stages import Status, Verb, after
from headwater.web.partnership.definition.rules.weighing import Factor
from headwater.web.partnership.definition.views.showing import STEPS
from headwater.web.thread import kinds
from headwater.web.thread.changes import tie
from headwater.web.thread.kinds import Bead
from headwater.web.thread.queries import Strand, strands
from headwater.web.thread.rules import Relation

EVIDENCE_KINDS = ("finding", "edition", "document")
look_or_send = require_http_methods(STEPS)


@require_safe
def candidate(request: ActorRequest, workspace: str, reference: str, key: str) -> HttpResponse:
    """What was said of a kind of violence, factor by factor, with what shows it."""
    found = queries.candidate_for(request.actor, workspace, reference, key)
    said = _evidence(request, found)
    names = names_of([found.weighed_by])
    may_write = permissions.can_write(request.actor, workspace)
    context = {
        "workspace": workspace,
        "version": found.definition,
        "candidate": found,
        "part": presenters.part_words(found.limb),
        "rows": presenters.judged(found),
        "factors": [(factor, found.judgement(factor), said[factor]) for factor in Factor],
        "tag": presenters.DECISION_TAGS[found.weighed.decision],
        "counted": presenters.counted_words(found),
        "weighed_by": names.get(found.weighed_by, ""),
        "may_write": may_write and found.definition.stands is Status.DRAFT,
    }
    return render(request, "definition/candidate.html", context)


def _evidence(request: ActorRequest, found: Candidate) -> dict[Factor, list[Strand]]:
    """By factor, what shows it."""
    ends = {factor: (DEFINITION, end_of(found, factor)) for factor in Factor}
    every = strands(request.actor, found.definition.workspace.slug, list(ends.values()))
    return {factor: every[end] for factor, end in ends.items()}


@look_or_send
def weigh(request: ActorRequest, workspace: str, reference: str, key: str) -> HttpResponse:
    """Say how the four factors stand, and whether it is serious violence here."""
    found = queries.candidate_for(request.actor, workspace, reference, key)
    after(found.definition.stands, Verb.WRITE)
    form = WeighForm(sent(request), initial=answers_of(found), candidate=found)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            changes.weigh(
                candidate=found,
                said=form.weighed(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = queries.candidate_for(request.actor, workspace, reference, key)
            form = form.over(theirs.version, candidate=theirs)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{found.title}: saved.")
            return redirect(_next(request, found))
    context = {
        "workspace": workspace,
        "version": found.definition,
        "caption": f"Version {found.definition.number}",
        "heading": f"Weigh {found.title[:1].lower()}{found.title[1:]}",
        "tells": found.tells,
        "form": form,
        "theirs": presenters.judged(theirs) if theirs else [],
        "back": candidate_address(found),
        "has_next": True,
    }
    return render(request, "definition/form.html", context)


def _next(request: ActorRequest, found: Candidate) -> str:
    """The next kind that nobody decided, where that was asked for; else the kind itself."""
    if "next" not in request.POST:
        return candidate_address(found)
    undecided = found.definition.candidates.filter(decision="undecided").exclude(pk=found.pk)
    following = undecided.filter(position__gt=found.position).first() or undecided.first()
    if following is None:
        return version_address(found.definition)
    following.definition = found.definition
    return candidate_address(following, "weigh")


@look_or_send
def add(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Add a kind of violence that the rulebook does not put up."""
    found = queries.version_for(request.actor, workspace, reference)
    after(found.stands, Verb.WRITE)
    form = AddForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = changes.add(
                definition=found,
                title=form.cleaned_data["title"],
                limb=Limb(form.cleaned_data["limb"]),
                codes=form.cleaned_data["codes"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Added. Say how the four factors stand.")
            return redirect(candidate_address(made, "weigh"))
    context = {
        "workspace": workspace,
        "version": found,
        "heading": "Add a kind of violence",
        "tells": "Terrorism cannot be added: the Act leaves it out.",
        "form": form,
        "back": version_address(found),
    }
    return render(request, "definition/form.html", context)


@look_or_send
def remove(request: ActorRequest, workspace: str, reference: str, key: str) -> HttpResponse:
    """Take a kind of violence off that the partnership added."""
    found = queries.candidate_for(request.actor, workspace, reference, key)
    after(found.definition.stands, Verb.WRITE)
    if request.method == "POST":
        try:
            changes.remove(candidate=found, actor=request.actor, at=clock.now())
        except HeadwaterError as error:
            messages.error(request, str(error))
            return redirect(candidate_address(found))
        messages.success(request, f"{found.title}: taken off.")
        return redirect(version_address(found.definition))
    context = {
        "heading": f"Take off {found.title[:1].lower()}{found.title[1:]}?",
        "words": ["What was said of it in this draft goes. Earlier versions keep theirs."],
        "button": "Take it off",
        "is_destructive": True,
        "cancel_href": candidate_address(found),
    }
    return render(request, "design_system/confirm.html", context)


@look_or_send
def evidence(
    request: ActorRequest, workspace: str, reference: str, key: str, factor: str
) -> HttpResponse:
    """Choose what shows a judgement: a finding, an assessment or a document."""
    found = queries.candidate_for(request.actor, workspace, reference, key)
    after(found.definition.stands, Verb.WRITE)
    if factor not in {each.value for each in Factor}:
        raise NotYours
    look = LookForm(request.GET)
    text = look.cleaned_data["words"] if look.is_valid() else ""
    offered = _offered(request, workspace, text)
    form = EvidenceForm(sent(request), offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            tie(
                workspace=found.definition.workspace,
                first=form.end,
                relation=Relation.EVIDENCE,
                second=(DEFINITION, end_of(found, Factor(factor))),
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Tied. The judgement now leads to what shows it.")
            return redirect(candidate_address(found))
    context = {
        "workspace": workspace,
        "version": found.definition,
        "candidate": found,
        "factor": Factor(factor),
        "look_form": look,
        "form": form,
        "is_any": bool(offered),
        "back": candidate_address(found),
    }
    return render(request, "definition/evidence.html", context)


def _offered(request: ActorRequest, workspace: str, text: str) -> list[Bead]:
    """Findings, assessments and documents whose words hold a text."""
    found: list[Bead] = []
    for code in EVIDENCE_KINDS:
        kind = kinds.kind(code)
        if kind is not None and kind.offer is not None:
            found += kind.offer(request.actor, workspace, text)
    return found
