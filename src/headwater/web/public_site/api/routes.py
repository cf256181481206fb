"""The open API, version 1: read-only, and only what was released."""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError

from headwater import rulebook
from headwater.core import clock
from headwater.core.errors import NotFoundError
from headwater.core.words import MARK_MEANINGS
from headwater.web.accounts.errors import NotYours
from headwater.web.editions import queries as editions
from headwater.web.editions.indicator_answers import every_reading
from headwater.web.editions.indicator_files import json_value
from headwater.web.editions.indicator_pages import places
from headwater.web.editions.indicators import held_indicators
from headwater.web.public_site import files
from headwater.web.public_site.addresses import route_of
from headwater.web.public_site.api import plain, schemas
from headwater.web.public_site.api.limits import A_MINUTE, PROBLEM, open_data, problem
from headwater.web.public_site.api.paging import LAST_PAGE, MOST_A_PAGE, page_of
from headwater.web.public_site.indicators import public as published
from headwater.web.public_site.queries import Showing, released
from headwater.web.releases import queries as releases
from headwater.web.releases.errors import Withdrawn
from headwater.web.releases.models import Kind
from headwater.web.releases.serving import public_page

ABOUT = (
    "Everything here was approved and released; small numbers are hidden as on the pages. "
    f"Read-only. One address may ask {A_MINUTE} times a minute. Answers carry an ETag: send it "
    "back in If-None-Match. HEAD answers what GET does, without the body. Errors are "
    "application/problem+json."
)
NOT_FOUND = "There is nothing at this address, or nothing that was released."

api = NinjaAPI(
    title="headwater open API",
    version="1",
    description=ABOUT,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)

Slug = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]+$", max_length=120)]
Number = Annotated[int, Path(ge=1, le=30_000)]
Page = Annotated[int, Query(ge=1, le=LAST_PAGE)]
PerPage = Annotated[int, Query(ge=1, le=MOST_A_PAGE)]
Answer = Callable[..., dict[str, Any]]
Where = Annotated[list[str], Query(max_length=10)]
ERRORS = {404: schemas.ProblemOut, 410: schemas.ProblemOut, 422: schemas.ProblemOut}


def answers(schema: type) -> dict[int, type]:
    """What a route answers, errors included."""
    return {200: schema, **ERRORS, 429: schemas.ProblemOut}


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Nothing is there; something withdrawn says so."""
    if isinstance(error, Withdrawn):
        return problem(410, "Withdrawn", f"This was withdrawn: {error.release.withdrawal}")
    return problem(404, "Not found", NOT_FOUND)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was asked makes no sense; each fault by its name."""
    faults = [f"[{fault['loc'][-1]}] {fault['msg']}" for fault in error.errors]
    return problem(422, "The request makes no sense as put", "; ".join(faults))


@api.get(
    "/assessments", url_name="assessments", response=answers(schemas.EditionList), tags=["Data"]
)
def assessments(request: HttpRequest, page: Page = 1, per_page: PerPage = 25) -> dict[str, Any]:
    """Assessments that are current, the latest first."""
    found = releases.published(Kind.ASSESSMENT, at=clock.now())
    shown, info = page_of(request, found, page=page, per_page=per_page)
    return {**info, "results": [plain.edition(request, each) for each in shown]}


@api.get("/warnings", url_name="warnings", response=answers(schemas.EditionList), tags=["Data"])
def warnings(request: HttpRequest, page: Page = 1, per_page: PerPage = 25) -> dict[str, Any]:
    """Weeks of early warning that are current, the latest week first."""
    found = releases.published(Kind.WARNING, at=clock.now()).order_by("-edition__week", "-pk")
    shown, info = page_of(request, found, page=page, per_page=per_page)
    return {**info, "results": [plain.edition(request, each) for each in shown]}


def of_editions(below: str, name: str, schema: type) -> Callable[[Answer], Answer]:
    """A route below one edition: of assessments, and the same of weeks of early warning."""

    def add(view: Answer) -> Answer:
        for kind, collection in plain.COLLECTIONS.items():
            route = route_of(kind, name).replace("_", "-")
            api.get(
                f"/{collection}/{{slug}}/{{number}}{below}",
                url_name=route,
                operation_id=route,
                response=answers(schema),
                tags=["Data"],
            )(view)
        return view

    return add


def _shown(request: HttpRequest, slug: str, number: int) -> Showing:
    """The edition that is asked for, of the kind that the address says."""
    collection = request.path.removeprefix(f"{plain.ROOT}/").partition("/")[0]
    kind = next(kind for kind, name in plain.COLLECTIONS.items() if name == collection)
    return released(kind, slug, number, at=clock.now())


@of_editions("", "", schemas.EditionWhole)
def edition(request: HttpRequest, slug: Slug, number: Number) -> dict[str, Any]:
    """One edition with its findings and tables."""
    shown = _shown(request, slug, number)
    return {
        **plain.edition(request, shown.release),
        "findings": [plain.finding(each) for each in shown.edition.findings.all()],
        "tables": [
            plain.table(request, shown.release, each) for each in editions.tables(shown.edition)
        ],
    }


@of_editions("/tables/{table}", "table", schemas.TableWhole)
def table(request: HttpRequest, slug: Slug, number: Number, table: Slug) -> dict[str, Any]:
    """One table: what its columns mean, its rule for small numbers, its notes."""
    shown = _shown(request, slug, number)
    held = editions.table(shown.edition, table)
    return {
        **plain.table(request, shown.release, held),
        "notes": held.notes,
        "columns": plain.columns(shown.edition, held),
        "marks": MARK_MEANINGS,
    }


@of_editions("/tables/{table}/rows", "rows", schemas.RowList)
def rows(  # noqa: PLR0913, PLR0917 - a path and its three ways to narrow it
    request: HttpRequest,
    slug: Slug,
    number: Number,
    table: Slug,
    where: Where = [],  # noqa: B006 - ninja reads it, nothing changes it
    page: Page = 1,
    per_page: PerPage = 100,
) -> dict[str, Any]:
    """Rows of a table. `where=column:value` keeps rows with that value; give it again for more."""
    held = editions.table(_shown(request, slug, number).edition, table)
    wanted = [each.partition(":")[::2] for each in where]
    names = {files.column_name(column) for column in held.columns}
    if any(name not in names for name, _ in wanted):
        raise NotYours
    found = [
        row for row in files.records(held) if all(str(row[name]) == value for name, value in wanted)
    ]
    kept, info = page_of(request, found, page=page, per_page=per_page)
    return {**info, "results": kept}


@of_editions("/figures", "figure", schemas.FigureOut)
def figure(
    request: HttpRequest,
    slug: Slug,
    number: Number,
    name: Annotated[str, Query(max_length=400)],
) -> dict[str, Any]:
    """One number, named `table:row:column`, and what it rests on."""
    shown = _shown(request, slug, number)
    found = editions.figure(shown.edition, name)
    return plain.figure(request, shown.release, found, editions.foundations(shown.edition, found))


@api.get(
    "/scorecards",
    url_name="scorecards",
    response=answers(schemas.ScorecardList),
    tags=["Data"],
)
def scorecards(request: HttpRequest, page: Page = 1, per_page: PerPage = 25) -> dict[str, Any]:
    """Scorecards of early warning that are current: what each rule turned out to be worth."""
    found = releases.published(Kind.SCORECARD, at=clock.now())
    shown, info = page_of(request, found, page=page, per_page=per_page)
    return {**info, "results": [plain.scorecard(request, each) for each in shown]}


@api.get(
    "/scorecards/{slug}/{number}",
    url_name="scorecard",
    response=answers(schemas.ScorecardOut),
    tags=["Data"],
)
def scorecard(request: HttpRequest, slug: Slug, number: Number) -> dict[str, Any]:
    """One partnership's scorecards as they were released."""
    release = releases.published_one(Kind.SCORECARD, slug, number=number, at=clock.now())
    return plain.scorecard(request, release)


@api.get(
    "/indicators", url_name="indicators", response=answers(schemas.IndicatorList), tags=["Data"]
)
def indicators(request: HttpRequest, page: Page = 1, per_page: PerPage = 100) -> dict[str, Any]:
    """Indicators of which something was published, in the order of the catalogue."""
    found = held_indicators(published().found)
    shown, info = page_of(request, found, page=page, per_page=per_page)
    return {**info, "results": [plain.indicator(request, each) for each in shown]}


@api.get(
    "/indicators/{indicator}",
    url_name="indicator",
    response=answers(schemas.IndicatorWhole),
    tags=["Data"],
)
def indicator(request: HttpRequest, indicator: Slug) -> dict[str, Any]:
    """One indicator: definition, method and every published value, the latest first."""
    try:
        wanted = rulebook.indicator(indicator)
    except NotFoundError as error:
        raise NotYours from error
    readings = every_reading(published(wanted).found, wanted)
    if not readings:
        raise NotYours
    return {**plain.indicator(request, wanted), **json_value(wanted, readings)}


@api.get("/areas", url_name="areas", response=answers(schemas.AreaList), tags=["Data"])
def areas(request: HttpRequest, page: Page = 1, per_page: PerPage = 100) -> dict[str, Any]:
    """Areas of which something was published, the whole areas first."""
    found = places(published().found, rulebook.indicators())
    shown, info = page_of(request, found, page=page, per_page=per_page)
    return {**info, "results": [plain.area(request, each) for each in shown]}


@api.get("/updates", url_name="updates", response=answers(schemas.UpdateList), tags=["News"])
def updates(request: HttpRequest, page: Page = 1, per_page: PerPage = 25) -> dict[str, Any]:
    """Posts, the latest first."""
    found = releases.published(Kind.UPDATE, at=clock.now())
    shown, info = page_of(request, found, page=page, per_page=per_page)
    return {**info, "results": [plain.update(request, each) for each in shown]}


@api.get("/updates/{slug}", url_name="update", response=answers(schemas.UpdateOut), tags=["News"])
def update(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One post as it is now."""
    release = releases.published_one(Kind.UPDATE, slug, number=None, at=clock.now())
    return plain.update(request, release)


@api.get(
    "/algorithms",
    url_name="algorithms",
    response=answers(schemas.AlgorithmList),
    tags=["Algorithms"],
)
def algorithms(request: HttpRequest, page: Page = 1, per_page: PerPage = 25) -> dict[str, Any]:
    """Released records of the algorithms in use."""
    found = releases.published(Kind.ALGORITHM, at=clock.now())
    shown, info = page_of(request, found, page=page, per_page=per_page)
    return {**info, "results": [plain.algorithm(request, each) for each in shown]}


@api.get(
    "/algorithms/{slug}",
    url_name="algorithm",
    response=answers(schemas.AlgorithmOut),
    tags=["Algorithms"],
)
def algorithm(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One algorithm's released record."""
    release = releases.published_one(Kind.ALGORITHM, slug, number=None, at=clock.now())
    return plain.algorithm(request, release)


@cache
def description() -> dict[str, Any]:
    """The API as OpenAPI describes it. It is to be read: all who ask get the same one."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    for path_item in schema["paths"].values():
        for status, answer in path_item["get"]["responses"].items():
            if status != 200:
                # Ninja describes every answer as plain JSON; ours say what kind of JSON.
                answer["content"] = {PROBLEM: answer["content"]["application/json"]}
    return schema


def openapi(request: HttpRequest) -> HttpResponse:
    """The API's description of itself."""
    return JsonResponse(description())


def addresses() -> tuple[list[URLPattern], str, str]:
    """The API's addresses, each served as public data, for `urls.py`."""
    patterns, app_name, namespace = api.urls
    own = [path("openapi.json", openapi, name="openapi"), *patterns]
    served = [
        URLPattern(each.pattern, open_data(public_page(view)), each.default_args, each.name)
        for each in own
        if isinstance(each, URLPattern) and (view := each.callback) is not None
    ]
    return served, app_name, namespace
