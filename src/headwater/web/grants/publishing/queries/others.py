"""Grants of other funders: files of them, what taking one in would do, and who has which."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.publishing.models import OtherFile, OtherGrant
from headwater.web.grants.publishing.rules import elsewhere, permissions
from headwater.web.grants.publishing.rules.elsewhere import Stage
from headwater.web.partners.models import Workspace


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking in a file would do."""

    new: Sequence[elsewhere.OtherGrant]
    changed: Sequence[elsewhere.OtherGrant]
    unchanged: int

    @property
    def does_something(self) -> bool:
        """Whether anything would be different afterwards."""
        return bool(self.new or self.changed)


def files_for(actor: Actor, workspace: str) -> QuerySet[OtherFile]:
    """Every file that was looked at in a workspace, the latest first."""
    if not permissions.can_keep(actor, workspace):
        raise NotYours
    return OtherFile.objects.filter(workspace__slug=workspace).select_related("workspace")


def file_for(actor: Actor, workspace: str, reference: str) -> OtherFile:
    """One file of a workspace. Raises `NotYours` for any other, there or not."""
    found = files_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def preview_of(file: OtherFile) -> Preview:
    """What taking in a file would do now."""
    arrived = [elsewhere.read(grant) for grant in file.given]
    held = dict(
        OtherGrant.objects.filter(workspace=file.workspace, is_current=True).values_list(
            "grant_id", "kept"
        )
    )
    new = [each for each in arrived if each.grant_id not in held]
    changed = [
        each for each in arrived if each.grant_id in held and held[each.grant_id] != each.kept
    ]
    return Preview(new, changed, len(arrived) - len(new) - len(changed))


def seal_of(found: Preview) -> str:
    """Stands for one preview: with other grants held or given there is another."""
    said = [
        [each.grant_id for each in found.new],
        [each.grant_id for each in found.changed],
        found.unchanged,
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def taken_in_after(file: OtherFile) -> OtherFile | None:
    """A file that was taken in after another and still stands."""
    rows = OtherFile.objects.filter(workspace=file.workspace, stage=Stage.TAKEN_IN.value)
    return rows.filter(ended_at__gte=file.ended_at).exclude(pk=file.pk).order_by("ended_at").first()


def latest_of(workspace: Workspace, grant_ids: Collection[str]) -> list[int]:
    """Of each of these grants, the row that was taken in last."""
    rows = OtherGrant.objects.filter(workspace=workspace, grant_id__in=grant_ids)
    latest = dict(rows.order_by("pk").values_list("grant_id", "pk"))
    return list(latest.values())


def others_for(actor: Actor, workspace: str, text: str = "") -> QuerySet[OtherGrant]:
    """Grants of other funders as they stand, those with these words or this number."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = OtherGrant.objects.filter(workspace__slug=workspace, is_current=True)
    if not text:
        return rows
    charity, company = elsewhere.charity_number(text), elsewhere.company_number(text)
    asked = Q(recipient__icontains=text) | Q(funder__icontains=text) | Q(title__icontains=text)
    if charity:
        asked |= Q(charity_number=charity)
    if company:
        asked |= Q(company_number=company)
    return rows.filter(asked)


@dataclass(frozen=True, slots=True)
class Asking:
    """An organisation that asks us for money, or has some, and has grants of others."""

    organisation: str
    charity_number: str
    company_number: str
    applications: Sequence[str]
    """References of what it asked of us."""
    grants: Sequence[OtherGrant]


def asking_for(actor: Actor, workspace: str) -> list[Asking]:
    """Organisations that applied here and have grants of other funders, by registered number."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Application.objects.filter(round__workspace__slug=workspace)
    rows = rows.exclude(state__in=[State.DRAFT, State.INELIGIBLE]).exclude(
        charity_number="", company_number=""
    )
    asked: dict[tuple[str, str], list[Application]] = {}
    for each in rows.order_by("organisation", "reference"):
        key = (
            elsewhere.charity_number(each.charity_number),
            elsewhere.company_number(each.company_number),
        )
        if any(key):
            asked.setdefault(key, []).append(each)
    held = _by_number(workspace, asked)
    found = []
    for (charity, company), applications in asked.items():
        grants = {
            grant.pk: grant
            for grant in (*held.get(("charity", charity), ()), *held.get(("company", company), ()))
        }
        if grants:
            found.append(
                Asking(
                    organisation=applications[0].organisation,
                    charity_number=charity,
                    company_number=company,
                    applications=[each.reference for each in applications],
                    grants=sorted(grants.values(), key=lambda each: each.awarded_on, reverse=True),
                )
            )
    return found


def _by_number(
    workspace: str, asked: Mapping[tuple[str, str], object]
) -> dict[tuple[str, str], list[OtherGrant]]:
    charities = {charity for charity, _ in asked if charity}
    companies = {company for _, company in asked if company}
    rows = OtherGrant.objects.filter(
        Q(charity_number__in=charities) | Q(company_number__in=companies),
        workspace__slug=workspace,
        is_current=True,
    ).defer("kept")
    found: dict[tuple[str, str], list[OtherGrant]] = {}
    for each in rows:
        for key in (("charity", each.charity_number), ("company", each.company_number)):
            if key[1]:
                found.setdefault(key, []).append(each)
    return found
