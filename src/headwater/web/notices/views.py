"""Pages of somebody's notices."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.core.words import counted
from headwater.web.accounts.requests import ActorRequest
from headwater.web.notices import changes, queries
from headwater.web.notices.forms import Show

PER_PAGE = 25


@require_safe
def notices(request: ActorRequest) -> HttpResponse:
    """What was said to me, the latest first."""
    form = Show(request.GET)
    found = queries.notices_for(request.actor)
    if form.is_valid() and form.cleaned_data["show"]:
        found = found.filter(read_at=None)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    words = {"form": form, "page": page, "unread": queries.unread_count(request.actor)}
    return render(request, "notices/notices.html", words)


@require_safe
def follow(request: ActorRequest, reference: str) -> HttpResponse:
    """Go where a notice leads. Whoever goes has read it."""
    notice = queries.notice_for(request.actor, reference)
    changes.mark_read(notice=notice, at=timezone.now())
    return redirect(notice.link)


@require_POST
def read(request: ActorRequest, reference: str) -> HttpResponse:
    """Mark one notice as read."""
    notice = queries.notice_for(request.actor, reference)
    changes.mark_read(notice=notice, at=timezone.now())
    return redirect("notices:notices")


@require_POST
def read_all(request: ActorRequest) -> HttpResponse:
    """Mark every notice as read."""
    count = changes.mark_all_read(actor=request.actor, at=timezone.now())
    messages.success(request, f"{counted(count, 'notice')} marked as read")
    return redirect("notices:notices")
