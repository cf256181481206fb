"""Rules of early warning: what is watched, where, by which method, and how often it cries wolf.

A rule is a plain file. Registering it works out the false alarms to be expected of it and seals
both together: a rule that was changed afterwards, or has expired, does not run.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from headwater.analysis.watch.shares import Fairness, fairness_from
from headwater.core.areas import Level, level_of
from headwater.core.errors import HeadwaterError, ParameterError, UsageError
from headwater.rulebook import watch_measure

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_DELAY = 26
LEAST_ALPHA, MOST_ALPHA = 1e-6, 0.2


class Watching(StrEnum):
    """How a rule tells a rise from chance."""

    FARRINGTON = "farrington"
    """Each area's week against the same weeks of earlier years (Noufaily et al. 2013)."""
    EARS = "ears"
    """Each area's week against the weeks just before it (EARS C2; Hutwagner et al. 2003)."""
    SCAN = "scan"
    """Clusters of neighbouring areas over recent weeks (Kulldorff et al. 2005)."""

    @property
    def words(self) -> str:
        """The method as a reader knows it."""
        return WORDS[self]


WORDS = {
    Watching.FARRINGTON: "improved Farrington",
    Watching.EARS: "EARS C2",
    Watching.SCAN: "space-time permutation scan",
}


class RuleError(HeadwaterError):
    """A rule cannot run."""


@dataclass(frozen=True, slots=True)
class WatchRule:
    """One rule.

    `alpha` is the chance of an alarm in one area and week (for a scan: in one week anywhere) when
    nothing is going on. `least_cases` events in the last four weeks are needed for an alarm.
    `delay_weeks` are the latest weeks of a supply, which are not complete and so not judged.
    """

    id: str
    title: str
    purpose: str
    owner: str
    measure: str
    area: str
    level: Level
    method: Watching
    alpha: float
    least_cases: int
    delay_weeks: int
    expires_on: date

    def __post_init__(self) -> None:
        watch_measure(self.measure)
        level_of(self.area)
        if not NAME.fullmatch(self.id):
            raise UsageError(
                f"The id of a rule is [{self.id}]. Write it in small letters, digits and hyphens: "
                "it names a file and the figures of the rule."
            )
        for name in ("title", "purpose", "owner"):
            if not getattr(self, name).strip():
                raise UsageError(f"The rule [{self.id}] has no [{name}]. Say it in the rule.")
        if not LEAST_ALPHA <= self.alpha <= MOST_ALPHA:
            raise ParameterError(
                f"[alpha] of the rule [{self.id}] is [{self.alpha}]. It is a chance between "
                f"[{LEAST_ALPHA}] and [{MOST_ALPHA}]."
            )
        if self.least_cases < 1:
            raise ParameterError.below("least_cases", value=self.least_cases, least=1)
        if not 0 <= self.delay_weeks <= LONGEST_DELAY:
            raise ParameterError(
                f"[delay_weeks] of the rule [{self.id}] is [{self.delay_weeks}]. It is between "
                f"[0] and [{LONGEST_DELAY}]."
            )

    @property
    def fingerprint(self) -> str:
        """Changes with any word of the rule."""
        return hashlib.sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()[:16]

    def as_data(self) -> dict[str, Any]:
        """The rule as it stands in its file."""
        return {**asdict(self), "expires_on": self.expires_on.isoformat()}


@dataclass(frozen=True, slots=True)
class ExpectedAlarms:
    """Alarms a year that a rule raises when nothing is going on, with a 95 % interval.

    Worked out on the rule's own history: `simulated_weeks` weeks without any rise, drawn from
    what was usual over `history_weeks` weeks in `areas` areas. `seed` repeats the draw. `raised`
    is how often the rule would have spoken in the `looked_back` latest weeks of that history.
    """

    a_year: float
    low: float
    high: float
    areas: int
    judged_areas: int
    history_weeks: int
    simulated_weeks: int
    raised: int
    looked_back: int
    seed: int


@dataclass(frozen=True, slots=True)
class RegisteredRule:
    """A rule with what is to be expected of it, sealed together.

    `fairness` is None for a rule of which it was not worked out.
    """

    rule: WatchRule
    expected: ExpectedAlarms
    registered_on: date
    registered_by: str
    loads: tuple[str, ...]
    seal: str
    fairness: Fairness | None = None

    def check_may_run(self, *, on: date) -> None:
        """Raises `RuleError` where the rule was changed after it was registered, or expired."""
        if self.seal != seal_of(self.rule, self.expected, self.fairness):
            raise RuleError(
                f"The rule [{self.rule.id}] is not as it was registered. Register it again, so "
                "that the false alarms to be expected are those of this rule."
            )
        if on > self.rule.expires_on:
            raise RuleError(
                f"The rule [{self.rule.id}] expired on [{self.rule.expires_on}]. Look at its "
                "scorecard and register it again."
            )


def seal_of(rule: WatchRule, expected: ExpectedAlarms, fairness: Fairness | None = None) -> str:
    """A fingerprint of a rule, what is expected of it, and who lives where it would have spoken.

    A rule registered before the last was worked out keeps the seal it had.
    """
    parts = [rule.as_data(), asdict(expected)]
    if fairness is not None:
        parts.append(fairness.as_data())
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def rule_from(data: dict[str, Any]) -> WatchRule:
    """A rule from its file. Raises `UsageError` that names what is missing or not understood."""
    fields = WatchRule.__dataclass_fields__
    if strange := sorted(set(data) - set(fields)):
        raise UsageError(f"The rule has [{', '.join(strange)}], which no rule has.")
    if missing := sorted(set(fields) - set(data)):
        raise UsageError(f"The rule lacks [{', '.join(missing)}].")
    try:
        return WatchRule(
            **{
                **data,
                "level": Level(data["level"]),
                "method": Watching(data["method"]),
                "alpha": float(data["alpha"]),
                "least_cases": int(data["least_cases"]),
                "delay_weeks": int(data["delay_weeks"]),
                "expires_on": date.fromisoformat(data["expires_on"]),
            }
        )
    except (ValueError, TypeError) as error:
        raise UsageError(f"The rule [{data['id']}] cannot be read: {error}.") from error


def as_text(registered: RegisteredRule) -> str:
    """A registered rule as the text of a file."""
    data = {
        "rule": registered.rule.as_data(),
        "expected_alarms": asdict(registered.expected),
        "fairness": registered.fairness.as_data() if registered.fairness else None,
        "registered_on": registered.registered_on.isoformat(),
        "registered_by": registered.registered_by,
        "loads": list(registered.loads),
        "seal": registered.seal,
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def registered_from(text: str, *, name: str) -> RegisteredRule:
    """A registered rule from the text of the file `name`. Raises `UsageError` if it is not one."""
    try:
        data = json.loads(text)
        return RegisteredRule(
            rule=rule_from(data["rule"]),
            expected=ExpectedAlarms(**data["expected_alarms"]),
            registered_on=date.fromisoformat(data["registered_on"]),
            registered_by=data["registered_by"],
            loads=tuple(data["loads"]),
            seal=data["seal"],
            fairness=fairness_from(data.get("fairness")),
        )
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"[{name}] is not a registered rule. Register the rule again (headwater rule), or take "
            "the file out of the register."
        ) from error
