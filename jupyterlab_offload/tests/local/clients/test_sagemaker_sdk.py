"""The SageMaker Python SDK v2: an Estimator in script mode ends Completed and has its model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..live import LiveEngine
from .conftest import PROGRAMS, client_python, run

pytestmark = pytest.mark.slow

TRAIN = """
import argparse, json, os, pathlib
from helper import count

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int)
parser.add_argument("--rate", type=float)
parser.add_argument("--name")
parser.add_argument("--train", default=os.environ["SM_CHANNEL_TRAIN"])
parser.add_argument("--model-dir", default=os.environ["SM_MODEL_DIR"])
arguments = parser.parse_args()
rows = count(arguments.train)
for epoch in range(arguments.epochs):
    print("epoch", epoch)
print(f"rows={rows}")
model = {"rows": rows, "rate": arguments.rate, "name": arguments.name}
pathlib.Path(arguments.model_dir, "model.json").write_text(json.dumps(model))
"""
HELPER = """
import pathlib

def count(folder):
    return len(pathlib.Path(folder, "data.csv").read_text().splitlines())
"""


def test_an_estimator_trains_a_script_with_its_helpers(
    live_engine: LiveEngine, bucket: str, tmp_path: Path
) -> None:
    code = tmp_path / "code"
    code.mkdir()
    (code / "train.py").write_text(TRAIN)
    (code / "helper.py").write_text(HELPER)
    (tmp_path / "data.csv").write_text("1\n2\n3\n4\n")
    program = PROGRAMS / "sagemaker_flow.py"
    output = run([client_python("sagemaker"), program, bucket, str(tmp_path)], live_engine)
    *log, last = output.splitlines()
    seen = json.loads(last)
    assert (seen["status"], seen["reason"]) == ("Completed", None)
    assert seen["model"] == {"rows": 4, "rate": 0.5, "name": "it's"}
    assert seen["metrics"] == {"rows": 4.0}
    assert seen["attached"]["epochs"] == "3"
    assert seen["account"] == "000000000000"
    assert seen["name"] in seen["jobs"]
    streamed = "\n".join(log)
    assert all(f"epoch {epoch}" in streamed for epoch in range(3))
