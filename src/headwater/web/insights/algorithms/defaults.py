"""What the register says at first of everything that runs in headwater today."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from headwater import __version__
from headwater.web.insights.algorithms.rules import Pipeline

VALID_FOR = timedelta(days=365)
NOT_FILED = "Not on file yet: enter your own"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for what runs in a workspace: a body and a role, never a person."""

    organisation: str
    role: str
    email: str


@dataclass(frozen=True, slots=True)
class Default:
    """One algorithm as headwater's makers describe it."""

    key: Pipeline
    name: str
    purpose: str
    data_used: str
    checks: str
    human_oversight: str
    risks: str
    more: dict[str, str] = field(default_factory=dict)

    def fields(self, owner: Owner, *, today: date) -> dict[str, Any]:
        """The values of a new entry, valid for a year."""
        return {
            "key": self.key.value,
            "name": self.name,
            "owner_organisation": owner.organisation,
            "owner_role": owner.role,
            "contact_email": owner.email,
            "purpose": self.purpose,
            "data_used": self.data_used,
            "checks": self.checks,
            "human_oversight": self.human_oversight,
            "risks": self.risks,
            "dpia_reference": NOT_FILED,
            "equality_reference": NOT_FILED,
            "tool_version": f"headwater {__version__}",
            "reviewed_on": today,
            "expires_on": today + VALID_FOR,
            "more": {"external_supplier": "None: open source, run by the owner.", **self.more},
        }


DEFAULTS = (
    Default(
        Pipeline.LOAD,
        "Loading partners' files",
        "Reads files that partners supply, refuses what does not fit its published schema, and "
        "keeps the rest with where it came from, so that every later number can be traced.",
        "Files of counts and of records without names from police, health, fire, councils and "
        "official publishers. Nothing that names a person is asked for.",
        "Every row is checked against the schema of its source; refused rows are listed with the "
        "reason; loads can be undone. Tested with faults planted in each source.",
        "The person who uploads sees a preview and every fault, and confirms before anything is "
        "stored. A load can be taken back.",
        "A wrong mapping of columns would count the wrong thing: the mapping is shown and "
        "remembered for each supplier, and volumes unlike earlier months are pointed out.",
        {
            "detailed_description": "Rules, not a learnt model: typed columns, allowed values, "
            "dates within the month, codes known to the rulebook.",
            "frequency": "Each time a partner supplies a file, most often monthly.",
        },
    ),
    Default(
        Pipeline.QUALITY,
        "Quality of supplies",
        "Says how good each supply is: complete, valid, on time, steady, without repeats and in "
        "its area, so that readers know how far to trust what rests on it.",
        "The files that were loaded and when they came.",
        "Known answers for each measure on made-up supplies with planted faults.",
        "People read the sentences and decide whether to ask the supplier again. Nothing is "
        "refused or changed by this score.",
        "A supplier could look poor for keeping its own rules: each measure says what it looked "
        "at and how many rows it is about.",
        {"scope": "It scores supplies of data. It never scores people or organisations' work."},
    ),
    Default(
        Pipeline.ASSESSMENT,
        "Strategic needs assessment",
        "Counts, compares and describes violence and what lies behind it in an area, for the "
        "assessment that the Serious Violence Duty asks for.",
        "Recorded crime, emergency department and ambulance counts, fire, deprivation, residents, "
        "published indicators about children, services. Record-level data carry no names; repeat "
        "victims are counted by codes the police give, and the codes leave with the count.",
        "Methods agree with published worked examples to four figures; planted effects in a "
        "county that does not exist are found and false alarms stay at the stated rate.",
        "Every chapter is read, and its narrative written, by people before it is locked; two "
        "people other than the author approve what rests on restricted data.",
        "Recorded crime follows reporting and policing, so places that are watched more look "
        "worse: hospital and ambulance counts stand beside police counts, and each chapter says "
        "what the data cannot say. Groups are compared only with their intervals.",
        {
            "detailed_description": "Counts, rates with exact or Byar's intervals, shares with "
            "Wilson intervals, ratios, concentration, repeat rates against chance, "
            "false discovery control where many rows are tested.",
            "scope": "Places, periods, services and groups. It gives no score, rank or "
            "prediction about any person and cannot be asked for one.",
            "appeals": "Anyone may report a problem with a page; corrections are published.",
            "frequency": "Once a year, and when partners ask.",
        },
    ),
    Default(
        Pipeline.DISCLOSURE,
        "Disclosure control",
        "Hides or rounds small numbers before any table leaves, so that nobody can be picked out.",
        "The tables of an assessment, before they are released.",
        "After hiding, the tables are attacked with linear programming; a table from which a "
        "hidden number can be worked out is not released. Tested against a reference tool.",
        "Thresholds come from the rulebook and are approved by the partnership. Approvers see how "
        "many numbers were hidden and how the attack ended.",
        "Too little hiding would expose people; too much would hide need in small groups. The "
        "rule is printed under each table, and hidden is never shown as nought.",
        {"detailed_description": "Primary suppression by source rule, then secondary suppression "
         "as an optimisation, then an attack on the result."},
    ),
    Default(
        Pipeline.COMPARISON,
        "Comparing editions",
        "Says what changed between two assessments: numbers, findings, definitions, loads.",
        "Two released assessments. Nothing else.",
        "Two editions of the same data have no differences; planted differences are all listed.",
        "People read the list and decide what it means.",
        "A changed definition could be taken for a changed world: definitions that differ are "
        "listed first.",
    ),
    Default(
        Pipeline.EARLY_WARNING,
        "Early warning",
        "Tells the partnership, week by week, where more violence was recorded than season and "
        "chance explain, so that somebody looks into it early.",
        "Weekly counts by district or neighbourhood of recorded crime, and of emergency "
        "department and ambulance records where they are supplied. No record of a person.",
        "The methods give the numbers of the reference programs; planted rises are found. How "
        "often each rule is wrong is worked out on its own history before it may run.",
        "A lead reads how many false alarms a rule raises in a year and switches it on. People "
        "acknowledge each alert, look into it, and judge it true, false or unknown.",
        "An alert says unusual, not why: late files and changes of recording raise alerts too. "
        "More false alarms than people can look into would be ignored, so their number is said "
        "first, and each rule keeps a public score. A rule ends after a year at most.",
        {
            "detailed_description": "Improved Farrington, EARS C2 and a space-time permutation "
            "scan. Rules are sealed with what is expected of them, and one that was changed "
            "afterwards does not run.",
            "scope": "Places and weeks. It gives no score, rank or prediction about any person "
            "and cannot be asked for one.",
            "frequency": "Each week, once its files are in.",
        },
    ),
    Default(
        Pipeline.GAP_MAP,
        "Gap map",
        "Sets need for each kind of help beside the places of services, by place and age, so that "
        "partners see where help is missing, thin or out of reach.",
        "Counts of recorded violence by district, residents by age, and the directory of "
        "services. No record of a person.",
        "Equal to an example worked by hand; no service ever gives out more places than it has; "
        "services left out of a county that does not exist are found.",
        "People read how each answer was made, and decide what to do about it. Nothing is "
        "commissioned or ended by the map.",
        "A service missing from the directory looks like one that does not exist, and the share "
        "of people who would need each kind of help is a choice: both are said beside the map. A "
        "class is unknown where the range is too wide or nobody confirmed a service in half a "
        "year.",
        {
            "detailed_description": "Two-step floating catchment with need and places as ranges, "
            "by distance in a straight line or by travel time.",
            "scope": "Places, ages and kinds of help. It gives no score, rank or prediction about "
            "any person and cannot be asked for one.",
            "frequency": "When partners ask, and before a plan is made.",
        },
    ),
    Default(
        Pipeline.PORTFOLIO,
        "Choosing between applications",
        "Finds which applications of a round are expected to prevent the most harm for the money "
        "there is, within floors and ceilings that people set, and what each of those costs.",
        "What applications say: amount, people reached, districts, approach, level of prevention, "
        "yearly income. Bands of the Youth Endowment Fund Toolkit, harm weights, and assumptions "
        "of the rulebook. No record of a person.",
        "Equal to trying every set on small rounds; optima of a reference file; the answer is "
        "proved or told with its gap; held against ranking by score over 200 simulated rounds.",
        "People decide. The decision is recorded with its reason where it differs from the best "
        "set, and nothing is awarded by the set.",
        "What is expected of a project rests on what its applicant says and on assumptions: each "
        "step is shown, and how often a project stays when effects vary. Approaches that were "
        "never studied look weak: a ceiling, not a ban, holds them, and panels may decide "
        "otherwise.",
        {
            "detailed_description": "Whole-number programme solved by HiGHS, no-good cuts for the "
            "next sets, prices by solving again, beta draws of effects.",
            "scope": "Projects of organisations. It gives no score, rank or prediction about any "
            "person and cannot be asked for one.",
            "frequency": "When a round is decided.",
        },
    ),
    Default(
        Pipeline.VALUE,
        "Value for money",
        "Says what each award cost for each start, completer and outcome, how its outcomes stand "
        "beside those of the same ages elsewhere, and what its benefits may be worth beside its "
        "costs.",
        "Payments, and counts of returns that were accepted, never under five. How often each age "
        "has an outcome, over three grants or more and to the nearest five. No record of a "
        "person.",
        "Known answers for each interval and for outcomes beside those expected, the Green Book's "
        "discount factors, and a published meta-analysis for the movement towards the mean.",
        "People read it beside who took part. No project with fewer than thirty participants is "
        "ranked.",
        "Projects that work with those who need most cost more for each person: case mix stands "
        "beside cost, ranks are ranges, and avoided harm is never shown as money saved.",
        {
            "scope": "Awards of money. It gives no score, rank or prediction about any person and "
            "cannot be asked for one.",
            "frequency": "When returns were accepted.",
        },
    ),
)  # fmt: skip
