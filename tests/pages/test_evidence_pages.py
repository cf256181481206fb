"""Pages of what works: the library, one approach, side by side, evaluations and overrides."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from builders.deciding import build_award
from builders.evidence import (
    HARMFUL,
    REASON,
    build_decision,
    build_evaluation,
    build_harmful_use,
    build_override,
)
from builders.plan import build_outcome
from builders.services import build_service
from builders.web import build_member, build_workspace, client_of, client_with
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.evidence.models import Evaluation, Override
from headwater.web.evidence.rules.overriding import HarmfulChoiceError, Standing
from headwater.web.thread import changes as thread
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/evidence/"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def answers(**given: Any) -> dict[str, Any]:
    return {
        "approach": "mentoring",
        "title": "Open Door mentors",
        "organisation": "",
        "what": "Weekly for six months.",
        "comparator": "",
        "participants": "84",
        "finding": "Fewer came back.",
        "level": "2",
        "is_independent": "yes",
        "verdict": "adapt",
        "document": "",
        **given,
    }


def test_the_library_says_what_is_known_and_what_is_not() -> None:
    text = text_of(client_with(Role.VIEWER), HOME)
    for words in ("Focused deterrence", "30% less violence or better", "Not transcribed yet",
                  "Yes: needs an override of the board", "read in the named source",
                  "Not read yet"):  # fmt: skip
        assert words in text
    assert "Write down an evaluation" not in text


def test_filters_of_the_library_are_in_the_address_and_in_the_file() -> None:
    client = client_with(Role.VIEWER)
    text = text_of(client, f"{HOME}?harmful=yes")
    assert "Boot camps" in text
    assert "Focused deterrence" not in text
    assert "No approach is like that" in text_of(client, f"{HOME}?words=nothing-like-it")
    lines = text_of(client, f"{HOME}approaches.csv?impact=low").strip().splitlines()
    assert [each.split(",")[0] for each in lines] == ["id", "cctv", "adventure_wilderness_therapy"]


def test_up_to_three_stand_side_by_side() -> None:
    build_workspace()
    build_evaluation()
    client = client_with(Role.VIEWER)
    asked = "&".join(f"ids={each}" for each in ("mentoring", "cctv", "boot_camps", "nonsense"))
    text = text_of(client, f"{HOME}compare/?{asked}")
    for words in ("Mentoring</th>", "CCTV</th>", "Boot camps</th>", "1 that you chose is left out",
                  "Open Door mentors, first year (adapt)",
                  f'href="{HOME}approaches/mentoring/"', "22 November 2026"):  # fmt: skip
        assert words in text
    assert "Nothing to compare yet" in text_of(client, f"{HOME}compare/")


def test_a_harmful_approach_in_use_warns_until_an_override_stands() -> None:
    service = build_harmful_use()
    reader, page = client_with(Role.VIEWER), f"{HOME}approaches/{HARMFUL}/"
    for address in (page, HOME, f"{HOME}harmful/?needs=decision"):
        assert "Needs a decision" in text_of(reader, address)
    asked = build_override(service)
    approver = client_with(Role.APPROVER)
    assert REASON in text_of(approver, f"{HOME}overrides/{asked.reference}/")
    approver.post(f"{HOME}overrides/{asked.reference}/approve/", {"version": 1})
    assert "Needs a decision" not in text_of(reader, page)
    text = text_of(reader, f"{HOME}harmful/?needs=none")
    assert "Visits to the prison" in text
    assert "Approver Person" in text
    assert f"{asked.reference},Stands" in text_of(reader, f"{HOME}harmful.csv")


def test_a_lead_asks_for_an_override_with_a_decision_of_the_board() -> None:
    service = build_harmful_use()
    lead, page = client_with(Role.LEAD), f"{HOME}approaches/{HARMFUL}/override/"
    assert "No board has recorded a decision yet" in text_of(lead, page)
    decision = build_decision().reference
    last = timezone.localdate() + timedelta(days=100)
    sent = {
        "use": f"service:{service.reference}",
        "decision": decision,
        "reason": "Too short",
        "expires_on_day": last.day,
        "expires_on_month": last.month,
        "expires_on_year": last.year,
    }
    answer = lead.post(page, sent)
    assert answer.status_code == 422
    assert "Error: " in answer.content.decode()
    assert '<option value="" selected>Choose</option>' in text_of(lead, page)
    answer = lead.post(page, {**sent, "reason": REASON})
    made = Override.objects.get()
    assert answer["Location"] == f"{HOME}overrides/{made.reference}/"
    assert (made.decision, made.expires_on) == (decision, last)
    assert "Waits for an approver" in text_of(lead, answer["Location"])


@pytest.mark.parametrize("kind", ["award", "priority", "outcome"])
def test_an_override_is_asked_for_before_a_part_of_the_plan_or_an_award_chooses_it(
    kind: str, django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    outcome = build_outcome()
    of_plan = {"outcome": outcome, "priority": outcome.priority}
    used: Any = of_plan[kind] if kind in of_plan else build_award()
    lead, page = client_with(Role.LEAD), f"{HOME}approaches/{HARMFUL}/override/"
    decision = build_decision().reference
    choice = f"{kind}:{used.reference}"
    assert f'value="{choice}"' not in text_of(lead, page)
    with django_assert_max_num_queries(25):
        text = text_of(lead, f"{page}?kind={kind}")
    assert f'value="{choice}"' in text
    last = timezone.localdate() + timedelta(days=100)
    sent = {
        "use": choice,
        "decision": decision,
        "reason": REASON,
        "expires_on_day": last.day,
        "expires_on_month": last.month,
        "expires_on_year": last.year,
    }
    assert lead.post(page, sent).status_code == 302
    asked = Override.objects.get()
    assert asked.use == (kind, used.reference)
    choosing: dict[str, Any] = {
        "workspace": build_workspace(),
        "first": asked.use,
        "relation": Relation.USES,
        "second": ("approach", HARMFUL),
        "actor": HEADWATER,
        "at": clock.now(),
    }
    with pytest.raises(HarmfulChoiceError):
        thread.tie(**choosing)
    approver = client_with(Role.APPROVER)
    approver.post(f"{HOME}overrides/{asked.reference}/approve/", {"version": 1})
    assert thread.tie(**choosing).to_reference == HARMFUL


def test_an_approach_that_does_no_harm_has_no_override() -> None:
    lead = client_with(Role.LEAD)
    assert lead.get(f"{HOME}approaches/mentoring/override/").status_code == 404
    assert lead.get(f"{HOME}approaches/nonsense/").status_code == 404
    assert "Nothing here could use it" in text_of(lead, f"{HOME}approaches/{HARMFUL}/override/")


def test_tying_a_harmful_approach_says_how_to_get_an_override() -> None:
    service = build_service(build_workspace(), name="Visits to the prison")
    lead = client_with(Role.LEAD)
    page = f"/work/loamshire/thread/service/{service.reference}/tie/"
    asked = "?find-kind=approach&find-words=prison"
    sent = {"how": "uses:forward", "other": HARMFUL}
    text = lead.post(page + asked, sent, follow=True).content.decode()
    assert "Ask for an override on the page of the approach" in text
    assert not Tie.objects.exists()


def test_who_asked_sees_that_somebody_else_must_approve() -> None:
    both = build_member(Role.LEAD, Role.APPROVER, name="Both")
    asked = build_override()
    Override.objects.update(asked_by=both.reference)
    client, page = client_of(both), f"{HOME}overrides/{asked.reference}/"
    assert "somebody else must approve it" in text_of(client, page)
    answer = client.post(f"{page}approve/", {"version": 1}, follow=True)
    assert "Somebody else must approve what you asked for" in answer.content.decode()
    assert Override.objects.get().stage is Standing.WAITING


def test_an_override_is_declined_with_a_reason() -> None:
    asked = build_override()
    approver, page = client_with(Role.APPROVER), f"{HOME}overrides/{asked.reference}/end/"
    assert approver.post(page, {"version": 1, "why": ""}).status_code == 422
    assert approver.post(page, {"version": 9, "why": "No grounds"}).status_code == 422
    assert approver.post(page, {"version": 1, "why": "No grounds"}).status_code == 302
    assert Override.objects.get().why_ended == "No grounds"


def test_an_evaluation_is_written_read_and_changed() -> None:
    lead = client_with(Role.LEAD)
    answer = lead.post(f"{HOME}evaluations/new/", answers())
    page = answer["Location"]
    text = text_of(client_with(Role.VIEWER), page)
    for words in ("Fewer came back.", "84", "Adapt: change it, then do it", "Written"):
        assert words in text
    assert "Change</a>" not in text
    assert "Open Door mentors" in text_of(lead, f"{HOME}approaches/mentoring/")
    assert 'value="mentoring" selected' in text_of(lead, f"{page}edit/")
    lead.post(f"{page}edit/", answers(verdict="stop", version=1))
    assert Evaluation.objects.get().verdict == "stop"


def test_an_evaluation_tells_who_completed_it_what_it_cost_and_for_whom_it_worked() -> None:
    sent = answers(
        completed="63", cost_per_completer="1150", dose="Weekly for six months", equity="Alike",
        theory="An adult who stays", cohort="Ages 12 to 17", fidelity="As planned",
        outcomes="SDQ before and after", adverse="None seen",
    )  # fmt: skip
    text = text_of(client_with(Role.VIEWER), client_with(Role.LEAD).post(
        f"{HOME}evaluations/new/", sent)["Location"])  # fmt: skip
    for words in ("63 (75%)", "£1,150", "Weekly for six months", "Alike", "An adult who stays",
                  "Ages 12 to 17", "As planned", "SDQ before and after", "None seen"):  # fmt: skip
        assert words in text


def test_no_more_people_complete_than_started() -> None:
    answer = client_with(Role.LEAD).post(f"{HOME}evaluations/new/", answers(completed="85"))
    assert answer.status_code == 422
    assert "no more people can complete it than started" in answer.content.decode()


def test_what_lacks_in_an_evaluation_is_said() -> None:
    answer = client_with(Role.LEAD).post(f"{HOME}evaluations/new/", answers(level="4"))
    assert answer.status_code == 422
    assert "Say what it was compared with" in answer.content.decode()


def test_a_second_person_sees_both_texts_and_loses_nothing() -> None:
    made = build_evaluation()
    lead, page = client_with(Role.LEAD), f"{HOME}evaluations/{made.reference}/edit/"
    lead.post(page, answers(finding="The first text.", version=1))
    answer = lead.post(page, answers(finding="The second text.", version=1))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The first text." in text
    assert "The second text." in text
    assert 'name="version" value="2"' in text


# --- what the toolkit says ------------------------------------------------------------------------


def reading(**given: str) -> dict[str, str]:
    day = timezone.localdate()
    usual = {
        "impact": "",
        "quality": "4",
        "cost": "low",
        "link": "https://toolkit.example/page",
        "read_on_day": str(day.day),
        "read_on_month": str(day.month),
        "read_on_year": str(day.year),
    }
    return usual | given


def test_what_the_toolkit_says_is_written_down_and_counts_everywhere() -> None:
    lead, page = client_with(Role.LEAD), f"{HOME}approaches/mentoring/"
    text = text_of(lead, f"{page}reading/")
    assert "Evidence security" in text
    assert "Impact on violence" not in text
    answer = lead.post(f"{page}reading/", reading())
    assert answer.headers["Location"] == page
    for address in (page, HOME, f"{HOME}compare/?ids=mentoring"):
        assert "4 of 5" in text_of(lead, address)
    assert "https://toolkit.example/page" in text_of(lead, page)
    assert ",4,low,no," in text_of(lead, f"{HOME}approaches.csv")


def test_an_approach_read_as_harmful_is_held_to_the_board_from_then_on() -> None:
    lead, page = client_with(Role.LEAD), f"{HOME}approaches/stop_and_search/"
    assert lead.get(f"{page}override/").status_code == 404
    lead.post(f"{page}reading/", reading(impact="harmful"))
    assert "This approach cannot be chosen" in text_of(lead, page)
    service = build_service(build_workspace())
    with pytest.raises(HarmfulChoiceError):
        thread.tie(
            workspace=service.workspace,
            first=("service", service.reference),
            relation=Relation.USES,
            second=("approach", "stop_and_search"),
            actor=HEADWATER,
            at=clock.now(),
        )
    assert lead.get(f"{page}override/").status_code == 200


def test_a_reading_without_its_link_is_asked_for_again_with_what_was_typed() -> None:
    answer = client_with(Role.LEAD).post(
        f"{HOME}approaches/mentoring/reading/", reading(link="", quality="5")
    )
    assert answer.status_code == 422
    assert '<option value="5" selected>' in answer.content.decode()


def test_only_leads_write_down_what_the_toolkit_says() -> None:
    viewer = client_with(Role.VIEWER)
    assert "Write down what the toolkit says" not in text_of(viewer, f"{HOME}approaches/mentoring/")
    assert viewer.post(f"{HOME}approaches/mentoring/reading/", reading()).status_code == 404
