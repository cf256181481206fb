"""Actions in words, tags and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as dated

from headwater.core import words
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Entry, Row, Table, Tag
from headwater.web.strategy.links import action_address
from headwater.web.strategy.models import Action, EarlierMilestone, Milestone, Update
from headwater.web.strategy.rules.computing import Computed
from headwater.web.strategy.rules.statuses import CLOSED, Blocker, Prevention, Status, Strand
from headwater.web.thread.queries import Strand as Tied
from headwater.web.worklist.rules import due_words

COLOURS = {
    Status.NOT_STARTED: Colour.GREY,
    Status.ON_TRACK: Colour.GREEN,
    Status.AT_RISK: Colour.YELLOW,
    Status.OFF_TRACK: Colour.RED,
    Status.BLOCKED: Colour.PURPLE,
    Status.AWAITING_EVIDENCE: Colour.BLUE,
    Status.COMPLETE: Colour.TEAL,
    Status.WITHDRAWN: Colour.GREY,
}
CSV_COLUMNS = (
    "action",
    "title",
    "priority",
    "outcome",
    "declared_status",
    "computed_status",
    "because",
    "reason",
    "lead",
    "lead_role",
    "partners",
    "starts_on",
    "due_on",
    "milestones_reached",
    "milestones",
    "prevention",
    "factor",
    "strand",
    "cost_gbp",
    "paid_by",
    "blocker",
    "decision_needed",
    "told_on",
    "public_wording",
    "is_promise",
)


def status_tag(status: Status) -> Tag:
    """A status with its meaning."""
    return Tag(status.words, COLOURS[status], status.means)


def differs(action: Action, found: Computed) -> str:
    """What the facts say where they say otherwise; nothing where they agree."""
    if found.status is action.stands:
        return ""
    return f"Computed: {found.status.words.lower()}. {found.because}"


def due(action: Action, *, today: date) -> str:
    """When an action is due, as one says it; of what is over, that it is."""
    if action.stands in CLOSED:
        return "Nothing is due"
    return due_words(action.due_on, today=today)


def table(
    actions: Sequence[Action],
    found: Mapping[int, Computed],
    *,
    today: date,
    says_place: bool = True,
) -> Table:
    """Actions, in the order they are given; each with its place where the page does not say it."""
    return Table(
        caption="Actions",
        caption_is_hidden=True,
        columns=[
            Column("Action"),
            Column("Declared"),
            Column("Computed"),
            Column("Led by"),
            Column("Due"),
        ],
        rows=[
            _row(each, found[each.pk], today=today, place=place_of(each) if says_place else "")
            for each in actions
        ],
        when_empty="No action is of this kind. Take away a filter to see more.",
    )


def _row(action: Action, found: Computed, *, today: date, place: str) -> list[CellLike]:
    return [
        Cell(action.title, href=action_address(action), hint=place),
        Cell(tag=status_tag(action.stands), hint=action.reason),
        Cell(tag=status_tag(found.status), hint=found.because),
        Cell(action.lead.name if action.lead else "Nobody yet", hint=action.lead_role),
        Cell(dated(action.due_on, "j M Y"), hint=due(action, today=today)),
    ]


def place_of(action: Action) -> str:
    """Where in the plan an action stands."""
    if action.outcome is None:
        return "No place in the plan yet"
    return f"{action.outcome.priority.title}: {action.outcome.title}"


def csv_rows(actions: Iterable[Action], found: Mapping[int, Computed]) -> Iterator[Sequence[str]]:
    """Actions for a file."""
    for action in actions:
        computed, outcome = found[action.pk], action.outcome
        steps = list(action.milestones.all())
        yield [
            action.reference,
            action.title,
            outcome.priority.title if outcome else "",
            outcome.title if outcome else "",
            action.status,
            computed.status.value,
            computed.because,
            action.reason,
            action.lead.name if action.lead else "",
            action.lead_role,
            "; ".join(each.name for each in action.partners.all()),
            action.starts_on.isoformat(),
            action.due_on.isoformat(),
            str(sum(1 for each in steps if each.reached_on)),
            str(len(steps)),
            action.prevention,
            action.factor,
            action.strand,
            "" if action.cost_gbp is None else str(action.cost_gbp),
            action.paid_by,
            action.blocker,
            action.decision_needed,
            timezone.localdate(action.told_at).isoformat() if action.told_at else "",
            action.public_wording,
            "yes" if action.is_promise else "no",
        ]


def facts(action: Action) -> list[Row]:
    """What an action says of itself."""
    partners = words.listed([each.name for each in action.partners.all()])
    rows = [
        ("Place in the plan", place_of(action)),
        ("Led by", _lead(action)),
        ("Helped by", partners or "Nobody else"),
        ("Time", period(action)),
        ("Prevention", _prevention(action)),
        ("Factor it works on", action.factor[:1].upper() + action.factor[1:] or "None chosen"),
        ("Strand of INSPIRE", Strand(action.strand).words if action.strand else "None chosen"),
        ("Money", money(action)),
        ("What the public is told", _public(action)),
    ]
    return [Row(key, value) for key, value in rows]


def _lead(action: Action) -> str:
    if action.lead is None:
        return "Nobody yet"
    return f"{action.lead.name}, {action.lead_role}" if action.lead_role else action.lead.name


def period(action: Action) -> str:
    """From its first day to the day it is due."""
    return f"{dated(action.starts_on, 'j F Y')} to {dated(action.due_on, 'j F Y')}"


def _prevention(action: Action) -> str:
    if not action.prevention:
        return "Not said"
    level = Prevention(action.prevention)
    return f"{level.words}: {level.means[:1].lower()}{level.means[1:]}"


def money(action: Action) -> str:
    """What it costs and who pays, as far as anybody knows."""
    cost = "Cost not known yet" if action.cost_gbp is None else words.money(action.cost_gbp)
    return f"{cost}, from {action.paid_by}" if action.paid_by else cost


def _public(action: Action) -> str:
    if not action.public_wording:
        return "Its title"
    return f"Promised: {action.public_wording}" if action.is_promise else action.public_wording


def holds(action: Action) -> list[Row]:
    """What holds an action up, what is to be decided, and what shows that it is done."""
    rows = []
    if action.blocker:
        blocker = Blocker(action.blocker).words
        more = f". {action.blocked_by}" if action.blocked_by else ""
        rows.append(Row("Held up by", f"{blocker}{more}"))
    if action.decision_needed:
        rows.append(Row("Decision needed", action.decision_needed))
    if action.reason:
        rows.append(Row("Why it stands so", action.reason))
    if action.evidence:
        rows.append(Row("What shows it", action.evidence))
    return rows


def milestones(action: Action, steps: Iterable[Milestone], *, today: date, may_tell: bool) -> Table:
    """The steps of an action, the first due first."""
    columns = [Column("Milestone"), Column("Due"), Column("Seen to by"), Column("Reached")]
    if may_tell:
        columns += [
            Column("Correct", heading_is_hidden=True),
            Column("Remove", heading_is_hidden=True),
        ]
    return Table(
        caption="Milestones",
        caption_is_hidden=True,
        columns=columns,
        rows=[_step(action, each, today=today, may_tell=may_tell) for each in steps],
        when_empty="No milestone yet. With one, everybody can see whether it goes as planned.",
    )


def _step(action: Action, step: Milestone, *, today: date, may_tell: bool) -> list[CellLike]:
    late = step.reached_on is None and step.due_on < today
    reached = Tag("Late", Colour.RED) if late else Tag("To come", Colour.GREY)
    cells: list[CellLike] = [
        step.title,
        dated(step.due_on, "j F Y"),
        step.who or "Not said",
        dated(step.reached_on, "j F Y") if step.reached_on else Cell(tag=reached),
    ]
    if may_tell:
        where = [action.workspace.slug, action.reference, step.pk]
        ways = [
            Cell("Correct", href=reverse("strategy:milestone_correct", args=where)),
            Cell("Remove", href=reverse("strategy:milestone_remove", args=where)),
        ]
        cells += [Cell("") for _ in ways] if step.reached_on else ways
    return cells


def ties(strands: Sequence[Tied]) -> Table:
    """What an action is tied to."""
    return Table(
        caption="What it is tied to",
        caption_is_hidden=True,
        columns=[Column("How"), Column("What"), Column("How that stands")],
        rows=[
            [
                f"{each.words[:1].upper()}{each.words[1:]}",
                Cell(each.other.title, href=each.other.address),
                each.other.state or "",
            ]
            for each in strands
        ],
        row_headers=False,
        when_empty="It is tied to nothing yet. Tie it to the finding or gap that it answers.",
    )


def timeline(
    action: Action,
    updates: Iterable[Update],
    earlier: Iterable[EarlierMilestone],
    names: Mapping[str, str],
) -> list[Entry]:
    """What was told of an action and its milestones, the latest first, and that it was written."""
    written = Entry("Written", action.written_at, names.get(action.written_by, ""))
    since = [*told(updates, names), *(_no_longer(each, names) for each in earlier)]
    return [*sorted(since, key=lambda each: each.at, reverse=True), written]


def _no_longer(earlier: EarlierMilestone, names: Mapping[str, str]) -> Entry:
    """That a milestone was corrected or removed, with what it said until then."""
    who = f", seen to by {earlier.who}" if earlier.who else ""
    return Entry(
        title="Milestone removed" if earlier.was_removed else "Milestone corrected",
        at=earlier.at,
        by=names.get(earlier.by, earlier.by),
        text=f"It said: {earlier.title}, due {dated(earlier.due_on, 'j F Y')}{who}.",
    )


def told(updates: Iterable[Update], names: Mapping[str, str]) -> list[Entry]:
    """What was told, in the order it is given."""
    return [_told(each, names) for each in updates]


def _told(update: Update, names: Mapping[str, str]) -> Entry:
    declared, computed = Status(update.declared), Status(update.computed)
    lines = [
        update.text,
        f"Reached: {words.listed(update.reached)}." if update.reached else "",
        f"Why: {update.reason}" if update.reason else "",
        f"Computed then: {computed.words.lower()}." if computed is not declared else "",
        f"Held up: {update.blocked_by}" if update.blocked_by else "",
        f"Decision needed: {update.decision_needed}" if update.decision_needed else "",
    ]
    is_same = update.before == update.declared
    return Entry(
        title="Told of" if is_same else f"From {Status(update.before).words.lower()} to",
        at=update.at,
        by=names.get(update.by, update.by),
        text="\n".join(line for line in lines if line),
        tag=status_tag(declared),
    )


def summary(actions: Sequence[Action], found: Mapping[int, Computed], *, today: date) -> str:
    """How the plan stands, in a sentence."""
    still = [each for each in actions if each.stands not in CLOSED]
    late = sum(1 for each in still if each.due_on < today)
    other = sum(1 for each in still if found[each.pk].status is not each.stands)
    done = sum(1 for each in actions if each.stands is Status.COMPLETE)
    return (
        f"{words.counted(len(still), 'open action')}, {late} overdue, {done} complete. "
        f"{other} declared otherwise than computed."
    )
