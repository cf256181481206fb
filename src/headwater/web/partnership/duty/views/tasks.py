"""Pages of tasks: the list, one task, its answer, and what shows it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.partnership.duty.changes import tasks as changes
from headwater.web.partnership.duty.forms.tasks import (
    OVERDUE,
    AnswerForm,
    FindEvidenceForm,
    TaskFilter,
)
from headwater.web.partnership.duty.links import task_address
from headwater.web.partnership.duty.presenters import tasks as presenters
from headwater.web.partnership.duty.queries import evidence as shown_queries
from headwater.web.partnership.duty.queries import tasks as queries
from headwater.web.partnership.duty.queries.tasks import Task
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.ageing import last_fresh_day
from headwater.web.partnership.duty.views.showing import look_or_send, shown

A_PAGE = 25


@require_safe
def home(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every task of today: those of the reader's own organisations first."""
    today = timezone.localdate()
    every = queries.tasks_for(request.actor, workspace, day=today)
    form = _filter(request, every)
    first = permissions.speaks_for(request.actor, workspace)
    found = sorted(_chosen(every, form), key=lambda each: each.organisation.pk not in first)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    answered = sum(each.is_answered for each in every)
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "tables": presenters.task_tables(page, today=today, first=first),
        "partners": presenters.partners_table(every, today=today),
        "many": f"{answered} of {len(every)}",
        "answered_words": presenters.answered_words(every),
        "coming": presenters.coming_words(queries.to_come(today)),
        "is_any": bool(every),
        "may_correspond": permissions.can_correspond(request.actor, workspace),
        "csv": f"{reverse('duty:home_csv', args=[workspace])}?{request.GET.urlencode()}",
    }
    return render(request, "duty/home.html", context)


@require_safe
def home_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same list as a file."""
    every = queries.tasks_for(request.actor, workspace, day=timezone.localdate())
    found = _chosen(every, _filter(request, every))
    name = f"{workspace}-duty.csv"
    return csv_response(name, presenters.CSV_COLUMNS, presenters.csv_rows(found))


def _filter(request: ActorRequest, every: list[Task]) -> TaskFilter:
    partners = {each.organisation.pk: each.organisation for each in every}
    by_name = sorted(partners.values(), key=lambda each: each.name)
    return TaskFilter(request.GET, organisations=by_name, sections=presenters.sections(every))


def _chosen(every: list[Task], form: TaskFilter) -> list[Task]:
    asked = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    whose, stands = asked.get("organisation"), asked.get("stands")
    section = asked.get("section")
    return [
        each
        for each in every
        if (not whose or each.organisation.reference == whose)
        and (not section or presenters.section_key(each.obligation) == section)
        and (
            not stands
            or (stands == OVERDUE and each.is_overdue(today))
            or each.stands.value == stands
        )
    ]


@require_safe
def task(request: ActorRequest, workspace: str, obligation: str, organisation: str) -> HttpResponse:
    """One obligation of one organisation: what is asked, what was said, and what shows it."""
    today = timezone.localdate()
    found = queries.task_for(request.actor, workspace, obligation, organisation, day=today)
    whose = found.organisation
    may = permissions.can_answer(request.actor, workspace, organisation=whose.pk)
    ties = shown_queries.ties(workspace, queries.KIND, [found.reference])
    months = found.obligation.evidence_months
    evidence = shown_queries.evidence(
        request.actor, workspace, ties, {found.reference: months}, today=today
    ).get(found.reference, [])
    args = [workspace, obligation, organisation]
    remove = presenters.removal_addresses(evidence, "duty:task_untie", args) if may else {}
    reviews = queries.reviews_of(found.answer)
    every = queries.tasks_for(request.actor, workspace, day=today)
    same = [each for each in every if each.obligation.id == obligation]
    context = {
        "workspace": workspace,
        "task": found,
        "tag": presenters.stands_tag(found.stands),
        "asked": presenters.asked_facts(found.obligation),
        "said": presenters.answer_facts(found, today=today),
        "evidence": presenters.evidence_table(evidence, remove=remove, months=months),
        "usual": presenters.usual_words(found.obligation),
        "find_form": FindEvidenceForm(usual=found.obligation.evidence_kinds) if may else None,
        "reviews": presenters.review_entries(
            reviews[1:], queries.names_of({each.by for each in reviews})
        ),
        "others": presenters.others_links(same, whose),
        "may_answer": may,
        "may_raise": permissions.can_monitor(request.actor, workspace),
    }
    return render(request, "duty/task.html", context)


@look_or_send
def answer(
    request: ActorRequest, workspace: str, obligation: str, organisation: str
) -> HttpResponse:
    """Say how an obligation is met."""
    today = timezone.localdate()
    found = queries.task_for(request.actor, workspace, obligation, organisation, day=today)
    whose = found.organisation
    permissions.check_can_answer(request.actor, workspace, organisation=whose.pk)
    form = AnswerForm(sent(request), initial=_initial(found))
    theirs = []
    if form.is_valid():
        try:
            changes.answer_task(
                task=found,
                said=form.said(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            again = queries.task_for(request.actor, workspace, obligation, organisation, day=today)
            assert again.answer is not None, "somebody else answered"
            theirs = presenters.theirs_facts(again.answer)
            form = form.over(again.answer.version)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Answered. Tie what shows it, if you have not yet.")
            return redirect(task_address(workspace, obligation, organisation))
    return shown(request, "duty/answer.html", form, workspace=workspace, task=found, theirs=theirs)


def _initial(task: Task) -> dict[str, object]:
    answer = task.answer
    months = min(12, task.obligation.evidence_months)
    usual = last_fresh_day(timezone.localdate(), months=months)
    if answer is None:
        return {"version": 1, "next_review_on": usual}
    return {
        "version": answer.version,
        "status": answer.status,
        "statement": answer.statement,
        "reason": answer.reason,
        "next_review_on": usual,
    }
