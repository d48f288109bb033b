"""More of the SageMaker Python SDK v2: framework estimators, failure, stop, several channels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ..live import LiveEngine
from .conftest import PROGRAMS, client_python, run

pytestmark = [pytest.mark.long, pytest.mark.slow]

SCRIPTS = {
    "train.py": "print('trained')",
    "fail.py": "raise ValueError('no such column: price')",
    "forever.py": "import time\nwhile True: time.sleep(0.1)",
    "channels.py": "import os\nassert os.environ['SM_CHANNELS'] == '[\"one\",\"two\"]'",
}


@pytest.mark.parametrize(
    ("case", "status"),
    [
        ("pytorch", "Completed"),
        ("sklearn", "Completed"),
        ("failing", "Failed"),
        ("stopped", "Stopped"),
        ("channels", "Completed"),
    ],
)
def test_the_sdk_meets_what_it_expects(
    case: str, status: str, live_engine: LiveEngine, bucket: str, tmp_path: Path
) -> None:
    for name, text in SCRIPTS.items():
        (tmp_path / name).write_text(text + "\n")
    program = PROGRAMS / "sagemaker_matrix.py"
    output = run([client_python("sagemaker"), program, case, bucket, str(tmp_path)], live_engine)
    seen: dict[str, Any] = json.loads(output.splitlines()[-1])
    assert seen["status"] == status, seen
    if case == "failing":
        assert "no such column: price" in seen["reason"]
        assert "Failed" in seen["error"]
