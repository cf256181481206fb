"""What can go wrong with alerts, in sentences."""

from headwater.core.errors import HeadwaterError


class RuleNotKeptError(HeadwaterError):
    """A week holds alerts of a rule that the register does not have."""

    def __init__(self, *, rule: str) -> None:
        super().__init__(
            f"The week holds alerts of a rule [{rule}] that nobody has switched on here, so "
            "nothing was raised. Switch the rule on and run the week again."
        )


class NoRuleIsOnError(HeadwaterError):
    """A week is to be run for an area that no rule watches."""

    def __init__(self, *, area: str) -> None:
        super().__init__(
            f"No rule is on for the area [{area}], so there is nothing to run. Switch one on in "
            "the register of rules."
        )


class RuleReplacedError(HeadwaterError):
    """A rule that was replaced by another while its week was run."""

    def __init__(self, *, rule: str) -> None:
        super().__init__(
            f"The rule [{rule}] was replaced while this week was run, so nothing was kept. Try "
            "again: the rules that are on now are run."
        )


class NothingToReleaseError(HeadwaterError):
    """Scorecards before there is a rule to score."""

    def __init__(self) -> None:
        super().__init__(
            "No rule has been switched on yet, so there is nothing to publish. Come back when the "
            "rules have run for some weeks."
        )
