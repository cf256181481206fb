"""What Loamshire's partners say of the Duty. All of it is made up."""

from dataclasses import dataclass

from headwater.web.config.demonstration import cast
from headwater.web.partnership.duty.rules.answering import Status

FIRE = "Loamshire Fire and Rescue Authority"
PROBATION = "Loamshire Probation Delivery Unit"
YOUTH_JUSTICE = "Loamshire Youth Justice Service"
CITY = "Larkminster City Council"
PRISON = "HM Prison Alderwick"


@dataclass(frozen=True, slots=True)
class Answered:
    """What one organisation says of one obligation."""

    status: Status
    statement: str = ""
    reason: str = ""
    review_days: int = 180
    is_shown: bool = True


REVIEWS: tuple[tuple[float, tuple[str, ...]], ...] = (
    (
        270,
        (
            "scrutiny",
            "csp_combination",
            "relevant_area",
            "area_consult_relevant",
            "consult_specified",
            "invite_prescribed",
            "leave_out",
        ),
    ),
    (235, ("collaborate", "convene", "monitor", "assist")),
    (200, ("prepare_strategy", "publish_strategy", "send_strategy", "csp_strategy", "csp_plan")),
    (170, ("disclose_lawfully", "give_information", "regard_guidance", "use_for_monitoring")),
    (
        90,
        (
            "identify_kinds",
            "weigh_factors",
            "identify_causes",
            "csp_assessment",
            "consult_relevant",
        ),
    ),
    (45, ("collaborate", "plan_together", "report", "work_unasked")),
    (
        20,
        (
            "implement_strategy",
            "carry_out_actions",
            "answer_specified",
            "answer_relevant",
            "review_strategy",
            "publish_revised",
        ),
    ),
    (6, ("child_information", "follow_directions")),
)
"""Which obligations the partners looked at, how many days ago. The others nobody answered yet."""

MET = {
    "collaborate": "Comes to the Serious Violence Board each quarter, with a decision maker.",
    "plan_together": "Its part of the plan was agreed at the board and is in the joint plan.",
    "identify_kinds": "Supplied its records for the needs assessment, which names the kinds.",
    "identify_causes": "Worked on the chapter on causes, and agreed it.",
    "weigh_factors": "Worked through the four factors of each kind with the others.",
    "prepare_strategy": "Agreed the joint plan that the board adopted.",
    "implement_strategy": "Leads actions of the plan, and tells each month how they go.",
    "consult_relevant": "Wrote with the partners to schools, colleges and the prison.",
    "answer_relevant": "Met with schools that asked, twice this year.",
    "disclose_lawfully": "Shares under the agreement of the partnership, counts only.",
    "give_information": "Answered what the local policing body asked, in time.",
    "regard_guidance": "Looked at the guidance when the plan was written.",
    "publish_strategy": "The plan is public on the website of the commissioner.",
    "publish_revised": "The revised plan goes to the board before it is published.",
    "leave_out": "Went through the plan for what must be left out, with reasons recorded.",
    "send_strategy": "The plan was sent to the commissioner and to everybody with an action.",
    "review_strategy": "Took part in the half-year review of the plan.",
    "csp_strategy": "The strategy stands in the plan of the community safety partnership.",
    "csp_assessment": "The strategic assessment of this year was made with the partners.",
    "csp_plan": "The partnership plan was made from the assessment, and is looked at each year.",
    "monitor": "Asks each authority for a return twice a year and records what it finds.",
    "assist": "Pays for the analyst and the co-ordinator of the partnership.",
    "report": "Sent its findings of last year to the Home Office.",
    "convene": "Calls and chairs the board each quarter.",
    "use_for_monitoring": "What was given under section 17 is kept apart, for nothing else.",
    "scrutiny": "The committee of the council looked at the plan last winter.",
    "carry_out_actions": "Carries out the two actions that the plan gives it.",
    "work_unasked": "Works with schools and the prison where it can, before anybody asks.",
    "answer_specified": "Answered each authority that asked.",
    "child_information": "Its staff were told what the Act asks; the procedure is being written.",
    "follow_directions": "No direction was given.",
}
PARTLY = {
    ("implement_strategy", CITY): "Two of its three actions are late; a lead was named in summer.",
    ("answer_specified", PRISON): "Answers, and often after the day it was asked for.",
    ("identify_kinds", cast.HOSPITALS): "Two of three emergency departments supply records.",
    ("give_information", PROBATION): "Answered one request of two; it does not hold the other.",
    ("carry_out_actions", PRISON): "One of its two actions has begun.",
}
NOT_MET = {
    ("consult_relevant", CITY): "Did not write to the colleges of the city this year.",
    ("identify_causes", PROBATION): "Supplied nothing for the chapter on causes.",
    ("plan_together", PRISON): "Was not there when the plan was made.",
}
NOT_APPLICABLE = {
    "relevant_area": "The partnership works over the police area, and nobody chose another.",
    "area_consult_relevant": "No other area was chosen, so no other school or prison is asked.",
    "invite_prescribed": "No other area was chosen, so nobody was invited into one.",
    "consult_specified": "No other area was chosen, so nobody else is to be consulted.",
    "csp_combination": "The partnerships of the county do not combine.",
}
UNANSWERED = frozenset({("child_information", CITY), ("follow_directions", cast.HOSPITALS)})
UNSHOWN = frozenset({"regard_guidance", "follow_directions", "child_information"})
"""Said to be met, with nothing tied that shows it."""


def answer(obligation: str, organisation: str) -> Answered | None:
    """What an organisation says of an obligation; none where nobody looked at it yet."""
    key = (obligation, organisation)
    if key in UNANSWERED:
        return None
    if obligation in NOT_APPLICABLE:
        return Answered(
            Status.NOT_APPLICABLE,
            reason=NOT_APPLICABLE[obligation],
            review_days=360,
            is_shown=False,
        )
    if key in NOT_MET:
        return Answered(Status.NOT_MET, NOT_MET[key], review_days=60, is_shown=False)
    if key in PARTLY:
        return Answered(Status.PARTLY, PARTLY[key], review_days=90)
    if obligation in MET:
        return Answered(Status.MET, MET[obligation], is_shown=obligation not in UNSHOWN)
    return None


READINESS: dict[str, tuple[tuple[str, str], str, str, str]] = {
    "governance": (
        ("emerging", "established"),
        "A board meets each quarter with terms of reference; one seat is often empty.",
        cast.UNIT,
        "Agree with the prison who sits for it.",
    ),
    "definition": (
        ("emerging", "emerging"),
        "A definition was drafted with the four factors and waits for the board.",
        cast.UNIT,
        "Bring the definition to the board.",
    ),
    "data": (
        ("preparing", "emerging"),
        "Police and two hospitals supply; ambulances come late.",
        cast.HOSPITALS,
        "Get the third emergency department to supply each month.",
    ),
    "assessment": (
        ("established", "established"),
        "One was made this year, with causes, gaps and what is not known.",
        cast.UNIT,
        "Have the board agree what is to be known next year.",
    ),
    "strategy": (
        ("emerging", "established"),
        "Every action has an owner and a day, and the board hears of the late ones.",
        cast.UNIT,
        "Look again at actions that nobody tells of.",
    ),
    "commissioning": (
        ("preparing", "emerging"),
        "Some awards name a need and what is known to work.",
        cast.OWNER.name,
        "Ask for evidence in every bid of the next round.",
    ),
    "evaluation": (
        ("preparing", "preparing"),
        "Activity is counted; nobody compares with places without it.",
        cast.UNIT,
        "Choose two projects to evaluate.",
    ),
    "voice": (
        ("emerging", "emerging"),
        "Young people were asked once, by one youth trust.",
        "Riverside Youth Trust",
        "Ask young people what changed since.",
    ),
    "sustainability": (
        ("none", "preparing"),
        "Most posts rest on one grant that ends in spring.",
        cast.COUNCIL,
        "Work out what it costs to go on without the grant.",
    ),
}
"""By domain: the level at midyear and now, why, who sees to the next step, and what it is."""


SHOWS_READINESS: dict[str, tuple[str, ...]] = {
    "governance": ("board", "minute"),
    "definition": ("definition", "meeting"),
    "data": ("load", "agreement"),
    "assessment": ("edition", "decision"),
    "strategy": ("plan", "decision"),
    "commissioning": ("decision", "approach"),
    "evaluation": ("evaluation", "action"),
    "voice": ("consultation", "meeting"),
    "sustainability": ("minute",),
}
"""Kinds of things that show how ready a domain is."""


def _replied(lead: str, seen: str, did: str, money: str) -> tuple[str, ...]:
    return (
        lead,
        seen,
        did,
        "Shares counts under the agreement. Nothing stands in the way but time.",
        money,
        "By the measures of the plan; no evaluation yet.",
        "Clearer dates for what the board decides.",
    )


WINTER: dict[str, tuple[str, ...]] = {
    cast.CONSTABULARY: _replied(
        "The assistant chief constable, who decides.",
        "Robbery and violence with knives in Larkminster, after school and at night.",
        "Patrols in hot spots went on; one action is late for want of a vehicle.",
        "About two posts. Nothing ends within a year.",
    ),
    FIRE: _replied(
        "The area manager for prevention.",
        "Fires set on purpose near two estates.",
        "Safety visits with a word about knives; no action is late.",
        "Half a post.",
    ),
    PROBATION: _replied(
        "The head of the delivery unit.",
        "Violence between partners, and debts.",
        "One action, on time.",
        "Nothing beyond usual work.",
    ),
    YOUTH_JUSTICE: _replied(
        "The head of service.",
        "Knives carried for fear.",
        "Mentoring of young people who asked for it.",
        "One mentor, whose grant ends in spring.",
    ),
    cast.HOSPITALS: _replied(
        "The medical director.",
        "Assaults at weekends.",
        "Two of three departments supply records.",
        "A day a week of an analyst.",
    ),
    cast.COUNCIL: _replied(
        "The director of children's services.",
        "Exploitation of young people who are missing from school.",
        "Three actions, all on time.",
        "A grant to youth clubs that ends in spring.",
    ),
}
AUTUMN: dict[str, tuple[str, ...]] = {
    cast.CONSTABULARY: _replied(
        "The assistant chief constable, who decides.",
        "Fewer robberies than in winter; more violence in one town centre.",
        "Patrols moved with the early warning; no action is late.",
        "About two posts.",
    ),
    FIRE: _replied(
        "The area manager for prevention.",
        "Fires near one estate.",
        "Visits went on.",
        "Half a post.",
    ),
    cast.COUNCIL: _replied(
        "The director of children's services.",
        "Missing from school, and older boys who wait outside.",
        "One of four actions is late; a youth worker left.",
        "The grant to youth clubs ends in spring.",
    ),
    YOUTH_JUSTICE: ("The head of service.", "Knives carried for fear.", "", "", "", "", ""),
}
"""Not everybody has replied yet, and one reply is a draft."""
WINTER_SUMMARY = (
    "Six of eight authorities replied. All name who decides. Money that ends in spring is the "
    "worry of three. The city and the prison did not reply, and were written to."
)
FINDINGS = {
    ("Winter return", cast.CONSTABULARY): "Meets what is asked. The late action is for the board.",
    ("Winter return", cast.HOSPITALS): "The third department must supply. Put to the board.",
    ("Winter return", YOUTH_JUSTICE): "The mentor's post must be settled before spring.",
    ("Autumn return", cast.CONSTABULARY): "Meets what is asked.",
}
INFORMATION = (
    (
        cast.COUNCIL,
        "Places in youth clubs",
        "How many places there are in youth clubs by district, and when they are open.",
        "It pays for the clubs and keeps the list of them.",
    ),
    (
        PROBATION,
        "Hours of training",
        "Hours of training in the guidance given to staff in the last year.",
        "It trains its own staff.",
    ),
    (
        CITY,
        "Lighting of parks",
        "Which parks are lit after dark, and what was spent on it in the last year.",
        "It keeps the parks and pays for their lights.",
    ),
)
GIVEN = "There are 640 places in 21 clubs. Nine clubs are open on Friday evenings."
REFUSED = "Training is booked by each member of staff, and hours are not counted."
CONCERN = (
    "Actions of the plan are not led",
    "None of the three actions of the city had a lead. It was asked to name one.",
)
TO_BOARD = "No lead was named in six weeks. The board asked the chief executive to come."
ENDED = "A head of community safety leads the three actions, and told the board how they go."
SECOND_CONCERN = (
    "Nobody comes to the board",
    "The prison was not there for two meetings. It will say by next month who comes.",
)
