"""The rules of deciding: sums, interests, checks, evidence and moves, as plain values."""

import doctest
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.rulebook.practice import due_diligence, toolkit_approach
from headwater.web.grants.deciding.models import AwardState
from headwater.web.grants.deciding.rules import awards, checking, deciding, evidence, scoring
from headwater.web.grants.deciding.rules import interests as rules
from headwater.web.grants.deciding.rules.interests import Ground, Side
from headwater.web.grants.deciding.rules.scoring import Spread, Weighed

CRITERIA = (
    Weighed("need", 25),
    Weighed("fit", 20),
    Weighed("evidence", 20),
    Weighed("safeguarding", 20, no_zero=True),
    Weighed("value", 10),
    Weighed("reach", 5),
)
TODAY = date(2026, 6, 1)
TWENTY = " ".join(["word"] * 20)


def all_at(points: int, **other: int) -> dict[str, Decimal]:
    return {each.key: Decimal(other.get(each.key, points)) for each in CRITERIA}


@pytest.mark.parametrize("module", [scoring, rules])
def test_examples_in_words_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_the_total_weighs_points_of_five_into_a_hundred() -> None:
    # 25*4/5 + 20*3/5 + 20*5/5 + 20*2/5 + 10*1/5 + 5*0/5 = 20 + 12 + 20 + 8 + 2 + 0
    points = all_at(0, need=4, fit=3, evidence=5, safeguarding=2, value=1)
    assert scoring.total(CRITERIA, points) == Decimal("62.0")


def test_there_is_no_total_while_a_criterion_has_no_points() -> None:
    assert scoring.total(CRITERIA, {"need": Decimal(5)}) is None


@given(
    low=st.tuples(*[st.integers(0, 5)] * 6),
    up=st.integers(0, 5),
    at=st.integers(0, 5),
)
def test_a_better_score_never_lowers_the_total(low: tuple[int, ...], up: int, at: int) -> None:
    first = {each.key: Decimal(points) for each, points in zip(CRITERIA, low, strict=True)}
    second = {**first, CRITERIA[at].key: max(first[CRITERIA[at].key], Decimal(up))}
    before, after = scoring.total(CRITERIA, first), scoring.total(CRITERIA, second)
    assert before is not None
    assert after is not None
    assert Decimal(0) <= before <= after <= Decimal(100)


def test_a_zero_on_safeguarding_cannot_be_funded_whatever_the_total() -> None:
    found = scoring.outcome(CRITERIA, all_at(5, safeguarding=0), threshold=Decimal(60))
    assert found.total == Decimal("80.0")
    assert found.zeros == ("safeguarding",)
    assert not found.is_fundable


@pytest.mark.parametrize(("points", "may"), [(3, True), (2, False)])
def test_the_threshold_itself_is_enough(points: int, may: bool) -> None:
    assert scoring.outcome(CRITERIA, all_at(points), threshold=Decimal(60)).is_fundable is may


@pytest.mark.parametrize(
    ("points", "is_wide"), [((3, 3), False), ((3, 4), False), ((2, 4), True), ((0, 5), True)]
)
def test_two_points_between_assessors_are_too_many(points: tuple[int, ...], is_wide: bool) -> None:
    spread = Spread(points)
    assert spread.is_wide is is_wide
    assert scoring.needs_third({"need": spread}, handed_in=2) is is_wide


def test_a_third_is_asked_once_only_and_not_before_two_have_handed_in() -> None:
    wide = {"need": Spread((1, 5))}
    assert not scoring.needs_third(wide, handed_in=1)
    assert not scoring.needs_third(wide, handed_in=3)


def test_moderated_points_count_before_the_mean() -> None:
    assert scoring.agreed(Spread((2, 3)), None) == Decimal("2.50")
    assert scoring.agreed(Spread((2, 3)), Decimal(3)) == Decimal(3)
    assert scoring.agreed(Spread(()), None) is None


def test_a_score_says_why_in_twenty_words_and_how_sure_it_is() -> None:
    scoring.check_score(name="Need", points=0, reason=TWENTY, confidence="high")
    for wrong in (
        {"points": None},
        {"points": 6},
        {"reason": "too few words"},
        {"confidence": ""},
    ):
        right = {"points": 3, "reason": TWENTY, "confidence": "low"}
        with pytest.raises(scoring.ScoreRefusedError, match="Need"):
            scoring.check_score(name="Need", **{**right, **wrong})  # type: ignore[arg-type]


PARTY = Side(
    names=("Ann O\N{RIGHT SINGLE QUOTATION MARK}Neill",),
    mails=("ann@harbour.example",),
    organisations=("The Harbour Light Ltd",),
    postcodes=("LM1 2AB",),
    numbers=("01234567",),
)


@pytest.mark.parametrize(
    ("reader", "found"),
    [
        (Side(mails=("Ann@Harbour.example",)), (Ground.MAIL, Ground.DOMAIN)),
        (Side(mails=("bob@harbour.example",)), (Ground.DOMAIN,)),
        (Side(names=("ann o'neill",)), (Ground.NAME,)),
        (Side(organisations=("HARBOUR LIGHT LIMITED",)), (Ground.ORGANISATION,)),
        (Side(postcodes=("lm12ab",)), (Ground.POSTCODE,)),
        (Side(numbers=("1234567",)), (Ground.NUMBER,)),
        (Side(names=("Ann",), mails=("ann@elsewhere.example",)), ()),
        (Side(), ()),
    ],
)
def test_what_two_sides_have_in_common_is_found_however_it_is_written(
    reader: Side, found: tuple[Ground, ...]
) -> None:
    assert rules.grounds(reader, PARTY) == found


def test_a_mail_domain_that_anybody_may_have_says_nothing() -> None:
    party = Side(mails=("club@gmail.com",))
    assert rules.grounds(Side(mails=("someone@gmail.com",)), party) == ()


def test_empty_fields_never_match_each_other() -> None:
    empty = Side(names=("",), mails=("",), organisations=("",), postcodes=("",), numbers=("",))
    assert rules.grounds(empty, empty) == ()


@pytest.mark.parametrize(
    ("declared", "cleared", "found", "found_cleared", "blocked"),
    [
        (False, False, (), (), False),
        (True, False, (), (), True),
        (True, True, (), (), False),
        (False, False, (Ground.DOMAIN,), (), True),
        (False, False, (Ground.DOMAIN,), ("domain",), False),
        (False, False, (Ground.DOMAIN, Ground.NAME), ("domain",), True),
        (True, True, (Ground.DOMAIN,), (), True),
    ],
)
def test_every_interest_blocks_until_it_is_cleared_itself(
    declared: bool,
    cleared: bool,
    found: tuple[Ground, ...],
    found_cleared: tuple[str, ...],
    blocked: bool,
) -> None:
    assert (
        rules.is_blocked(
            declared=declared,
            declaration_cleared=cleared,
            found=found,
            found_cleared=found_cleared,
        )
        is blocked
    )


def test_two_people_other_than_the_reader_clear_an_interest() -> None:
    rules.check_cleared(asked_by="P-1", confirmed_by="P-2", person="P-3")
    for asked_by, confirmed_by in (("", "P-2"), ("P-1", "P-1"), ("P-1", "P-3")):
        with pytest.raises(rules.InterestRefusedError):
            rules.check_cleared(asked_by=asked_by, confirmed_by=confirmed_by, person="P-3")
    with pytest.raises(rules.InterestRefusedError, match="Somebody else"):
        rules.check_asked(asker="P-3", person="P-3", reason="a reason that is long enough")


def test_small_groups_are_asked_less_than_companies() -> None:
    def ids(kind: str) -> set[str]:
        return {each.id for each in checking.asked_of(due_diligence(), kind)}

    assert "register" in ids("charity")
    assert "register" not in ids("group")
    assert "accounts" not in ids("school")
    assert {"safeguarding", "dbs", "insurance"} <= ids("school") & ids("council") & ids("group")


def test_what_is_not_met_or_ran_out_holds_an_award_up() -> None:
    items = checking.asked_of(due_diligence(), "school")
    met = checking.Found(checking.Result.MET, None)
    found = {each.id: met for each in items}
    checking.check_ready(items, found, today=TODAY)
    not_met = checking.Found(checking.Result.NOT_MET, None)
    ran_out = checking.Found(checking.Result.MET, date(2026, 5, 31))
    for bad in (not_met, ran_out):
        with pytest.raises(checking.CheckRefusedError, match="Insurance"):
            checking.check_ready(items, {**found, "insurance": bad}, today=TODAY)
    checking.check_ready(items, {**found, "equality": not_met}, today=TODAY)


def test_a_harmful_approach_needs_an_override_and_no_plan_helps() -> None:
    found = evidence.evidence_of(toolkit_approach("boot_camps"))
    assert found.flag is evidence.Flag.HARMFUL
    with pytest.raises(evidence.EvidenceRefusedError, match="harmful"):
        evidence.check_approval(found, has_override=False, plan=TWENTY)
    evidence.check_approval(found, has_override=True, plan="")


@pytest.mark.parametrize("approach", ["arts_programmes", None])
def test_what_is_not_known_to_work_needs_a_plan_to_evaluate_it(approach: str | None) -> None:
    found = evidence.evidence_of(toolkit_approach(approach) if approach else None)
    with pytest.raises(evidence.EvidenceRefusedError, match="evaluated"):
        evidence.check_approval(found, has_override=False, plan="a short plan")
    evidence.check_approval(found, has_override=False, plan=TWENTY)


def test_what_works_asks_for_nothing_more() -> None:
    found = evidence.evidence_of(toolkit_approach("mentoring"))
    assert found.flag is evidence.Flag.NONE
    evidence.check_approval(found, has_override=False, plan="")


def said(**given: object) -> deciding.Said:
    right = {
        "ruling": deciding.Ruling.APPROVE,
        "reasons": TWENTY,
        "amount": Decimal("3500.00"),
        "pot": "PO-1",
        "description": "Boxing on Friday nights",
        "starts_on": date(2026, 7, 1),
        "ends_on": date(2027, 3, 31),
    }
    return deciding.Said(**{**right, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": Decimal("3500.01")},
        {"amount": Decimal("99.99")},
        {"amount": Decimal("200.001")},
        {"reasons": "good"},
        {"pot": ""},
        {"description": " "},
        {"ends_on": date(2026, 6, 30)},
        {"starts_on": None},
    ],
)
def test_an_approval_says_how_much_from_where_for_what_and_when(wrong: dict[str, object]) -> None:
    most, least = Decimal(3500), Decimal(100)
    deciding.check_said(said(), largest=most, smallest=least)
    with pytest.raises(deciding.DecisionRefusedError):
        deciding.check_said(said(**wrong), largest=most, smallest=least)


def test_nobody_decides_on_what_they_assessed_or_before_they_declared() -> None:
    deciding.check_decider(decider="P-1", assessors={"P-2"}, has_declared=True)
    with pytest.raises(deciding.DecisionRefusedError, match="assessed"):
        deciding.check_decider(decider="P-1", assessors={"P-1"}, has_declared=True)
    with pytest.raises(deciding.DecisionRefusedError, match="no interest"):
        deciding.check_decider(decider="P-1", assessors=(), has_declared=False)


def test_a_total_below_the_threshold_needs_a_reason_and_a_zero_has_none() -> None:
    with pytest.raises(deciding.DecisionRefusedError, match="threshold"):
        deciding.check_score(said(), is_fundable=False, zeros=())
    deciding.check_score(said(below_threshold=TWENTY), is_fundable=False, zeros=())
    with pytest.raises(deciding.DecisionRefusedError, match="zero"):
        deciding.check_score(said(below_threshold=TWENTY), is_fundable=False, zeros=("dbs",))
    declined = said(ruling=deciding.Ruling.DECLINE)
    deciding.check_score(declined, is_fundable=False, zeros=("dbs",))


def test_awards_stand_where_the_table_knows_them() -> None:
    assert {each.value for each in awards.Standing} == {each.value for each in AwardState}
    assert awards.move_of("offered", "active", reason="").end is awards.Standing.ACTIVE
    with pytest.raises(awards.AwardRefusedError, match="Say why"):
        awards.move_of("offered", "withdrawn", reason=" ")
    with pytest.raises(awards.AwardRefusedError, match="cannot become"):
        awards.move_of("closed", "active", reason="a reason")
