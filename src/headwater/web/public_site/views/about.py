"""Pages about the site: data, privacy, accessibility, terms, contact, help."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from headwater.core import clock
from headwater.rulebook import suppression_profiles
from headwater.web.design_system.parts import Column, Table
from headwater.web.public_site import files, presenters
from headwater.web.public_site.api.limits import A_MINUTE
from headwater.web.public_site.queries import latest_assessment, site_owner
from headwater.web.public_site.reading import HelpLine, help_lines, known_issues
from headwater.web.public_site.views.assessments import kept_address
from headwater.web.releases import queries as releases
from headwater.web.releases.models import Kind
from headwater.web.releases.serving import public_page

GROUPS = (
    ("emergency", "If somebody is in danger, or soon will be"),
    ("young", "If you are young"),
    ("adults", "If you are an adult, or worried about somebody"),
)


@public_page
def page(request: HttpRequest, name: str) -> HttpResponse:
    """A page of words that need no more than the owner's name."""
    owner = site_owner(timezone.localdate())
    context = {"owner": owner, "address": settings.HEADWATER.address}
    return render(request, f"public_site/about/{name}.html", context)


@public_page
def about_data(request: HttpRequest) -> HttpResponse:
    """Where numbers come from, how small ones are protected, and what they cannot say."""
    profiles = Table(
        caption="How small numbers are protected",
        columns=[Column("Numbers"), Column("Rule")],
        rows=[[each.title, each.sentence] for each in suppression_profiles()],
    )
    context = {"profiles": profiles, "shown": latest_assessment(at=clock.now())}
    return render(request, "public_site/about/data.html", context)


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    """Every way to take the data away: files, catalogue, feed, API."""
    context = {"shown": latest_assessment(at=clock.now()), "a_minute": A_MINUTE}
    return render(request, "public_site/about/open_data.html", context)


@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    """Everything that was corrected or withdrawn."""
    found = list(releases.corrections(at=clock.now()))
    table = presenters.corrections_table(found)
    return render(request, "public_site/about/corrections.html", {"table": table})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, with what is known not to work."""
    context = {
        "issues": presenters.issues_table(known_issues()),
        "count": len(known_issues()),
        "checked_on": max((each.found_on for each in known_issues()), default=None),
        "owner": site_owner(timezone.localdate()),
    }
    return render(request, "public_site/about/accessibility.html", context)


@public_page
def get_help(request: HttpRequest) -> HttpResponse:
    """Who to call, with a quick way out of the page."""
    groups: list[tuple[str, list[HelpLine]]] = [
        (title, [each for each in help_lines() if each.group == group]) for group, title in GROUPS
    ]
    context = {"groups": groups, "noted_on": max(each.noted_on for each in help_lines())}
    return render(request, "public_site/help.html", context)


@public_page
def algorithms(request: HttpRequest) -> HttpResponse:
    """Every algorithm in use whose record was released."""
    found = list(releases.published(Kind.ALGORITHM, at=clock.now()))
    table = presenters.algorithms_table(found)
    return render(request, "public_site/algorithms/list.html", {"table": table})


@kept_address
def algorithm(request: HttpRequest, slug: str) -> HttpResponse:
    """One algorithm's record."""
    release = releases.published_one(Kind.ALGORITHM, slug, number=None, at=clock.now())
    context = {"release": release, "record": presenters.algorithm_rows(release.snapshot)}
    return render(request, "public_site/algorithms/algorithm.html", context)


@kept_address
def algorithm_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One algorithm's record as JSON."""
    release = releases.published_one(Kind.ALGORITHM, slug, number=None, at=clock.now())
    return HttpResponse(files.as_json(release.snapshot), content_type="application/json")
