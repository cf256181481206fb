"""What can go wrong with the directory of services, in sentences."""

from headwater.core.errors import HeadwaterError


class KnownAlreadyError(HeadwaterError):
    """An identifier that another entry of the directory has."""

    def __init__(self) -> None:
        super().__init__("Another entry of the directory has this identifier. Change that one.")


class NoSuchPartnerError(HeadwaterError):
    """A partner that is not there to choose."""

    def __init__(self) -> None:
        super().__init__("The organisation is not there any more. Choose another.")
