"""How a file comes off the wire: to disk in pieces, never into memory, never more than allowed."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from headwater.web.documents.errors import NoRoomError, RefusedUploadError
from headwater.web.documents.kinds import DATA
from headwater.web.documents.storage import FULL

NAME = "arriving"


class OntoDisk(TemporaryFileUploadHandler):
    """Writes what is uploaded to a temporary file.

    What is too large, or finds the disk full, is thrown away while it arrives, and the reason goes
    with the upload: `keep_upload` raises it, and the form shows it with the other answers kept.
    """

    refusal: RefusedUploadError | None = None

    def new_file(self, *args: Any, **about: Any) -> None:
        """Begin a file among those arriving: what a dead process leaves there is swept away."""
        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True)
        FileUploadHandler.new_file(self, *args, **about)
        # Under a name of ours: theirs may be longer than a disk takes.
        self.file = TemporaryUploadedFile(
            NAME, self.content_type, 0, self.charset, self.content_type_extra
        )
        self.file.name = self.file_name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take one piece."""
        if self.refusal is not None:
            return
        if start + len(raw_data) > DATA.largest_bytes:
            self._refuse(RefusedUploadError.too_large(DATA.largest_bytes))
            return
        try:
            self.file.write(raw_data)
            self.file.flush()
        except OSError as error:
            if error.errno not in FULL:
                raise
            self._refuse(NoRoomError())

    def _refuse(self, refusal: RefusedUploadError) -> None:
        self.refusal = refusal
        os.truncate(self.file.temporary_file_path(), 0)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """The upload, whole or with the reason why it is not."""
        file = self.file
        file.seek(0)
        file.size = file_size
        file.refusal = self.refusal  # type: ignore[attr-defined]
        self.refusal = None
        return file


def refusal_of(file: UploadedFile[bytes]) -> RefusedUploadError | None:
    """Why a file was thrown away while it arrived; None where it was not."""
    return getattr(file, "refusal", None)
