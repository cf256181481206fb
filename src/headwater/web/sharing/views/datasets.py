"""Pages of datasets: what each partner holds and could supply."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.rulebook import data_register
from headwater.sources.table_schema import table_schema
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.design_system.parts import Cell, Column, Table
from headwater.web.partners import queries as partners
from headwater.web.sharing.changes import datasets as changes
from headwater.web.sharing.forms.asking import RegisterFilter
from headwater.web.sharing.forms.papers import (
    DatasetChangeForm,
    DatasetForm,
    dataset_answers,
    from_register,
)
from headwater.web.sharing.links import address
from headwater.web.sharing.models import Dataset
from headwater.web.sharing.presenters import one as presenters
from headwater.web.sharing.presenters import registers as tables
from headwater.web.sharing.queries import registers as queries
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.views.showing import (
    Button,
    Question,
    Register,
    asked,
    changed,
    filter_of,
    here,
    listed,
    look_or_send,
    named,
    saved,
    shown,
    writes_for,
)

REGISTER = Register(
    route="sharing:datasets",
    title="Datasets",
    noun="dataset",
    lead="What each partner holds, who looks after it, how often it comes and what is hidden.",
    new_route="sharing:dataset_new",
    new_words="Register a dataset",
    when_empty="Register what each partner could supply, then ask for it.",
)


@cache
def sources() -> tuple[tuple[str, str], ...]:
    """What files that are handed in are called, by title."""
    folder = files("headwater.sources").joinpath("schemas")
    schemas = [table_schema(each.name.removesuffix(".json")) for each in folder.iterdir()]
    return tuple(sorted(((each.name, each.title) for each in schemas), key=lambda one: one[1]))


@require_safe
def datasets(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every dataset."""
    form, found = _chosen(request, workspace)
    return listed(request, workspace, REGISTER, form=form, found=found, table=tables.datasets)


@require_safe
def datasets_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same as a file."""
    _, found = _chosen(request, workspace)
    rows = tables.dataset_rows(found)
    return csv_response(f"{workspace}-datasets.csv", tables.DATASET_COLUMNS, rows)


def _chosen(request: ActorRequest, workspace: str) -> tuple[RegisterFilter, list[Dataset]]:
    partners_here = named(here(request, workspace))
    form = RegisterFilter(request.GET, partners=partners_here, has_reviews=False)
    asked_for = filter_of(form)
    rows = queries.with_words(
        queries.datasets_for(request.actor, workspace), asked_for["words"], "title", "fields"
    )
    if asked_for["partner"]:
        rows = rows.filter(organisation__reference=asked_for["partner"])
    return form, list(rows)


def _one(request: ActorRequest, workspace: str, reference: str) -> Dataset:
    return queries.one(queries.datasets_for(request.actor, workspace), reference)


@require_safe
def dataset(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One dataset."""
    found = _one(request, workspace, reference)
    buttons = []
    if permissions.can_write(request.actor, workspace, [found.organisation_id]):
        if not hasattr(found, "onboarding"):
            where = reverse("sharing:onboarding_start", args=[workspace, reference])
            buttons.append(Button("Ask the partner for it", where, is_first=True))
        buttons.append(Button("Change", address(found, "edit")))
    return shown(
        request,
        found,
        kind="dataset",
        register=REGISTER,
        facts=presenters.dataset_facts(found),
        buttons=buttons,
    )


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Register a dataset, from what such a partner usually holds or from nothing."""
    place = partners.workspace_for(request.actor, workspace)
    asked_for = request.GET.get("from", "").partition("|")
    form = DatasetForm(
        sent(request),
        organisations=writes_for(request, workspace),
        sources=sources(),
        initial=from_register(asked_for[0], asked_for[2]),
    )
    if request.method == "POST" and form.is_valid():
        done = saved(
            request,
            form,
            lambda: changes.write(
                workspace=place,
                organisation=form.organisations[form.cleaned_data["organisation"]],
                said=form.described(),
                actor=request.actor,
                at=clock.now(),
            ),
            said="Registered. Ask the partner for it, so that everybody sees how it goes.",
        )
        if done:
            return done
    question = Question(
        heading="Register a dataset", back=reverse("sharing:datasets", args=[workspace])
    )
    return asked(request, workspace, form, question, below=_usual(workspace))


def _usual(workspace: str) -> Table:
    """What partners usually hold, each leading to the form filled with it."""
    new_one = reverse("sharing:dataset_new", args=[workspace])
    return Table(
        caption="What partners usually hold",
        columns=[Column("Dataset"), Column("Partner"), Column("Keep in mind")],
        rows=[
            [
                Cell(each.dataset, href=f"{new_one}?from={each.partner}|{each.dataset}"),
                each.partner,
                each.caveat,
            ]
            for each in data_register()
        ],
        is_dense=True,
    )


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change what is said of a dataset."""
    found = _one(request, workspace, reference)
    permissions.check_can_write(request.actor, workspace, [found.organisation_id])
    settings: dict[str, Any] = {"organisations": [], "sources": sources()}
    form: Any = DatasetChangeForm(sent(request), **settings, initial=dataset_answers(found))
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        given = form

        def change() -> Dataset:
            return changes.change(
                dataset=found,
                said=given.described(),
                version=given.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )

        def now() -> tuple[int, Mapping[str, Any], Mapping[str, Any]]:
            again = _one(request, workspace, reference)
            return again.version, dataset_answers(again), settings

        done, form, theirs = changed(request, given, change, now, said="Saved.")
        if done:
            return done
    question = Question(heading=f"Change: {found.title}", back=address(found))
    return asked(request, workspace, form, question, theirs=theirs)
