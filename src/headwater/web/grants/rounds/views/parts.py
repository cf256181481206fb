"""The parts of a round on pages of their own: rules, sections, questions, criteria, documents."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from headwater import rulebook
from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.documents.changes import keep_upload
from headwater.web.documents.kinds import PAPERS
from headwater.web.grants.rounds import queries
from headwater.web.grants.rounds.changes import attaching
from headwater.web.grants.rounds.changes import parts as changes
from headwater.web.grants.rounds.forms.building import (
    AttachForm,
    CriterionChangeForm,
    CriterionForm,
    LibraryForm,
    QuestionChangeForm,
    QuestionForm,
    RuleChangeForm,
    RuleForm,
    SectionChangeForm,
    SectionForm,
    check_there_is,
    criterion_answers,
    question_answers,
    rule_answers,
    section_answers,
)
from headwater.web.grants.rounds.links import round_address
from headwater.web.grants.rounds.models import (
    Attachment,
    Criterion,
    EligibilityRule,
    Part,
    Question,
    Round,
    Section,
)
from headwater.web.grants.rounds.presenters import parts as presenters
from headwater.web.grants.rounds.queries.rounds import one_of, part_for, removed_of
from headwater.web.grants.rounds.rules import permissions
from headwater.web.grants.rounds.rules.kinds import TEACHES
from headwater.web.grants.rounds.views.describing import draft_for
from headwater.web.grants.rounds.views.saving import look_or_send, save, save_over

LISTS: dict[type[Part], str] = {
    EligibilityRule: "eligibility",
    Section: "questions",
    Question: "questions",
    Criterion: "criteria",
    Attachment: "documents",
}
"""The page that lists each sort of part."""


def _shown(request: ActorRequest, round: Round, **more: Any) -> dict[str, Any]:
    may = permissions.can_build(request.actor, round.workspace.slug)
    return {
        "workspace": round.workspace.slug,
        "round": round,
        "may_build": may and not round.is_frozen and round.state == "draft",
        **more,
    }


@require_safe
def eligibility(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Who may apply: the questions asked before anything else."""
    found = queries.round_for(request.actor, workspace, reference)
    context = _shown(
        request,
        found,
        lines=[presenters.rule_line(each) for each in queries.eligibility_of(found)],
        removed=[presenters.removed_line(each) for each in removed_of(found, EligibilityRule)],
    )
    return render(request, "rounds/eligibility.html", context)


@require_safe
def questions(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Every question, section by section."""
    found = queries.round_for(request.actor, workspace, reference)
    gone: list[Part] = [*removed_of(found, Section), *removed_of(found, Question)]
    context = _shown(
        request,
        found,
        groups=presenters.groups(queries.sections_of(found), found),
        removed=[presenters.removed_line(each) for each in gone],
    )
    return render(request, "rounds/questions.html", context)


@require_safe
def criteria(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What applications are judged by, and the weights."""
    found = queries.round_for(request.actor, workspace, reference)
    rows = queries.criteria_of(found)
    context = _shown(
        request,
        found,
        lines=[presenters.criterion_line(each) for each in rows],
        total=sum(each.weight for each in rows),
        removed=[presenters.removed_line(each) for each in removed_of(found, Criterion)],
    )
    return render(request, "rounds/criteria.html", context)


@look_or_send
def documents(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Documents that people read before they apply."""
    found = queries.round_for(request.actor, workspace, reference)
    may = permissions.can_build(request.actor, workspace) and found.state != "withdrawn"
    form = AttachForm(sent(request), request.FILES or None)
    if request.method == "POST":
        permissions.check_can_build(request.actor, workspace)
    if request.method == "POST" and form.is_valid():
        try:
            _attach(request, found, form)
        except HeadwaterError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, "Added. The public can fetch it once the round is published.")
            return redirect(round_address(found, "documents"))
    context = _shown(
        request,
        found,
        form=form,
        may_attach=may,
        lines=[presenters.attachment_line(each) for each in queries.attachments_of(found)],
        removed=[presenters.removed_line(each) for each in removed_of(found, Attachment)],
    )
    status = 422 if form.errors else 200
    return render(request, "rounds/documents.html", context, status=status)


def _attach(request: ActorRequest, round: Round, form: AttachForm) -> None:
    now = clock.now()
    document = keep_upload(
        workspace=round.workspace,
        file=form.cleaned_data["file"],
        purpose="document of a round",
        kinds=PAPERS,
        actor=request.actor,
        at=now,
    )
    attaching.attach(
        round=round,
        document=document,
        title=form.cleaned_data["title"],
        actor=request.actor,
        at=now,
    )


@look_or_send
def rule_new(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask one more thing before anybody applies."""
    found = draft_for(request, workspace, reference)
    form = RuleForm(sent(request))

    def add() -> str:
        changes.add_rule(round=found, said=form.said(), actor=request.actor, at=clock.now())
        return round_address(found, "eligibility")

    context = _form(found, "Add a question of who may apply", "eligibility")
    return save(request, form, add, done="Added.", context=context)


@look_or_send
def section_new(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Begin a section of questions."""
    found = draft_for(request, workspace, reference)
    form = SectionForm(sent(request))

    def add() -> str:
        changes.add_section(round=found, said=form.said(), actor=request.actor, at=clock.now())
        return round_address(found, "questions")

    context = _form(found, "Add a section", "questions")
    return save(request, form, add, done="Added.", context=context)


@look_or_send
def question_new(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask a question of one's own."""
    found = draft_for(request, workspace, reference)
    start = {"section": request.GET.get("section", ""), "required": True}
    form = QuestionForm(sent(request), **_around(found), initial=start)

    def add() -> str:
        made = changes.add_question(
            section=form.chosen_section, said=form.said(), actor=request.actor, at=clock.now()
        )
        return f"{round_address(found, 'questions')}#{made.reference}"

    context = _form(found, "Write a question", "questions")
    return save(request, form, add, done="Added.", context=context)


@look_or_send
def library(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Take questions over from the library."""
    found = draft_for(request, workspace, reference)
    sections = _sections(found)
    there = {each.key for each in queries.questions_of(found)}
    left = [each for each in rulebook.round_questions() if each.id not in there]
    start = {"section": request.GET.get("section", "")}
    form = LibraryForm(sent(request), sections=sections, library=left, initial=start)

    def take() -> str:
        changes.take_from_library(
            section=form.sections[form.cleaned_data["section"]],
            ids=form.cleaned_data["ids"],
            actor=request.actor,
            at=clock.now(),
        )
        return round_address(found, "questions")

    words = [] if left else ["Every question of the library is in the round already."]
    context = {**_form(found, "Take questions from the library", "questions"), "words": words}
    return save(request, form, take, done="Added.", context=context)


@look_or_send
def criterion_new(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Judge by one more thing."""
    found = draft_for(request, workspace, reference)
    form = CriterionForm(sent(request))

    def add() -> str:
        changes.add_criterion(round=found, said=form.said(), actor=request.actor, at=clock.now())
        return round_address(found, "criteria")

    return save(
        request, form, add, done="Added.", context=_form(found, "Add a criterion", "criteria")
    )


@look_or_send
def part_edit(request: ActorRequest, workspace: str, reference: str, part: str) -> HttpResponse:
    """Change a part of any sort that has a form."""
    found = draft_for(request, workspace, reference)
    chosen = part_for(request.actor, workspace, reference, part)
    if isinstance(chosen, EligibilityRule):
        return _edit_rule(request, found, chosen)
    if isinstance(chosen, Section):
        return _edit_section(request, found, chosen)
    if isinstance(chosen, Question):
        return _edit_question(request, found, chosen)
    criterion = one_of(Criterion, request.actor, workspace, reference, part)
    return _edit_criterion(request, found, criterion)


def _edit_rule(request: ActorRequest, round: Round, rule: EligibilityRule) -> HttpResponse:
    form = RuleChangeForm(sent(request), initial=rule_answers(rule))

    def change() -> str:
        version = form.cleaned_data["version"]
        changes.change_rule(
            rule=rule, said=form.said(), version=version, actor=request.actor, at=clock.now()
        )
        return round_address(round, "eligibility")

    def now() -> tuple[dict[str, Any], dict[str, Any]]:
        return rule_answers(_again(request, round, rule)), {}

    context = _form(round, "Change a question of who may apply", "eligibility")
    return save_over(request, form, change, now=now, context=context)


def _edit_section(request: ActorRequest, round: Round, section: Section) -> HttpResponse:
    form = SectionChangeForm(sent(request), initial=section_answers(section))

    def change() -> str:
        version = form.cleaned_data["version"]
        changes.change_section(
            section=section, said=form.said(), version=version, actor=request.actor, at=clock.now()
        )
        return round_address(round, "questions")

    def now() -> tuple[dict[str, Any], dict[str, Any]]:
        return section_answers(_again(request, round, section)), {}

    context = _form(round, "Change a section", "questions")
    return save_over(request, form, change, now=now, context=context)


def _edit_question(request: ActorRequest, round: Round, question: Question) -> HttpResponse:
    around = _around(round, but=question)
    form = QuestionChangeForm(sent(request), **around, initial=question_answers(question))

    def change() -> str:
        changes.change_question(
            question=question,
            section=form.chosen_section,
            said=form.said(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
        return f"{round_address(round, 'questions')}#{question.reference}"

    def now() -> tuple[dict[str, Any], dict[str, Any]]:
        return question_answers(_again(request, round, question)), around

    context = _form(round, "Change a question", "questions")
    return save_over(request, form, change, now=now, context=context)


def _edit_criterion(request: ActorRequest, round: Round, criterion: Criterion) -> HttpResponse:
    form = CriterionChangeForm(sent(request), initial=criterion_answers(criterion))

    def change() -> str:
        changes.change_criterion(
            criterion=criterion,
            said=form.said(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
        return round_address(round, "criteria")

    def now() -> tuple[dict[str, Any], dict[str, Any]]:
        return criterion_answers(_again(request, round, criterion)), {}

    context = _form(round, f"Change the criterion: {criterion.name}", "criteria")
    return save_over(request, form, change, now=now, context=context)


@require_POST
def part_move(request: ActorRequest, workspace: str, reference: str, part: str) -> HttpResponse:
    """Let a part change places with its neighbour."""
    chosen = part_for(request.actor, workspace, reference, part)
    up = request.POST.get("to") == "up"
    try:
        changes.move_part(part=chosen, up=up, actor=request.actor, at=clock.now())
    except HeadwaterError as error:
        messages.error(request, str(error))
    return redirect(f"{round_address(chosen.round, LISTS[type(chosen)])}#{chosen.reference}")


@require_POST
def part_remove(request: ActorRequest, workspace: str, reference: str, part: str) -> HttpResponse:
    """Take a part out. What was taken out stands below the list, to be put back."""
    chosen = part_for(request.actor, workspace, reference, part)
    try:
        if isinstance(chosen, Attachment):
            attaching.detach(attachment=chosen, actor=request.actor, at=clock.now())
        else:
            changes.remove_part(part=chosen, actor=request.actor, at=clock.now())
    except HeadwaterError as error:
        messages.error(request, str(error))
    else:
        here = round_address(chosen.round, LISTS[type(chosen)])
        link = '<a class="govuk-link" href="{}#removed">put it back</a>'
        messages.success(request, format_html(f"Removed: {{}}. You can {link}.", chosen, here))
    return redirect(round_address(chosen.round, LISTS[type(chosen)]))


@require_POST
def part_back(request: ActorRequest, workspace: str, reference: str, part: str) -> HttpResponse:
    """Put a part back that was taken out."""
    chosen = part_for(request.actor, workspace, reference, part)
    try:
        if isinstance(chosen, Attachment):
            attaching.attach_again(attachment=chosen, actor=request.actor, at=clock.now())
        else:
            changes.put_back_part(part=chosen, actor=request.actor, at=clock.now())
    except HeadwaterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Put back: {chosen}.")
    return redirect(round_address(chosen.round, LISTS[type(chosen)]))


def _form(round: Round, heading: str, back: str) -> dict[str, Any]:
    return {
        "workspace": round.workspace.slug,
        "round": round,
        "heading": heading,
        "cancel_href": round_address(round, back),
    }


def _sections(round: Round) -> list[Section]:
    found = [each.section for each in queries.sections_of(round)]
    check_there_is(found)
    return found


def _around(round: Round, but: Question | None = None) -> dict[str, Any]:
    others = [each for each in queries.questions_of(round) if each.kind in TEACHES]
    return {"sections": _sections(round), "others": [each for each in others if each != but]}


def _again(request: ActorRequest, round: Round, part: Any) -> Any:
    slug = round.workspace.slug
    return one_of(type(part), request.actor, slug, round.reference, part.reference)
