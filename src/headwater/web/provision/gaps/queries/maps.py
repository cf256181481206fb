"""Reading gap maps: the latest, its combinations, the services behind one, and the map before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.editions import figures
from headwater.web.editions.figures import Value, key_of, position
from headwater.web.editions.models import Edition, Kind, Picture, Table
from headwater.web.editions.rules.workflow import READABLE, UNDER_WAY, Status
from headwater.web.partners.models import Workspace
from headwater.web.provision.gaps.errors import MapReplacedError
from headwater.web.provision.gaps.rules import permissions
from headwater.web.provision.gaps.rules.classes import MapClass, kinds_in
from headwater.web.provision.gaps.rules.places import Place, title_of

CELLS, MAP, OFFERS, ABOUT = "gaps-cells", "gap-map", "gap-offers", "gap-about"
TYPES, REACH_PICTURE = "gap-types", "gap-reach-map"
HEAVY = ("facts", "key_findings", "checks", "summary")

Shown = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination of a map, with its numbers as they were released."""

    place: Place
    area: str
    group: str
    kind: MapClass
    types: tuple[str, ...]
    shown: Shown
    """The numbers as released, or the marks in their place, by column."""
    said: Mapping[str, str]
    """The same as people read them."""

    @property
    def help_words(self) -> str:
        """The kind of help in words."""
        return self.group.rpartition(", ")[0]

    @property
    def title(self) -> str:
        """The combination in words."""
        return title_of(help_words=self.help_words, age=self.place.age, area=self.area)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which combinations are wanted; empty is any."""

    age: str = ""
    help: str = ""
    area: str = ""
    kind: str = ""
    type: str = ""

    def has(self, cell: Cell) -> bool:
        """Whether a combination is wanted."""
        return (
            self.age in ("", cell.place.age)
            and self.help in ("", cell.place.help)
            and self.area in ("", cell.place.area)
            and self.kind in ("", cell.kind)
            and (not self.type or self.type in cell.types)
        )


def maps_for(actor: Actor, workspace: str) -> QuerySet[Edition]:
    """Gap maps of a workspace that the actor reads, latest first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return (
        Edition.objects.filter(workspace__slug=workspace, kind=Kind.GAP_MAP)
        .exclude(status=Status.DISCARDED)
        .select_related("workspace")
        .defer(*HEAVY)
    )


def latest(actor: Actor, workspace: str) -> Edition | None:
    """The map made last; None before the first."""
    made = maps_for(actor, workspace).filter(status__in=READABLE)
    return made.order_by("-made_at", "-pk").first()


def why_unsettled(edition: Edition) -> str:
    """Why no gap of a map may be answered yet; empty once it is locked."""
    if edition.stands is Status.LOCKED:
        return ""
    return (
        "This gap map can still change, so nothing of a plan may answer its gaps yet. A lead locks "
        "it: open “Chapters and documents” from the map, then choose “Lock”."
    )


def check_is_latest(workspace: Workspace, reference: str) -> None:
    """Hold the latest map until the change ends. Raises where it is not the one with a reference.

    Whoever locks or discards it meanwhile waits, so that what is answered stands as it was read.
    """
    made = Edition.objects.filter(
        workspace=workspace, kind=Kind.GAP_MAP, status__in=READABLE
    ).defer(*HEAVY)
    held = made.select_for_update().order_by("-made_at", "-pk").first()
    if held is None or held.reference != reference:
        raise MapReplacedError


def before(edition: Edition) -> Edition | None:
    """The map of the same area that was made before one."""
    same = Edition.objects.filter(
        workspace=edition.workspace,
        kind=Kind.GAP_MAP,
        area_code=edition.area_code,
        status__in=READABLE,
        made_at__lt=edition.made_at,
    )
    return same.defer(*HEAVY).order_by("-made_at", "-pk").first()


def under_way(actor: Actor, workspace: str) -> Edition | None:
    """A map that is being made; None where there is none."""
    return maps_for(actor, workspace).filter(status__in=UNDER_WAY).first()


def failed_since(actor: Actor, workspace: str, edition: Edition | None) -> Edition | None:
    """The last attempt that failed, where none was made after it."""
    failed = maps_for(actor, workspace).filter(status=Status.FAILED)
    if edition is not None:
        failed = failed.filter(requested_at__gt=edition.requested_at)
    return failed.order_by("-requested_at").first()


def last_month_made(workspace: str) -> date | None:
    """The last month of any edition that was made for a workspace."""
    made = Edition.objects.filter(workspace__slug=workspace, status__in=READABLE)
    found: date | None = made.aggregate(last=Max("last_month"))["last"]
    return found


def cells_of(edition: Edition) -> list[Cell]:
    """Every combination of a map, in the order of its table."""
    held = {each.slug: each for each in edition.tables.filter(slug__in=(CELLS, MAP))}
    if len(held) < 2:
        return []
    judged = {key_of(held[MAP], row): row for row in held[MAP].rows}
    return [
        _cell(held[CELLS], row, held[MAP], judged[key_of(held[CELLS], row)])
        for row in held[CELLS].rows
        if key_of(held[CELLS], row) in judged
    ]


def _cell(cells: Table, row: Sequence[Value], judging: Table, judgement: Sequence[Value]) -> Cell:
    """Both rows as one. The class of the working is a range, that of the map one word."""
    working, judged = as_shown(cells, row), as_shown(judging, judgement)
    return Cell(
        place=Place(str(working["area_code"]), str(working["age"]), str(working["help"])),
        area=str(working["area_name"]),
        group=str(working["group"]),
        kind=MapClass(str(judged.get("class", MapClass.UNKNOWN))),
        types=kinds_in(str(judged.get("types", "none"))),
        shown={**judged, **working, "range": working["class"]},
        said={**as_said(judging, judgement), **as_said(cells, row)},
    )


def cell_for(edition: Edition, place: Place) -> Cell:
    """One combination of a map. Raises `NotYours` where it has none."""
    for cell in cells_of(edition):
        if cell.place == place:
            return cell
    raise NotYours


def offers_of(edition: Edition, place: Place) -> list[Mapping[str, str]]:
    """The services that reach a combination, each as people read it."""
    table = edition.tables.filter(slug=OFFERS).first()
    wanted = [place.area, place.age, place.help]
    return [] if table is None else [as_said(table, r) for r in table.rows if r[:3] == wanted]


def about(edition: Edition) -> dict[str, str]:
    """What a map rests on, by key, in words."""
    table = edition.tables.filter(slug=ABOUT).first()
    return {} if table is None else {str(row[0]): str(row[2]) for row in table.rows}


def meanings(edition: Edition) -> dict[str, str]:
    """What each kind of gap means, in the order of the map."""
    table = edition.tables.filter(slug=TYPES).first()
    return {} if table is None else {str(row[0]): str(row[1]) for row in table.rows}


def classes_of(edition: Edition | None) -> dict[Place, MapClass]:
    """The class of each combination of a map."""
    table = edition.tables.filter(slug=MAP).first() if edition else None
    if table is None:
        return {}
    at = position(table, "class")
    return {Place(*map(str, row[:3])): MapClass(str(row[at])) for row in table.rows}


def latest_tables(workspace: str) -> Table | None:
    """The table of classes of the latest map of a workspace, whoever reads it. One query."""
    made = Table.objects.filter(
        slug=MAP,
        edition__workspace__slug=workspace,
        edition__kind=Kind.GAP_MAP,
        edition__status__in=READABLE,
    )
    return made.select_related("edition").order_by("-edition__made_at", "-edition__pk").first()


def reach_picture(edition: Edition) -> tuple[Picture, Table] | None:
    """The map of what each neighbourhood reaches, with its table; None where it was not drawn."""
    picture = edition.pictures.filter(slug=REACH_PICTURE).first()
    table = edition.tables.filter(slug=picture.table).first() if picture else None
    return (picture, table) if picture and table else None


def chosen(cells: Iterable[Cell], asked: Asked) -> list[Cell]:
    """The combinations that are wanted."""
    return [cell for cell in cells if asked.has(cell)]


def as_shown(table: Table, row: Sequence[Value]) -> dict[str, Value]:
    """A row of a table by the keys of its columns."""
    return {column["key"]: value for column, value in zip(table.columns, row, strict=True)}


def as_said(table: Table, row: Sequence[Value]) -> dict[str, str]:
    """A row of a table as people read it, by the keys of its columns."""
    return {
        column["key"]: figures.shown(value, column)
        for column, value in zip(table.columns, row, strict=True)
    }
