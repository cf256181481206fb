"""Letters to applicants: what was decided, why, and what was found by each criterion."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from headwater.core.money import short_pounds
from headwater.core.papers import Facts, Heading, Paper, Paragraph, Part, titled
from headwater.core.words import day
from headwater.web.grants.deciding.imprint import Imprint
from headwater.web.grants.deciding.models import Award, Decision
from headwater.web.grants.deciding.queries.assessments import Line, Sheet
from headwater.web.grants.deciding.rules.deciding import Ruling

APPROVED = (
    "We are pleased to offer you a grant. Next we send you an agreement to read and accept. "
    "Please do not start to spend before you accepted it."
)
DECLINED = (
    "We are sorry to say that we cannot fund this project. There were more good applications "
    "than money, or it did not reach what the round asks. Below you find how it was scored."
)
DEFERRED = (
    "We have not decided on your project yet. It stays with us, and you need not apply again. We "
    "write to you when it is decided, or when we need something from you."
)
OPENINGS = {
    Ruling.APPROVE: ("was approved", APPROVED),
    Ruling.DECLINE: ("was declined", DECLINED),
    Ruling.DEFER: ("was put off", DEFERRED),
}
"""What became of an application, and what that means for whoever applied."""
APPEAL = (
    "If you think that we did not follow our own rules, write to us within 20 working days. You "
    "may apply again in a later round."
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, before it is sent or printed."""

    subject: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """As plain text, for a mail."""
        return "\n\n".join(line for part in self.parts for line in _lines(part))

    @property
    def sections(self) -> list[tuple[str, list[str]]]:
        """As a page shows it: headings, each with its lines."""
        found: list[tuple[str, list[str]]] = [("", [])]
        for part in self.parts:
            if isinstance(part, Heading):
                found.append((part.text, []))
            else:
                found[-1][1].extend(_lines(part))
        return found


def _lines(part: Part) -> Iterator[str]:
    if isinstance(part, Heading):
        yield part.text.upper() if part.level == 1 else part.text
    elif isinstance(part, Paragraph):
        yield f"{part.strong} {part.text}".strip()
    elif isinstance(part, Facts):
        yield "\n".join(f"{name}: {value}" for name, value in part.rows)


KINDS: Mapping[str, type[Heading | Paragraph]] = {"heading": Heading, "paragraph": Paragraph}


def kept(letter: Letter) -> dict[str, Any]:
    """A letter as a decision keeps it."""
    return {"subject": letter.subject, "parts": [_to_keep(each) for each in letter.parts]}


def _to_keep(part: Part) -> dict[str, Any]:
    return {"kind": type(part).__name__.lower(), **asdict(part)}


def _from_kept(part: Mapping[str, Any]) -> Part:
    said = {name: value for name, value in part.items() if name != "kind"}
    if part["kind"] == "facts":
        return Facts(tuple((name, value) for name, value in said["rows"]))
    return KINDS[part["kind"]](**said)


def decision_letter(decision: Decision, sheet: Sheet) -> Letter:
    """What an applicant was told of a decision: as it was kept, else as things stand."""
    if decision.letter:
        parts = tuple(_from_kept(each) for each in decision.letter["parts"])
        return Letter(decision.letter["subject"], parts)
    return _written(decision, sheet)


def _written(decision: Decision, sheet: Sheet) -> Letter:
    """A letter about a decision, with feedback by criterion.

    While it is put off nothing is said of scores: they may change before it is decided.
    """
    application, ruling, award = decision.application, Ruling(decision.ruling), decision.award
    title = application.title or application.reference
    became, meaning = OPENINGS[ruling]
    parts: list[Part] = [
        Paragraph(f"Your application {application.reference}, {title}, {became}."),
        Paragraph(meaning),
    ]
    if award is not None:
        parts.append(Facts(_offer(award)))
        parts += titled("Conditions", decision.conditions)
        parts += titled("How it will be evaluated", decision.evaluation_plan)
    is_put_off = ruling is Ruling.DEFER
    why = "Why we put it off" if is_put_off else "Why we decided so"
    parts += titled(why, decision.reasons)
    parts += titled("What else we would say", decision.feedback)
    if not is_put_off:
        parts += [Heading("How it was scored"), *_feedback(sheet)]
    if ruling is Ruling.DECLINE:
        parts.append(Paragraph(APPEAL))
    late = " is put off" if is_put_off else ""
    return Letter(f"Decision on your application {application.reference}{late}", tuple(parts))


def _offer(award: Award) -> tuple[tuple[str, str], ...]:
    return (
        ("Award", award.reference),
        ("Amount", short_pounds(award.amount)),
        ("For", award.description),
        ("From", day(award.starts_on)),
        ("Until", day(award.ends_on)),
    )


def _feedback(sheet: Sheet) -> Iterator[Part]:
    total, threshold = sheet.outcome.total, sheet.outcome.threshold
    if total is not None:
        yield Paragraph(
            f"{total} of 100 points. Applications needed at least {threshold:f} to be funded."
        )
    for line in sheet.lines:
        yield Paragraph(feedback_words(line), strong=f"{line.criterion.name}.")


def feedback_words(line: Line) -> str:
    """What an applicant is told of one criterion: points, what they mean, and what was added."""
    if line.points is None:
        return "Not scored."
    said = [f"{line.points.normalize():f} of 5."]
    anchors = line.criterion.anchors
    level = int(line.points)
    if level < len(anchors):
        said.append(str(anchors[level]))
    if line.moderation is not None and line.moderation.feedback:
        said.append(line.moderation.feedback)
    return " ".join(said)


def letter_paper(letter: Letter, decision: Decision, imprint: Imprint) -> Paper:
    """The letter to be printed or kept."""
    return Paper(
        title=letter.subject,
        subtitle=f"To {decision.application.organisation}",
        publisher=imprint.publisher,
        made_on=imprint.made_on,
        parts=letter.parts,
        is_fictional=imprint.is_fictional,
    )
