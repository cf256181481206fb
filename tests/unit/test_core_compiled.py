"""Compiled code is kept, and never used after any kernel changed."""

import ast
import re
from pathlib import Path

import numba
import numpy as np
import pytest
from numpy.typing import NDArray

from headwater.core import compiled


def test_a_change_in_any_kernel_starts_anew(tmp_path: Path) -> None:
    folder = tmp_path / "spatial" / "kernels"
    folder.mkdir(parents=True)
    (folder / "one.py").write_text("LANES = 8\n", encoding="utf-8")
    (folder / "two.py").write_text("from one import LANES\n", encoding="utf-8")
    before = compiled.fingerprint(tmp_path)
    assert compiled.fingerprint(tmp_path) == before
    (folder / "one.py").write_text("LANES = 16\n", encoding="utf-8")
    assert compiled.fingerprint(tmp_path) != before


def test_what_is_kept_lies_in_a_folder_of_these_kernels() -> None:
    @compiled.compiled
    def double(value: float) -> float:
        return value * 2.0

    assert double(2.0) == 4.0
    assert Path(numba.config.CACHE_DIR).name == f"kernels-{compiled.fingerprint(compiled.KERNELS)}"


def test_kernels_are_compiled_from_their_own_sources() -> None:
    assert list(compiled.KERNELS.rglob("kernels/*.py"))


@compiled.compiled_in_turns
def fill_squares(first: int, last: int, squares: NDArray[np.float64]) -> None:
    for turn in range(first, last):
        squares[turn] = squares[turn] + turn * turn


@pytest.mark.parametrize("turns", [0, 1, 2, 7, 1000])
@pytest.mark.parametrize("threads", [1, 2])
def test_every_turn_is_taken_once(turns: int, threads: int) -> None:
    before = numba.get_num_threads()
    squares = np.zeros(turns)
    try:
        numba.set_num_threads(min(threads, before))
        fill_squares(turns, squares)
    finally:
        numba.set_num_threads(before)
    assert squares.tolist() == [float(turn * turn) for turn in range(turns)]


@compiled.compiled_in_turns
def refuse(first: int, last: int, limit: int) -> None:
    if last > limit:
        raise ValueError("too far")


def test_an_error_in_a_turn_is_raised() -> None:
    with pytest.raises(ValueError, match="too far"):
        refuse(100, 90)


def test_compiling_is_timed_and_loading_is_not() -> None:
    before = compiled.compile_seconds()

    @numba.njit
    def fresh(value: float) -> float:
        return value + 0.5

    assert fresh(1.0) == 1.5
    between = compiled.compile_seconds()
    assert between > before
    assert fresh(2.0) == 2.5
    assert compiled.compile_seconds() == between


SOURCES = compiled.KERNELS.parent
MADE = {"compiled", "compiled_part", "compiled_in_turns", "compiled_in_parallel"}


def made_by(function: ast.FunctionDef) -> set[str]:
    return {made.id for made in function.decorator_list if isinstance(made, ast.Name)}


def functions_of(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def read_by_python(tree: ast.Module) -> set[str]:
    """Names that are called, and what is taken of modules of kernels, in functions of Python."""
    compiled_ones = [each for each in functions_of(tree) if made_by(each) & MADE]
    inside = {id(node) for each in compiled_ones for node in ast.walk(each)}
    outside = [node for node in ast.walk(tree) if id(node) not in inside]
    calls = [node.func for node in outside if isinstance(node, ast.Call)]
    names = {called.id for called in calls if isinstance(called, ast.Name)}
    modules = {
        alias.asname or alias.name
        for node in outside
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("kernels")
        for alias in node.names
    }
    taken = [node for node in outside if isinstance(node, ast.Attribute)]
    return names | {
        node.attr for node in taken if isinstance(node.value, ast.Name) and node.value.id in modules
    }


def test_python_never_calls_a_part() -> None:
    """It would end the process. Where a kernel is imported, none of its parts may be read."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES.rglob("*.py")}
    parts = {
        path.stem: {each.name for each in functions_of(tree) if "compiled_part" in made_by(each)}
        for path, tree in trees.items()
        if path.parent.name == "kernels"
    }
    assert "fit" in parts["glm"]
    called = {}
    for path, tree in trees.items():
        text = path.read_text(encoding="utf-8")
        near = {path.stem} if path.parent.name == "kernels" else set()
        near |= {stem for stem in parts if re.search(rf"kernels(\.| import .*\b){stem}\b", text)}
        risky = set().union(*(parts.get(stem, set()) for stem in near))
        if found := risky & read_by_python(tree):
            called[path.name] = found
    assert called == {}
