"""Text and colours for everybody, and the gallery of components."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from headwater.core import clock
from headwater.web.design_system import gallery as showcase
from headwater.web.design_system import look as looks
from headwater.web.design_system.look_form import LookForm, form_for

START = "/"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """How pages look to this person.

    A token against forged forms would need a second cookie, for readers who have none. The browser
    says where the form was sent from, and that is held to instead.
    """
    if request.method == "POST":
        return _choose(request)
    form = form_for(looks.of(request), next_page=own_page(request.GET.get("next", "")))
    return render(request, "design_system/look.html", {"form": form})


def _choose(request: HttpRequest) -> HttpResponse:
    if not _came_from_here(request):
        raise PermissionDenied
    if "forget" in request.POST:
        response = redirect(own_page(request.POST.get("next", "")))
        looks.forget(response)
        return response
    form = LookForm(request.POST)
    if not form.is_valid():
        return render(request, "design_system/look.html", {"form": form}, status=422)
    response = redirect(own_page(form.cleaned_data["next"]))
    looks.remember(response, form.look, is_https=request.is_secure())
    return response


def _came_from_here(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of this site. Old browsers say nothing of it."""
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


def own_page(asked: str) -> str:
    """A path of this site to go back to; the start page for anything else."""
    is_path = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_path else START


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with content as it might be."""
    if "said" in request.GET:
        messages.success(request, "The file was loaded: 1,204 rows.")
    words = showcase.everything(at=clock.now(), page=request.GET.get("page"))
    words["filter_form"] = showcase.FilterForm(request.GET)
    return render(request, "design_system/gallery.html", words)


@require_http_methods(["GET", "HEAD"])
def gallery_errors(request: HttpRequest) -> HttpResponse:
    """Every kind of question, answered badly."""
    form = showcase.bad_answers()
    return render(request, "design_system/gallery_form.html", {"form": form})
