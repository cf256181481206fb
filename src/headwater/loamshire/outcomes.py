"""What became of offences: shares by kind, how long it took, and the two ways it is written."""

from dataclasses import dataclass

import numpy as np

from headwater.loamshire.streams import IntArray, draw_rows

OUTCOMES = (
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Suspect charged",
    "Local resolution",
    "Offender given a caution",
    "Action to be taken by another organisation",
    "Formal action is not in the public interest",
    "Further action is not in the public interest",
    "Status update unavailable",
)
NO_SUSPECT, NOT_PROSECUTED, CHARGED = range(3)
NOT_UPDATED = len(OUTCOMES) - 1
COURT_RESULTS = (
    "Offender sent to prison",
    "Defendant found not guilty",
    "Offender given community sentence",
    "Offender given suspended prison sentence",
    "Offender fined",
    "Court case unable to proceed",
)
_COURT_SHARES = np.array([[0.34, 0.16, 0.22, 0.13, 0.10, 0.05]])
# Home Office outcome types for the same list.
HOME_OFFICE_TYPES = ("18", "16", "1", "8", "3", "20", "10", "21", "")
UNDER_INVESTIGATION = "Under investigation"
AWAITING_COURT = "Awaiting court outcome"
COURT_RESULT_UNAVAILABLE = "Court result unavailable"

CRIME_TYPES = (
    "Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs",
    "Other crime", "Other theft", "Possession of weapons", "Public order", "Robbery",
    "Shoplifting", "Theft from the person", "Vehicle crime", "Violence and sexual offences",
)  # fmt: skip
ANTI_SOCIAL = 0
_SHARES = {
    "Bicycle theft": (0.89, 0.07, 0.02, 0.0, 0.0, 0.0, 0.0, 0.0, 0.01),
    "Burglary": (0.77, 0.12, 0.07, 0.0, 0.0, 0.0, 0.0, 0.0, 0.02),
    "Criminal damage and arson": (0.57, 0.32, 0.05, 0.02, 0.02, 0.01, 0.0, 0.0, 0.02),
    "Drugs": (0.12, 0.21, 0.24, 0.23, 0.09, 0.01, 0.02, 0.0, 0.11),
    "Other crime": (0.16, 0.49, 0.10, 0.02, 0.01, 0.07, 0.01, 0.01, 0.12),
    "Other theft": (0.71, 0.25, 0.02, 0.01, 0.0, 0.0, 0.0, 0.0, 0.02),
    "Possession of weapons": (0.13, 0.50, 0.22, 0.03, 0.06, 0.01, 0.01, 0.01, 0.05),
    "Public order": (0.29, 0.48, 0.14, 0.02, 0.01, 0.01, 0.0, 0.0, 0.04),
    "Robbery": (0.40, 0.45, 0.13, 0.01, 0.0, 0.0, 0.0, 0.0, 0.03),
    "Shoplifting": (0.61, 0.13, 0.24, 0.02, 0.01, 0.0, 0.0, 0.0, 0.01),
    "Theft from the person": (0.76, 0.22, 0.02, 0.01, 0.0, 0.0, 0.0, 0.0, 0.02),
    "Vehicle crime": (0.83, 0.12, 0.04, 0.0, 0.0, 0.0, 0.0, 0.0, 0.01),
    "Violence and sexual offences": (0.15, 0.67, 0.07, 0.03, 0.01, 0.02, 0.01, 0.0, 0.05),
}


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """What became of each crime, in months after it was recorded."""

    outcome: IntArray
    lag: IntArray
    court: IntArray
    court_lag: IntArray  # after the charge


def draw_results(rng: np.random.Generator, crime_type: IntArray) -> Results:
    """Outcome and delay of each crime; anti-social behaviour gets one that nobody publishes."""
    table = np.array([_SHARES.get(name, (1.0,) + (0.0,) * NOT_UPDATED) for name in CRIME_TYPES])
    outcome = draw_rows(rng, table, crime_type)
    slow = np.where(outcome == NO_SUSPECT, 0.55, 0.34)
    lag = np.minimum(rng.geometric(slow) - 1, 30)
    court = draw_rows(rng, _COURT_SHARES, np.zeros(len(outcome), dtype=np.int64))
    court_lag = 3 + np.minimum(rng.geometric(0.16, len(outcome)), 30)
    return Results(outcome, lag, court, court_lag)


def last_outcome(results: Results, *, months_since: IntArray) -> list[str]:
    """What a file downloaded so many months after each crime says of it."""
    reached = results.lag <= months_since
    tried = results.lag + results.court_lag <= months_since
    said: list[str] = []
    for at, outcome in enumerate(results.outcome):
        if not reached[at]:
            said.append(UNDER_INVESTIGATION)
        elif outcome == CHARGED:
            said.append(_of_charge(int(months_since[at]), bool(tried[at]), int(results.court[at])))
        else:
            said.append(OUTCOMES[outcome])
    return said


def _of_charge(months_since: int, tried: bool, court: int) -> str:
    if tried:
        return COURT_RESULTS[court]
    return COURT_RESULT_UNAVAILABLE if months_since > 11 else AWAITING_COURT


def home_office_types(results: Results, *, months_since: IntArray) -> list[str]:
    """Outcome type of each crime in a police extract, empty while it is open."""
    reached = results.lag <= months_since
    return [
        HOME_OFFICE_TYPES[outcome] if done else ""
        for outcome, done in zip(results.outcome, reached, strict=True)
    ]
