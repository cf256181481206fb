"""The inspection pack as a paper: what is not answered stands first, and is counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from headwater.core.papers import Bullets, Facts, Grid, Heading, Note, Paper, Paragraph, Part
from headwater.core.words import counted, day, listed
from headwater.rulebook.duty import Obligation
from headwater.web.partners.rules.duty import Vacancy
from headwater.web.partnership.duty.presenters.readiness import summary
from headwater.web.partnership.duty.presenters.tasks import evidence_words, kind_words, law
from headwater.web.partnership.duty.queries.evidence import Evidence
from headwater.web.partnership.duty.queries.readiness import Domain
from headwater.web.partnership.duty.queries.tasks import Task
from headwater.web.partnership.duty.rules import readying
from headwater.web.partnership.duty.rules.ageing import Age
from headwater.web.partnership.duty.rules.answering import Stands
from headwater.web.partnership.duty.rules.owing import Unowned


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who answers for a paper, of which partnership, when, and whether it is made up."""

    publisher: str
    partnership: str
    made_on: date
    is_fictional: bool


@dataclass(frozen=True, slots=True)
class Held:
    """Everything an inspection pack is made from. Evidence is as its reader may see it."""

    tasks: Sequence[Task]
    evidence: Mapping[str, Sequence[Evidence]]
    domains: Sequence[Domain]
    domain_evidence: Mapping[str, Sequence[Evidence]]
    unowned: Sequence[Unowned]
    vacancies: Sequence[Vacancy]


def pack(held: Held, imprint: Imprint) -> Paper:
    """Every obligation with everybody who owes it, readiness, evidence, and what has aged."""
    parts: list[Part] = [
        Heading("What is not answered"),
        *_unanswered(held),
        Heading("How the Duty is met"),
        Facts(_counts(held.tasks)),
        *_by_act(held.tasks),
        Heading("What has aged"),
        *_aged(held, today=imprint.made_on),
        Heading("Readiness"),
        *_readiness(held.domains),
        Heading("Evidence"),
        *_evidence(held),
    ]
    return Paper(
        title="Inspection pack",
        subtitle=f"The Serious Violence Duty in {imprint.partnership}",
        publisher=imprint.publisher,
        made_on=imprint.made_on,
        parts=tuple(parts),
        marking="Official",
        is_fictional=imprint.is_fictional,
    )


def _unanswered(held: Held) -> Iterable[Part]:
    """Everything without an answer: tasks, obligations that nobody is there to owe, domains."""
    yield from _unanswered_tasks(held.tasks)
    yield from _owed_by_nobody(held)
    yield from _not_assessed(held.domains)


def _unanswered_tasks(tasks: Sequence[Task]) -> Iterable[Part]:
    found = [each for each in tasks if not each.is_answered]
    musts = sum(each.obligation.force.value == "must" for each in found)
    if not found:
        yield Paragraph(f"All {counted(len(tasks), 'task')} are answered.", strong="Tasks.")
        return
    yield Note(
        f"{len(found)} of {counted(len(tasks), 'task')} not answered",
        f"{counted(musts, 'task')} among them the law asks for; the others it only allows.",
    )
    yield Grid(
        caption="Not answered",
        columns=("Obligation", "Law", "Must or may", "Owed by"),
        rows=tuple((*_law_cells(each.obligation), each.organisation.name) for each in found),
    )


def _law_cells(asked: Obligation) -> tuple[str, str, str]:
    return asked.title, f"{asked.act}, {law(asked)}", asked.force.words


def _owed_by_nobody(held: Held) -> Iterable[Part]:
    if held.unowned:
        yield Note(
            f"{counted(len(held.unowned), 'obligation')} of an authority that is not a partner",
            "No organisation of the partnership has the role that owes them, so no task stands for "
            "them. Where the area has such an authority, they are not answered.",
        )
        yield Grid(
            caption="Owed by an authority that is not a partner",
            columns=("Obligation", "Law", "Must or may", "Which authority"),
            rows=tuple(
                (*_law_cells(each.obligation), listed([role.label for role in each.roles]))
                for each in held.unowned
            ),
        )
    if held.vacancies:
        yield Paragraph("Places under the Duty that nobody fills:")
        yield Bullets(tuple(each.words for each in held.vacancies))


def _not_assessed(domains: Sequence[Domain]) -> Iterable[Part]:
    found = [each.domain for each in domains if each.row is None]
    if not found:
        yield Paragraph(
            f"All {counted(len(domains), 'domain')} of readiness are assessed this year.",
            strong="Readiness.",
        )
        return
    yield Note(
        f"{len(found)} of {counted(len(domains), 'domain')} of readiness not assessed",
        "Nobody has said this year how ready the partnership is in them.",
    )
    yield Grid(
        caption="Domains not assessed",
        columns=("Domain", "What it asks"),
        rows=tuple((each.title, each.question) for each in found),
    )


def _counts(tasks: Sequence[Task]) -> tuple[tuple[str, str], ...]:
    stood = [each.stands for each in tasks]
    return (
        ("Tasks", str(len(tasks))),
        *((each.words, str(stood.count(each))) for each in Stands),
    )


def _by_act(tasks: Sequence[Task]) -> Iterable[Part]:
    for act, of_act in groupby(tasks, key=lambda each: each.obligation.act):
        yield Heading(act, level=2)
        for asked, those in groupby(of_act, key=lambda each: each.obligation):
            yield Heading(f"{asked.title} ({law(asked)})", level=3)
            yield Paragraph(f"{asked.text} ({asked.force.words}; wording {asked.trust.words})")
            yield Grid(
                caption=asked.title,
                columns=(
                    "Owed by", "How it stands", "What was said", "Evidence", "Reviewed",
                    "Next review",
                ),
                rows=tuple(_task_cells(each) for each in those),
            )  # fmt: skip


def _task_cells(task: Task) -> tuple[str, ...]:
    answer = task.answer
    fresh = sum(each is Age.FRESH for each in task.evidence)
    shown = f"{len(task.evidence)}, of which {fresh} fresh" if task.evidence else "None"
    return (
        task.organisation.name,
        task.stands.words,
        (answer.reason or answer.statement) if answer else "",
        shown,
        day(answer.reviewed_on) if answer else "",
        day(answer.next_review_on) if answer else "",
    )


def _aged(held: Held, *, today: date) -> Iterable[Part]:
    late = [each for each in held.tasks if each.is_overdue(today)]
    bare = [each for each in held.tasks if each.stands in (Stands.AGED, Stands.BARE)]
    yield Grid(
        caption="Said to be met, and nothing fresh shows it",
        columns=("Obligation", "Organisation", "How it stands"),
        rows=tuple(
            (each.obligation.title, each.organisation.name, each.stands.words) for each in bare
        ),
        empty="Everything that is said to be met has fresh evidence.",
    )
    yield Grid(
        caption="Reviews that are overdue",
        columns=("Obligation", "Organisation", "Was due"),
        rows=tuple(
            (each.obligation.title, each.organisation.name, day(each.answer.next_review_on))
            for each in late
            if each.answer
        ),
        empty="No review is overdue.",
    )


def _readiness(domains: Sequence[Domain]) -> Iterable[Part]:
    yield Paragraph(summary(domains))
    yield Grid(
        caption="Nine domains of readiness",
        columns=("Domain", "Level", "Year before", "Why", "Next step", "Who and by when"),
        rows=tuple(_domain_cells(each) for each in domains),
    )


def _domain_cells(each: Domain) -> tuple[str, ...]:
    row, before = each.row, each.before
    owner = row.owner.name if row and row.owner else ""
    due = day(row.due_on) if row and row.due_on else ""
    return (
        each.domain.title,
        readying.words(row.reached) if row else "Not assessed",
        readying.words(before.reached) if before else "",
        row.why if row else "",
        row.next_step if row else "",
        ", ".join(part for part in (owner, due) if part),
    )


def _evidence(held: Held) -> Iterable[Part]:
    yield Grid(
        caption="Evidence of tasks",
        columns=("What shows it", "Kind", "From", "Counts until", "How fresh", "Shows"),
        rows=tuple(
            _evidence_cells(one, f"{task.obligation.title}: {task.organisation.name}")
            for task in held.tasks
            for one in held.evidence.get(task.reference, ())
        ),
        empty="Nothing is tied to any task.",
    )
    yield Grid(
        caption="Evidence of readiness",
        columns=("What shows it", "Kind", "From", "Counts until", "How fresh", "Shows"),
        rows=tuple(
            _evidence_cells(one, domain.domain.title)
            for domain in held.domains
            for one in held.domain_evidence.get(domain.reference, ())
        ),
        empty="Nothing is tied to any domain.",
    )


def _evidence_cells(one: Evidence, shows: str) -> tuple[str, ...]:
    return (
        evidence_words(one)[0],
        kind_words(one.tie.from_kind),
        day(one.on),
        day(one.ages_after) if one.age in (Age.FRESH, Age.OLD) else "",
        one.age.words,
        shows,
    )
