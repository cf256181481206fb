"""The public site reads what was released, and no module of it has another way."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "src" / "headwater" / "web" / "public_site"
MODULES = sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)
OWN_MODELS = {"Post", "Problem", "Workspace"}


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def asked(tree: ast.AST) -> Iterator[str]:
    """Models whose manager is asked for rows."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
            yield ast.unparse(node.value)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_of_the_public_site_asks_for_rows_that_may_not_be_released(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert set(asked(tree)) <= OWN_MODELS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_of_the_public_site_reaches_into_the_partnership(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    reached = {
        name
        for name in imported(tree)
        if name.startswith(("headwater.web.insights", "headwater.pipelines", "headwater.lake"))
    }
    assert reached == set()


def test_editions_of_the_public_site_come_from_releases() -> None:
    """Queries of editions that look for one by its reference are for those signed in."""
    inside = {"edition_for", "editions_for", "readable_for", "latest_locked"}
    found = {
        f"{path.name}: {node.attr}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in inside
    }
    assert found == set()


def test_a_release_by_its_reference_is_read_only_where_people_have_signed_in() -> None:
    found = {
        path.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("release_for", "releases_for", "of_subject", "latest_known")
    }
    assert found <= {"preview.py", "posts.py", "changes.py", "queries.py"}
