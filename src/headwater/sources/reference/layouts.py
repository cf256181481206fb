"""One reference dataset comes in several layouts; a layout knows its files and reads them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from headwater.core.errors import Fault
from headwater.sources.base import Conformed, Supplied

PACKAGE = "headwater.sources.reference"


@dataclass(frozen=True, slots=True)
class Layout:
    """One way a dataset is laid out. `folder` starts the names of its slices."""

    folder: str
    fits: Callable[[Supplied], bool]
    conform: Callable[[Supplied], Conformed]


@dataclass(frozen=True, slots=True)
class ReferenceSource:
    """A dataset that publishers hand out, in any of its layouts. Conforms to `Source`."""

    id: str
    title: str
    supplier: str
    tables: tuple[str, ...]
    layouts: tuple[Layout, ...]

    @property
    def schema(self) -> Mapping[str, Any]:
        """The published schema document."""
        return schema_document(self.id)

    def recognises(self, supplied: Supplied) -> bool:
        """Whether a file is laid out in one of the ways known."""
        return self._layout(supplied) is not None

    def slice_of(self, supplied: Supplied) -> str:
        """The layout's folder and the file's own name, so each file replaces only itself."""
        layout = self._layout(supplied)
        folder = layout.folder if layout else self.id
        return f"{folder}/{PurePosixPath(supplied.name).name}"

    def conform(self, supplied: Supplied) -> Conformed:
        """Read, check and reshape one file; refuse one in a layout that is not known."""
        layout = self._layout(supplied)
        return layout.conform(supplied) if layout else _unknown(self.id, supplied)

    def _layout(self, supplied: Supplied) -> Layout | None:
        return next((layout for layout in self.layouts if layout.fits(supplied)), None)


def _unknown(source: str, supplied: Supplied) -> Conformed:
    """A file that was said to be this source's and is laid out in none of its ways."""
    columns = f" (it has [{', '.join(supplied.header)}])" if supplied.header else ""
    fault = Fault(
        file=supplied.name,
        row=0,
        column="",
        value="",
        problem=f"it is in none of the layouts known for [{source}]{columns}",
        remedy=f"See the columns with: headwater template {source}",
    )
    return Conformed({}, 0, faults=(fault,), fault_total=1)


@cache
def schema_document(source: str) -> Mapping[str, Any]:
    """The schema document of a source, from its JSON file."""
    text = files(PACKAGE).joinpath("schemas", f"{source}.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def name_starts(supplied: Supplied, *starts: str) -> bool:
    """Whether the file's own name, in lower case, starts with one of some words."""
    return PurePosixPath(supplied.name).name.lower().startswith(starts)
