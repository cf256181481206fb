"""Pages on which a return is written, certified and read by those who deliver."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.grants.applying.sessions import ApplicantRequest, for_applicants
from headwater.web.grants.delivering.changes import returns as changes
from headwater.web.grants.delivering.errors import ReturnNotReadyError
from headwater.web.grants.delivering.forms.returns import ReturnForm
from headwater.web.grants.delivering.models import Delivery, Return
from headwater.web.grants.delivering.presenters import mine as words
from headwater.web.grants.delivering.presenters import returns as presenters
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.queries import returns as queries
from headwater.web.grants.delivering.rules.returning import too_early
from headwater.web.grants.delivering.rules.workflow import WITH_DELIVERER, ReturnState
from headwater.web.grants.delivering.views.asking import as_download, look_or_send, said


@look_or_send
@for_applicants
def my_return(request: ApplicantRequest, reference: str, of: str) -> HttpResponse:
    """Write a return, save it, certify it; read it while it is with the partnership."""
    delivery = grants.my_delivery(request.submitter, reference)
    found = queries.my_return(delivery, of)
    now = queries.said_of(found)
    counts = {each.number: queries.counted(each, found) for each in delivery.targets.all()}
    lines = list(found.lines.select_related("target"))
    form = ReturnForm(
        sent(request),
        request.FILES if request.method == "POST" else None,
        now=now,
        initial=presenters.initial_of(found, now, lines, counts),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _taken(request, delivery, found, form)
        except ReturnNotReadyError as error:
            form = form.over(found.version, now=now)
            for fault in error.faults:
                form.add_error(None, fault)
        except ChangedMeanwhileError as error:
            form = form.over(found.version, now=now)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
    context = {
        "delivery": delivery,
        "of": found,
        "form": form,
        "name": words.name_of(found),
        "period": words.period(found.first_day, found.last_day),
        "tag": words.return_tag(found),
        "due": words.due(found, today=timezone.localdate()),
        "is_light": delivery.is_light,
        "early": too_early(queries.certified_from(found), today=timezone.localdate()),
        "is_writable": ReturnState(found.state) in WITH_DELIVERER and not found.is_let_off,
        "lines": presenters.asked_lines(form, now, counts),
        "spends": presenters.asked_spends(form, now),
        "said_lines": presenters.said_lines(now),
        "said_spends": presenters.said_spends(now),
        "receipts": presenters.receipts_table(
            list(found.receipts.select_related("document")), presenters.my_receipts(found)
        ),
        "versions": presenters.versions_table(list(found.versions.all())),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "delivering/my_return.html", context, status=status)


def _taken(
    request: ApplicantRequest, delivery: Delivery, of: Return, form: ReturnForm
) -> HttpResponse:
    """Save, then certify where that button was pressed. What was typed is saved either way."""
    now = clock.now()
    file: UploadedFile[bytes] | None = form.cleaned_data["receipt"]
    if file is not None:
        changes.add_receipt(of=of, file=file, actor=request.submitter, at=now)
    saved = changes.write(
        of=of,
        said=form.written(),
        version=form.cleaned_data["version"],
        actor=request.submitter,
        at=now,
    )
    of.version = saved.version
    if form.certifies:
        changes.certify(
            of=saved,
            role=form.cleaned_data["role"].strip(),
            is_checked=form.cleaned_data["is_checked"],
            version=saved.version,
            actor=request.submitter,
            at=now,
        )
        where = reverse("delivering:my_grant", args=[delivery.reference])
        return said(request, "Sent. We read it and write to you.", where)
    where = reverse("delivering:my_return", args=[delivery.reference, of.reference])
    return said(request, "Saved. Nothing was sent yet.", where)


@require_safe
@for_applicants
def my_receipt(request: ApplicantRequest, reference: str, of: str, document: str) -> HttpResponse:
    """A receipt that was added."""
    delivery = grants.my_delivery(request.submitter, reference)
    found = queries.my_return(delivery, of)
    receipt = found.receipts.select_related("document").filter(document__reference=document).first()
    if receipt is None:
        raise NotYours
    return as_download(receipt.document)
