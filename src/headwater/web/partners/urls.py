"""Addresses of `partners`."""

from django.urls import URLPattern, URLResolver, include, path

from headwater.web.partners.views import (
    accounts,
    organisations,
    owners,
    people,
    successions,
    workspaces,
)

app_name = "partners"

ORGANISATIONS = [
    path("", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add_organisation, name="add_organisation"),
    path("organisations/<str:reference>/", organisations.organisation, name="organisation"),
    path(
        "organisations/<str:reference>/correct/",
        organisations.correct_organisation,
        name="correct_organisation",
    ),
    path(
        "organisations/<str:reference>/end/",
        organisations.end_organisation,
        name="end_organisation",
    ),
    path(
        "organisations/<str:reference>/follow/",
        successions.follow_organisation,
        name="follow_organisation",
    ),
]
OWNERS = [
    path("owner/", owners.owner, name="owner"),
    path("owner/change/", owners.change_owner, name="change_owner"),
    path("owner/<str:reference>/correct/", owners.correct_owner, name="correct_owner"),
    path("owner/<str:reference>/undo/", owners.undo_owner, name="undo_owner"),
]
PEOPLE = [
    path("people/", people.people, name="people"),
    path("people/export/", people.export_people, name="export_people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<str:reference>/", people.person, name="person"),
    path("people/<str:reference>/invite/", people.invite_again, name="invite_again"),
    path("people/<str:reference>/grant/", people.grant, name="grant"),
    path("people/<str:reference>/leave/", people.leave, name="leave"),
    path("people/<str:reference>/second-factor/", accounts.reset_factor, name="reset_factor"),
    path("people/<str:reference>/close-account/", accounts.close_account, name="close_account"),
    path("people/<str:reference>/open-account/", accounts.reopen_account, name="reopen_account"),
    path("roles/", workspaces.roles, name="roles"),
    path("roles/<str:reference>/end/", people.end_role, name="end_role"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("work/", workspaces.choose, name="choose"),
    path(
        "work/<slug:workspace>/partners/",
        include([*ORGANISATIONS, *OWNERS, *PEOPLE]),
    ),
]
