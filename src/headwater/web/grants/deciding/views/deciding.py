"""The panel's papers, deciding, and letters."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.core.money import short_pounds
from headwater.core.words import counted
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.documents.papers import paper_response
from headwater.web.grants.applying.models import State
from headwater.web.grants.deciding import letters
from headwater.web.grants.deciding.changes import decisions
from headwater.web.grants.deciding.changes.decisions import Ends, Made
from headwater.web.grants.deciding.forms.deciding import (
    DecisionForm,
    SeveralForm,
    first_answers,
)
from headwater.web.grants.deciding.links import application_address, award_address
from headwater.web.grants.deciding.presenters import applications as application_words
from headwater.web.grants.deciding.presenters import assessing as assessing_words
from headwater.web.grants.deciding.presenters import panel as presenters
from headwater.web.grants.deciding.queries.assessments import sheet_of
from headwater.web.grants.deciding.queries.checks import left_to_check
from headwater.web.grants.deciding.queries.decisions import decision_of
from headwater.web.grants.deciding.queries.evidence import (
    ACTION,
    GAP,
    evidence_for,
    offered,
    override_of,
)
from headwater.web.grants.deciding.queries.panel import Before, money_of, panel_of
from headwater.web.grants.deciding.rules import permissions
from headwater.web.grants.deciding.rules.deciding import Ruling
from headwater.web.grants.deciding.rules.evidence import Flag
from headwater.web.grants.deciding.views.running import read_by_all
from headwater.web.grants.deciding.views.showing import (
    about,
    imprint,
    look_or_send,
    names,
    shown,
)


@require_safe
def panel(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What a panel has before it in one round, beside the money there is."""
    round_, found = panel_of(request.actor, workspace, reference)
    money = money_of(round_)
    context = {
        "workspace": workspace,
        "round": round_,
        "table": presenters.table(found),
        "many": counted(len(found), "application"),
        "asked_for": short_pounds(presenters.asked_for(found)),
        "total": short_pounds(round_.total),
        "money": [presenters.pot_words(each) for each in money],
        "papers": presenters.pack_links(workspace, reference) if found else [],
        "may_decide": permissions.can_decide(request.actor, workspace)
        and any(presenters.may_be_among_several(each) for each in found),
    }
    return render(request, "deciding/panel.html", context)


@require_safe
def pack(request: ActorRequest, workspace: str, reference: str, kind: str) -> HttpResponse:
    """The panel's papers, as Word or PDF. What the reader has an interest in is not in them."""
    round_, found = panel_of(request.actor, workspace, reference)
    people = _people(found)
    paper = presenters.pack(round_, found, money_of(round_), people, imprint(workspace))
    return paper_response(paper, kind)


def _people(found: list[Before]) -> dict[str, str]:
    assessments = [one for each in found for one in each.sheet.assessments]
    return names(assessments, *(row.person for each in found for row in each.interests))


@look_or_send
def several(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Approve several at once: each wholly or not at all."""
    permissions.check_can_decide(request.actor, workspace, what="approve applications")
    round_, found = panel_of(request.actor, workspace, reference)
    may_be = [each for each in found if presenters.may_be_among_several(each)]
    form = SeveralForm(
        sent(request),
        offered=[(each.application, presenters.several_words(each)) for each in may_be],
        pots=[(each.pot, presenters.pot_words(each)) for each in money_of(round_)],
    )
    made: list[Made] = []
    if form.is_valid():
        made = decisions.approve_several(wanted=form.wanted(), actor=request.actor, at=clock.now())
        refused = [each for each in made if each.refused]
        done = len(made) - len(refused)
        if done:
            messages.success(request, f"{counted(done, 'award')} made.")
        if not refused:
            return redirect("deciding:panel", workspace, reference)
        for each in refused:
            form.add_error(None, f"{each.application.reference}: {each.refused}")
    return shown(
        request,
        "deciding/several.html",
        form,
        workspace=workspace,
        round=round_,
        has_any=bool(may_be),
        made=[each for each in made if each.award],
    )


@look_or_send
def decide(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Approve, decline or defer one application that is with the panel."""
    permissions.check_can_decide(request.actor, workspace, what="decide on an application")
    found = read_by_all(request, workspace, reference)
    if found.state != State.PANEL:
        return redirect(application_address(found))
    sheet, evidence = sheet_of(found), evidence_for(found)
    is_harmful = evidence.flag is Flag.HARMFUL
    override = override_of(request.actor, found) if is_harmful else None
    form = DecisionForm(
        sent(request),
        initial=first_answers(found),
        evidence=evidence,
        is_below=not sheet.outcome.is_fundable and not sheet.outcome.zeros,
        pots=[(each.pot, presenters.pot_words(each)) for each in money_of(found.round)],
        gaps=offered(GAP, request.actor, workspace),
        actions=offered(ACTION, request.actor, workspace),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            decision, award = decisions.decide(
                application=found,
                said_=form.said(),
                has_no_interest=given["has_no_interest"],
                actor=request.actor,
                at=clock.now(),
                ends=Ends(given.get("gap", ""), given.get("action", "")),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{Ruling(decision.ruling).words}.")
            return redirect(award_address(award) if award else application_address(found))
    return shown(
        request,
        "deciding/decide.html",
        form,
        **about(found),
        title=application_words.title_of(found),
        outcome=assessing_words.outcome_words(sheet),
        asks_for=application_words.amount_words(found),
        evidence=evidence,
        evidence_words=application_words.evidence_words(evidence),
        flag=application_words.flag_tag(evidence),
        override=override,
        left=[each.name for each in left_to_check(found, today=timezone.localdate())],
        zeros=bool(sheet.outcome.zeros),
    )


@require_safe
def letter(
    request: ActorRequest, workspace: str, reference: str, decision: str, kind: str
) -> HttpResponse:
    """The letter about one decision, as it was written, as Word or PDF."""
    found = read_by_all(request, workspace, reference)
    made = decision_of(found, decision)
    written = letters.decision_letter(made, sheet_of(found))
    return paper_response(letters.letter_paper(written, made, imprint(workspace)), kind)
