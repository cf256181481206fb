"""Whether something may be shared: a proposal against the law of its day.

Law is data: gateways and their limits are dated rows of the rulebook. What is said here is how
they are put together, and what data protection law asks of everything personal beside them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from headwater.rulebook import LawfulGateway, SharingRule, lawful_gateways, sharing_rules
from headwater.web.partners.rules.duty import Standing, StatutoryRole
from headwater.web.sharing.rules.terms import (
    Acting,
    Article6,
    Article9,
    Condition,
    Granularity,
    Holding,
    Purpose,
)

ANY = "any"
NOT_PERSONAL = "not_personal"
"""The gateway of what tells nobody apart."""
DPA = "Data Protection Act 2018"
GDPR = "UK GDPR"
COMPETENT = frozenset(
    {
        StatutoryRole.POLICE,
        StatutoryRole.PROBATION,
        StatutoryRole.YOUTH_OFFENDING_TEAM,
        StatutoryRole.PRISON,
        StatutoryRole.YOUTH_CUSTODY,
    }
)
"""Roles whose bodies may process for law enforcement under Part 3 of the 2018 Act."""
PRIVATE = frozenset({StatutoryRole.VOLUNTARY, StatutoryRole.OTHER})
"""Roles whose bodies may rest on legitimate interests, as public authorities may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bases:
    """What whoever shares rests on in data protection law, and what they wrote down."""

    article_6: Article6 | None = None
    article_9: Article9 | None = None
    condition: Condition | None = None
    is_part_3: bool = False
    necessity: str = ""
    """Why it is needed, and why nothing coarser would do."""
    proportionality: str = ""
    """Why it is not more than the purpose is worth."""


NO_BASES = Bases()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What would be shared, between whom, for what and by which gateway."""

    giver: StatutoryRole
    acting: Acting | None = None
    """The function in which a council acts; none for others, or where nobody said."""
    taker: StatutoryRole
    purpose: Purpose
    granularity: Granularity
    holds: frozenset[Holding] = frozenset()
    gateway: str
    bases: Bases = NO_BASES

    @property
    def is_from_care(self) -> bool:
        """Whether the giver is a health or social care authority in this."""
        is_council = self.giver is StatutoryRole.LOCAL_AUTHORITY
        return self.giver is StatutoryRole.HEALTH or (
            is_council and self.acting is Acting.SOCIAL_CARE
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands against a share."""

    words: str
    section: str
    trust: str = "verified"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to the same end."""

    gateway: str
    """A gateway of the rulebook; nothing where the share itself is changed instead."""
    words: str
    is_open: bool
    """Whether it carries this very share; false where it carries it for another purpose only."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the law of the day says of a proposal."""

    is_allowed: bool
    under: str
    """The gateway that carries it; nothing where it is refused."""
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...]
    needs: tuple[str, ...]
    """What is to be done or recorded with it."""
    law_of: date


@dataclass(frozen=True, slots=True)
class Law:
    """The gateways and limits of one day."""

    gateways: tuple[LawfulGateway, ...]
    rules: tuple[SharingRule, ...]
    day: date

    def gateway(self, id: str) -> LawfulGateway | None:
        """A gateway in force; None for any other."""
        return next((each for each in self.gateways if each.id == id), None)


def law_of(day: date) -> Law:
    """What is in force on a day."""
    return Law(
        gateways=tuple(each for each in lawful_gateways() if each.holds_on(day)),
        rules=tuple(each for each in sharing_rules() if each.holds_on(day)),
        day=day,
    )


def judge(proposal: Proposal, law: Law) -> Verdict:
    """Whether something may be shared, why not, and what may be done instead.

    What tells nobody apart needs no gateway, so none carries it: whatever was chosen, it is shared
    as not personal. Everything else stands on its gateway and on data protection law, both.
    """
    is_personal = proposal.granularity.tells_people_apart
    if is_personal:
        against = against_gateway(proposal, law) + against_bases(proposal)
    else:
        against = _limits(replace(proposal, gateway=NOT_PERSONAL), law)
    carries = proposal.gateway if is_personal else NOT_PERSONAL
    found = law.gateway(carries)
    return Verdict(
        is_allowed=not against,
        under="" if against else carries,
        reasons=tuple(against),
        alternatives=tuple(_alternatives(proposal, law)) if against else (),
        needs=(found.needs,) if found and not against else (),
        law_of=law.day,
    )


def against_gateway(proposal: Proposal, law: Law) -> list[Reason]:
    """Why the gateway does not carry a proposal; nothing where it does."""
    gateway = law.gateway(proposal.gateway)
    if gateway is None:
        return [_not_in_force(proposal, law)]
    section = gateway.words
    against = []
    if not _is_one(proposal.giver, gateway.from_roles):
        against.append(Reason(f"It does not reach what a {_lower(proposal.giver)} gives.", section))
    if not _is_one(proposal.taker, gateway.to_roles):
        against.append(Reason(f"It does not reach a {_lower(proposal.taker)}.", section))
    if ANY not in gateway.purposes and proposal.purpose not in gateway.purposes:
        words = f"It is not for this purpose: {_lower_first(proposal.purpose.words)}."
        against.append(Reason(words, section))
    if _is_untagged(proposal):
        words = (
            "A council must say in which function it acts: what social care holds is treated "
            "like what health holds."
        )
        against.append(Reason(words, "Police, Crime, Sentencing and Courts Act 2022, section 16"))
    return [*against, *_limits(proposal, law)]


def against_bases(proposal: Proposal) -> list[Reason]:
    """What data protection law misses in something personal."""
    bases, against = proposal.bases, []
    if bases.is_part_3:
        against += _part_3(proposal)
    elif bases.article_6 is None:
        against.append(Reason("No lawful basis of Article 6 is named.", f"{GDPR}, Article 6"))
    elif bases.article_6 is Article6.LEGITIMATE_INTERESTS and proposal.giver not in PRIVATE:
        words = "A public authority does not rest its tasks on legitimate interests."
        against.append(Reason(words, f"{GDPR}, Article 6(1)"))
    against += _sensitive(proposal)
    if not bases.necessity.strip():
        against.append(Reason("It is not recorded why it is necessary.", f"{GDPR}, Article 5"))
    if not bases.proportionality.strip():
        against.append(Reason("It is not recorded why it is proportionate.", f"{GDPR}, Article 5"))
    return against


def _part_3(proposal: Proposal) -> list[Reason]:
    """Part 3 stands in for the UK GDPR only between competent authorities, against crime."""
    against = []
    if proposal.giver not in COMPETENT or proposal.taker not in COMPETENT:
        words = "Part 3 holds only between authorities competent for law enforcement."
        against.append(Reason(words, f"{DPA}, section 30", "unverified"))
    if proposal.purpose is not Purpose.CRIME:
        words = "Part 3 holds only for preventing, detecting or prosecuting crime."
        against.append(Reason(words, f"{DPA}, section 31", "unverified"))
    return against


def _sensitive(proposal: Proposal) -> list[Reason]:
    """What special category and criminal offence data need beside a lawful basis."""
    bases, holds = proposal.bases, proposal.holds
    is_special = bool(holds & {Holding.SPECIAL, Holding.PATIENT})
    against = []
    if bases.is_part_3:
        if is_special and not (bases.condition and bases.condition.is_of_part_3):
            words = "Sensitive processing for law enforcement needs a condition of Schedule 8."
            against.append(Reason(words, f"{DPA}, section 35", "unverified"))
        return against
    has_schedule_1 = bases.condition is not None and not bases.condition.is_of_part_3
    if is_special and bases.article_9 is None:
        words = "Special category data, to which health belongs, need a condition of Article 9."
        against.append(Reason(words, f"{GDPR}, Article 9"))
    elif is_special and bases.article_9 and bases.article_9.needs_schedule_1 and not has_schedule_1:
        words = f"Article {bases.article_9.words} holds only with a condition of Schedule 1."
        against.append(Reason(words, f"{DPA}, section 10", "unverified"))
    if Holding.CRIMINAL in holds and not has_schedule_1:
        words = "Criminal offence data need a condition of Schedule 1, or Part 3."
        against.append(Reason(words, f"{GDPR}, Article 10; {DPA}, section 10", "unverified"))
    return against


def _limits(proposal: Proposal, law: Law) -> list[Reason]:
    """Limits in force that a proposal meets."""
    return [Reason(each.reason, each.section, each.trust) for each in _met(proposal, law.rules)]


def _met(proposal: Proposal, rules: Iterable[SharingRule]) -> list[SharingRule]:
    return [
        each
        for each in rules
        if _is_among(proposal.gateway, each.gateways)
        and _is_among(proposal.granularity, each.granularities)
        and (each.holding == ANY or each.holding in proposal.holds)
        and (each.from_function == ANY or proposal.is_from_care)
    ]


def _is_untagged(proposal: Proposal) -> bool:
    return (
        proposal.giver is StatutoryRole.LOCAL_AUTHORITY
        and proposal.acting is None
        and proposal.granularity.tells_people_apart
    )


def _is_among(value: str, wanted: Sequence[str]) -> bool:
    return ANY in wanted or value in wanted


def _is_one(role: StatutoryRole, wanted: Sequence[str]) -> bool:
    """Whether a role is among roles and standings."""
    standing = {Standing.SPECIFIED: "specified", Standing.RELEVANT: "relevant"}
    return _is_among(role, wanted) or standing.get(role.standing, "") in wanted


def _not_in_force(proposal: Proposal, law: Law) -> Reason:
    known = next((each for each in lawful_gateways() if each.id == proposal.gateway), None)
    if known is None:
        return Reason("No gateway is named.", "")
    return Reason(f"It is not in force on {law.day:%-d %B %Y}.", known.words, known.trust)


# --- what may be done instead --------------------------------------------------------------------


def _alternatives(proposal: Proposal, law: Law) -> list[Alternative]:
    """Gateways that the limits name or that carry it, then the coarser ways to share."""
    named = [each for rule in _met(proposal, law.rules) for each in rule.alternatives]
    found = []
    for gateway in law.gateways:
        if gateway.id in (proposal.gateway, NOT_PERSONAL):
            continue
        carries = not against_gateway(replace(proposal, gateway=gateway.id), law)
        if proposal.granularity.tells_people_apart and (carries or gateway.id in named):
            found.append(_alternative(proposal, gateway, law, carries=carries))
    is_barred = Holding.IPA in proposal.holds
    useful = [each for each in found if each.is_open or _elsewhere(proposal, each.gateway, law)]
    if proposal.granularity.tells_people_apart and not is_barred:
        words = "Share counts, or records in which nobody can be found: no gateway is needed."
        useful.append(Alternative("", words, is_open=True))
    return sorted(useful, key=lambda each: not each.is_open)


def _alternative(
    proposal: Proposal, gateway: LawfulGateway, law: Law, *, carries: bool
) -> Alternative:
    if carries:
        return Alternative(gateway.id, gateway.words, is_open=True)
    purposes = [Purpose(each).words for each in gateway.purposes if each != ANY]
    wanted = " or ".join(_lower_first(each) for each in purposes)
    words = f"{gateway.words}, but only to {wanted}" if wanted else gateway.words
    return Alternative(gateway.id, words, is_open=False)


def _elsewhere(proposal: Proposal, gateway: str, law: Law) -> bool:
    """Whether a gateway would carry the same for one of its own purposes."""
    known = law.gateway(gateway)
    if known is None or ANY in known.purposes:
        return False
    tried = (replace(proposal, gateway=gateway, purpose=Purpose(each)) for each in known.purposes)
    return any(not against_gateway(each, law) for each in tried)


def _lower(role: StatutoryRole) -> str:
    return _lower_first(role.label)


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]
