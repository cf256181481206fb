"""Why a file was not taken in, in sentences for whoever sent it."""

from headwater.core.errors import HeadwaterError
from headwater.core.words import listed
from headwater.web.documents.kinds import MEGABYTE, AllowedKinds, Kind


class RefusedUploadError(HeadwaterError):
    """A file was refused. Nothing of it was kept."""

    @classmethod
    def of_kind(cls, allowed: AllowedKinds) -> "RefusedUploadError":
        """Its ending is not one that is taken here."""
        endings = listed([kind.value for kind in Kind if kind in allowed.kinds])
        return cls(f"Files of this kind are not taken here. Send one ending {endings}.")

    @classmethod
    def too_large(cls, largest_bytes: int) -> "RefusedUploadError":
        """It is larger than the place takes."""
        return cls(
            f"The file is larger than {largest_bytes // MEGABYTE} MB, the most that is taken "
            "here. Nothing was kept. Send it in parts."
        )

    @classmethod
    def empty(cls) -> "RefusedUploadError":
        """There is nothing in it."""
        return cls("The file is empty. Choose a file with something in it.")

    @classmethod
    def content(cls, kind: Kind, problem: str, remedy: str) -> "RefusedUploadError":
        """What is in it is not what its ending says, or not safe to keep."""
        return cls(f"The {kind.value} file {problem}. Nothing was kept. {remedy}.")

    @classmethod
    def infected(cls) -> "RefusedUploadError":
        """The virus scanner found something."""
        return cls(
            "The virus scanner found something harmful in the file. Nothing was kept. Tell "
            "whoever looks after your computers, and send a clean copy."
        )


class ScannerAwayError(RefusedUploadError):
    """Files cannot be scanned, so none are taken in."""

    def __init__(self, *, why: str) -> None:
        super().__init__(
            f"The file could not be checked for viruses because {why}. Nothing was kept. Try "
            "again later, or tell whoever runs this site."
        )


class NoRoomError(RefusedUploadError):
    """The disk is full."""

    def __init__(self) -> None:
        super().__init__(
            "There is no room left to keep the file. Nothing was kept and nothing else was "
            "lost. Tell whoever runs this site."
        )


class DisposalError(HeadwaterError):
    """A disposal that the rules do not allow."""

    @classmethod
    def same_person(cls) -> "DisposalError":
        """Whoever asked may not approve."""
        return cls("You asked for this disposal. Somebody else must approve it.")

    @classmethod
    def nothing_due(cls) -> "DisposalError":
        """Nothing in the list has reached the end of its time."""
        return cls("No file here has reached the end of its time. Nothing was changed.")
