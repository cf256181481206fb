"""What can go wrong with delivering, in sentences."""

from headwater.core.errors import HeadwaterError


class RegisterShutError(HeadwaterError):
    """A register nobody writes into."""

    @classmethod
    def not_agreed(cls) -> "RegisterShutError":
        """The agreement was not accepted yet."""
        return cls("Accept the agreement first. The register opens then.")

    @classmethod
    def closed(cls) -> "RegisterShutError":
        """The grant is over."""
        return cls("This grant is closed. Ask the partnership if something is missing from it.")


class AgreementError(HeadwaterError):
    """An agreement that cannot be sent or accepted."""


class ReturnNotReadyError(HeadwaterError):
    """A return that lacks something it must say."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


class ReturnClosedError(HeadwaterError):
    """A return that nobody waits for any more."""

    def __init__(self) -> None:
        super().__init__("This grant is closed, so its returns are not asked for any more.")


class VariationError(HeadwaterError):
    """A variation that cannot be asked for or decided."""


class ClosingError(HeadwaterError):
    """A grant that cannot be suspended, taken up again or closed as it stands."""
