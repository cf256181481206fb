"""What is said to somebody who may not have what they asked for."""

from django.http import Http404


class NotYours(Http404):
    """Something that is not there for whoever asks. Whether it exists is nobody's business."""

    def __init__(self) -> None:
        super().__init__("not found")
