"""What Loamshire plans, and what was told of it. All of it is made up, and days are counted back.

A day is how many days before the demonstration is made; one below nought lies ahead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from headwater.web.config.demonstration.cast import CONSTABULARY, COUNCIL, HOSPITALS, UNIT
from headwater.web.strategy.rules.planning import Ground, Part
from headwater.web.strategy.rules.statuses import Blocker, Status

FIRE = "Loamshire Fire and Rescue Authority"
PROBATION = "Loamshire Probation Delivery Unit"
YOUTH_JUSTICE = "Loamshire Youth Justice Service"
CITY = "Larkminster City Council"
PRISON = "HM Prison Alderwick"
TRUST = "Riverside Youth Trust"


@dataclass(frozen=True, slots=True)
class Telling:
    """What was told of an action on a day."""

    days_ago: int
    status: Status
    text: str
    reached: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deed:
    """An action of the plan and its story."""

    key: str
    outcome: str
    title: str
    detail: str
    lead: str
    lead_role: str
    starts: int
    due: int
    written: int = 338
    partners: tuple[str, ...] = ()
    finding: int | None = None
    """Which finding of the latest assessment it answers."""
    approach: str = ""
    """The approach of the evidence toolkit that it uses."""
    milestones: tuple[tuple[str, int], ...] = ()
    told: tuple[Telling, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


CORRECTED_AT = 40
CORRECTED = (
    "exclusions",
    "Every school signed",
    "All twenty-three schools signed",
    "Head of inclusion",
)
"""A milestone that was corrected: of which action, what it said, and what it says now."""
TITLE = "Loamshire serious violence plan"
FIRST_FOREWORD = (
    "Ten public bodies and the voluntary sector of Loamshire wrote this plan together.\n\n"
    "It rests on the needs assessment that was locked this year. Every action says who leads it, "
    "when it is due and what it answers, and every partner tells how it goes."
)
SECOND_FOREWORD = (
    "A year on, the partners looked at what was done and what was not.\n\n"
    "Hospitals now send their files every month. Work with families and on the railway line goes "
    "on. What the evidence does not support was withdrawn, and the reasons are kept."
)
REVIEW = (
    "The priorities still hold. Mentoring waits for its second year of money, and the protocol on "
    "exclusions needs every school. Arches for colleges were withdrawn, because nothing shows that "
    "they help."
)
REASON_TO_PUBLISH = "The board adopted the plan, and the public is told how its promises go."
AGREED = "I read the public side and the log of what is left out, and agree with both."
PRIORITIES = (
    (
        "evenings",
        "Fewer injuries where evenings are busiest",
        "A few streets of Larkminster hold much of the violence of the county, mostly on Friday "
        "and Saturday evenings, and many of those hurt never tell police.",
        (
            (
                "night",
                "Fewer assaults around the bus station and the quay",
                "Violence with injury there, police and hospital together, down by a tenth in "
                "two years. Read each quarter with its interval.",
            ),
            (
                "hospital",
                "Hospitals tell partners early what police never hear of",
                "A file from each emergency department each month, on time eleven months in "
                "twelve.",
            ),
        ),
    ),
    (
        "young",
        "Young people have somebody to turn to",
        "Exclusion, absence and having no trusted adult come up in every account that young "
        "people and schools gave for the assessment.",
        (
            (
                "mentors",
                "A trusted adult for those at highest risk",
                "Two hundred young people a year with a mentor for six months or more.",
            ),
            (
                "school",
                "Fewer children out of school",
                "Permanent exclusions down by a fifth by the end of the plan.",
            ),
        ),
    ),
    (
        "weapons",
        "Fewer knives carried and sold",
        "Knife crime is a small share of violence and the most harmful part of it.",
        (
            (
                "knives",
                "Fewer knives in public places",
                "Knife-enabled serious violence, all ages and under 25, down over twelve months.",
            ),
            (
                "shops",
                "Shops do not sell blades to children",
                "Nine test purchases in ten refused.",
            ),
        ),
    ),
    (
        "together",
        "Partners who know the same things at the same time",
        "Each partner holds a part of the picture. The Duty asks that they put it together.",
        (
            (
                "sharing",
                "Data flow lawfully and on time",
                "Every source of the register is regular, with its agreement in date.",
            ),
            (
                "voice",
                "Young people and communities shape the plan",
                "The young people's panel reads the plan each quarter and is answered.",
            ),
        ),
    ),
)
DEEDS = (
    Deed(
        key="marshals",
        outcome="night",
        title="Run safe-journey marshals at the bus station on Friday and Saturday nights",
        detail="Four marshals in pairs from ten to three, in touch with the control room.",
        lead=CITY,
        lead_role="Head of community safety",
        partners=(CONSTABULARY, TRUST),
        starts=300,
        due=-60,
        finding=0,
        milestones=(
            ("Marshals trained", 260),
            ("First hundred nights reviewed", 138),
            ("Report of the year", -40),
        ),
        told=(
            Telling(262, Status.ON_TRACK, "Eight marshals are trained.", ("Marshals trained",)),
            Telling(
                140,
                Status.ON_TRACK,
                "The review found fewer calls after midnight on marshalled nights.",
                ("First hundred nights reviewed",),
            ),
            Telling(33, Status.ON_TRACK, "Taxis asked for a second pair in December."),
        ),
        more={
            "prevention": "primary",
            "factor": "guardianship",
            "strand": "environments",
            "cost_gbp": 62_000,
            "paid_by": "Duty grant, non-labour",
            "public_wording": "Marshals help people home safely from Larkminster bus station on "
            "Friday and Saturday nights.",
            "is_promise": True,
        },
    ),
    Deed(
        key="licences",
        outcome="night",
        title="Review the licences of the five premises with most injuries",
        detail="Police, hospital and licensing records side by side, then conditions or a hearing.",
        lead=CONSTABULARY,
        lead_role="Licensing inspector",
        partners=(CITY, FIRE),
        starts=280,
        due=20,
        finding=1,
        told=(
            Telling(200, Status.ON_TRACK, "Two reviews are done and conditions agreed."),
            Telling(
                92,
                Status.AT_RISK,
                "A third review is done.",
                more={"reason": "Two hearings were put off, and the dates are not known yet."},
            ),
            Telling(14, Status.OFF_TRACK, "One hearing is left. It is listed for next month."),
        ),
        more={"prevention": "secondary", "factor": "alcohol and drug markets", "strand": "laws"},
    ),
    Deed(
        key="files",
        outcome="hospital",
        title="Send the hospital assault file every month",
        detail="Place, day, hour and weapon of each assault, without anything about the person.",
        lead=HOSPITALS,
        lead_role="Information manager, emergency care",
        partners=(UNIT,),
        starts=320,
        due=60,
        finding=2,
        milestones=(("First live file", 248), ("Six files in a row", 79)),
        told=(
            Telling(248, Status.ON_TRACK, "The first live file arrived.", ("First live file",)),
            Telling(150, Status.ON_TRACK, "Three in a row; one was two days late."),
            Telling(
                78,
                Status.AWAITING_EVIDENCE,
                "Six files in a row were accepted.",
                ("Six files in a row",),
            ),
            Telling(
                55,
                Status.COMPLETE,
                "The file is part of the month now.",
                more={"evidence": "Loads of the emergency department file, listed under Data in."},
            ),
        ),
        more={"prevention": "primary", "strand": "services", "cost_gbp": 0},
    ),
    Deed(
        key="navigators",
        outcome="hospital",
        title="Place navigators in the emergency department of Larkminster",
        detail="Two navigators on the busiest shifts meet young people hurt by violence.",
        lead=HOSPITALS,
        lead_role="Matron, emergency department",
        partners=(TRUST, UNIT),
        starts=200,
        due=-120,
        finding=2,
        approach="ae_navigators",
        milestones=(("Both navigators recruited", 120), ("First fifty met", -30)),
        told=(
            Telling(152, Status.ON_TRACK, "The posts are advertised."),
            Telling(100, Status.AT_RISK, "One post had no suitable applicant."),
            Telling(
                58,
                Status.ON_TRACK,
                "Both started this week.",
                ("Both navigators recruited",),
            ),
        ),
        more={
            "prevention": "tertiary",
            "factor": "victimisation",
            "strand": "services",
            "cost_gbp": 96_000,
            "paid_by": "Integrated care board and duty grant, half each",
            "public_wording": "Somebody to talk to in the emergency department for young people "
            "hurt by violence.",
        },
    ),
    Deed(
        key="mentoring",
        outcome="mentors",
        title="Mentor two hundred young people for six months or more",
        detail="One hour a week with a trained adult, agreed with the young person and the school.",
        lead=TRUST,
        lead_role="Director of programmes",
        partners=(COUNCIL, YOUTH_JUSTICE),
        starts=250,
        due=-300,
        finding=3,
        approach="mentoring",
        milestones=(("Forty mentors trained", 170), ("First hundred matched", 60)),
        told=(
            Telling(168, Status.ON_TRACK, "Forty-two are trained.", ("Forty mentors trained",)),
            Telling(62, Status.ON_TRACK, "A hundred and four matched.", ("First hundred matched",)),
            Telling(
                24,
                Status.BLOCKED,
                "New matches are paused; those under way go on.",
                more={
                    "blocker": Blocker.MONEY,
                    "blocked_by": "The second year of the grant is not confirmed.",
                    "decision_needed": "May the partnership underwrite the second year until the "
                    "grant is confirmed?",
                },
            ),
        ),
        more={
            "prevention": "secondary",
            "factor": "a trusted adult",
            "strand": "education",
            "cost_gbp": 140_000,
            "paid_by": "Youth Fund, first of two years",
            "public_wording": "A mentor for two hundred young people who want one.",
            "is_promise": True,
        },
    ),
    Deed(
        key="detached",
        outcome="mentors",
        title="Send youth workers to parks and estates on weekend evenings",
        detail="Three pairs of workers go where young people say they are.",
        lead=COUNCIL,
        lead_role="Head of youth services",
        partners=(TRUST, CONSTABULARY),
        starts=180,
        due=-180,
        written=190,
        finding=4,
        told=(
            Telling(170, Status.ON_TRACK, "Two pairs are out."),
            Telling(101, Status.ON_TRACK, "The third pair started in Brackmere."),
        ),
        more={
            "prevention": "secondary",
            "factor": "youth work",
            "strand": "environments",
            "cost_gbp": 88_000,
            "paid_by": "County council",
            "public_wording": "Youth workers in parks and on estates every weekend evening.",
            "is_promise": True,
        },
    ),
    Deed(
        key="exclusions",
        outcome="school",
        title="Agree one protocol before any permanent exclusion",
        detail="A meeting with family, school, health and youth justice within five school days.",
        lead=COUNCIL,
        lead_role="Director of education",
        partners=(YOUTH_JUSTICE, HOSPITALS),
        starts=150,
        due=-30,
        written=160,
        finding=5,
        milestones=(("Draft agreed with heads", 60), ("Every school signed", 5)),
        told=(
            Telling(59, Status.ON_TRACK, "Heads agreed the draft.", ("Draft agreed with heads",)),
            Telling(11, Status.ON_TRACK, "Nineteen of twenty-three schools have signed."),
        ),
        more={"prevention": "secondary", "factor": "school exclusion", "strand": "education"},
    ),
    Deed(
        key="speech",
        outcome="school",
        title="Screen for speech and language needs on first contact with youth justice",
        detail="Every young person, within ten working days, by a trained worker.",
        lead=YOUTH_JUSTICE,
        lead_role="Head of service",
        partners=(HOSPITALS,),
        starts=330,
        due=90,
        told=(
            Telling(205, Status.ON_TRACK, "Twelve workers are trained."),
            Telling(
                86,
                Status.COMPLETE,
                "Screening is part of every first meeting.",
                more={"evidence": "Audit of forty files, youth justice management board, paper 6."},
            ),
        ),
        more={
            "prevention": "tertiary",
            "factor": "special educational need or speech and language need",
            "strand": "services",
            "cost_gbp": 24_000,
            "paid_by": "Youth justice grant",
        },
    ),
    Deed(
        key="therapy",
        outcome="mentors",
        title="Offer cognitive behavioural therapy in groups before release",
        detail="For those under 25 in the last six months, with a follow-up in the community.",
        lead=PRISON,
        lead_role="Head of reducing reoffending",
        partners=(PROBATION,),
        starts=-30,
        due=-330,
        written=40,
        approach="cognitive_behavioural_therapy",
        more={
            "prevention": "tertiary",
            "factor": "positive attitudes to violence",
            "strand": "services",
        },
    ),
    Deed(
        key="surrender",
        outcome="knives",
        title="Hold a knife surrender with bins in all seven districts",
        detail="Two weeks, with talks in schools before and a count afterwards.",
        lead=CONSTABULARY,
        lead_role="Chief inspector, prevention",
        partners=(CITY, COUNCIL, FIRE),
        starts=210,
        due=108,
        finding=6,
        told=(
            Telling(160, Status.ON_TRACK, "Bins are ordered and places agreed."),
            Telling(
                107, Status.AWAITING_EVIDENCE, "Held in all seven districts. The count is due."
            ),
        ),
        more={
            "prevention": "primary",
            "factor": "weapon availability",
            "strand": "laws",
            "cost_gbp": 9_500,
            "paid_by": "Constabulary",
            "public_wording": "Knife bins in every district for two weeks.",
            "is_promise": True,
        },
    ),
    Deed(
        key="railway",
        outcome="knives",
        title="Disrupt those who exploit children along the railway line",
        detail="Joint work with neighbouring forces; children met are safeguarded first.",
        lead=CONSTABULARY,
        lead_role="Detective superintendent, exploitation",
        partners=(COUNCIL,),
        starts=240,
        due=-100,
        finding=7,
        told=(Telling(30, Status.ON_TRACK, "The joint group met and agreed the next quarter."),),
        more={"prevention": "tertiary", "factor": "exploitation debts", "strand": "laws"},
    ),
    Deed(
        key="families",
        outcome="mentors",
        title="Find safe places for families at risk of retaliation",
        detail="A protocol between housing and police, with a place within a day.",
        lead=COUNCIL,
        lead_role="Head of housing options",
        partners=(CONSTABULARY, CITY),
        starts=220,
        due=-90,
        told=(Telling(41, Status.ON_TRACK, "The protocol was used and held."),),
        more={
            "prevention": "tertiary",
            "factor": "family stability",
            "strand": "parents",
            "cost_gbp": 55_000,
            "paid_by": "Housing grant",
        },
    ),
    Deed(
        key="purchases",
        outcome="shops",
        title="Test whether shops sell blades to children",
        detail="Forty test purchases a quarter, with a visit and training where one fails.",
        lead=COUNCIL,
        lead_role="Trading standards manager",
        partners=(CONSTABULARY,),
        starts=100,
        due=-10,
        written=112,
        told=(
            Telling(52, Status.ON_TRACK, "Thirty-one of thirty-eight refused."),
            Telling(
                12,
                Status.AT_RISK,
                "Second quarter half done.",
                more={"reason": "One of two officers is away until the new year."},
            ),
        ),
        more={"prevention": "primary", "factor": "weapon availability", "strand": "laws"},
    ),
    Deed(
        key="agreement",
        outcome="sharing",
        title="Sign one agreement for what health shares under the Duty",
        detail="One text for every trust, so that nobody negotiates it again.",
        lead=UNIT,
        lead_role="Duty manager",
        partners=(HOSPITALS, COUNCIL),
        starts=335,
        due=150,
        told=(
            Telling(300, Status.ON_TRACK, "A draft is with every data protection officer."),
            Telling(148, Status.OFF_TRACK, "Signed by all but one trust."),
            Telling(
                131,
                Status.COMPLETE,
                "Signed by all.",
                more={"evidence": "The agreement, on the register of information sharing."},
            ),
        ),
        more={"prevention": "primary", "strand": "services", "cost_gbp": 0},
    ),
    Deed(
        key="warning",
        outcome="sharing",
        title="Read early warning each week and answer within two days",
        detail="A standing item for the analysts' call; districts are told the same day.",
        lead=UNIT,
        lead_role="Head of analysis",
        partners=(CONSTABULARY, HOSPITALS),
        starts=90,
        due=-275,
        written=95,
        told=(Telling(21, Status.ON_TRACK, "Three alerts looked into; one was late files."),),
        more={"prevention": "primary", "strand": "services", "cost_gbp": 0},
    ),
    Deed(
        key="panel",
        outcome="voice",
        title="Have a young people's panel read the plan each quarter",
        detail="Fourteen young people from all districts, paid for their time.",
        lead=UNIT,
        lead_role="Participation lead",
        partners=(TRUST,),
        starts=290,
        due=-75,
        milestones=(
            ("First meeting answered", 230),
            ("Second meeting answered", 139),
            ("Third meeting answered", 48),
            ("Fourth meeting answered", -45),
        ),
        told=(
            Telling(
                231, Status.ON_TRACK, "They asked for later buses.", ("First meeting answered",)
            ),
            Telling(
                140,
                Status.ON_TRACK,
                "They chose the parks for youth workers.",
                ("Second meeting answered",),
            ),
            Telling(
                49,
                Status.ON_TRACK,
                "They asked what became of the knife bins.",
                ("Third meeting answered",),
            ),
        ),
        more={
            "prevention": "primary",
            "factor": "sense of purpose",
            "strand": "norms",
            "cost_gbp": 12_000,
            "paid_by": "Duty grant, labour",
            "public_wording": "Young people read this plan every quarter and get a written answer.",
            "is_promise": True,
        },
    ),
    Deed(
        key="arches",
        outcome="school",
        title="Buy metal-detecting arches for colleges",
        detail="One for each of three colleges.",
        lead=CITY,
        lead_role="Head of community safety",
        starts=300,
        due=-20,
        told=(
            Telling(
                190,
                Status.WITHDRAWN,
                "Nothing in the evidence shows that they help, and students asked for youth "
                "workers instead. The money went to weekend evenings.",
            ),
        ),
        more={"prevention": "primary", "cost_gbp": 30_000, "paid_by": "City council"},
    ),
    Deed(
        key="cadets",
        outcome="mentors",
        title="Train forty young people as fire cadets",
        detail="One evening a week for a year at four stations.",
        lead=FIRE,
        lead_role="Community risk manager",
        partners=(TRUST,),
        starts=60,
        due=-240,
        written=66,
        milestones=(("First two stations open", 28), ("All four stations open", -60)),
        told=(
            Telling(
                29,
                Status.ON_TRACK,
                "Twenty-two cadets at two stations.",
                ("First two stations open",),
            ),
        ),
        more={
            "prevention": "secondary",
            "factor": "pro-social peers",
            "strand": "education",
            "cost_gbp": 18_000,
            "paid_by": "Fire authority",
        },
    ),
    Deed(
        key="gate",
        outcome="mentors",
        title="Meet those under 25 at the gate on the day they are released",
        detail="A worker who knows their plan, and a place to sleep that night.",
        lead=PROBATION,
        lead_role="Head of the delivery unit",
        partners=(PRISON, COUNCIL),
        starts=40,
        due=-200,
        written=45,
        more={"prevention": "tertiary", "factor": "family stability", "strand": "services"},
    ),
)
WITHHELD = (
    (
        "railway",
        Part.WHOLE,
        Ground.INVESTIGATION,
        "It would tell those under investigation that the line is worked on.",
    ),
    (
        "families",
        Part.WHO,
        Ground.ENDANGERS,
        "Whoever knows which teams find the places can find the families.",
    ),
    (
        "navigators",
        Part.MONEY,
        Ground.FUNCTIONS,
        "The trust is buying a service and bidders would read what it can pay.",
    ),
)
"""What the public version leaves out, on which ground and why."""
