"""What the code promises about its own shape, where no linter can hold it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "headwater"
# Django writes migrations.
MODULES = sorted(p for p in SOURCE.rglob("*.py") if p.parent.name != "migrations")
BESIDE = sorted(p for name in ("tests", "benchmarks") for p in (ROOT / name).rglob("*.py"))
LONGEST_FUNCTION = 60
LONGEST_MODULE = 700

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def lines(function: Function) -> int:
    """Lines of a function from its name to its end, its docstring too."""
    return (function.end_lineno or 0) - function.lineno + 1


def public_definitions(tree: ast.Module) -> Iterator[Function | ast.ClassDef]:
    """Public functions and classes of a module, and the public methods of those classes."""
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                for member in node.body:
                    if isinstance(member, Function) and not member.name.startswith("_"):
                        yield member


def is_override(node: ast.AST) -> bool:
    """Whether a method only fills in what a library's base class named."""
    return isinstance(node, Function) and node.name in {"log_message", "redirect_request"}


def test_no_function_is_longer_than_a_page(trees: dict[Path, ast.Module]) -> None:
    beside = {path: ast.parse(path.read_text(encoding="utf-8")) for path in BESIDE}
    long = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path, tree in (trees | beside).items()
        for function in functions(tree)
        if lines(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_module_runs_away() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (*MODULES, *BESIDE)
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_every_module_says_what_it_is_for(trees: dict[Path, ast.Module]) -> None:
    silent = [
        name_of(path) for path, tree in trees.items() if tree.body and not ast.get_docstring(tree)
    ]
    assert silent == []


def test_everything_public_says_what_it_answers(trees: dict[Path, ast.Module]) -> None:
    silent = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path, tree in trees.items()
        for node in public_definitions(tree)
        if not ast.get_docstring(node) and not is_override(node)
    ]
    assert silent == []


def called(tree: ast.AST) -> Iterator[str]:
    """Names that are called, plain or after a dot or with a type in brackets."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            target = node.func.value if isinstance(node.func, ast.Subscript) else node.func
            if isinstance(target, ast.Name):
                yield target.id
            elif isinstance(target, ast.Attribute):
                yield target.attr


def test_only_disclosure_control_seals_a_result(trees: dict[Path, ast.Module]) -> None:
    makers = {name_of(path) for path, tree in trees.items() if "Released" in set(called(tree))}
    assert {m for m in makers if not m.startswith(("core/disclosure/", "core/counts.py"))} == set()


KERNELS_MAY_USE = {"collections", "dataclasses", "enum", "functools", "itertools", "math", "numpy"}
KERNELS_MAY_USE |= {"numba", "scipy", "typing", "headwater"}


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_kernels_see_arrays_and_nothing_else(trees: dict[Path, ast.Module]) -> None:
    """Also those that are not called `kernels`, which import-linter's contract cannot name."""
    found = {
        f"{name_of(path)}: {module}"
        for path, tree in trees.items()
        if path.stem.endswith("kernels") or path.parent.name == "kernels"
        for module in imported(tree)
        if module.partition(".")[0] not in KERNELS_MAY_USE
        or module.startswith(("headwater.lake", "headwater.rulebook", "headwater.sources"))
    }
    assert found == set()


def test_nothing_prints(trees: dict[Path, ast.Module]) -> None:
    assert [name_of(path) for path, tree in trees.items() if "print" in set(called(tree))] == []


def test_nothing_swallows_every_error(trees: dict[Path, ast.Module]) -> None:
    greedy = [
        f"{name_of(path)}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and not any(isinstance(part, ast.Raise) for part in ast.walk(node))
    ]
    assert greedy == []


def test_only_the_clock_asks_what_time_it_is(trees: dict[Path, ast.Module]) -> None:
    askers = {
        name_of(path)
        for path, tree in trees.items()
        if {"now", "today", "utcnow"} & set(called(tree))
        and "clock" not in path.read_text(encoding="utf-8")
        and not name_of(path).startswith("web/")
    }
    assert askers - {"core/clock.py"} == set()


def asks_the_time(tree: ast.AST) -> bool:
    """Whether something is called that reads a clock; turning a given time into a day does not."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "today", "utcnow", "localdate", "localtime")
        and not node.args
        for node in ast.walk(tree)
    )


def test_rules_changes_and_queries_of_the_web_are_told_what_time_it_is(
    trees: dict[Path, ast.Module],
) -> None:
    askers = {
        name_of(path)
        for path, tree in trees.items()
        if name_of(path).startswith("web/")
        and (path.stem in ("rules", "changes", "queries") or path.parent.name == "rules")
        # Pages about rules are pages, which say what time it is.
        and path.parent.name != "views"
        and asks_the_time(tree)
    }
    assert askers == set()
