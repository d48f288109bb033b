"""The JS SDK v3, which the front end uses, from node."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..live import LiveEngine
from .conftest import PROGRAMS, run

pytestmark = pytest.mark.slow

SCRIPT = "for step in range(3): print('step', step)"
KEY = "sub dir/é +~#?.txt"


def test_objects_a_job_and_its_log(
    live_engine: LiveEngine, bucket: str, training_job: Callable[..., Any], tmp_path: Path
) -> None:
    node = shutil.which("node")
    assert node, "node is needed to build the front end, and here"
    request = training_job(live_engine, bucket, SCRIPT)
    name = request["TrainingJobName"]
    request["Tags"] = [{"Key": "flow", "Value": name}]
    file = tmp_path / "request.json"
    file.write_text(json.dumps(request))
    code = f"{name}/code/main.py"
    seen = json.loads(run([node, PROGRAMS / "flow.mjs", bucket, file], live_engine))

    objects = seen["objects"]
    assert objects["crc"] == "NhCmhg=="
    assert (objects["range"], objects["metadata"]) == ("ell", {"a": "b"})
    assert (objects["stream"], objects["multi"]) == (150_000, (5 << 20) + 1000)
    assert objects["keys"] == sorted([code, "multi", "stream", KEY])
    assert objects["missing"] == ["NoSuchKey", 404]
    assert objects["deleted"] == ["multi", "stream"]

    job = seen["job"]
    assert job["status"] == "Completed", job
    assert job["early"] == ["ValidationException", 400]
    assert job["twice"] == ["ResourceInUse", 400]
    assert job["created"] is True
    assert job["tags"] == [{"Key": "flow", "Value": name}]
    assert job["found"] == [name]

    lines = seen["lines"]
    messages = [message for page in lines["pages"] for message in page]
    assert [m for m in messages if m.startswith("step")] == ["step 0", "step 1", "step 2"]
    assert all(len(page) <= 2 for page in lines["pages"])
    assert lines["streams"] == 1
    assert lines["filtered"] == ["step 1"]
    assert lines["missing"] == ["ResourceNotFoundException", 400]
