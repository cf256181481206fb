"""What Loamshire's boards said and decided in a year. All of it is made up; posts, not people."""

from dataclasses import dataclass, field

from headwater.web.config.demonstration import cast
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.boards.rules.describing import USUAL_ITEMS, USUAL_TERMS
from headwater.web.partnership.boards.rules.meeting import Template
from headwater.web.partnership.boards.rules.sitting import How, Office, Seniority

FIRE, PROBATION, YOUTH_JUSTICE, CITY, PRISON, TRUST = (
    "Loamshire Fire and Rescue Authority",
    "Loamshire Probation Delivery Unit",
    "Loamshire Youth Justice Service",
    "Larkminster City Council",
    "HM Prison Alderwick",
    "Riverside Youth Trust",
)
BOARD, GROUP = "Loamshire Serious Violence Board", "Loamshire Duty Delivery Group"
PLACE, ROOM = "Weir House, Mill Lane, Larkminster, and by video", "Larkminster Old Library, room 2"


@dataclass(frozen=True, slots=True)
class Place:
    """A seat on a board."""

    organisation: str
    title: str
    seniority: Seniority = Seniority.DECISION_MAKER
    office: Office = Office.MEMBER
    votes: bool = True
    email: str = ""
    deputy_title: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A board with its seats."""

    name: str
    terms: str
    must_sit: tuple[StatutoryRole, ...]
    quorum: int
    must_be_there: tuple[StatutoryRole, ...]
    meets_every: int
    places: tuple[Place, ...]
    items: tuple[str, ...] = USUAL_ITEMS


@dataclass(frozen=True, slots=True)
class Resolved:
    """A decision, and who was not for it."""

    text: str
    reason: str
    against: tuple[str, ...] = ()
    dissent: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """An action: what, who leads it, and how many days after the meeting it is due."""

    title: str
    leads: str
    days: int


@dataclass(frozen=True, slots=True)
class Said:
    """What came of an item of an agenda."""

    notes: str = ""
    decisions: tuple[Resolved, ...] = ()
    actions: tuple[Asked, ...] = ()
    interests: tuple[tuple[str, str], ...] = ()
    points: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting: when it was, who was missing, and what came of each item by its title."""

    days_ago: int
    board: str
    title: str
    said: dict[str, Said]
    missing: dict[str, How] = field(default_factory=dict)
    template: Template = Template.BOARD
    place: str = PLACE
    own_items: tuple[str, ...] = ()
    correction: tuple[str, str, str] | None = None
    """An item, what its notes say now, and why."""
    is_issued: bool = True


SITTINGS = (
    Sitting(
        BOARD,
        USUAL_TERMS,
        (
            StatutoryRole.LOCAL_POLICING_BODY,
            StatutoryRole.POLICE,
            StatutoryRole.PROBATION,
            StatutoryRole.YOUTH_OFFENDING_TEAM,
            StatutoryRole.FIRE,
            StatutoryRole.HEALTH,
            StatutoryRole.LOCAL_AUTHORITY,
            StatutoryRole.EDUCATION,
        ),
        6,
        (StatutoryRole.POLICE, StatutoryRole.HEALTH, StatutoryRole.LOCAL_AUTHORITY),
        3,
        (
            Place(
                cast.OWNER.name,
                "Deputy Commissioner",
                office=Office.CHAIR,
                email="approver@loamshire.example",
                deputy_title="Chief Executive of the office",
            ),
            Place(
                cast.COUNCIL,
                "Director of Children’s Services",
                office=Office.VICE_CHAIR,
                deputy_title="Head of Early Help",
            ),
            Place(
                cast.CONSTABULARY,
                "Assistant Chief Constable, Communities",
                email="approver2@loamshire.example",
                deputy_title="Superintendent, Prevention",
            ),
            Place(cast.HOSPITALS, "Chief Nurse", deputy_title="Head of Safeguarding"),
            Place(FIRE, "Area Manager, Prevention", deputy_title="Station Manager"),
            Place(PROBATION, "Head of the Delivery Unit"),
            Place(YOUTH_JUSTICE, "Head of Service", email="viewer@loamshire.example"),
            Place(CITY, "Director of Communities", deputy_title="Community Safety Manager"),
            Place(PRISON, "Deputy Governor", Seniority.ADVISER),
            Place(TRUST, "Chief Officer", Seniority.ADVISER),
            Place(
                cast.UNIT,
                "Head of the Partnership",
                Seniority.ADVISER,
                votes=False,
                email="lead@loamshire.example",
            ),
        ),
    ),
    Sitting(
        GROUP,
        "The group carries out what the board decides. It watches files, actions and money, "
        "prepares papers, and brings to the board what it cannot settle itself.",
        (
            StatutoryRole.POLICE,
            StatutoryRole.HEALTH,
            StatutoryRole.LOCAL_AUTHORITY,
            StatutoryRole.UNIT,
        ),
        4,
        (StatutoryRole.POLICE,),
        2,
        (
            Place(
                cast.UNIT,
                "Head of the Partnership",
                office=Office.CHAIR,
                email="lead@loamshire.example",
            ),
            Place(cast.CONSTABULARY, "Chief Inspector, Prevention", Seniority.ADVISER),
            Place(
                cast.HOSPITALS,
                "Information Sharing Lead",
                Seniority.ANALYST,
                email="contributor@loamshire.example",
                deputy_title="Emergency Department Analyst",
            ),
            Place(cast.COUNCIL, "Community Safety Manager", Seniority.ADVISER),
            Place(YOUTH_JUSTICE, "Team Manager", Seniority.ADVISER),
            Place(TRUST, "Programme Manager", Seniority.ADVISER),
        ),
        (
            "Welcome, apologies and interests",
            "Minutes of the last meeting",
            "Files: what came, what is late",
            "Actions",
            "Any other business",
        ),
    ),
)
YOUTH_WORKERS = (
    "The board pays for two youth workers in the emergency department at Larkminster for a year, "
    "through Riverside Youth Trust, at £84,000 from the duty grant."
)
MEETINGS = (
    Met(
        305,
        BOARD,
        "Board meeting: the joint plan",
        {
            USUAL_ITEMS[0]: Said("The chair welcomed partners. No interests were declared."),
            USUAL_ITEMS[3]: Said(
                "The Partnership read out three findings of the needs assessment. Health asked "
                "that hospital figures stand beside police figures, because many of those hurt "
                "never tell police."
            ),
            USUAL_ITEMS[4]: Said(
                "Partners went through the plan priority by priority.",
                decisions=(
                    Resolved(
                        "The board adopts the joint plan for Loamshire for three years, and looks "
                        "at it again each year.",
                        "Every specified authority has agreed its part in writing.",
                    ),
                    Resolved(
                        "Serious violence in Loamshire includes domestic abuse and sexual "
                        "offences, at every age.",
                        "They harm most, and leaving them out would hide who is hurt at home.",
                    ),
                ),
            ),
        },
        {PRISON: How.ABSENT, FIRE: How.SUBSTITUTE},
    ),
    Met(
        270,
        GROUP,
        "Delivery group: first files",
        {
            "Files: what came, what is late": Said(
                "Two of three emergency departments send the agreed fields. The third sends no "
                "location. The hospital trust takes it up with its supplier."
            ),
            "Actions": Said("Each lead said how far they are. None is late."),
        },
        {TRUST: How.APOLOGIES},
        place=ROOM,
    ),
    Met(
        214,
        BOARD,
        "Board meeting: the emergency department",
        {
            USUAL_ITEMS[0]: Said("Apologies were taken. One interest was declared, see below."),
            USUAL_ITEMS[4]: Said(
                "Health set out what youth workers in the department would do. Police and the "
                "city asked how it would be known whether it works. A local evaluation is "
                "part of the award.",
                decisions=(
                    Resolved(
                        YOUTH_WORKERS,
                        "The evidence library gives it high impact with moderate certainty, and "
                        "nobody reaches these young people today.",
                    ),
                ),
                actions=(
                    Asked(
                        "Start youth work in the emergency department at Larkminster",
                        cast.HOSPITALS,
                        290,
                    ),
                ),
                interests=((TRUST, "It would be paid for the service"),),
            ),
        },
        {PRISON: How.ABSENT, PROBATION: How.APOLOGIES, cast.HOSPITALS: How.SUBSTITUTE},
        correction=(
            USUAL_ITEMS[0],
            "Apologies were taken from probation. One interest was declared, see below.",
            "Probation had sent apologies before the meeting",
        ),
    ),
    Met(
        200,
        GROUP,
        "Delivery group: late files",
        {
            "Files: what came, what is late": Said(
                "One hospital is two months late. The group agreed who telephones whom."
            ),
            "Actions": Said("The school-exclusions action is behind and needs a data agreement."),
        },
        {cast.COUNCIL: How.APOLOGIES, cast.HOSPITALS: How.SUBSTITUTE},
        place=ROOM,
    ),
    Met(
        165,
        BOARD,
        "Summer workshop: from duties to a plan",
        {
            "What each of us must do": Said(
                points=(
                    ("We collect location of assault at two of three sites", cast.HOSPITALS),
                    ("Licensing reviews are ours, and nobody else can start one", CITY),
                    ("Schools must be consulted; we have no one list of who they are", ""),
                )
            ),
            "What is missing": Said(
                points=(
                    ("Nothing for girls over 14 outside Larkminster", YOUTH_JUSTICE),
                    ("Support stops on the eighteenth birthday", cast.COUNCIL),
                    ("After nine in the evening there is nobody in the bus station", TRUST),
                ),
                notes="Partners agreed that age eighteen is the gap that hurts most.",
            ),
            "What we will do together": Said(
                decisions=(
                    Resolved(
                        "Probation and the youth justice service run one transition panel for "
                        "those aged 17 to 19 from the autumn.",
                        "Support that stops at eighteen was named by six partners.",
                    ),
                ),
                actions=(
                    Asked("Set up a transition panel for those aged 17 to 19", YOUTH_JUSTICE, 210),
                    Asked("Open the bus station youth space on Friday evenings", CITY, 180),
                ),
            ),
            "What works": Said(
                notes="Partners compared mentoring, focused deterrence and therapies. Boot camps "
                "were ruled out: they do harm.",
                points=(("Ask what a year of mentoring costs here before we buy it", ""),),
            ),
        },
        {PRISON: How.APOLOGIES, FIRE: How.SUBSTITUTE},
        template=Template.WORKSHOP,
        place="Larkminster Guildhall",
    ),
    Met(
        140,
        GROUP,
        "Delivery group: after the workshop",
        {"Actions": Said("Actions of the workshop were given dates and leads.")},
        {TRUST: How.ABSENT},
        place=ROOM,
    ),
    Met(
        121,
        BOARD,
        "Board meeting: the second year",
        {
            USUAL_ITEMS[3]: Said(
                "Knife crime fell against the year before; the interval still holds no change. "
                "The board asked not to be told that it fell until it is known."
            ),
            USUAL_ITEMS[4]: Said(
                "The city would rather wait for the evaluation before more is spent.",
                decisions=(
                    Resolved(
                        "The board extends focused deterrence from Larkminster to Alderwick, with "
                        "£40,000 from the reserve.",
                        "The same small group moves between the two towns.",
                        (CITY,),
                        "The city council would wait for the evaluation of the first year.",
                    ),
                ),
            ),
        },
        {PRISON: How.SUBSTITUTE, FIRE: How.SUBSTITUTE, PROBATION: How.SUBSTITUTE},
        own_items=("What young people told us",),
    ),
    Met(
        70,
        GROUP,
        "Delivery group: autumn",
        {
            "Files: what came, what is late": Said(
                "The ambulance service now sends each month. The school file waits for its DPIA."
            )
        },
        {cast.COUNCIL: How.APOLOGIES},
        place=ROOM,
    ),
    Met(
        28,
        BOARD,
        "Board meeting: winter",
        {
            USUAL_ITEMS[2]: Said(
                "Two actions are late. Each lead said what stands in the way and gave a new day."
            ),
            USUAL_ITEMS[3]: Said(
                "The Partnership reported what early warning raised and how each alert was judged."
            ),
            USUAL_ITEMS[4]: Said(
                decisions=(
                    Resolved(
                        "Each partner names one person who may sign a data agreement, by the end "
                        "of the quarter.",
                        "Files wait longest between a draft agreement and a signature.",
                    ),
                ),
                actions=(Asked("Name who may sign data agreements", cast.COUNCIL, 60),),
            ),
        },
        {PRISON: How.ABSENT, cast.HOSPITALS: How.SUBSTITUTE},
    ),
    Met(
        9,
        GROUP,
        "Delivery group: before the review",
        {
            "Files: what came, what is late": Said("All three hospitals sent their month in time."),
            "Actions": Said("Leads go through late actions one by one before the board meets."),
        },
        {TRUST: How.APOLOGIES},
        place=ROOM,
        is_issued=False,
    ),
)
TO_COME = (
    (12, GROUP, "Delivery group: pack for the board", ROOM),
    (63, BOARD, "Board meeting: annual review", PLACE),
)
"""In so many days."""
CALLED_OFF = (100, GROUP, "Delivery group: extra meeting", ROOM, "Too few partners could come.")
