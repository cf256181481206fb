"""What may be shared by which law: the whole decision table, its properties, and law by date."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, combinations, product

import pytest

from headwater import rulebook
from headwater.web.partners.rules.duty import Standing, StatutoryRole
from headwater.web.sharing.rules.gateways import (
    Bases,
    Law,
    Proposal,
    against_bases,
    against_gateway,
    judge,
    law_of,
)
from headwater.web.sharing.rules.terms import (
    Acting,
    Article6,
    Article9,
    Condition,
    Granularity,
    Holding,
    Purpose,
)

TODAY = date(2026, 11, 23)
LAW = law_of(TODAY)
GOOD = Bases(
    article_6=Article6.PUBLIC_TASK,
    article_9=Article9.PUBLIC_INTEREST,
    condition=Condition.STATUTORY,
    necessity="Counts do not show who is met by two services.",
    proportionality="Six columns, kept for a year.",
)
PERSONAL = (Granularity.PSEUDONYMISED, Granularity.PERSONAL)
COARSE = (Granularity.AGGREGATE, Granularity.ANONYMISED)
CHAPTER_1 = frozenset(
    {Purpose.IDENTIFY_KINDS, Purpose.IDENTIFY_CAUSES, Purpose.STRATEGY, Purpose.MONITOR}
)
HOLDINGS = tuple(
    frozenset(each) for each in chain.from_iterable(combinations(Holding, n) for n in range(5))
)
TAKERS = (
    StatutoryRole.POLICE,
    StatutoryRole.LOCAL_AUTHORITY,
    StatutoryRole.LOCAL_POLICING_BODY,
    StatutoryRole.VOLUNTARY,
)
GATEWAYS = tuple(each.id for each in rulebook.lawful_gateways())


def proposed(**given: object) -> Proposal:
    fields: dict[str, object] = {
        "giver": StatutoryRole.POLICE,
        "taker": StatutoryRole.LOCAL_AUTHORITY,
        "purpose": Purpose.STRATEGY,
        "granularity": Granularity.PERSONAL,
        "gateway": "pcsc_s16",
        "bases": GOOD,
        **given,
    }
    return Proposal(**fields)  # type: ignore[arg-type]


def givers() -> Iterator[tuple[StatutoryRole, Acting | None]]:
    for role in StatutoryRole:
        is_council = role is StatutoryRole.LOCAL_AUTHORITY
        yield from ((role, acting) for acting in ((None, *Acting) if is_council else (None,)))


def table(gateway: str) -> Iterator[Proposal]:
    """Every combination there is, by one gateway."""
    for (giver, acting), taker, purpose, granularity, holds in product(
        givers(), StatutoryRole, Purpose, Granularity, HOLDINGS
    ):
        yield Proposal(
            giver=giver,
            acting=acting,
            taker=taker,
            purpose=purpose,
            granularity=granularity,
            holds=holds,
            gateway=gateway,
            bases=GOOD,
        )


def is_carried(proposal: Proposal, law: Law = LAW) -> bool:
    """What `judge` says, without looking for alternatives, which takes far longer."""
    if not proposal.granularity.tells_people_apart:
        return judge(proposal, law).is_allowed
    return not against_gateway(proposal, law) and not against_bases(proposal)


def named(role: StatutoryRole) -> bool:
    return role.standing is not Standing.NOT_NAMED


def by_section_16(each: Proposal) -> bool:
    """The table of section 16 as the guide to it has it, written out once more."""
    if Holding.IPA in each.holds:
        return False
    if each.granularity in COARSE:
        return True
    if Holding.PATIENT in each.holds or each.giver is StatutoryRole.HEALTH:
        return False
    if each.giver is StatutoryRole.LOCAL_AUTHORITY and each.acting is not Acting.OTHER:
        return False
    return named(each.giver) and named(each.taker) and each.purpose in CHAPTER_1


def test_every_combination_by_section_16_is_as_the_table_has_it() -> None:
    wrong = [each for each in table("pcsc_s16") if is_carried(each) != by_section_16(each)]
    assert wrong == []


def short_table(gateway: str) -> Iterator[Proposal]:
    """The combinations by one gateway, with one taker of each kind and no holdings."""
    for (giver, acting), taker, purpose, granularity in product(
        givers(), TAKERS, Purpose, (Granularity.AGGREGATE, Granularity.PERSONAL)
    ):
        yield proposed(
            giver=giver,
            acting=acting,
            taker=taker,
            purpose=purpose,
            granularity=granularity,
            gateway=gateway,
        )


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_nothing_of_the_investigatory_powers_act_passes(gateway: str) -> None:
    held = frozenset({Holding.IPA})
    assert not any(is_carried(replace(each, holds=held)) for each in short_table(gateway))


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_counts_always_pass_and_no_gateway_has_to_carry_them(gateway: str) -> None:
    for giver, acting in givers():
        for holds in HOLDINGS:
            if Holding.IPA in holds:
                continue
            found = judge(
                proposed(
                    giver=giver,
                    acting=acting,
                    granularity=Granularity.AGGREGATE,
                    holds=holds,
                    gateway=gateway,
                    bases=Bases(),
                ),
                LAW,
            )
            assert found.is_allowed
            assert found.under == "not_personal"


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_what_is_refused_stays_refused_when_it_holds_more(gateway: str) -> None:
    for each in short_table(gateway):
        carried = {holds for holds in HOLDINGS if is_carried(replace(each, holds=holds))}
        below = {holds - {holding} for holds in carried for holding in holds}
        assert below <= carried, each


@pytest.mark.parametrize("granularity", Granularity)
@pytest.mark.parametrize("gateway", ["pcsc_s16", "pcsc_s17"])
def test_patient_information_never_passes_under_the_duty(
    granularity: Granularity, gateway: str
) -> None:
    for giver, acting in givers():
        found = judge(
            proposed(
                giver=giver,
                acting=acting,
                purpose=Purpose.MONITOR,
                taker=StatutoryRole.LOCAL_POLICING_BODY,
                granularity=granularity,
                holds=frozenset({Holding.PATIENT}),
                gateway=gateway,
            ),
            LAW,
        )
        assert found.under != gateway


@pytest.mark.parametrize("granularity", PERSONAL)
@pytest.mark.parametrize("gateway", ["pcsc_s16", "pcsc_s17"])
@pytest.mark.parametrize(
    ("giver", "acting"),
    [
        (StatutoryRole.HEALTH, None),
        (StatutoryRole.LOCAL_AUTHORITY, Acting.SOCIAL_CARE),
        (StatutoryRole.LOCAL_AUTHORITY, None),
    ],
)
def test_personal_information_of_health_or_care_never_passes_under_the_duty(
    granularity: Granularity, gateway: str, giver: StatutoryRole, acting: Acting | None
) -> None:
    for taker, purpose in product(StatutoryRole, Purpose):
        found = judge(
            proposed(
                giver=giver,
                acting=acting,
                taker=taker,
                purpose=purpose,
                granularity=granularity,
                gateway=gateway,
            ),
            LAW,
        )
        assert not found.is_allowed


# --- reasons and alternatives --------------------------------------------------------------------


def test_a_refusal_names_what_is_open_and_what_would_be_for_another_purpose() -> None:
    found = judge(proposed(giver=StatutoryRole.HEALTH), LAW)
    assert [each.section for each in found.reasons] == [
        "Police, Crime, Sentencing and Courts Act 2022, section 16"
    ]
    ways = {each.gateway: each.is_open for each in found.alternatives}
    assert ways["cda_s115"]
    assert ways[""]
    assert not ways["ca1989_s47"]
    assert not ways["cws2026_s4"]


def test_a_council_is_asked_in_which_function_it_acts() -> None:
    found = judge(proposed(giver=StatutoryRole.LOCAL_AUTHORITY, taker=StatutoryRole.POLICE), LAW)
    assert any("which function" in each.words for each in found.reasons)


def test_housing_data_of_a_council_pass_as_what_police_hold_does() -> None:
    said = proposed(
        giver=StatutoryRole.LOCAL_AUTHORITY, acting=Acting.OTHER, taker=StatutoryRole.POLICE
    )
    assert judge(said, LAW).under == "pcsc_s16"


def test_no_other_way_is_named_for_what_no_way_carries() -> None:
    assert judge(proposed(holds=frozenset({Holding.IPA})), LAW).alternatives == ()


def test_patient_information_may_go_by_consent_or_for_an_enquiry_about_a_child() -> None:
    held = frozenset({Holding.PATIENT})
    found = judge(proposed(giver=StatutoryRole.HEALTH, holds=held), LAW)
    ways = {each.gateway: each.is_open for each in found.alternatives}
    assert ways["consent"]
    assert not ways["ca1989_s47"]
    assert not ways["public_interest"]
    assert "ca2004_s11" not in ways


# --- data protection -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bases", "holds", "said"),
    [
        (replace(GOOD, article_6=None), (), "Article 6"),
        (replace(GOOD, article_6=Article6.LEGITIMATE_INTERESTS), (), "legitimate interests"),
        (replace(GOOD, article_9=None), (Holding.SPECIAL,), "condition of Article 9"),
        (replace(GOOD, condition=None), (Holding.SPECIAL,), "only with a condition"),
        (replace(GOOD, condition=Condition.LAW_STATUTORY), (Holding.CRIMINAL,), "Schedule 1"),
        (replace(GOOD, condition=None), (Holding.CRIMINAL,), "Criminal offence data"),
        (replace(GOOD, necessity="  "), (), "necessary"),
        (replace(GOOD, proportionality=""), (), "proportionate"),
        (replace(GOOD, is_part_3=True), (), "competent"),
    ],
)
def test_what_data_protection_law_misses_is_said(
    bases: Bases, holds: tuple[Holding, ...], said: str
) -> None:
    found = judge(proposed(bases=bases, holds=frozenset(holds)), LAW)
    assert not found.is_allowed
    assert any(said in each.words for each in found.reasons)


def test_part_3_stands_in_for_articles_between_competent_authorities_against_crime() -> None:
    bases = Bases(is_part_3=True, necessity="Needed.", proportionality="Small.")
    against_crime = proposed(
        taker=StatutoryRole.PROBATION,
        purpose=Purpose.CRIME,
        gateway="cda_s115",
        holds=frozenset({Holding.CRIMINAL}),
        bases=bases,
    )
    assert judge(against_crime, LAW).is_allowed
    assert not judge(replace(against_crime, purpose=Purpose.STRATEGY), LAW).is_allowed


def test_sensitive_processing_against_crime_needs_schedule_8() -> None:
    said = proposed(
        taker=StatutoryRole.PROBATION,
        purpose=Purpose.CRIME,
        gateway="cda_s115",
        holds=frozenset({Holding.SPECIAL}),
        bases=replace(GOOD, is_part_3=True),
    )
    assert not judge(said, LAW).is_allowed
    eight = replace(GOOD, is_part_3=True, condition=Condition.LAW_STATUTORY)
    assert judge(replace(said, bases=eight), LAW).is_allowed


# --- law by date ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gateway", "before", "first"),
    [
        ("cws2026_s4", date(2026, 5, 31), date(2026, 6, 1)),
        ("pcsc_s16", date(2023, 1, 30), date(2023, 1, 31)),
    ],
)
def test_a_gateway_opens_on_its_day_and_not_before(gateway: str, before: date, first: date) -> None:
    purpose = Purpose.SAFEGUARDING if gateway == "cws2026_s4" else Purpose.STRATEGY
    said = proposed(gateway=gateway, purpose=purpose, acting=None)
    early = judge(said, law_of(before))
    assert not early.is_allowed
    assert any("not in force" in each.words for each in early.reasons)
    assert judge(said, law_of(first)).is_allowed


def test_an_act_of_2026_is_named_as_another_way_from_its_day_only() -> None:
    said = proposed(giver=StatutoryRole.HEALTH, purpose=Purpose.SAFEGUARDING)
    for day, is_there in ((date(2026, 5, 31), False), (date(2026, 6, 1), True)):
        ways = {each.gateway for each in judge(said, law_of(day)).alternatives}
        assert ("cws2026_s4" in ways) is is_there


def test_a_gateway_nobody_knows_carries_nothing() -> None:
    assert not judge(proposed(gateway="made up"), LAW).is_allowed


def test_rules_name_only_gateways_and_words_that_there_are() -> None:
    known = {*GATEWAYS, "any"}
    for rule in rulebook.sharing_rules():
        assert {*rule.gateways, *rule.alternatives} <= known
        assert set(rule.granularities) <= {*Granularity, "any"}
        assert rule.holding in {*Holding, "any"}
        assert rule.from_function in {"care", "any"}
    for gateway in rulebook.lawful_gateways():
        roles = {*StatutoryRole, "specified", "relevant", "any"}
        assert {*gateway.from_roles, *gateway.to_roles} <= roles
        assert set(gateway.purposes) <= {*Purpose, "any"}
