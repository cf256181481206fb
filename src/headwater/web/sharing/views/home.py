"""The first page of sharing: what there is in each register and what waits."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core.words import counted
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.parts import Cell, Column, Table
from headwater.web.sharing.presenters import onboarding as presenters
from headwater.web.sharing.queries import onboarding as ways
from headwater.web.sharing.queries import registers as queries
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.onboarding import Step


@require_safe
def register(request: ActorRequest, workspace: str) -> HttpResponse:
    """Counts of each register, what waits in it, and what is stuck."""
    today = timezone.localdate()
    found = queries.counts(request.actor, workspace, today=today)
    on_the_way = ways.ways(ways.onboardings_for(request.actor, workspace), today=today)
    stuck = [each for each in on_the_way if each.is_stuck]
    context = {
        "workspace": workspace,
        "table": _registers(workspace, found, on_the_way),
        "stuck": presenters.board(stuck) if stuck else None,
        "may_write": permissions.can_begin(request.actor, workspace),
    }
    return render(request, "sharing/register.html", context)


def _registers(
    workspace: str, found: dict[str, dict[str, int]], on_the_way: list[ways.Way]
) -> Table:
    agreements, dpias, shares = found["agreements"], found["dpias"], found["shares"]
    regular = sum(1 for each in on_the_way if each.step is Step.REGULAR)
    stuck = sum(1 for each in on_the_way if each.is_stuck)
    rows = [
        (
            "Agreements",
            "agreements",
            f"{agreements['live']} in force",
            [
                _some(agreements["waiting"], "out to sign"),
                _some(agreements["drafts"], "in draft"),
                _some(agreements["due"], "to review within 8 weeks"),
            ],
        ),
        (
            "Impact assessments",
            "dpias",
            f"{dpias['live']} approved",
            [
                _some(dpias["waiting"], "with approvers"),
                _some(dpias["drafts"], "in draft"),
                _some(dpias["due"], "to review within 8 weeks"),
            ],
        ),
        ("Datasets", "datasets", counted(found["datasets"]["all"], "dataset"), []),
        (
            "Shares",
            "shares",
            f"{shares['live']} agreed",
            [
                _some(shares["waiting"], "waiting to start"),
                _some(shares["due"], "to review within 8 weeks"),
            ],
        ),
        ("Refusals", "refusals", counted(shares["stays"], "refusal"), []),
        (
            "Onboarding",
            "onboardings",
            f"{regular} of {counted(len(on_the_way), 'dataset')} regular",
            [_some(stuck, "stuck")],
        ),
    ]
    return Table(
        caption="Registers",
        caption_is_hidden=True,
        columns=[Column("Register"), Column("There is"), Column("Waits")],
        rows=[
            [
                Cell(title, href=reverse(f"sharing:{route}", args=[workspace])),
                there,
                ", ".join(each for each in waits if each) or "Nothing",
            ]
            for title, route, there, waits in rows
        ],
    )


def _some(count: int, words: str) -> str:
    return f"{count} {words}" if count else ""
