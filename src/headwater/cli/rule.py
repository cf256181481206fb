"""`headwater rule`: registers a rule of early warning with the false alarms to be expected."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headwater.cli.console import say, say_json, say_table
from headwater.cli.options import DEFAULT_LAKE, AsJson, By, Lake, Register, Seed, person

if TYPE_CHECKING:
    from headwater.analysis.watch.rules import RegisteredRule

EXAMPLES = (
    "headwater rule knife-by-district.json --register build/rules",
    "headwater rule --register build/rules",
)


def command(
    file: Annotated[
        Path | None, typer.Argument(help="A rule to register; the register where left out.")
    ] = None,
    *,
    register: Register,
    lake: Lake = DEFAULT_LAKE,
    seed: Seed = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Register a rule of early warning, with the false alarms a year to be expected of it.

    They are worked out on the rule's own history: years in which nothing is going on are drawn and
    judged. A rule runs only as it was registered, until it expires.
    """
    from headwater.core import clock
    from headwater.pipelines import watch
    from headwater.pipelines.assess import DEFAULT_SEED

    if file is None:
        _list(watch.registered_rules(register), as_json=as_json)
        return
    made = watch.register(
        lake,
        watch.read_rule(file),
        register_folder=register,
        on=clock.today(),
        by=person(by),
        seed=DEFAULT_SEED if seed is None else seed,
    )
    if as_json:
        say_json(made)
        return
    _say(made)


def _say(made: "RegisteredRule") -> None:
    expected = made.expected
    say(f"Registered [{made.rule.id}], which may run until {made.rule.expires_on}.")
    say(
        f"When nothing is going on it raises about {expected.a_year:.1f} alerts a year "
        f"(95 % interval {expected.low:.1f} to {expected.high:.1f}, from "
        f"{expected.simulated_weeks:,} simulated weeks)."
    )
    say(
        f"In the last {expected.looked_back} weeks of its history it would have raised "
        f"{expected.raised}. It can judge up to {expected.judged_areas:,} of "
        f"{expected.areas:,} areas."
    )
    if made.fairness:
        say(made.fairness.sentence)


def _list(rules: "tuple[RegisteredRule, ...]", *, as_json: bool) -> None:
    if as_json:
        say_json(list(rules))
        return
    if not rules:
        say("No rule is registered here.")
        return
    say_table(
        ("RULE", "AREA", "METHOD", "FALSE ALERTS A YEAR", "EXPIRES"),
        [
            (
                each.rule.id,
                each.rule.area,
                each.rule.method.words,
                f"{each.expected.a_year:.1f}",
                each.rule.expires_on.isoformat(),
            )
            for each in rules
        ],
    )
