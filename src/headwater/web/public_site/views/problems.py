"""Report a problem with a page: a form without cookies, and what was reported."""

import hashlib

from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.public_site import changes, presenters, queries
from headwater.web.public_site.api.limits import client_address
from headwater.web.public_site.forms import ProblemForm
from headwater.web.releases.serving import as_nobody, public_page

AN_HOUR = 3600
MOST_AN_HOUR = 5
PER_PAGE = 25


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Say what is wrong with a page.

    There is no session to ride on and no cookie to hold a token, so what protects the form is
    where it was sent from, a box that only machines fill in, and a limit for each address.
    """
    as_nobody(request)
    if request.method != "POST":
        form = ProblemForm(initial={"page": request.GET.get("page", "")})
        return render(request, "public_site/problem.html", {"form": form})
    form = ProblemForm(request.POST)
    if not _is_from_here(request):
        form.add_error(None, "Send the form from this site: open it again and press the button")
    workspace = queries.site_workspace()
    if not form.is_valid() or workspace is None:
        return render(request, "public_site/problem.html", {"form": form}, status=422)
    if form.is_machine:
        return redirect("public_site:problem_thanks")
    if _is_too_often(request):
        form.add_error(None, "Too many reports came from your address. Try again in an hour")
        return render(request, "public_site/problem.html", {"form": form}, status=429)
    given = form.cleaned_data
    problem = changes.report_problem(
        workspace=workspace,
        page=given["page"],
        doing=given["doing"],
        wrong=given["wrong"],
        reply_to=given["reply_to"],
        at=clock.now(),
    )
    return redirect(f"{reverse('public_site:problem_thanks')}?reference={problem.reference}")


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form. Old ones say nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


def _is_too_often(request: HttpRequest) -> bool:
    hashed = hashlib.sha256(client_address(request).encode()).hexdigest()
    key = f"problem:{hashed}"
    sent = int(cache.get(key, 0))
    if sent >= MOST_AN_HOUR:
        return True
    # Counting by `incr` would forget the count after five minutes, whatever it was kept for.
    cache.set(key, sent + 1, AN_HOUR)
    return False


@public_page
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens next. The reference comes in the address, so nothing is kept of who asks."""
    reference = request.GET.get("reference", "")
    is_reference = reference.replace("-", "").isalnum() and len(reference) <= 16
    context = {"reference": reference if is_reference else ""}
    return render(request, "public_site/problem_thanks.html", context)


@require_safe
def problems(request: ActorRequest, workspace: str) -> HttpResponse:
    """Everything readers reported, the latest first."""
    found = queries.problems_for(request.actor, workspace)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    table = presenters.problems_table(list(page.object_list), workspace)
    context = {"table": table, "page": page, "workspace": workspace}
    return render(request, "public_site/posts/problems.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One report, and the button that says it is dealt with."""
    found = queries.problems_for(request.actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    if request.method == "POST":
        changes.close_problem(problem=found, actor=request.actor, at=clock.now())
        messages.success(request, "Marked as dealt with.")
        return redirect("public_site:problem", workspace, reference)
    context = {
        "problem": found,
        "workspace": workspace,
        "rows": presenters.problem_rows(found),
    }
    return render(request, "public_site/posts/problem.html", context)
