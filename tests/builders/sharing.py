"""Agreements, assessments, datasets, shares and onboarding of a partnership."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from builders.web import actor_of, build_member, build_organisation, build_workspace
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import Role
from headwater.web.partners.models import Organisation, StatutoryRole, Workspace
from headwater.web.sharing.changes import agreements, datasets, dpias, onboarding, shares
from headwater.web.sharing.changes.agreements import Terms
from headwater.web.sharing.changes.datasets import Described
from headwater.web.sharing.changes.dpias import Assessed
from headwater.web.sharing.changes.shares import Asked
from headwater.web.sharing.models import (
    Agreement,
    Approval,
    Dataset,
    Dpia,
    Move,
    Onboarding,
    Party,
    Share,
)
from headwater.web.sharing.rules.gateways import Bases
from headwater.web.sharing.rules.terms import Article6, Granularity, Purpose

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST, REVIEW = date(2026, 3, 2), date(2027, 3, 1)


def lead() -> Actor:
    """Somebody who writes every register."""
    return actor_of(build_member(Role.LEAD))


def police(workspace: Workspace | None = None) -> Organisation:
    """Police of the partnership."""
    place = workspace or build_workspace()
    return build_organisation(
        place, name="Loamshire Constabulary", statutory_role=StatutoryRole.POLICE
    )


def hospital(workspace: Workspace | None = None) -> Organisation:
    """A health authority of the partnership."""
    place = workspace or build_workspace()
    return build_organisation(
        place, name="Loamshire Hospitals", statutory_role=StatutoryRole.HEALTH
    )


def build_dataset(holder: Organisation | None = None, **given: Any) -> Dataset:
    """A dataset that a partner holds."""
    theirs = holder or hospital()
    return datasets.write(
        organisation=theirs,
        workspace=theirs.workspace,
        said=Described(**{"title": "Assault attendances", "source": "istv_ed", **given}),
        actor=HEADWATER,
        at=AT,
    )


def build_agreement(*parties: Organisation, at: datetime = AT, **given: Any) -> Agreement:
    """A draft between two partners."""
    both = parties or (police(), hospital())
    terms: dict[str, Any] = {
        "title": "Injury data",
        "purpose": Purpose.STRATEGY.value,
        "gateway": "not_personal",
        "parties": tuple(each.reference for each in both),
        "starts_on": FIRST,
        "review_on": REVIEW,
        **given,
    }
    place = both[0].workspace
    return agreements.write(workspace=place, terms=Terms(**terms), actor=HEADWATER, at=at)


def build_dpia(owner: Organisation | None = None, **given: Any) -> Dpia:
    """A draft of an assessment of impact."""
    theirs = owner or hospital()
    said: dict[str, Any] = {
        "title": "Injury data assessed",
        "owner_role": "Data protection officer",
        "scope": "Attendances by place and hour.",
        "risks": "Small numbers could point to somebody.",
        "measures": "Counts below five are hidden.",
        "review_on": REVIEW,
        **given,
    }
    return dpias.write(
        workspace=theirs.workspace,
        organisation=theirs,
        said=Assessed(**said),
        actor=HEADWATER,
        at=AT,
    )


def asked(**given: Any) -> Asked:
    """Something that somebody asks to share."""
    said: dict[str, Any] = {
        "title": "Attendances by month and ward",
        "giver": given.pop("giver", None) or hospital(),
        "taker": given.pop("taker", None) or police(),
        "purpose": Purpose.STRATEGY,
        "granularity": Granularity.AGGREGATE,
        "gateway": "not_personal",
        **given,
    }
    return Asked(**said)


def build_share(against: str = "", **given: Any) -> Share:
    """A decision on a share."""
    said = asked(**given)
    return shares.decide(
        workspace=said.giver.workspace, asked=said, against=against, actor=HEADWATER, at=AT
    )


def personal(
    giver: Organisation | None = None, taker: Organisation | None = None
) -> dict[str, Any]:
    """What is asked of something that tells people apart and that section 16 carries."""
    return {
        "title": "Addresses of repeated violence",
        "giver": giver or police(),
        "taker": taker or hospital(),
        "granularity": Granularity.PERSONAL,
        "gateway": "pcsc_s16",
        "bases": Bases(
            article_6=Article6.PUBLIC_TASK,
            necessity="Counts do not say which doors to knock on.",
            proportionality="Addresses only, for six weeks.",
        ),
    }


def build_personal_share(
    giver: Organisation | None = None, taker: Organisation | None = None, **given: Any
) -> Share:
    """A decision on something that tells people apart, which the law carries."""
    return build_share(**{**personal(giver, taker), **given})


def build_onboarding(dataset: Dataset | None = None, *, on: date = FIRST) -> Onboarding:
    """A dataset that its partner was asked for."""
    return onboarding.start(dataset=dataset or build_dataset(), on=on, actor=HEADWATER, at=AT)


def build_sharing_life(organisation: Organisation, said: str) -> dict[str, Any]:
    """One of each record of the registers, `said` in every text of theirs."""
    place = organisation.workspace
    other = build_organisation(
        place, name="Loamshire Constabulary", statutory_role=StatutoryRole.POLICE
    )
    dataset = build_dataset(
        organisation, title=said[:160], fields=said, caveat=said, steward_role=said[:120]
    )
    draft = build_agreement(
        organisation, other, title=said[:160], detail=said, datasets=(dataset.reference,)
    )
    out = build_agreement(organisation, other, title=f"{said[:140]} to sign")
    agreements.send_out(agreement=out, version=1, actor=HEADWATER, at=AT)
    dpia = build_dpia(organisation, title=said[:160], scope=said, risks=said, agreement=draft)
    proposed = build_dpia(organisation, title=f"{said[:140]} proposed")
    dpias.propose(dpia=proposed, version=1, actor=HEADWATER, at=AT)
    spare = build_dataset(organisation, title="Not asked for yet", source="")
    return {
        "dataset": dataset,
        "dataset_spare": spare,
        "agreement": draft,
        "agreement_out": out,
        "dpia": dpia,
        "dpia_proposed": proposed,
        "share": build_share(title=said[:160], giver=organisation, taker=other, kept=said[:200]),
        "refusal": build_share(
            title=said[:160],
            giver=organisation,
            taker=other,
            granularity=Granularity.PERSONAL,
            gateway="pcsc_s16",
        ),
        "share_waiting": build_personal_share(other, organisation, title=said[:160]),
        "onboarding": build_onboarding(dataset),
    }


def crowd_sharing() -> None:
    """Every agreement has many parties, every assessment was approved, every dataset asked for."""
    partners = list(Organisation.objects.order_by("pk")[:15])
    Party.objects.bulk_create(
        [
            Party(agreement=agreement, organisation=partner)
            for agreement in Agreement.objects.order_by("pk")
            for partner in partners
        ],
        ignore_conflicts=True,
    )
    Approval.objects.bulk_create(
        Approval(dpia=dpia, of_version=dpia.version, reason="Yes.", by=f"P-{number}", at=AT)
        for dpia in Dpia.objects.order_by("pk")
        for number in range(3)
    )
    # Every second one, so that there are many which can still be asked for.
    free = Dataset.objects.filter(onboarding=None).exclude(title="Not asked for yet")
    Onboarding.objects.bulk_create(
        Onboarding(workspace_id=dataset.workspace_id, dataset=dataset, moved_on=FIRST)
        for dataset in free.order_by("pk")[::2]
    )
    Move.objects.bulk_create(
        Move(onboarding=each, step=each.step, on=FIRST, by="P", at=AT)
        for each in Onboarding.objects.filter(moves=None)
    )


def sharing_parts(rows: Mapping[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """By the beginning of a route of sharing, what fills its address."""
    party = rows["agreement_out"].parties.first().organisation.reference
    signing = {"reference": rows["agreement_out"].reference, "organisation": party}
    named = ("onboarding", "dataset", "agreement", "dpia", "share", "refusal")
    return (
        ("sharing:onboarding_start", {"reference": rows["dataset_spare"].reference}),
        ("sharing:agreement_sign", signing),
        ("sharing:share_start", {"reference": rows["share_waiting"].reference}),
        ("sharing:dpia_approve", {"reference": rows["dpia_proposed"].reference}),
        *((f"sharing:{name}", {"reference": rows[name].reference}) for name in named),
    )
