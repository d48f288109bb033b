"""A script with requirements still has the packages of its image's environment."""

from __future__ import annotations

import json

from .conftest import BUCKET, Bench, pack, request

SCRIPT = """
import sys
import botocore

print("in the layer:", botocore.__file__.startswith(sys.prefix))
"""


def test_what_the_image_has_is_not_installed_again_and_can_be_imported(bench: Bench) -> None:
    bench.put("code.tar.gz", pack({"train.py": SCRIPT, "requirements.txt": "botocore\n"}))
    values = {
        "sagemaker_program": "train.py",
        "sagemaker_submit_directory": f"s3://{BUCKET}/code.tar.gz",
    }
    job = bench.run(
        request("packages", HyperParameters={k: json.dumps(v) for k, v in values.items()}),
        pip_arguments="--no-index",
    )
    lines = bench.lines("packages")
    assert job.status == "Completed", lines
    assert any(line.startswith("Requirement already satisfied: botocore") for line in lines)
    assert lines[-1] == "in the layer: False"
