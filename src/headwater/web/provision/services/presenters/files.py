"""Files of services in words and tables."""

from collections.abc import Sequence

from headwater.core import words
from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Cell, Colour, Column, Row, Table, Tag
from headwater.web.provision.services.links import file_address
from headwater.web.provision.services.models import File
from headwater.web.provision.services.presenters.services import shown
from headwater.web.provision.services.rules.comparing import Preview
from headwater.web.provision.services.rules.imports import Stage
from headwater.web.provision.services.rules.record import LABELS

COLOURS = {
    Stage.LOOKED_AT: Colour.YELLOW,
    Stage.TAKEN_IN: Colour.GREEN,
    Stage.DROPPED: Colour.GREY,
    Stage.UNDONE: Colour.GREY,
}
MOST_SHOWN = 100
"""Rows of a preview that are shown; the sentence above says how many there are."""


def stage_tag(file: File) -> Tag:
    """Where a file stands."""
    stage = Stage(file.stage)
    return Tag(stage.words, COLOURS[stage])


def files_table(files: Sequence[File]) -> Table:
    """Files, the latest first."""
    return Table(
        caption="Files taken in so far",
        columns=[
            Column("File"),
            Column("Looked at"),
            Column("State"),
            Column("New", numeric=True),
            Column("Changed", numeric=True),
        ],
        rows=[
            [
                Cell(each.name, href=file_address(each)),
                moment(each.at),
                Cell(tag=stage_tag(each)),
                each.added,
                each.changed,
            ]
            for each in files
        ],
        when_empty="No file was looked at yet.",
    )


def sentence(found: Preview, file: File) -> str:
    """What taking a file in would do."""
    wrong = f" {words.counted(file.wrong, 'service')} with faults would be left out."
    return (
        f"{words.counted(len(found.new), 'entry', 'entries')} would be new, {len(found.changed)} "
        f"would change and {found.unchanged} would stay as they are."
        f"{wrong if file.wrong else ''}"
    )


def new_table(found: Preview) -> Table:
    """Services that the directory does not have yet."""
    return Table(
        caption=_caption("New", len(found.new)),
        columns=[Column("Service"), Column("Who runs it"), Column("Need")],
        rows=[
            [each.record.name, each.record.organisation, shown("need_type", each.record.need_type)]
            for each in found.new[:MOST_SHOWN]
        ],
        when_empty="Nothing would be new.",
    )


def changed_table(found: Preview) -> Table:
    """Services that would say something else, field by field."""
    by_label = {label: name for name, label in LABELS.items()}
    rows = [
        [
            each.arrived.record.name if at == 0 else "",
            one.label,
            shown(by_label.get(one.label, ""), one.before) or "Nothing",
            shown(by_label.get(one.label, ""), one.after) or "Nothing",
        ]
        for each in found.changed
        for at, one in enumerate(each.differences)
    ]
    return Table(
        caption=_caption("Changed", len(found.changed)),
        columns=[Column("Service"), Column("Field"), Column("It says"), Column("The file says")],
        rows=rows[:MOST_SHOWN],
        row_headers=False,
        when_empty="Nothing would change.",
    )


def gone_table(found: Preview) -> Table:
    """Services that came from a file once and are not in this one."""
    return Table(
        caption=_caption("Not in this file", len(found.gone)),
        columns=[Column("Service"), Column("Who runs it")],
        rows=[[each.record.name, each.record.organisation] for each in found.gone[:MOST_SHOWN]],
        when_empty="Every entry that came from a file is in this one.",
    )


def _caption(what: str, many: int) -> str:
    more = f", the first {MOST_SHOWN} shown" if many > MOST_SHOWN else ""
    return f"{what}: {many}{more}"


def faults_table(file: File) -> Table:
    """What is wrong with services of a file, by their place in it."""
    return Table(
        caption="Faults",
        columns=[Column("Service in the file"), Column("Field"), Column("Fault"), Column("Remedy")],
        rows=[
            [f"Number {each['place']}", each["field"], each["problem"], each["do"]]
            for each in file.faults
        ],
        when_empty="No fault was found.",
    )


def facts(file: File, by: str) -> list[Row]:
    """What became of a file."""
    rows = [
        Row("Reference", file.reference),
        Row("Looked at", f"{moment(file.at)}, {by}"),
        Row("State", Cell(tag=stage_tag(file))),
    ]
    if file.stage in (Stage.TAKEN_IN, Stage.UNDONE):
        rows += [
            Row("Taken in", moment(file.ended_at)),
            Row("New entries", file.added),
            Row("Changed entries", file.changed),
            Row("As they were", file.unchanged),
            Row("Marked inactive", file.closed),
        ]
    if file.wrong:
        rows.append(Row("Left out for faults", file.wrong))
    if file.undone_at:
        rows.append(Row("Undone", moment(file.undone_at)))
    return rows
