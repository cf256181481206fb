"""An edition page by page, the same in public and in preview."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString

from headwater.core import clock
from headwater.web.accounts.errors import NotYours
from headwater.web.design_system.parts import Link
from headwater.web.editions import explaining, queries
from headwater.web.editions import files as edition_files
from headwater.web.editions import presenters as editions
from headwater.web.public_site import addresses, files, presenters
from headwater.web.public_site.catalogue import schema_org
from headwater.web.public_site.queries import Showing, site_owner
from headwater.web.releases import queries as releases

ROWS_A_PAGE = 100
FOLDER = "public_site/assessments"
NO_MARKUP = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "csv-metadata.json": "application/csvm+json",
    "json": "application/json",
}


def _context(shown: Showing, **more: Any) -> dict[str, Any]:
    return {
        "release": shown.release,
        "edition": shown.edition,
        "at": shown.addresses,
        "list": presenters.list_of(shown.release),
        "is_preview": shown.is_preview,
        **more,
    }


def edition(request: HttpRequest, shown: Showing) -> HttpResponse:
    """The first page of an edition: what it found, its chapters, its files, its history."""
    now = clock.now()
    release = shown.release
    numbers = list(releases.numbers_of(release.kind, release.slug, at=now))
    owner = site_owner(timezone.localdate(release.published_at or now))
    context = _context(
        shown,
        notices=presenters.notices(release, numbers),
        findings=presenters.first_findings(shown),
        chapters=_chapters(shown),
        documents=presenters.document_links(shown),
        facts=presenters.edition_facts(shown, owner=owner.name if owner else ""),
        numbers=presenters.numbers_table(numbers) if numbers else None,
        dataset=_dataset(request, shown),
        latest=addresses.of(release).latest,
    )
    return render(request, f"{FOLDER}/edition.html", context)


def _dataset(request: HttpRequest, shown: Showing) -> SafeString:
    """What search engines for data read, safe inside a script element. Nothing in preview."""
    if shown.is_preview:
        return SafeString("")
    said = schema_org(shown.release, root=request.build_absolute_uri("/").rstrip("/"))
    return SafeString(json.dumps(said, ensure_ascii=False).translate(NO_MARKUP))


def _chapters(shown: Showing) -> list[dict[str, str]]:
    """Chapters with the question each answers."""
    return [
        {
            "title": each.title,
            "question": each.question,
            "href": shown.addresses.chapter(each.slug),
        }
        for each in queries.chapters(shown.edition)
    ]


def chapter(request: HttpRequest, shown: Showing, slug: str) -> HttpResponse:
    """One chapter."""
    found = queries.chapter(shown.edition, slug)
    contents = queries.contents(found)
    links = presenters.links_of(shown.addresses)
    all_links = presenters.chapter_links(shown, current=slug)
    here = next(at for at, link in enumerate(all_links) if link.current)
    context = _context(
        shown,
        chapter=found,
        blocks=editions.blocks(contents, links),
        passages=editions.narrative(found, contents.figures, links),
        chapters=all_links,
        previous=all_links[here - 1] if here else None,
        next=all_links[here + 1] if here + 1 < len(all_links) else None,
    )
    return render(request, f"{FOLDER}/chapter.html", context)


def tables(request: HttpRequest, shown: Showing) -> HttpResponse:
    """Every table with its files."""
    table = presenters.tables_table(shown, list(queries.tables(shown.edition)))
    return render(request, f"{FOLDER}/tables.html", _context(shown, table=table))


def table(request: HttpRequest, shown: Showing, slug: str) -> HttpResponse:
    """One table, a page of rows at a time, each number a step from its explanation."""
    found = queries.table(shown.edition, slug)
    page = Paginator(found.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    links = presenters.links_of(shown.addresses)
    context = _context(
        shown,
        held=found,
        page=page,
        table=editions.whole_table(found, list(page.object_list), links),
        downloads=[
            Link("CSV", shown.addresses.table_file(slug, "csv")),
            Link("CSV on the Web metadata", shown.addresses.table_file(slug, "csv-metadata.json")),
            Link("JSON", shown.addresses.table_file(slug, "json")),
        ],
    )
    return render(request, f"{FOLDER}/table.html", context)


def explain(request: HttpRequest, shown: Showing, name: str) -> HttpResponse:
    """What one number rests on. Names nobody who works here."""
    figure = queries.figure(shown.edition, name)
    explanation = explaining.explanation(
        shown.edition,
        figure,
        queries.foundations(shown.edition, figure),
        presenters.links_of(shown.addresses),
        people=None,
    )
    context = _context(shown, explanation=explanation)
    return render(request, f"{FOLDER}/explain.html", context)


def table_file(shown: Showing, slug: str, ending: str) -> HttpResponse:
    """A table as CSV, as its description, or as JSON."""
    if ending not in CONTENT_TYPES:
        raise NotYours
    found = queries.table(shown.edition, slug)
    if ending == "csv":
        text = files.csv_text(found)
    elif ending == "json":
        about = files.description(shown.edition, found)
        text = files.as_json({"about": about, "rows": files.records(found)})
    else:
        text = files.as_json(files.description(shown.edition, found))
    response = HttpResponse(text, content_type=CONTENT_TYPES[ending])
    if ending == "csv":
        name = f"{shown.release.slug}-{shown.release.number}-{found.slug}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        described = shown.addresses.table_file(slug, "csv-metadata.json")
        response["Link"] = f'<{described}>; rel="describedby"; type="application/csvm+json"'
    return response


def picture(shown: Showing, slug: str) -> HttpResponse:
    """A chart or map as it was drawn."""
    found = queries.picture(shown.edition, slug)
    path = edition_files.file_of(shown.edition, found.file)
    return HttpResponse(path.read_bytes(), content_type=edition_files.SVG)


def document(shown: Showing, name: str) -> HttpResponseBase:
    """A whole document, to keep."""
    found, path = edition_files.document(shown.edition, name)
    ending = found.ending.removeprefix(".")
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{shown.release.slug}-{shown.release.number}.{ending}",
        content_type=found.content_type,
    )
