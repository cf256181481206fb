"""Pages of the definition: who gets in, weighing, proposing, approving, comparing, assessing."""

import pytest
from django.test import Client
from django.utils import timezone

from builders.definition import (
    IN,
    approved,
    begun,
    issued_decision,
    lead_of,
    proposed,
    weigh,
    written,
)
from builders.editions_web import stored_edition
from builders.web import build_workspace, client_with
from headwater.core import clock
from headwater.web.accounts.roles import Role
from headwater.web.editions.models import Edition
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.partnership.definition.changes import versions
from headwater.web.partnership.definition.models import LocalDefinition
from headwater.web.partnership.definition.rules.stages import Status
from headwater.web.partnership.definition.rules.weighing import Factor

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/definition/"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def kind(version: LocalDefinition, key: str = "homicide", rest: str = "") -> str:
    return f"{HOME}{version.reference}/kinds/{key}/{rest}"


def answers(**given: object) -> dict[str, object]:
    fields: dict[str, object] = {"decision": "in", "rationale": "It is grave.", "counting": "all"}
    for factor in Factor:
        fields |= {f"{factor.value}_level": "high", f"{factor.value}_words": "Read there."}
    return {**fields, "version": 1, **given}


def test_an_empty_workbench_says_what_counts_meanwhile_and_how_to_begin() -> None:
    build_workspace()
    text = text_of(client_with(Role.LEAD), HOME)
    assert "No board has approved a definition yet" in text
    assert "Begin a new version" in text
    assert "Begin a new version" not in text_of(client_with(Role.VIEWER), HOME)


def test_a_lead_begins_a_version_and_a_viewer_does_not() -> None:
    build_workspace()
    assert client_with(Role.VIEWER).post(f"{HOME}begin/").status_code == 404
    answer = client_with(Role.LEAD).post(f"{HOME}begin/")
    made = LocalDefinition.objects.get()
    assert answer.headers["Location"] == f"{HOME}{made.reference}/"
    assert "Before it can be put to a board" in text_of(
        client_with(Role.VIEWER), answer["Location"]
    )


def test_a_kind_of_violence_is_weighed_and_the_next_opens() -> None:
    made = begun()
    answer = client_with(Role.LEAD).post(
        kind(made, rest="weigh/"), answers(next="yes"), follow=True
    )
    assert "Weigh attempted murder" in answer.content.decode()
    assert made.candidates.get(key="homicide").decision == "in"


def test_a_judgement_without_words_is_asked_for_where_it_is_missing() -> None:
    made = begun()
    answer = client_with(Role.LEAD).post(kind(made, rest="weigh/"), answers(prevalence_words=""))
    text = answer.content.decode()
    assert "Error: " in text
    assert "How common it is here" in text
    assert made.candidates.get(key="homicide").decision == "undecided"


def test_two_leads_who_weigh_at_once_lose_nothing() -> None:
    made = begun()
    candidate = made.candidates.select_related("definition__workspace").get(key="homicide")
    weigh(candidate, actor=lead_of(made.workspace), said="Theirs was first.")
    answer = client_with(Role.LEAD).post(
        kind(made, rest="weigh/"), answers(rationale="Mine came second.")
    )
    text = answer.content.decode()
    assert "Theirs was first." in text
    assert "Mine came second." in text


def test_terrorism_is_refused_with_the_reason() -> None:
    made = begun()
    client = client_with(Role.LEAD)
    given = {"title": "Terrorism", "limb": "violence", "codes": ""}
    text = client.post(f"{HOME}{made.reference}/add/", given).content.decode()
    assert "Terrorism cannot be added: section 13" in text
    assert not made.candidates.filter(is_own=True).exists()


def test_a_kind_of_our_own_is_added_and_taken_off() -> None:
    made = begun()
    client = client_with(Role.LEAD)
    given = {"title": "Acid attacks", "limb": "violence", "codes": "5d"}
    client.post(f"{HOME}{made.reference}/add/", given)
    own = made.candidates.get(is_own=True)
    assert own.codes == ["5D"]
    client.post(kind(made, own.key, "take-off/"))
    assert not made.candidates.filter(is_own=True).exists()


def test_evidence_is_tied_to_one_judgement() -> None:
    made = begun()
    edition = stored_edition(workspace=made.workspace, status=EditionStatus.LOCKED)
    client = client_with(Role.LEAD)
    chosen = {"other": f"edition {edition.reference}"}
    client.post(kind(made, rest="evidence/prevalence/"), chosen)
    text = text_of(client_with(Role.VIEWER), kind(made))
    assert f"/assessments/{edition.reference}/" in text
    assert "Untie" not in text


def test_a_version_is_proposed_by_a_lead_and_approved_by_somebody_else() -> None:
    made = written()
    decision = issued_decision(made.workspace)
    address, today = f"{HOME}{made.reference}/", timezone.localdate()
    client_with(Role.LEAD).post(f"{address}propose/", {"version": made.version})
    made.refresh_from_db()
    given = {
        "board": "Serious Violence Board",
        "decision": decision.reference,
        "minute": "Item 4",
        "on_day": today.day,
        "on_month": today.month,
        "on_year": today.year,
        "version": made.version,
    }
    assert client_with(Role.LEAD).post(f"{address}approve/", given).status_code == 404
    client_with(Role.APPROVER).post(f"{address}approve/", given)
    made.refresh_from_db()
    assert made.stands is Status.APPROVED
    assert "Serious Violence Board" in text_of(client_with(Role.VIEWER), HOME)


def test_a_board_sends_a_version_back_with_its_reason() -> None:
    made = proposed()
    given = {"reason": "Think about arson again.", "version": made.version}
    client_with(Role.APPROVER).post(f"{HOME}{made.reference}/send-back/", given)
    assert "Think about arson again." in text_of(client_with(Role.LEAD), f"{HOME}{made.reference}/")


def test_nobody_changes_a_version_in_force() -> None:
    made = approved()
    client = client_with(Role.LEAD)
    assert client.get(kind(made, rest="weigh/")).status_code == 422
    assert client.post(kind(made, rest="weigh/"), answers(version=2)).status_code == 422
    assert made.candidates.get(key="violent_disorder").decision == "out"


def test_two_versions_are_set_side_by_side() -> None:
    first = approved()
    lead = lead_of(first.workspace)
    second = versions.begin(workspace=first.workspace, actor=lead, at=clock.now())
    candidate = second.candidates.select_related("definition__workspace").get(key="blades")
    weigh(candidate, actor=lead, inside=[*IN, "blades"])
    asked = f"{HOME}compare/?before={first.reference}&after={second.reference}"
    text = text_of(client_with(Role.VIEWER), asked)
    came_in = text.partition("What came in")[2].partition("What went out")[0]
    assert "Carrying a blade" in came_in


def test_the_latest_locked_assessment_is_asked_for_again_and_leads_to_what_changed() -> None:
    made = approved()
    locked = stored_edition(workspace=made.workspace, status=EditionStatus.LOCKED)
    client = client_with(Role.LEAD)
    assert "again by this version" in text_of(client, HOME)
    client.post(f"{HOME}{made.reference}/assess/")
    again = Edition.objects.exclude(pk=locked.pk).get()
    assert again.definition["reference"] == made.reference
    assert "Once it is made" in text_of(client, HOME)
    Edition.objects.filter(pk=again.pk).update(status=EditionStatus.DRAFT)
    assert f"{again.reference}/compare/?with={locked.reference}" in text_of(client, HOME)


@pytest.mark.parametrize(
    ("rest", "kind_of"),
    [("paper/docx/", "word"), ("paper/pdf/", "pdf"), ("definition.csv", "csv")],
)
def test_a_version_is_handed_out(rest: str, kind_of: str) -> None:
    made = written()
    answer = client_with(Role.VIEWER).get(f"{HOME}{made.reference}/{rest}")
    assert answer.status_code == 200
    assert kind_of in answer["Content-Type"]


def test_a_draft_is_put_away() -> None:
    made = begun()
    client_with(Role.LEAD).post(f"{HOME}{made.reference}/put-away/", {"version": made.version})
    assert client_with(Role.LEAD).get(f"{HOME}{made.reference}/").status_code == 404
