"""What an application answers, part by part, for those who assess it."""

from dataclasses import dataclass

from headwater.web.grants.applying.models import Application, Attachment
from headwater.web.grants.applying.queries.answers import written_of


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked, and what is answered in words or with files."""

    question: str
    words: str
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that belong together, each with its answer."""

    title: str
    answers: tuple[Answer, ...]


def parts_of(application: Application) -> list[Part]:
    """Everything that was asked of an application and what it answers."""
    return [
        Part(
            part.title,
            tuple(
                Answer(each.question.words, each.words or "Not answered", each.files)
                for each in part.answered
            ),
        )
        for part in written_of(application).parts
        if part.answered
    ]
