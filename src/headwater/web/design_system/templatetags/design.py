"""Tags of the design system: `{% load design %}`.

Components of GOV.UK by name, fields of forms, and parts of our own that take the frozen values of
`design_system.parts`. The reference page docs/reference/design-system.md shows each.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from headwater.core import money
from headwater.web.design_system import chosen, fields, tables
from headwater.web.design_system.components import render, without_nothing
from headwater.web.design_system.parts import (
    Cell,
    Entry,
    Figure,
    Link,
    Row,
    Table,
    Tag,
    Task,
)

register = template.Library()
PARTS = "design_system/parts"
TABS = "headwater-tabs"


@register.filter
def pounds(amount: Decimal | int) -> str:
    """An amount of money in a table or by itself, with its pence."""
    return money.pounds(amount)


@register.filter
def short_pounds(amount: Decimal | int) -> str:
    """An amount of money in a sentence, with pence only where there are any."""
    return money.short_pounds(amount)


@register.simple_tag
def component(
    name: str, given: Mapping[str, object] | None = None, /, **params: object
) -> SafeString:
    """A GOV.UK component by name, its parameters as a dictionary, as keywords, or both."""
    return render(name, {**(given or {}), **params})


@register.simple_tag
def field(bound: BoundField, /, **wishes: Any) -> SafeString:
    """One question of a form: label, hint, error and input. Keywords are those of `Wishes`."""
    return fields.html(bound, fields.Wishes(**wishes))


@register.simple_tag
def fields_of(form: BaseForm) -> SafeString:
    """Every question of a form in its order, and its hidden fields."""
    revealed: frozenset[str] = getattr(form, "revealed_fields", frozenset())
    shown = [fields.html(bound) for bound in form if bound.name not in revealed]
    return SafeString("\n".join(shown))


@register.simple_tag
def hidden_fields(form: BaseForm) -> SafeString:
    """The hidden fields of a form, such as the version of its record."""
    return SafeString("\n".join(str(bound) for bound in form.hidden_fields()))


@register.simple_tag
def error_summary(*forms: BaseForm, title: str = "There is a problem") -> SafeString:
    """Everything wrong with what was sent, each leading to its field. Nothing where all is well."""
    faults = [fault for form in forms if form for fault in _faults(form)]
    if not faults:
        return SafeString("")
    return render("error-summary", {"titleText": title, "errorList": faults})


def _faults(form: BaseForm) -> list[dict[str, str]]:
    if not form.is_bound or not form.errors:
        return []
    whole = [{"text": str(words)} for words in form.non_field_errors()]
    of_fields = [
        {"text": str(words)}
        if bound.is_hidden
        else {"text": str(words), "href": f"#{fields.first_input(bound)}"}
        for bound in form
        for words in list(bound.errors)[:1]
    ]
    return whole + of_fields


@register.simple_tag
def status_tag(tag: Tag) -> SafeString:
    """A status in words and colour, as a presenter chose them."""
    return tables.tag_html(tag)


@register.simple_tag(takes_context=True)
def pager(
    context: RequestContext, page: Page[Any], noun: str = "result", many: str = ""
) -> SafeString:
    """Where a list goes on, keeping its filters. Says what is shown; no links for a single page.

    `many` is the plural of a noun that does not take an s.
    """
    plural = noun if page.paginator.count == 1 else many or f"{noun}s"
    links = _page_links(context, page) if page.paginator.num_pages > 1 else ""
    words = {"page": page, "plural": plural, "links": links}
    return SafeString(render_to_string(f"{PARTS}/pager.html", words))


def _page_links(context: RequestContext, page: Page[Any]) -> SafeString:
    asked = context["request"].GET

    def item(number: int | str) -> dict[str, object]:
        if not isinstance(number, int):
            return {"ellipsis": True}
        is_here = number == page.number
        return {"number": number, "href": chosen.with_page(asked, number), "current": is_here}

    def step(number: int) -> dict[str, object]:
        return {"href": chosen.with_page(asked, number)}

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    params: dict[str, object] = {
        "items": [item(number) for number in numbers],
        "previous": step(page.previous_page_number()) if page.has_previous() else None,
        "next": step(page.next_page_number()) if page.has_next() else None,
        "landmarkLabel": "Pages of this list",
    }
    return render("pagination", without_nothing(params))


@register.inclusion_tag(f"{PARTS}/timeline.html")
def timeline(
    entries: Sequence[Entry], heading_level: int = 3, when_empty: str = "Nothing has happened yet."
) -> dict[str, object]:
    """Events in the order given, each with who and when."""
    return {"entries": entries, "level": heading_level, "when_empty": when_empty}


@register.simple_tag
def task_list(rows: Sequence[Task], id_prefix: str = "task") -> SafeString:
    """Tasks with their status. One without an address cannot be started yet."""
    items = [
        without_nothing(
            {
                "title": {"text": task.title},
                "hint": {"text": task.hint} if task.hint else None,
                "href": task.href or None,
                "status": {"html": tables.tag_html(task.tag)},
            }
        )
        for task in rows
    ]
    return render("task-list", {"items": items, "idPrefix": id_prefix})


@register.simple_tag
def summary_list(rows: Sequence[Row], title: str = "", heading_level: int = 2) -> SafeString:
    """Questions with their answers and where to change them; with a title, on a card."""
    card = {"title": {"text": title, "headingLevel": heading_level}} if title else None
    params = {"rows": [_summary_row(row) for row in rows], "card": card}
    return render("summary-list", without_nothing(params))


def _summary_row(row: Row) -> dict[str, object]:
    value = row.value if isinstance(row.value, Cell) else Cell(str(row.value))
    words = SafeString(tables.cell_html(value).replace("\n", "<br>"))
    change = {
        "href": row.change,
        "text": row.change_words,
        "visuallyHiddenText": row.key[:1].lower() + row.key[1:],
    }
    return without_nothing(
        {
            "key": {"text": row.key},
            "value": {"html": words or "Not given"},
            "actions": {"items": [change]} if row.change else None,
        }
    )


@register.simple_block_tag(takes_context=True)
def tab(context: RequestContext, content: str, label: str, id: str = "") -> str:
    """One tab inside `{% tabs %}`."""
    panel = {"html": SafeString(content)}
    _gathered(context).append({"id": id or slugify(label), "label": label, "panel": panel})
    return ""


@register.simple_block_tag(takes_context=True)
def tabs(context: RequestContext, content: str, title: str = "Contents") -> SafeString:
    """Sections behind tabs; without script, one after another with links above."""
    gathered = _gathered(context)
    items = gathered.copy()
    gathered.clear()
    return render("tabs", {"items": items, "title": title})


def _gathered(context: RequestContext) -> list[dict[str, object]]:
    """Tabs drawn so far between `{% tabs %}` and its end."""
    found = context.render_context.get(TABS)
    gathered: list[dict[str, object]] = found if isinstance(found, list) else []
    context.render_context[TABS] = gathered
    return gathered


@register.inclusion_tag(f"{PARTS}/filters.html", takes_context=True)
def filters(
    context: RequestContext, form: BaseForm, title: str = "Filter", button: str = "Apply filters"
) -> dict[str, object]:
    """A panel that filters the list below by GET, with what is chosen and how to take it away."""
    request = context["request"]
    shown = [fields.html(bound, fields.Wishes(says_optional=False)) for bound in form]
    return {
        "form": form,
        "fields": shown,
        "chosen": chosen.chosen_links(form, request.GET),
        "path": request.path,
        "title": title,
        "button": button,
    }


@register.inclusion_tag(f"{PARTS}/table.html")
def data_table(table: Table) -> dict[str, object]:
    """A table with caption and scopes, its numbers to the right and its marks explained below."""
    return {
        "table": table,
        "body": tables.body_html(table),
        "id": f"table-{slugify(table.caption)[:60]}",
        "marks": _marks_used(table),
    }


def _marks_used(table: Table) -> list[tuple[str, str]]:
    used = {c.mark for row in table.rows for c in row if isinstance(c, Cell) and c.mark}
    return [(mark, meaning) for mark, meaning in table.marks.items() if mark in used]


@register.inclusion_tag(f"{PARTS}/figure.html")
def figure(figure: Figure, heading_level: int = 2) -> dict[str, object]:
    """A chart or map whose title says the finding, with its words, its numbers and its files."""
    return {"figure": figure, "level": heading_level, "id": f"figure-{slugify(figure.title)[:60]}"}


@register.inclusion_tag(f"{PARTS}/progress.html")
def progress(
    done: int,
    total: int,
    words: str,
    label: str = "Progress",
    poll_url: str = "",
    poll_seconds: int = 3,
) -> dict[str, object]:
    """How far something has come, in words and as a bar. With `poll_url` it refreshes itself."""
    return {
        "done": done,
        "total": total,
        "words": words,
        "label": label,
        "id": f"progress-{slugify(label)}",
        "poll_url": poll_url,
        "poll_seconds": poll_seconds,
    }


@register.simple_tag
def definition(term: str, meaning: str) -> SafeString:
    """What a word means, one click away."""
    return render("details", {"summaryText": f"What “{term}” means", "text": meaning})


@register.inclusion_tag(f"{PARTS}/contents.html")
def contents(
    links: Sequence[Link], title: str = "Contents", is_numbered: bool = False
) -> dict[str, object]:
    """Links to the pages of one thing, the current one marked."""
    return {"links": links, "title": title, "is_numbered": is_numbered}


@register.simple_tag
def headline(number: str, words: str, basis: str = "") -> SafeString:
    """A number to be seen first, with what it counts and what it rests on."""
    rest = format_html('<span class="hw-headline__basis">{}</span>', basis) if basis else ""
    return format_html(
        '<p class="hw-headline"><span class="hw-headline__number">{}</span> '
        '<span class="hw-headline__words">{}</span> {}</p>',
        number,
        words,
        rest,
    )


@register.simple_tag
def crumbs(*links: Link) -> SafeString:
    """The way back up. The page itself is not in it."""
    items = [{"text": link.text, "href": link.href} for link in links]
    return render("breadcrumbs", {"items": items, "collapseOnMobile": True})


@register.simple_tag
def crumb(text: str, href: str) -> Link:
    """One step of the way back: `{% crumb "Work" "/work/" as work %}{% crumbs work %}`."""
    return Link(text, href)


@register.simple_tag
def back_link(href: str, text: str = "Back") -> SafeString:
    """The way back where a page has one way only, in a landmark of its own."""
    link = render("back-link", {"href": href, "text": text})
    return format_html('<nav aria-label="Back">{}</nav>', link)
