"""Addresses of the public site and the open API, and of the pages where posts are written."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.public_site import indicator_urls
from headwater.web.public_site.addresses import route_of
from headwater.web.public_site.api import routes as api
from headwater.web.public_site.views import (
    about,
    assessments,
    documentation,
    home,
    machines,
    plans,
    posts,
    preview,
    problems,
    updates,
    warnings,
)
from headwater.web.releases.models import Kind
from headwater.web.releases.serving import View, served

app_name = "public_site"
PLAN = "plan/<slug:slug>/<int:number>/"
SCORECARD = "early-warning/scorecards/<slug:slug>/<int:number>/"
POSTS = "work/<slug:workspace>/updates/"
PREVIEW = "work/<slug:workspace>/releases/<str:reference>/preview/"
PROBLEMS = "work/<slug:workspace>/problems/"


def _words(name: str, route: str | None = None) -> URLPattern:
    """A page of words, whose template has its name."""
    address = route or f"{name.replace('_', '-')}/"
    return path(address, about.page, {"name": name}, name=name)


PLACES = {Kind.ASSESSMENT: "assessments/", Kind.WARNING: "early-warning/"}
ONE = "<slug:slug>/<int:number>/"
PARTS = (
    ("<slug:slug>/latest/", assessments.latest, "latest"),
    (ONE, assessments.edition, ""),
    (f"{ONE}chapters/<str:name>/", assessments.chapter, "chapter"),
    (f"{ONE}tables/", assessments.tables, "tables"),
    (f"{ONE}tables/<slug:name>/", assessments.table, "table"),
    (f"{ONE}tables/<slug:name>.<str:ending>", assessments.table_file, "table_file"),
    (f"{ONE}pictures/<slug:name>.svg", assessments.picture, "picture"),
    (f"{ONE}documents/<slug:name>", assessments.document, "document"),
    (f"{ONE}explain/", assessments.explain, "explain"),
)
"""Where the parts of an edition are below the place of its kind, and what their routes are of."""


def _editions(kind: Kind) -> list[URLPattern]:
    """The addresses of released editions of a kind."""
    return [_edition(where, view, kind, route_of(kind, part)) for where, view, part in PARTS]


def _edition(where: str, view: View, kind: Kind, name: str) -> URLPattern:
    return path(PLACES[kind] + where, view, {"kind": kind.value}, name=name)


public: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("assessments/", assessments.assessments, name="assessments"),
    _edition("<slug:slug>/", assessments.latest, Kind.ASSESSMENT, "assessment_latest"),
    *_editions(Kind.ASSESSMENT),
    path("early-warning/", warnings.warnings, name="warnings"),
    path("early-warning/feed.atom", warnings.feed, name="warnings_feed"),
    path("early-warning/scorecards/", warnings.every_scorecard, name="scorecards"),
    path(SCORECARD, warnings.scorecard, name="scorecard"),
    path(f"{SCORECARD}scorecards.csv", warnings.scorecard_file, name="scorecard_file"),
    _edition("<slug:slug>/", assessments.latest, Kind.WARNING, "warning_newest"),
    *_editions(Kind.WARNING),
    path("plan/", plans.plans, name="plans"),
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}promises.csv", plans.promises, name="plan_promises"),
    path("updates/", updates.updates, name="updates"),
    path("updates/feed.atom", updates.feed, name="feed"),
    path("updates/<slug:slug>/", updates.update, name="update"),
    path("updates/<slug:slug>/<int:number>/", updates.update, name="update_number"),
    path("algorithms/", about.algorithms, name="algorithms"),
    path("algorithms/<slug:slug>/", about.algorithm, name="algorithm"),
    path("algorithms/<slug:slug>.json", about.algorithm_file, name="algorithm_file"),
    path("data/", about.open_data, name="open_data"),
    path("data/api/", documentation.documentation, name="api"),
    path("data/catalogue.jsonld", machines.catalogue, name="catalogue"),
    path("about-the-data/", about.about_data, name="about_data"),
    path("corrections/", about.corrections, name="corrections"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("get-help/", about.get_help, name="help"),
    _words("about"),
    _words("privacy"),
    _words("cookies"),
    _words("terms"),
    _words("contact"),
    path("report-a-problem/", problems.report, name="report"),
    path("report-a-problem/thanks/", problems.thanks, name="problem_thanks"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("api/v1/", api.addresses()),
]
signed_in: list[URLPattern | URLResolver] = [
    path(POSTS, posts.posts, name="posts"),
    path(f"{POSTS}write/", posts.start, name="start_post"),
    path(f"{POSTS}<str:reference>/", posts.post, name="post"),
    path(f"{POSTS}<str:reference>/edit/", posts.edit, name="edit_post"),
    path(f"{POSTS}<str:reference>/propose/", posts.propose, name="propose_post"),
    path(PREVIEW, preview.preview, name="preview"),
    path(f"{PREVIEW}<slug:part>/", preview.preview_part, name="preview_part"),
    path(PROBLEMS, problems.problems, name="problems"),
    path(f"{PROBLEMS}<str:reference>/", problems.problem, name="problem"),
]
others = [
    served(each) if isinstance(each, URLPattern) else each for each in indicator_urls.urlpatterns
]
urlpatterns: list[URLPattern | URLResolver] = [*public, *others, *signed_in]
