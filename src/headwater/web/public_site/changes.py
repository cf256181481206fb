"""Writing posts and reporting problems."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.partners.models import Workspace
from headwater.web.public_site.models import Post, Problem
from headwater.web.releases import changes as releases
from headwater.web.releases import queries as released
from headwater.web.releases.models import Kind, Release
from headwater.web.worklist import changes as worklist

DAYS_TO_ANSWER = 10
LONGEST_SLUG = 100


class Event(StrEnum):
    """What the ledger says of the public site."""

    POST_STARTED = "post_started"
    POST_CHANGED = "post_changed"
    PROBLEM_REPORTED = "problem_reported"
    PROBLEM_CLOSED = "problem_closed"


class Waiting(StrEnum):
    """What the public site puts on worklists."""

    PROBLEM = "problem_reported"


@audited
def start_post(
    *, workspace: Workspace, given: Mapping[str, Any], actor: Actor, at: datetime
) -> Post:
    """A new post, which nobody but the partnership sees."""
    _check_lead(actor, workspace.slug)
    post = Post.objects.create(
        workspace=workspace,
        slug=_free_slug(given["title"]),
        written_by=[actor.reference],
        started_at=at,
        changed_at=at,
        **_words(given),
    )
    record(Event.POST_STARTED, about=post, by=actor, at=at, workspace=workspace.slug)
    return post


@audited
def save_post(
    *, post: Post, given: Mapping[str, Any], version: int, actor: Actor, at: datetime
) -> Post:
    """The post with new words. What was proposed or published before stays as it was."""
    _check_lead(actor, post.workspace.slug)
    held = Post.objects.select_for_update().get(pk=post.pk)
    if held.version != version:
        raise ChangedMeanwhileError(what="post")
    for name, words in _words(given).items():
        setattr(held, name, words)
    held.written_by = sorted({*held.written_by, actor.reference})
    held.changed_at, held.version = at, held.version + 1
    held.save(update_fields=["title", "summary", "body", "written_by", "changed_at", "version"])
    record(Event.POST_CHANGED, about=held, by=actor, at=at, workspace=post.workspace.slug)
    return held


def propose_post(
    *,
    post: Post,
    reason: str,
    correction: str,
    embargo_until: datetime | None,
    actor: Actor,
    at: datetime,
) -> Release:
    """Ask for the post to be published as it is now. A second pair of eyes decides.

    A post that is public already is corrected: the words for the public say what changed.
    """
    wrong = released.latest_known(actor, post.workspace.slug, post.reference)
    return releases.propose(
        workspace=post.workspace,
        kind=Kind.UPDATE,
        subject=post.reference,
        title=post.title,
        slug=post.slug,
        snapshot=snapshot_of(post),
        is_restricted=False,
        checks={},
        reason=reason,
        embargo_until=embargo_until,
        actor=actor,
        at=at,
        corrects=wrong,
        correction=correction,
        authors=post.written_by,
    )


def snapshot_of(post: Post) -> dict[str, str]:
    """What is published of a post."""
    return {"title": post.title, "summary": post.summary, "body": post.body}


@audited
def report_problem(
    *, workspace: Workspace, page: str, doing: str, wrong: str, reply_to: str, at: datetime
) -> Problem:
    """Keep what a reader reported, and put it on the worklist of those who run the site."""
    problem = Problem.objects.create(
        workspace=workspace, page=page, doing=doing, wrong=wrong, reply_to=reply_to, at=at
    )
    record(Event.PROBLEM_REPORTED, about=problem, by=HEADWATER, at=at, workspace=workspace.slug)
    worklist.post(
        workspace=workspace,
        kind=Waiting.PROBLEM,
        title=f"A reader reported a problem: {problem.reference}",
        link=reverse("public_site:problem", args=[workspace.slug, problem.reference]),
        about=problem.reference,
        due_on=timezone.localdate(at) + timedelta(days=DAYS_TO_ANSWER),
        roles=LEADS,
        at=at,
    )
    return problem


@audited
def close_problem(*, problem: Problem, actor: Actor, at: datetime) -> Problem:
    """Somebody has dealt with it. Doing so twice changes nothing."""
    workspace = problem.workspace
    _check_lead(actor, workspace.slug)
    problem.closed_at = problem.closed_at or at
    problem.save(update_fields=["closed_at"])
    record(Event.PROBLEM_CLOSED, about=problem, by=actor, at=at, workspace=workspace.slug)
    worklist.close(workspace=workspace, kind=Waiting.PROBLEM, about=problem.reference, at=at)
    return problem


def _words(given: Mapping[str, Any]) -> dict[str, str]:
    return {
        "title": given["title"].strip(),
        "summary": given["summary"].strip(),
        "body": given["body"].replace("\r\n", "\n").strip(),
    }


def _check_lead(actor: Actor, workspace: str) -> None:
    if not actor.has_role(workspace, LEADS):
        raise NotYours


def _free_slug(title: str) -> str:
    """An address from a title, with a number after it where it is taken."""
    wanted = slugify(title)[:LONGEST_SLUG] or "update"
    taken = set(Post.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken)
