"""What partners supplied: the loads behind an assessment, and what was never supplied."""

from dataclasses import dataclass

from headwater.core.editions import LoadRecord
from headwater.lake.journal import Load
from headwater.lake.store import Store
from headwater.rulebook import RegisterEntry, data_register

TABLES_OF = {
    "police: recorded crime": ("recorded_crimes", "crimes"),
    "police: stop and search, custody, missing, county-lines markers": ("stop_searches",),
    "ambulance trust: assault, stabbing and gunshot incidents": ("ambulance_incidents",),
    "acute trusts: emergency department assaults (ISTV) and admissions": ("ed_assaults",),
    "integrated care board and public health: public health indicators, mental health, "
    "substance misuse, waits": ("indicators",),
    "fire and rescue: deliberate fires and violence to crews": ("fire_incidents",),
    "youth justice service: first-time entrants, reoffending, assessed needs, weapon offences, "
    "remand and custody": ("indicators",),
    "education: exclusions, suspensions, absence, home education, children missing education, "
    "alternative provision, EHC plans": ("indicators",),
    "children's social care: assessment factors, protection plans, looked-after children, "
    "missing from care": ("indicators",),
    "voluntary and community sector: service reach, caseload, waits, youth voice": ("services",),
    "national publishers: population, deprivation, claimants, census": (
        "residents",
        "deprivation",
    ),
}
"""Which lake tables hold the datasets of the register. Datasets not named have no table yet."""

PUBLIC_ONLY = "public files only"
SUPPLIED = "supplied"
NOT_SUPPLIED = "not supplied"


@dataclass(frozen=True, slots=True)
class Holding:
    """One dataset of the register and whether there is anything of it."""

    entry: RegisterEntry
    status: str
    tables: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Holdings:
    """Everything the lake holds that an assessment may rest on."""

    register: tuple[Holding, ...]
    loads: tuple[LoadRecord, ...]

    def is_supplied(self, table: str) -> bool:
        """Whether anything was loaded into a lake table."""
        return any(table in holding.tables for holding in self.register)


def holdings(store: Store) -> Holdings:
    """What the lake holds, dataset by dataset of the register, and load by load."""
    return Holdings(
        register=tuple(_holding(store, entry) for entry in data_register()),
        loads=tuple(load.record() for load in _ordered(store)),
    )


def _holding(store: Store, entry: RegisterEntry) -> Holding:
    wanted = TABLES_OF.get(f"{entry.partner}: {entry.dataset}", ())
    held = tuple(table for table in wanted if store.has(table))
    if held == ("crimes",) and "recorded_crimes" in wanted:
        return Holding(entry, PUBLIC_ONLY, held)
    return Holding(entry, SUPPLIED if held else NOT_SUPPLIED, held)


def _ordered(store: Store) -> list[Load]:
    return sorted(store.journal.active(), key=lambda load: (load.source, load.id))
