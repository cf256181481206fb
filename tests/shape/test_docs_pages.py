"""The documents agree with the code and with each other."""

import re
from pathlib import Path

import pytest
import typer.main

from headwater.cli.main import COMMANDS, app
from headwater.cli.reference import pages
from headwater.core.errors import ExitCode

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADWATER = re.compile(r"^\$ headwater (\S+)(.*)$", flags=re.MULTILINE)
MAKE = re.compile(r"^\$ make ([a-z-]+)", flags=re.MULTILINE)
HEADINGS_OF_A_DECISION = (
    "**Context.**",
    "**Options, and what each costs**",
    "**Decision.**",
    "**What follows.**",
    "**How we will notice it was wrong.**",
)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("name", list(pages()))
def test_a_generated_page_is_current(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == pages()[name], "run: make docs"


def test_every_command_is_documented_with_its_options_and_examples() -> None:
    text = pages()["reference/cli.md"]
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for name, command in commands.items():
        section = text.partition(f"\n## headwater {name}\n")[2].partition("\n## ")[0]
        assert section, name
        assert f"$ headwater {name}" in section
        for parameter in command.params:
            assert parameter.help, f"{name} {parameter.name} has no meaning"
            assert parameter.opts[-1] in section or parameter.name.upper() in section


def test_every_exit_code_is_documented() -> None:
    text = pages()["reference/exit-codes.md"]
    assert all(f"| {int(code)} | " in text for code in ExitCode)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_link_leads_somewhere(path: Path) -> None:
    broken = [
        target
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if "://" not in target
        and not target.startswith("#")
        and not (path.parent / target.partition("#")[0]).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_command_shown_exists_with_its_options(path: Path) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    for name, rest in HEADWATER.findall(text):
        if name.startswith("-"):
            continue
        assert name in commands
        known = {opt for p in commands[name].params for opt in (*p.opts, *p.secondary_opts)}
        assert set(re.findall(r"(?<=\s)--[a-z-]+", rest)) <= known | {"--help"}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_make_word_shown_exists(path: Path) -> None:
    words = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    assert set(MAKE.findall(path.read_text(encoding="utf-8"))) <= words


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=name_of)
def test_a_decision_says_everything_a_decision_should(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    assert text.startswith(f"# {path.name[:4]} ")
    assert [h for h in HEADINGS_OF_A_DECISION if h not in text] == []


def test_examples_are_of_their_own_command() -> None:
    for module in COMMANDS:
        name = module.__name__.rpartition(".")[2]
        assert any(line.startswith(f"headwater {name}") for line in module.EXAMPLES)
