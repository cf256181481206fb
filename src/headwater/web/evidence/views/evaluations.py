"""Pages on which evaluations are read, written and changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.evidence.changes import evaluations as changes
from headwater.web.evidence.forms.evidence import EvaluationChangeForm, EvaluationForm
from headwater.web.evidence.links import approach_address, evaluation_address
from headwater.web.evidence.models import Evaluation
from headwater.web.evidence.presenters import evidence as presenters
from headwater.web.evidence.queries import evidence as queries
from headwater.web.evidence.rules import permissions
from headwater.web.evidence.rules.evaluating import FIELDS
from headwater.web.evidence.rules.library import library
from headwater.web.partners import queries as partners
from headwater.web.partners.models import Organisation

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def evaluation(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Everything an evaluation says, and when it was changed."""
    found = queries.evaluation_for(request.actor, workspace, reference)
    wordings = list(found.wordings.all())
    documents = [each.other for each in queries.documents_of(request.actor, found)]
    context = {
        "workspace": workspace,
        "evaluation": found,
        "approach": library().get(found.approach),
        "rows": presenters.evaluation_rows(found, documents),
        "history": presenters.history(wordings, queries.names_of({each.by for each in wordings})),
        "may_edit": permissions.can_evaluate(
            request.actor, workspace, organisation_id=found.organisation_id
        ),
    }
    return render(request, "evidence/evaluation.html", context)


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Write an evaluation down."""
    place = partners.workspace_for(request.actor, workspace)
    choices = _organisations(request, workspace)
    usual = choices[0].reference if len(choices) == 1 else ""
    form = EvaluationForm(
        sent(request),
        organisations=[(each.reference, each.name) for each in choices],
        documents=_documents(request, workspace),
        initial={"approach": request.GET.get("approach", ""), "organisation": usual},
    )
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["organisation"]
        try:
            made = changes.write(
                workspace=place,
                organisation=next((each for each in choices if each.reference == wanted), None),
                said=form.said(),
                document=form.cleaned_data["document"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Written down.")
            return redirect(evaluation_address(made))
    asked = request.GET.get("approach", "")
    back = approach_address(workspace, asked) if asked in library() else ""
    return _page(request, workspace, form, heading="Write down an evaluation", back=back)


def _organisations(request: ActorRequest, workspace: str) -> list[Organisation]:
    """Partners that may have evaluated: all for leads, their own for contributors."""
    today = timezone.localdate()
    rows = partners.organisations_for(request.actor, workspace, today=today)
    return [
        each
        for each in partners.taking_part(rows, today=today)
        if permissions.can_evaluate(request.actor, workspace, organisation_id=each.pk)
    ]


def _documents(request: ActorRequest, workspace: str) -> list[tuple[str, str]]:
    found = queries.offered("document", request.actor, workspace)
    return [(each.reference, each.title) for each in found]


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Correct an evaluation. What somebody else saved meanwhile is shown beside it."""
    found = queries.evaluation_for(request.actor, workspace, reference)
    permissions.check_can_evaluate(request.actor, workspace, organisation_id=found.organisation_id)
    tied = [each.other for each in queries.documents_of(request.actor, found)]
    documents = dict([*((each.reference, each.title) for each in tied),
                      *_documents(request, workspace)])  # fmt: skip
    settings: dict[str, Any] = {"organisations": [], "documents": documents.items()}
    form = EvaluationChangeForm(
        sent(request),
        **settings,
        initial=_answers(found, tied[0].reference if tied else ""),
    )
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            changes.change(
                evaluation=found,
                said=form.said(),
                document=form.cleaned_data["document"],
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            now = queries.evaluation_for(request.actor, workspace, reference)
            form, theirs = (
                form.over(now.version, **settings),
                presenters.theirs(now.said, now.version),
            )
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(evaluation_address(found))
    return _page(
        request,
        workspace,
        form,
        heading="Change the evaluation",
        back=evaluation_address(found),
        theirs=theirs,
    )


def _answers(found: Evaluation, document: str) -> dict[str, Any]:
    said = {name: getattr(found, name) for name in FIELDS}
    independent = "yes" if found.is_independent else "no"
    more = {"is_independent": independent, "document": document, "version": found.version}
    return {**said, **more}


def _page(request: ActorRequest, workspace: str, form: EvaluationForm, **more: Any) -> HttpResponse:
    context = {"workspace": workspace, "form": form, **more}
    status = 422 if form.errors else 200
    return render(request, "evidence/evaluation_form.html", context, status=status)
