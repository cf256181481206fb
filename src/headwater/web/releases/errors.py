"""What is said when something cannot be proposed or read."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.releases.models import Release


class NotLockedError(HeadwaterError):
    """An edition that may still change."""

    def __init__(self, *, title: str) -> None:
        super().__init__(
            f"[{title}] can still change. Lock the edition first, then propose it for publication."
        )


class OpenProposalError(HeadwaterError):
    """A second proposal for one address while the first is undecided."""

    def __init__(self, *, slug: str, reference: str) -> None:
        super().__init__(
            f"[{slug}] already has an open proposal, [{reference}]. It must be published or "
            "refused before another is made."
        )


class AddressTakenError(HeadwaterError):
    """A public address that another partnership already uses."""

    def __init__(self, *, slug: str) -> None:
        super().__init__(f"The address [{slug}] is taken. Choose another.")


class CannotCorrectError(HeadwaterError):
    """A correction of something that is not public, or was corrected already."""

    def __init__(self, *, title: str) -> None:
        super().__init__(
            f"[{title}] cannot be corrected: only something that was published, and has no "
            "correction yet, can be. Correct its latest number."
        )


class ChecksFailedError(HeadwaterError):
    """Small numbers that could be worked out."""

    def __init__(self, *, title: str) -> None:
        super().__init__(
            f"[{title}] did not pass the check that hidden numbers cannot be worked out. "
            "It cannot be proposed. Make the edition again and tell whoever runs headwater."
        )


class Withdrawn(NotYours):
    """Something that was public and is not any more. Its address says so, and why."""

    def __init__(self, release: Release) -> None:
        super().__init__()
        self.release = release
