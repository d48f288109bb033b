from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .payload import Ended, Job


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Ended]:
    """Runs cells in the packed driver: ``run("x = 1", inputs={…}, …)``."""

    def work(*parts: Any, **settings: Any) -> Ended:
        return Job(tmp_path / "ml", parts, **settings).run()

    return work
