"""Words of lawful sharing: purposes, how fine information is, what it holds, and its bases."""

from collections.abc import Mapping
from enum import StrEnum


class Purpose(StrEnum):
    """What information is shared for."""

    IDENTIFY_KINDS = "identify_kinds"
    IDENTIFY_CAUSES = "identify_causes"
    STRATEGY = "strategy"
    MONITOR = "monitor"
    SAFEGUARDING = "safeguarding"
    CRIME = "crime"

    @property
    def words(self) -> str:
        """As asked and printed."""
        return PURPOSES[self]


PURPOSES: Mapping[Purpose, str] = {
    Purpose.IDENTIFY_KINDS: "Identify kinds of serious violence (section 8)",
    Purpose.IDENTIFY_CAUSES: "Identify causes of serious violence (section 8)",
    Purpose.STRATEGY: "Prepare and carry out the strategy (section 8)",
    Purpose.MONITOR: "Assist and monitor the authorities (section 14)",
    Purpose.SAFEGUARDING: "Safeguard children",
    Purpose.CRIME: "Prevent, detect or prosecute crime",
}


class Granularity(StrEnum):
    """How fine the information is, coarsest first."""

    AGGREGATE = "aggregate"
    ANONYMISED = "anonymised"
    PSEUDONYMISED = "pseudonymised"
    PERSONAL = "personal"

    @property
    def words(self) -> str:
        """As asked and printed."""
        return GRANULARITIES[self][0]

    @property
    def means(self) -> str:
        """What is meant by it."""
        return GRANULARITIES[self][1]

    @property
    def tells_people_apart(self) -> bool:
        """Whether it is personal data in law. A pseudonym can be undone, so it does not help."""
        return self in (Granularity.PSEUDONYMISED, Granularity.PERSONAL)


GRANULARITIES: Mapping[Granularity, tuple[str, str]] = {
    Granularity.AGGREGATE: ("Aggregate", "Counts and rates, with small numbers hidden"),
    Granularity.ANONYMISED: (
        "Anonymised records",
        "One row an event, in which nobody can be found",
    ),
    Granularity.PSEUDONYMISED: (
        "Pseudonymised records",
        "A code stands for each person. In law it is personal data",
    ),
    Granularity.PERSONAL: ("Personal", "It names people or tells them apart"),
}


class Holding(StrEnum):
    """What is in information that the law treats with more care."""

    PATIENT = "patient"
    SPECIAL = "special"
    CRIMINAL = "criminal"
    IPA = "ipa"

    @property
    def words(self) -> str:
        """As asked and printed."""
        return HOLDINGS[self][0]

    @property
    def means(self) -> str:
        """What is meant by it."""
        return HOLDINGS[self][1]


HOLDINGS: Mapping[Holding, tuple[str, str]] = {
    Holding.PATIENT: ("Patient information", "On the health or care of somebody, or taken from it"),
    Holding.SPECIAL: (
        "Special category data",
        "Health, ethnicity, religion, politics, sexual life, biometrics (Article 9)",
    ),
    Holding.CRIMINAL: (
        "Criminal offence data",
        "Offences, alleged offences, proceedings and sentences (Article 10)",
    ),
    Holding.IPA: (
        "Material of the Investigatory Powers Act 2016",
        "Intercepts, communications data and what was learnt from them",
    ),
}


class Acting(StrEnum):
    """The function in which a council acts."""

    SOCIAL_CARE = "social_care"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As asked and printed."""
        return {
            Acting.SOCIAL_CARE: "As a social care authority",
            Acting.OTHER: "In another function, such as housing or community safety",
        }[self]


class Article6(StrEnum):
    """Bases of Article 6(1) of the UK GDPR."""

    CONSENT = "a"
    CONTRACT = "b"
    LEGAL_OBLIGATION = "c"
    VITAL_INTERESTS = "d"
    PUBLIC_TASK = "e"
    LEGITIMATE_INTERESTS = "f"

    @property
    def words(self) -> str:
        """As asked and printed."""
        return f"6(1)({self.value}) {ARTICLE_6[self]}"


ARTICLE_6: Mapping[Article6, str] = {
    Article6.CONSENT: "consent",
    Article6.CONTRACT: "contract",
    Article6.LEGAL_OBLIGATION: "legal obligation",
    Article6.VITAL_INTERESTS: "vital interests",
    Article6.PUBLIC_TASK: "public task",
    Article6.LEGITIMATE_INTERESTS: "legitimate interests",
}


class Article9(StrEnum):
    """Conditions of Article 9(2) of the UK GDPR that sharing meets with."""

    CONSENT = "a"
    VITAL_INTERESTS = "c"
    LEGAL_CLAIMS = "f"
    PUBLIC_INTEREST = "g"
    HEALTH_OR_CARE = "h"
    PUBLIC_HEALTH = "i"
    RESEARCH = "j"

    @property
    def words(self) -> str:
        """As asked and printed."""
        return f"9(2)({self.value}) {ARTICLE_9[self]}"

    @property
    def needs_schedule_1(self) -> bool:
        """Whether it holds only together with a condition of Schedule 1 to the 2018 Act."""
        return self in (
            Article9.PUBLIC_INTEREST,
            Article9.HEALTH_OR_CARE,
            Article9.PUBLIC_HEALTH,
            Article9.RESEARCH,
        )


ARTICLE_9: Mapping[Article9, str] = {
    Article9.CONSENT: "explicit consent",
    Article9.VITAL_INTERESTS: "vital interests",
    Article9.LEGAL_CLAIMS: "legal claims and courts",
    Article9.PUBLIC_INTEREST: "substantial public interest",
    Article9.HEALTH_OR_CARE: "health or social care",
    Article9.PUBLIC_HEALTH: "public health",
    Article9.RESEARCH: "archives, research and statistics",
}


class Condition(StrEnum):
    """Conditions of Schedules 1 and 8 to the Data Protection Act 2018 that sharing meets with."""

    HEALTH_OR_CARE = "sch1_2"
    PUBLIC_HEALTH = "sch1_3"
    RESEARCH = "sch1_4"
    STATUTORY = "sch1_6"
    UNLAWFUL_ACTS = "sch1_10"
    CHILDREN = "sch1_18"
    CONSENT = "sch1_29"
    VITAL_INTERESTS = "sch1_30"
    LEGAL_CLAIMS = "sch1_33"
    LAW_STATUTORY = "sch8_1"
    LAW_CHILDREN = "sch8_4"

    @property
    def words(self) -> str:
        """As asked and printed."""
        schedule, _, paragraph = self.value.partition("_")
        return f"Schedule {schedule[3:]}, paragraph {paragraph}: {CONDITIONS[self]}"

    @property
    def is_of_part_3(self) -> bool:
        """Whether it belongs to processing for law enforcement."""
        return self.value.startswith("sch8")


CONDITIONS: Mapping[Condition, str] = {
    Condition.HEALTH_OR_CARE: "health or social care",
    Condition.PUBLIC_HEALTH: "public health",
    Condition.RESEARCH: "research and statistics",
    Condition.STATUTORY: "functions under an enactment and of government",
    Condition.UNLAWFUL_ACTS: "preventing or detecting unlawful acts",
    Condition.CHILDREN: "safeguarding children and people at risk",
    Condition.CONSENT: "consent",
    Condition.VITAL_INTERESTS: "vital interests",
    Condition.LEGAL_CLAIMS: "legal claims",
    Condition.LAW_STATUTORY: "functions under an enactment, in the public interest",
    Condition.LAW_CHILDREN: "safeguarding children and people at risk",
}
