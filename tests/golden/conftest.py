"""What several files of golden tests share, made once."""

from pathlib import Path

import pytest

from builders.watching import build_watched_county


@pytest.fixture(scope="session")
def watched_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Loamshire's files in `county`, and what early warning reads of them in `lake`."""
    return build_watched_county(tmp_path_factory.mktemp("watch"))
