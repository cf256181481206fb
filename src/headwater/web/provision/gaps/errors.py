"""What can go wrong with gaps and with what is meant to close them."""

from headwater.core.errors import HeadwaterError


class IntentionRefusedError(HeadwaterError):
    """A commissioning intention that says something that cannot be."""


class MapReplacedError(HeadwaterError):
    """A gap of a map that is not the latest any more."""

    def __init__(self) -> None:
        super().__init__(
            "A new gap map was worked out while you were working on this. Nothing was saved. What "
            "you wrote is below: look at what the new map says of this gap, then save again."
        )


class NoActionsError(HeadwaterError):
    """An action was to be made and nothing is there that makes one."""

    def __init__(self) -> None:
        super().__init__("This site has no joint plan, so no action can be made here.")


class NoDecisionError(HeadwaterError):
    """An intention was to be agreed without a decision that anybody can find."""

    def __init__(self) -> None:
        super().__init__(
            "Choose the decision of a board that agreed this. If it is not in the list, its "
            "minutes were not issued yet."
        )
