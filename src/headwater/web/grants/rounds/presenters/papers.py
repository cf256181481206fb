"""A round as a paper to print: everything that is asked, and how it is decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from headwater.core.papers import Bullets, Facts, Grid, Heading, Paper, Paragraph, Part, titled
from headwater.web.grants.rounds import queries
from headwater.web.grants.rounds.models import Round
from headwater.web.grants.rounds.presenters import public
from headwater.web.grants.rounds.rules.phases import CLOSING_RULE


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who answers for a paper, and when it was made."""

    publisher: str
    made_on: date
    is_fictional: bool
    is_draft: bool = False


def round_paper(round: Round, imprint: Imprint) -> Paper:
    """All questions of a round with everything else somebody reads before starting."""
    return Paper(
        title=round.title,
        subtitle="All questions, and how we decide",
        publisher=imprint.publisher,
        made_on=imprint.made_on,
        parts=tuple(_parts(round)),
        marking="Draft" if imprint.is_draft else "",
        is_fictional=imprint.is_fictional,
    )


def _parts(round: Round) -> Iterator[Part]:
    yield Paragraph(round.summary)
    for title, text in (("What it is for", round.purpose), ("Who can apply", round.who_can_apply)):
        yield from titled(title, text)
    yield Facts(
        tuple((each.key, str(each.value)) for each in (*public.money(round), *public.dates(round)))
    )
    yield Heading("At the closing time, and after it")
    for rule in CLOSING_RULE:
        yield Paragraph(rule)
    yield Heading("May you apply?")
    yield Bullets(
        tuple(f"{each.question} {public.passes(each)}" for each in queries.eligibility_of(round))
    )
    yield Heading("The questions")
    for section in public.asked_sections(round):
        yield Heading(section.title, 2)
        for asked in section.questions:
            yield Paragraph(_asked(asked), strong=asked.words)
            if asked.choices:
                yield Bullets(asked.choices)
    yield from titled("How we decide", round.how_decided)
    for criterion in queries.criteria_of(round):
        shown = public.judged(criterion)
        yield Heading(f"{shown.name}: {shown.weight} of 100", 2)
        if shown.guidance:
            yield Paragraph(shown.guidance)
        yield Grid(
            f"What scores for {shown.name.lower()} mean",
            ("Score", "Means"),
            tuple((str(n), text) for n, text in enumerate(criterion.anchors)),
        )
    yield from titled("What we do with what you tell us", round.data_use)


def _asked(asked: public.Asked) -> str:
    return " ".join(each for each in (asked.help, f"{asked.how}.", *asked.notes) if each)
