"""What an edition's folder holds: the size and sha256 of every file."""

import hashlib
import json
from pathlib import Path

from headwater.core.errors import NotFoundError, TamperedError

FILE = "manifest.json"


def manifest_bytes(folder: Path, *, edition: str, code_version: str) -> bytes:
    """The manifest of a folder, which names every file but itself."""
    files = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": sha256_of(path),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).as_posix() != FILE
    }
    plain = {"edition": edition, "made_by": f"headwater {code_version}", "files": files}
    return json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def sha256_of(path: Path) -> str:
    """The fingerprint of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_file(folder: Path, name: str) -> None:
    """Raise `TamperedError` unless a file is as the manifest of its folder says."""
    vouched = _vouched(folder)
    if name not in vouched:
        raise NotFoundError(kind="file in the manifest", name=name)
    _check(folder, name, vouched[name])


def check_folder(folder: Path) -> tuple[str, ...]:
    """The names of all files of a folder, each found to be as the manifest says."""
    vouched = _vouched(folder)
    for name, expected in vouched.items():
        _check(folder, name, expected)
    return tuple(vouched)


def _check(folder: Path, name: str, expected: str) -> None:
    path = folder / name
    found = sha256_of(path) if path.is_file() else ""
    if found != expected:
        raise TamperedError(what=name, expected=expected, found=found)


def _vouched(folder: Path) -> dict[str, str]:
    path = folder / FILE
    if not path.is_file():
        raise NotFoundError(
            kind="manifest in folder",
            name=folder.name,
            hint="Make the edition again with headwater assess.",
        )
    try:
        files = json.loads(path.read_bytes())["files"]
        return {str(name): str(entry["sha256"]) for name, entry in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TamperedError(what=FILE, expected="a manifest", found="something else") from error
