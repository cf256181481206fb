"""What the pages of every register have in common: lists, one record, forms and their errors."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import Form, VersionedForm
from headwater.web.design_system.parts import Row, Table
from headwater.web.partners import queries as partners
from headwater.web.partners.models import Organisation
from headwater.web.sharing.forms.asking import RegisterFilter
from headwater.web.sharing.links import Registered, address
from headwater.web.sharing.rules import permissions
from headwater.web.thread.queries import strands_of

PER_PAGE = 25
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One register: what its page and its routes are called."""

    route: str
    """Of its list; those of its file and of a new record follow from it."""
    title: str
    noun: str
    lead: str
    """What it is for, in a sentence."""
    new_route: str = ""
    new_words: str = ""
    when_empty: str = ""


def listed(
    request: ActorRequest,
    workspace: str,
    register: Register,
    *,
    form: RegisterFilter,
    found: Sequence[Any],
    table: Callable[[list[Any]], Table],
) -> HttpResponse:
    """A register as a page: its table, its pages, its filter and its file."""
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    csv = reverse(f"{register.route}_csv", args=[workspace])
    context = {
        "workspace": workspace,
        "register": register,
        "filter_form": form,
        "page": page,
        "table": table(list(page)),
        "is_any": bool(found) or bool(request.GET),
        "csv": f"{csv}?{request.GET.urlencode()}",
        "new": reverse(register.new_route, args=[workspace])
        if register.new_route and permissions.can_begin(request.actor, workspace)
        else "",
    }
    return render(request, "sharing/list.html", context)


@dataclass(frozen=True, slots=True)
class Button:
    """Something that may be done with a record: a page to open, or a form to send."""

    words: str
    href: str
    posts: bool = False
    verb: str = ""
    is_first: bool = False


def shown(
    request: ActorRequest,
    row: Registered,
    *,
    kind: str,
    register: Register,
    facts: Sequence[Row],
    **more: Any,
) -> HttpResponse:
    """One record with what is known of it and what it is tied to."""
    workspace = row.workspace.slug
    context = {
        "workspace": workspace,
        "row": row,
        "title": more.pop("title", str(row)),
        "kind": kind,
        "register": register,
        "register_href": reverse(register.route, args=[workspace]),
        "facts": facts,
        "strands": strands_of(request.actor, workspace, (kind, row.reference)),
        **more,
    }
    return render(request, "sharing/one.html", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A page with a form."""

    heading: str
    back: str
    caption: str = ""
    lead: str = ""
    button: str = "Save"


def asked(
    request: ActorRequest, workspace: str, form: Form, question: Question, **more: Any
) -> HttpResponse:
    """A form on its page, with its errors where it has some."""
    context = {"workspace": workspace, "form": form, "question": question, **more}
    status = 422 if form.errors else 200
    return render(request, "sharing/form.html", context, status=status)


def saved(
    request: ActorRequest,
    form: Form,
    change: Callable[[], Registered],
    *,
    said: str,
) -> HttpResponse | None:
    """Do a change; where it is refused, say so on the form and give nothing.

    Where somebody else saved first, `ChangedMeanwhileError` goes on to the page, which shows both.
    """
    try:
        made = change()
    except ChangedMeanwhileError:
        raise
    except HeadwaterError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, said)
    return redirect(address(made))


def changed(
    request: ActorRequest,
    form: VersionedForm,
    change: Callable[[], Registered],
    now: Callable[[], tuple[int, Mapping[str, Any], Mapping[str, Any]]],
    *,
    said: str,
) -> tuple[HttpResponse | None, VersionedForm, list[tuple[str, str]]]:
    """Do a change of a record. Where somebody saved first, give your form over theirs, and theirs.

    `now` gives the version there is, what it says as answers, and the settings of the form.
    """
    try:
        return saved(request, form, change, said=said), form, []
    except ChangedMeanwhileError as error:
        version, theirs, settings = now()
        again = form.over(version, **settings)
        again.add_error(None, str(error))
        return None, again, _differs(again, theirs)


def _differs(form: VersionedForm, theirs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Questions to which theirs answers otherwise, with what theirs says."""
    found = []
    for name, field in form.fields.items():
        yours = form.cleaned_data.get(name)
        said = theirs.get(name)
        if name != "version" and _plain(yours) != _plain(said):
            found.append((str(field.label), _plain(said) or "Nothing"))
    return found


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(sorted(str(each) for each in value))
    return "" if value is None else str(value).strip()


def here(request: ActorRequest, workspace: str) -> list[Organisation]:
    """Organisations that take part today, by name."""
    today = timezone.localdate()
    rows = partners.organisations_for(request.actor, workspace, today=today)
    return list(partners.taking_part(rows, today=today))


def writes_for(request: ActorRequest, workspace: str) -> list[Organisation]:
    """Organisations whose part the actor may write."""
    rows = here(request, workspace)
    return [e for e in rows if permissions.can_write(request.actor, workspace, [e.pk])]


def named(rows: Iterable[Organisation]) -> list[tuple[str, str]]:
    """Organisations as choices."""
    return [(each.reference, each.name) for each in rows]


def filter_of(form: RegisterFilter) -> dict[str, str]:
    """What was filtered by; nothing where it makes no sense."""
    said = form.cleaned_data if form.is_valid() else {}
    return {name: said.get(name, "") for name in ("words", "partner", "status", "due")}


def in_a_year(today: date) -> date:
    """The day a review is suggested for."""
    return today.replace(year=today.year + 1, day=min(today.day, 28))
