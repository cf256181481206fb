"""Pages on which what the bank says is held against what was paid."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.money import pounds
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.documents.uploading import refusal_of
from headwater.web.grants.money.changes import statements as changes
from headwater.web.grants.money.forms.plans import ExplainForm, LineFilter, StatementForm
from headwater.web.grants.money.links import statement_address
from headwater.web.grants.money.models import Statement
from headwater.web.grants.money.presenters import payments as payment_words
from headwater.web.grants.money.presenters import plans as presenters
from headwater.web.grants.money.queries import statements as queries
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.statements import LARGEST_BYTES
from headwater.web.grants.money.views.showing import (
    PER_PAGE,
    confirm_page,
    look_or_send,
    tried,
)
from headwater.web.partners.queries import workspace_for


@look_or_send
def statements(request: ActorRequest, workspace: str) -> HttpResponse:
    """Take in a statement, see earlier ones, and what the bank has not confirmed."""
    place = workspace_for(request.actor, workspace)
    is_sent = request.method == "POST"
    form = StatementForm(request.POST if is_sent else None, request.FILES if is_sent else None)

    def do() -> Statement:
        given = form.cleaned_data["file"]
        refusal = refusal_of(given)
        if refusal is not None:
            raise refusal
        return changes.take_in(
            workspace=place,
            name=given.name,
            raw=given.read(LARGEST_BYTES + 1),
            actor=request.actor,
            at=clock.now(),
        )

    form, made = tried(request, form, do)
    if made is not None:
        messages.success(request, "Taken in. Lines that nobody knows wait to be explained.")
        return redirect(statement_address(made))
    found = queries.statements_for(request.actor, workspace)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    waiting = queries.not_confirmed(request.actor, workspace, today=today)
    context = {
        "workspace": workspace,
        "form": form,
        "page": page,
        "table": presenters.statements_table(list(page)),
        "waiting": payment_words.table(
            waiting[:PER_PAGE], today=today, caption="Paid more than five days ago and not seen"
        ),
        "may_keep": permissions.can_keep(request.actor, workspace),
    }
    return render(request, "money/statements.html", context, status=422 if form.errors else 200)


@require_safe
def statement(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The lines of a statement and what each is taken for."""
    found = queries.statement_for(request.actor, workspace, reference)
    form = LineFilter(request.GET)
    outcome = form.cleaned_data["outcome"] if form.is_valid() else ""
    lines = queries.lines_of(found, outcome=outcome)
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    may_keep = permissions.can_keep(request.actor, workspace)
    context = {
        "workspace": workspace,
        "statement": found,
        "page": page,
        "table": presenters.lines_table(list(page), found, may_keep=may_keep),
        "filter_form": form,
    }
    return render(request, "money/statement.html", context)


@look_or_send
def explain(request: ActorRequest, workspace: str, reference: str, number: int) -> HttpResponse:
    """Say what a line of the bank's was."""
    line = queries.line_for(request.actor, workspace, reference, number)
    form = ExplainForm(sent(request))
    form, made = tried(
        request,
        form,
        lambda: changes.explain(
            line=line, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
    )
    if made is not None:
        messages.success(request, "Explained.")
        return redirect(statement_address(line.statement))
    return confirm_page(
        request,
        form,
        heading=f"What is {pounds(line.amount)} of line {line.number}?",
        words=[f"The bank says: {line.words}", line.problem or "No payment is named in it."],
        button="Keep the explanation",
        cancel_href=statement_address(line.statement),
    )
