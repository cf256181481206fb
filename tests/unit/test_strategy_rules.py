"""Rules of the joint plan: what is computed, what may be declared, merged, left out and moved."""

import doctest
from dataclasses import replace
from datetime import date, timedelta

import pytest

from headwater.web.strategy.rules import computing, lacking, merging, promises, redacting
from headwater.web.strategy.rules.computing import Facts, Step, computed, is_stale
from headwater.web.strategy.rules.describing import (
    ActionRefusedError,
    Description,
    check_description,
)
from headwater.web.strategy.rules.merging import merged
from headwater.web.strategy.rules.permissions import NotAllowedError
from headwater.web.strategy.rules.planning import (
    MOVES,
    Ground,
    Part,
    PlanError,
    Standing,
    Verb,
    check_review,
    move_from,
)
from headwater.web.strategy.rules.promises import how_it_goes, public_words, told_of
from headwater.web.strategy.rules.redacting import LeftOut, public_of
from headwater.web.strategy.rules.statuses import (
    DeclaredError,
    Status,
    check_may_declare,
    check_says_why,
)

TODAY = date(2026, 4, 1)
A_DAY = timedelta(days=1)
FACTS = Facts(Status.ON_TRACK, TODAY - 20 * A_DAY, TODAY + 60 * A_DAY, TODAY - 10 * A_DAY)


def days(ago: int, reached: int | None = None) -> Step:
    """A milestone due some days ago, reached some days ago."""
    return Step(TODAY - ago * A_DAY, None if reached is None else TODAY - reached * A_DAY)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (FACTS, Status.ON_TRACK),
        (replace(FACTS, starts_on=TODAY + A_DAY), Status.NOT_STARTED),
        (replace(FACTS, starts_on=TODAY), Status.ON_TRACK),
        (replace(FACTS, starts_on=TODAY + A_DAY, steps=[days(3, 3), days(-5)]), Status.ON_TRACK),
        (replace(FACTS, told_on=TODAY - 61 * A_DAY, starts_on=TODAY - 61 * A_DAY), Status.AT_RISK),
        (replace(FACTS, told_on=TODAY - 60 * A_DAY, starts_on=TODAY - 60 * A_DAY), Status.ON_TRACK),
        (replace(FACTS, steps=[days(1)]), Status.AT_RISK),
        (replace(FACTS, steps=[days(0)]), Status.ON_TRACK),
        (replace(FACTS, steps=[days(28)]), Status.AT_RISK),
        (replace(FACTS, steps=[days(29)]), Status.OFF_TRACK),
        (replace(FACTS, due_on=TODAY), Status.ON_TRACK),
        (replace(FACTS, due_on=TODAY - A_DAY), Status.OFF_TRACK),
        (replace(FACTS, is_blocked=True, due_on=TODAY - A_DAY), Status.BLOCKED),
        (replace(FACTS, steps=[days(9, 9), days(2, 1)]), Status.ON_TRACK),
        (replace(FACTS, steps=[days(9, 9)], due_on=TODAY - A_DAY), Status.AWAITING_EVIDENCE),
        (
            replace(FACTS, steps=[days(9, 9)], due_on=TODAY - A_DAY, is_evidenced=True),
            Status.COMPLETE,
        ),
        (replace(FACTS, declared=Status.COMPLETE), Status.AWAITING_EVIDENCE),
        (replace(FACTS, declared=Status.COMPLETE, is_evidenced=True), Status.COMPLETE),
        (replace(FACTS, declared=Status.COMPLETE, steps=[days(-9)]), Status.ON_TRACK),
        (replace(FACTS, declared=Status.WITHDRAWN, is_blocked=True), Status.WITHDRAWN),
        (replace(FACTS, is_evidenced=True), Status.ON_TRACK),
    ],
)
def test_the_computed_status_is_the_first_that_fits(facts: Facts, status: Status) -> None:
    assert computed(facts, today=TODAY).status is status


def test_nobody_is_asked_after_an_action_before_sixty_days_of_it_have_passed() -> None:
    old_news = replace(FACTS, starts_on=TODAY, told_on=TODAY - 200 * A_DAY)
    assert not is_stale(old_news, today=TODAY + 60 * A_DAY)
    assert is_stale(old_news, today=TODAY + 61 * A_DAY)


def test_a_status_that_the_facts_do_not_say_needs_a_reason() -> None:
    with pytest.raises(DeclaredError, match="evidence say at risk"):
        check_says_why(Status.ON_TRACK, Status.AT_RISK, reason="")
    check_says_why(Status.ON_TRACK, Status.AT_RISK, reason="The supplier promised it for Friday")
    check_says_why(Status.AT_RISK, Status.AT_RISK, reason="")


def test_only_leads_withdraw_an_action_and_they_say_why() -> None:
    with pytest.raises(NotAllowedError):
        check_may_declare(Status.ON_TRACK, Status.WITHDRAWN, leads=False, text="Not needed")
    with pytest.raises(NotAllowedError):
        check_may_declare(Status.WITHDRAWN, Status.ON_TRACK, leads=False, text="Again")
    with pytest.raises(DeclaredError):
        check_may_declare(Status.ON_TRACK, Status.WITHDRAWN, leads=True, text="")
    check_may_declare(Status.ON_TRACK, Status.WITHDRAWN, leads=True, text="Another does it")


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"due_on": TODAY - A_DAY},
        {"lead": "O-2222-2222", "partners": ("O-2222-2222",)},
        {"is_promise": True},
    ],
)
def test_an_action_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    said = Description("Open a youth club", TODAY, TODAY)
    check_description(said)
    with pytest.raises(ActionRefusedError):
        check_description(replace(said, **wrong))  # type: ignore[arg-type]


def test_what_an_action_says_is_the_same_after_it_was_kept() -> None:
    said = Description("Open a club", TODAY, TODAY, partners=("O-1", "O-2"), cost_gbp=0)
    assert Description.of(said.plain()) == said


def test_two_changes_laid_together_lose_nothing_that_either_said() -> None:
    before = {"title": "A", "detail": "B", "cost": 1, "lead": "C"}
    theirs = {**before, "detail": "theirs", "lead": "both", "cost": 2}
    yours = {**before, "title": "yours", "lead": "both", "cost": 3}
    both = merged(before, theirs, yours)
    assert both.answers == {"title": "yours", "detail": "theirs", "cost": 3, "lead": "both"}
    assert (both.taken, both.clashes) == (("detail",), ("cost",))


def test_a_version_moves_only_as_the_table_says() -> None:
    for start in Standing:
        for verb in Verb:
            known = [each for each in MOVES if each.start is start and each.verb is verb]
            if known:
                assert move_from(start, verb) is known[0]
            else:
                with pytest.raises(PlanError):
                    move_from(start, verb)


@pytest.mark.parametrize(("later", "is_right"), [(0, False), (1, True), (366, True), (367, False)])
def test_a_plan_is_looked_at_again_within_a_year(later: int, is_right: bool) -> None:
    if is_right:
        check_review(TODAY + later * A_DAY, today=TODAY)
    else:
        with pytest.raises(PlanError):
            check_review(TODAY + later * A_DAY, today=TODAY)


@pytest.mark.parametrize("declared", Status)
@pytest.mark.parametrize("computed", Status)
def test_the_public_is_never_told_better_than_either_says(
    declared: Status, computed: Status
) -> None:
    told = told_of(declared, computed)
    assert told in (declared, computed)
    assert told_of(computed, declared) is told or {declared, computed} in (
        {Status.ON_TRACK, Status.NOT_STARTED},
        {Status.OFF_TRACK, Status.BLOCKED},
    )
    said = how_it_goes(declared, computed)
    assert ("Reported as" in said) is (told is not declared)


def test_an_action_is_complete_when_it_says_everything() -> None:
    said = {**dict.fromkeys(lacking.PARTS, "said"), "reference": "Y-2", "title": "Train"}
    bare = {**said, "answers": [], "milestones": [], "partners": [], "cost_gbp": None}
    plan = {"priorities": [{"outcomes": [{"actions": [said, {**bare, "reference": "Y-3"}]}]}]}
    (found,) = lacking.incomplete(plan)
    assert found.reference == "Y-3"
    assert len(found.lacks) == 4


def test_every_status_has_public_words() -> None:
    assert len({public_words(each) for each in Status}) == len(Status)


@pytest.mark.parametrize("module", [computing, lacking, merging, promises, redacting])
def test_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


# --- the public version --------------------------------------------------------------------------


def action(reference: str, **given: object) -> dict[str, object]:
    return {
        "reference": reference,
        "title": f"Title {reference}",
        "detail": "How it is done",
        "answers": ["Injuries rose in the city"],
        "prevention": "Primary",
        "lead": "Constabulary",
        "lead_role": "Chief inspector",
        "partners": ["County Council"],
        "starts_on": "2026-01-01",
        "due_on": "2026-06-30",
        "milestones": [{"title": "Hired", "due_on": "2026-02-01"}],
        "cost_gbp": 9_000,
        "paid_by": "Duty grant",
        "factor": "youth work",
        "status": "On track",
        "public_wording": "",
        "is_promise": False,
        **given,
    }


def plan(*actions: dict[str, object]) -> dict[str, object]:
    outcome = {"title": "Fewer injuries", "measure": "Counted", "actions": list(actions)}
    priority = {
        "title": "Safer evenings",
        "why": "Most happens then",
        "answers": ["A finding"],
        "outcomes": [outcome],
    }
    return {
        "title": "Plan",
        "number": 1,
        "foreword": "Who made it",
        "first_day": "2026-01-01",
        "last_day": "2028-12-31",
        "priorities": [priority],
    }


def shown(public: dict[str, object]) -> list[dict[str, object]]:
    priorities = public["priorities"]
    assert isinstance(priorities, list)
    return [a for p in priorities for o in p["outcomes"] for a in o["actions"]]


def test_the_public_version_never_holds_what_is_for_the_partners() -> None:
    public = str(public_of(plan(action("Y-1")), []))
    for inside in ("Chief inspector", "How it is done", "Injuries rose", "A finding", "On track"):
        assert inside not in public


def test_public_words_take_the_place_of_the_title() -> None:
    public = public_of(plan(action("Y-1", public_wording="A club on Fridays")), [])
    assert shown(public)[0]["title"] == "A club on Fridays"
    assert "Title Y-1" not in str(public)


@pytest.mark.parametrize(
    ("part", "gone"),
    [
        (Part.WHO, ("Constabulary", "County Council")),
        (Part.DATES, ("2026-06-30",)),
        (Part.MONEY, ("9000", "Duty grant")),
        (Part.WHOLE, ("Title Y-1", "Constabulary", "2026-06-30", "9000")),
    ],
)
def test_what_is_left_out_is_nowhere_in_the_public_version(
    part: Part, gone: tuple[str, ...]
) -> None:
    public = public_of(plan(action("Y-1")), [LeftOut("Y-1", part, Ground.INVESTIGATION)])
    for each in gone:
        assert each not in str(public)


def test_the_public_version_says_how_much_was_left_out_and_on_which_grounds() -> None:
    left_out = [
        LeftOut("Y-1", Part.WHOLE, Ground.ENDANGERS),
        LeftOut("Y-2", Part.MONEY, Ground.FUNCTIONS),
        LeftOut("Y-9", Part.WHOLE, Ground.INVESTIGATION),
    ]
    public = public_of(plan(action("Y-1"), action("Y-2")), left_out)
    assert public["left_out"] == {
        "actions": 1,
        "parts": 1,
        "grounds": ["endangers", "functions"],
    }


def test_a_priority_whose_actions_are_all_left_out_is_not_named() -> None:
    public = public_of(plan(action("Y-1")), [LeftOut("Y-1", Part.WHOLE, Ground.ENDANGERS)])
    assert public["priorities"] == []
