"""What must not be in the repository, and what must."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Put together here so that this file does not hold what it looks for.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "npmjs" + ".com/",
    "deb.debian" + ".org",
    "conda" + ".anaconda.org",
]
MACHINES = re.compile(r"(?<![\w.$}~])/(?:work/(?:main|shared|\.)|(?:root|home|Users)/)[\w.-]+")
DATA = (".csv", ".json", ".parquet", ".gz", ".svg", ".ttf", ".png", ".pdf", ".xml", ".geojson")


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Every file in the repository, by git's own list."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_no_file_names_a_package_registry(tracked: list[Path]) -> None:
    found = [str(p.relative_to(ROOT)) for p in tracked if any(r in text_of(p) for r in REGISTRIES)]
    assert found == []


def test_no_file_names_a_place_on_somebody_s_machine(tracked: list[Path]) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked
        if path.suffix not in DATA and path != Path(__file__)
        for match in MACHINES.finditer(text_of(path))
    ]
    assert found == []


def test_locks_are_hashed_and_carry_no_addresses() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][\w.\[\],-]*==", text, flags=re.MULTILINE)
        assert pins, path.name
        assert text.count("--hash=sha256:") >= len(pins), path.name
        assert "://" not in text, path.name


def test_no_lock_with_addresses_is_kept(tracked: list[Path]) -> None:
    assert {path.name for path in tracked} & {"uv.lock", "pylock.toml"} == set()


def test_the_walls_have_no_exceptions() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert [c["name"] for c in contracts if c.get("ignore_imports")] == []


def test_the_changelog_has_a_place_for_what_is_coming() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[?Unreleased\]?", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_a_newcomer_finds_what_every_house_has(name: str) -> None:
    assert (ROOT / name).stat().st_size > 500


def test_test_files_have_names_of_their_own() -> None:
    """Two test files of one name cannot be collected in one run."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
