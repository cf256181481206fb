"""Tasks of the Duty in words, tags and tables."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from django.urls import reverse

from headwater.core.words import counted, listed
from headwater.rulebook.duty import Obligation
from headwater.web.design_system.moments import day
from headwater.web.design_system.parts import (
    Cell,
    CellLike,
    Colour,
    Column,
    Entry,
    Link,
    Row,
    Table,
    Tag,
)
from headwater.web.partners.models import Organisation
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.duty.links import task_address, tasks_of
from headwater.web.partnership.duty.models import Answer, Review
from headwater.web.partnership.duty.queries.evidence import Evidence
from headwater.web.partnership.duty.queries.tasks import Task
from headwater.web.partnership.duty.rules.ageing import Age
from headwater.web.partnership.duty.rules.answering import Stands, Status
from headwater.web.thread import kinds

COLOURS = {
    Stands.NOT_ASSESSED: Colour.GREY,
    Stands.NOT_MET: Colour.RED,
    Stands.PARTLY: Colour.YELLOW,
    Stands.BARE: Colour.ORANGE,
    Stands.AGED: Colour.ORANGE,
    Stands.MET: Colour.GREEN,
    Stands.NOT_APPLICABLE: Colour.BLUE,
}
AGE_COLOURS = {
    Age.FRESH: Colour.GREEN,
    Age.OLD: Colour.ORANGE,
    Age.FALLEN: Colour.RED,
    Age.GONE: Colour.RED,
}
CSV_COLUMNS = (
    "act",
    "section",
    "obligation",
    "title",
    "must_or_may",
    "organisation",
    "organisation_name",
    "statutory_role",
    "how_it_stands",
    "statement",
    "reason",
    "evidence",
    "evidence_fresh",
    "last_reviewed",
    "next_review",
    "guidance",
    "guidance_updated",
    "trust",
)


def stands_tag(stands: Stands) -> Tag:
    """How a task stands."""
    return Tag(stands.words, COLOURS[stands], stands.means)


def age_tag(age: Age) -> Tag:
    """How fresh something is."""
    return Tag(age.words, AGE_COLOURS[age], age.means)


def law(obligation: Obligation) -> str:
    """The section as one quotes it.

    A section that is no number is said as it stands.
    """
    section = obligation.section
    return f"section {section}" if section[:1].isdigit() else section


def sections(tasks: Iterable[Task]) -> list[tuple[str, str]]:
    """Sections that tasks come from, as choices, in the order of the law."""
    found = {section_key(each.obligation): each.obligation for each in tasks}
    return [(key, f"{of.act}, {law(of)}") for key, of in found.items()]


def section_key(obligation: Obligation) -> str:
    """A section as it stands in an address."""
    return f"{obligation.act}, {obligation.section}"


def task_tables(tasks: Iterable[Task], *, today: date, first: Collection[int]) -> list[Table]:
    """A table for each act; before them those of the organisations that come first."""

    def caption(task: Task) -> str:
        whose = "Yours under the " if task.organisation.pk in first else ""
        return f"{whose}{task.obligation.act}"

    return [
        Table(
            caption=words,
            columns=(
                Column("Task"),
                Column("Owed by"),
                Column("How it stands"),
                Column("Evidence"),
                Column("Last reviewed"),
                Column("Next review"),
            ),
            rows=[_task_row(each, today=today) for each in there],
        )
        for words, there in groupby(tasks, key=caption)
    ]


def _task_row(task: Task, *, today: date) -> list[CellLike]:
    asked, whose, answer = task.obligation, task.organisation, task.answer
    address = task_address(whose.workspace.slug, asked.id, whose.reference)
    return [
        Cell(asked.title, href=address, hint=f"{asked.force.words}, {law(asked)}"),
        Cell(whose.name),
        Cell(tag=stands_tag(task.stands)),
        _evidence_cell(task.evidence),
        Cell(day(answer.reviewed_on)) if answer else None,
        _next_cell(answer, today=today),
    ]


def _evidence_cell(evidence: Collection[Age]) -> CellLike:
    if not evidence:
        return None
    fresh = sum(each is Age.FRESH for each in evidence)
    return Cell(counted(len(evidence), "item"), hint=f"{fresh} fresh")


def _next_cell(answer: Answer | None, *, today: date) -> CellLike:
    if answer is None:
        return None
    late = answer.next_review_on < today
    return Cell(
        day(answer.next_review_on),
        tag=Tag("Overdue", Colour.RED, "It was to be looked at again by then") if late else None,
    )


def partners_table(tasks: Sequence[Task], *, today: date) -> Table:
    """How far each organisation is, by name."""
    by_partner: dict[int, list[Task]] = {}
    for each in tasks:
        by_partner.setdefault(each.organisation.pk, []).append(each)
    rows = sorted(by_partner.values(), key=lambda those: those[0].organisation.name)
    return Table(
        caption="How far each partner is",
        columns=(
            Column("Organisation"),
            Column("Tasks", numeric=True),
            Column("Not assessed", numeric=True),
            Column("Not or partly met", numeric=True),
            Column("Met, nothing fresh shows it", numeric=True),
            Column("Met", numeric=True),
            Column("Not applicable", numeric=True),
            Column("Review overdue", numeric=True),
        ),
        rows=[_partner_row(those, today=today) for those in rows],
        when_empty="No organisation here owes anything under the Duty today.",
    )


def _partner_row(tasks: Sequence[Task], *, today: date) -> list[CellLike]:
    whose = tasks[0].organisation
    role = StatutoryRole(whose.statutory_role).label
    stood = [each.stands for each in tasks]

    def many(*wanted: Stands) -> int:
        return sum(each in wanted for each in stood)

    return [
        Cell(whose.name, href=tasks_of(whose.workspace.slug, whose), hint=role),
        len(tasks),
        many(Stands.NOT_ASSESSED),
        many(Stands.NOT_MET, Stands.PARTLY),
        many(Stands.AGED, Stands.BARE),
        many(Stands.MET),
        many(Stands.NOT_APPLICABLE),
        sum(each.is_overdue(today) for each in tasks),
    ]


def coming_words(to_come: Iterable[Obligation]) -> list[str]:
    """What the law will ask later, one sentence each."""
    return [
        f"From {day(each.starts_on)}: {each.title.lower()} ({each.act}, {law(each)})."
        for each in to_come
    ]


def answered_words(tasks: Sequence[Task]) -> str:
    """How many tasks are answered, for below the number."""
    unanswered = [each for each in tasks if not each.is_answered]
    if not unanswered:
        return "Every task is answered."
    partners = len({each.organisation.pk for each in unanswered})
    whose = counted(partners, "organisation")
    return f"{counted(len(unanswered), 'task')} of {whose} not answered yet."


def asked_facts(obligation: Obligation) -> list[Row]:
    """What the law asks, of whom and since when."""
    rows = [
        Row("What is asked", obligation.text),
        Row("Where it stands", f"{obligation.act}, {law(obligation)}"),
        Row("Must or may", f"{obligation.force.words}. {_force_means(obligation)}"),
        Row("In force", _span(obligation)),
    ]
    if obligation.guidance:
        rows.append(Row("Guidance", obligation.guidance_words))
    rows.append(
        Row(
            "How sure the wording is",
            Cell(obligation.trust.words.capitalize(), hint=obligation.source),
        )
    )
    return rows


def _force_means(obligation: Obligation) -> str:
    return "The law asks for it." if obligation.force.value == "must" else "The law only allows it."


def _span(obligation: Obligation) -> str:
    since = f"Since {day(obligation.starts_on)}"
    return f"{since}, until {day(obligation.ends_on)}" if obligation.ends_on else since


def answer_facts(task: Task, *, today: date) -> list[Row]:
    """What the organisation said."""
    answer = task.answer
    if answer is None:
        return []
    rows = [Row("How it stands", Cell(tag=stands_tag(task.stands)))]
    if answer.reason:
        rows.append(Row("Why it does not apply", answer.reason))
    if answer.statement:
        rows.append(Row("What is done, and what is missing", answer.statement))
    following = _next_cell(answer, today=today)
    return [
        *rows,
        Row("Last reviewed", day(answer.reviewed_on)),
        Row("Next review", following if isinstance(following, Cell) else ""),
    ]


def theirs_facts(answer: Answer) -> list[Row]:
    """What somebody else answered meanwhile."""
    return [
        Row("How it is met", answer.says.words),
        Row("Why it does not apply", answer.reason),
        Row("What is done, and what is missing", answer.statement),
        Row("Next review", day(answer.next_review_on)),
    ]


def evidence_table(
    evidence: Iterable[Evidence], *, remove: Mapping[str, str], months: int
) -> Table:
    """What shows something, the first tied first. `remove` leads to taking each away."""
    columns = [
        Column("What shows it"),
        Column("Kind"),
        Column("From"),
        Column("Counts until"),
        Column("How fresh"),
    ]
    if remove:
        columns.append(Column("Take away", heading_is_hidden=True))
    return Table(
        caption="Evidence",
        columns=columns,
        rows=[_evidence_row(each, remove) for each in evidence],
        notes=(f"Evidence here counts for {counted(months, 'month')} from its day.",),
        when_empty=(
            "Nothing shows it yet. Tie the minutes, files, actions or papers that do: each counts "
            f"for {counted(months, 'month')} from its day and then ages by itself."
        ),
    )


def _evidence_row(each: Evidence, remove: Mapping[str, str]) -> list[CellLike]:
    row: list[CellLike] = [
        Cell(*evidence_words(each)),
        Cell(kind_words(each.tie.from_kind)),
        Cell(day(each.on)),
        Cell(day(each.ages_after)) if each.age in (Age.FRESH, Age.OLD) else None,
        Cell(tag=age_tag(each.age)),
    ]
    if remove:
        row.append(Cell("Take away", href=remove[each.tie.reference]))
    return row


def evidence_words(each: Evidence) -> tuple[str, str]:
    """The title and address of what shows something, as far as the reader may see it."""
    if each.bead:
        return each.bead.title, each.bead.address
    if each.age is Age.GONE:
        return f"{each.tie.from_reference}, which is not there any more", ""
    return f"{each.tie.from_reference}, which you may not open", ""


def kind_words(code: str) -> str:
    """What a kind is called."""
    kind = kinds.kind(code)
    noun = kind.noun if kind else code
    return noun[:1].upper() + noun[1:]


def usual_words(obligation: Obligation) -> str:
    """Kinds of things that usually show it."""
    known = [kinds.kind(code) for code in obligation.evidence_kinds]
    return listed([each.plural for each in known if each])


def review_entries(reviews: Iterable[Review], names: Mapping[str, str]) -> list[Entry]:
    """What was answered, the latest first."""
    return [
        Entry(
            title=Status(each.status).words,
            at=each.at,
            by=names.get(each.by, "headwater"),
            text=each.reason or each.statement,
        )
        for each in reviews
    ]


def others_links(tasks: Iterable[Task], but: Organisation) -> list[Link]:
    """The same task of other organisations."""
    return [
        Link(
            f"{each.organisation.name}: {each.stands.words}",
            task_address(
                each.organisation.workspace.slug, each.obligation.id, each.organisation.reference
            ),
        )
        for each in tasks
        if each.organisation.pk != but.pk
    ]


def csv_rows(tasks: Iterable[Task]) -> Iterator[tuple[str, ...]]:
    """Rows of the file, in the order of `CSV_COLUMNS`."""
    for each in tasks:
        asked, whose, answer = each.obligation, each.organisation, each.answer
        yield (
            asked.act,
            asked.section,
            asked.id,
            asked.title,
            asked.force.value,
            whose.reference,
            whose.name,
            whose.statutory_role,
            each.stands.words,
            answer.statement if answer else "",
            answer.reason if answer else "",
            str(len(each.evidence)),
            str(sum(age is Age.FRESH for age in each.evidence)),
            answer.reviewed_on.isoformat() if answer else "",
            answer.next_review_on.isoformat() if answer else "",
            asked.guidance,
            asked.guidance_updated.isoformat() if asked.guidance_updated else "",
            asked.trust.value,
        )


def removal_addresses(
    evidence: Iterable[Evidence], route: str, args: Sequence[object]
) -> dict[str, str]:
    """Where each thing is taken away, by the reference of its tie."""
    ties = [each.tie.reference for each in evidence]
    return {tie: reverse(route, args=[*args, tie]) for tie in ties}
