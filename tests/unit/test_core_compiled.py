"""Compiled code is kept, and never used after any kernel changed."""

from pathlib import Path

import numba

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
