"""Addresses of `strategy`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.strategy.views import (
    actions,
    looking,
    milestones,
    plan,
    public_side,
    telling,
    versions,
    writing,
)

app_name = "strategy"
HERE = "work/<slug:workspace>/plan/"
ACTIONS = f"{HERE}actions/"
ACTION = f"{ACTIONS}<slug:reference>/"
MILESTONE = f"{ACTION}milestones/<int:number>/"
VERSIONS = f"{HERE}versions/"
VERSION = f"{VERSIONS}<slug:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, plan.plan, name="plan"),
    path(f"{HERE}priorities/new/", plan.priority_new, name="priority_new"),
    path(f"{HERE}priorities/<slug:reference>/edit/", plan.priority_edit, name="priority_edit"),
    path(f"{HERE}priorities/<slug:reference>/outcomes/new/", plan.outcome_new, name="outcome_new"),
    path(f"{HERE}outcomes/<slug:reference>/edit/", plan.outcome_edit, name="outcome_edit"),
    path(ACTIONS, actions.actions, name="actions"),
    path(f"{HERE}actions.csv", actions.actions_csv, name="actions_csv"),
    path(f"{HERE}board/", looking.board, name="board"),
    path(f"{HERE}timeline/", looking.timeline, name="timeline"),
    path(f"{ACTIONS}new/", writing.new, name="action_new"),
    path(ACTION, actions.action, name="action"),
    path(f"{ACTION}edit/", writing.edit, name="action_edit"),
    path(f"{ACTION}tell/", telling.tell, name="action_tell"),
    path(f"{ACTION}move/", telling.move, name="action_move"),
    path(f"{ACTION}milestones/add/", milestones.add, name="milestone_add"),
    path(f"{MILESTONE}correct/", milestones.correct, name="milestone_correct"),
    path(f"{MILESTONE}remove/", milestones.remove, name="milestone_remove"),
    path(f"{ACTION}leave-out/", public_side.withhold, name="withhold"),
    path(f"{HERE}left-out/<slug:reference>/show/", public_side.disclose, name="disclose"),
    path(f"{HERE}promises/", public_side.promises, name="promises"),
    path(f"{HERE}promises.csv", public_side.promises_csv, name="promises_csv"),
    path(VERSIONS, versions.versions, name="versions"),
    path(f"{VERSIONS}new/", versions.version_new, name="version_new"),
    path(VERSION, versions.version, name="version"),
    path(f"{VERSION}edit/", versions.version_edit, name="version_edit"),
    path(f"{VERSION}put/", versions.version_put, name="version_put"),
    path(f"{VERSION}take-back/", versions.version_take_back, name="version_take_back"),
    path(f"{VERSION}adopt/", versions.version_adopt, name="version_adopt"),
    path(f"{VERSION}review/", versions.version_review, name="version_review"),
    path(f"{VERSION}propose/", versions.version_propose, name="version_propose"),
    path(f"{VERSION}<slug:audience>.<slug:kind>", versions.paper, name="version_paper"),
]
