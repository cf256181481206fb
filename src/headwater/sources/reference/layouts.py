"""One reference dataset comes in several layouts; a layout knows its files and reads them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

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
        return f"{self._known(supplied).folder}/{PurePosixPath(supplied.name).name}"

    def conform(self, supplied: Supplied) -> Conformed:
        """Read, check and reshape one file."""
        return self._known(supplied).conform(supplied)

    def _layout(self, supplied: Supplied) -> Layout | None:
        return next((layout for layout in self.layouts if layout.fits(supplied)), None)

    def _known(self, supplied: Supplied) -> Layout:
        layout = self._layout(supplied)
        assert layout is not None, f"{self.id} was handed a file it does not recognise"
        return layout


@cache
def schema_document(source: str) -> Mapping[str, Any]:
    """The schema document of a source, from its JSON file."""
    text = files(PACKAGE).joinpath("schemas", f"{source}.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def name_starts(supplied: Supplied, *starts: str) -> bool:
    """Whether the file's own name, in lower case, starts with one of some words."""
    return PurePosixPath(supplied.name).name.lower().startswith(starts)
