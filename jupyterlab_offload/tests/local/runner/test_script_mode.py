"""Script mode as the SageMaker SDK drives it."""

from __future__ import annotations

import io
import json
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.runner import hyperparameters

from .conftest import BUCKET, Bench, pack, request

SOURCE = f"s3://{BUCKET}/code/sourcedir.tar.gz"


def sdk(name: str, program: str, uri: str = SOURCE, **own) -> dict:
    """What the SDK sends for an Estimator: every value as JSON."""
    values = {
        "sagemaker_program": program,
        "sagemaker_submit_directory": uri,
        "sagemaker_container_log_level": 20,
        "sagemaker_job_name": name,
        "sagemaker_region": "us-east-1",
        **own,
    }
    return request(name, HyperParameters={key: json.dumps(value) for key, value in values.items()})


def test_a_script_gets_its_arguments_folder_and_model_dir(bench: Bench) -> None:
    script = (
        "import json, os, sys, helper\n"
        "print(json.dumps([sys.argv, os.getcwd(), os.environ['SM_USER_ARGS']]))\n"
        "open(os.environ['SM_MODEL_DIR'] + '/w', 'w').write(helper.VALUE)\n"
    )
    bench.put("code/sourcedir.tar.gz", pack({"train.py": script, "helper.py": "VALUE = 'v'"}))
    job = bench.run(sdk("script", "train.py", epochs=2, lr=0.1, title="a b", b=True, x=None))
    assert job.status == "Completed"
    arguments = ["-b", "True", "--epochs", "2", "--lr", "0.1", "--title", "a b", "-x", ""]
    argv, folder, told = json.loads(bench.lines("script")[-1])
    assert argv == ["train.py", *arguments]
    assert folder == "/opt/ml/code"
    assert json.loads(told) == arguments
    assert bench.unpack("out/script/output/model.tar.gz") == {"w": b"v"}


def test_a_failing_script_is_told_as_the_toolkit_tells_it(bench: Bench) -> None:
    bench.put("code/sourcedir.tar.gz", pack({"train.py": "raise ValueError('no data')"}))
    reason = bench.run(sdk("boom", "train.py")).state["failure"]
    assert reason.startswith(
        'AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "ValueError: no data"\n'
    )
    assert reason.endswith('train.py", exit code: 1')


def test_a_shell_script_is_run_by_sh(bench: Bench) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        member = tarfile.TarInfo("run.sh")
        content = b'#!/bin/sh\necho "$@"\n'
        member.size, member.mode = len(content), 0o755
        archive.addfile(member, io.BytesIO(content))
    bench.put("code/sourcedir.tar.gz", data.getvalue())
    bench.run(sdk("shell", "run.sh", text="it's $HOME"))
    assert bench.lines("shell") == ["--text it's $HOME"]


@pytest.mark.parametrize(
    ("program", "uri", "reason"),
    [
        ("missing.py", SOURCE, "'missing.py' (sagemaker_program) is not in"),
        ("../../etc/x.py", SOURCE, "is not in"),
        ("train.py", f"s3://{BUCKET}/none.tar.gz", "There is no object"),
        ("train.py", f"s3://{BUCKET}/text", "cannot be unpacked"),
        ("train.py", "/opt/ml/../../etc", "neither an object nor a file below /opt/ml"),
    ],
)
def test_a_script_that_is_not_there_fails_the_job(
    bench: Bench, program: str, uri: str, reason: str
) -> None:
    bench.put("code/sourcedir.tar.gz", pack({"train.py": ""}))
    bench.put("text", "no archive")
    job = bench.run(sdk("gone", program, uri))
    assert job.status == "Failed"
    assert reason in job.state["failure"]


def test_code_can_come_in_a_channel(bench: Bench) -> None:
    bench.put("d/sourcedir.tar.gz", pack({"train.py": "print('from channel')"}))
    wanted = sdk("iso", "train.py", "/opt/ml/input/data/code/sourcedir.tar.gz")
    wanted["InputDataConfig"] = [
        {
            "ChannelName": "code",
            "DataSource": {
                "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/d/"}
            },
        }
    ]
    bench.run(wanted)
    assert bench.lines("iso") == ["from channel"]


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=20), max_size=5))
def test_values_reach_the_script_whatever_they_are(values: dict[str, str]) -> None:
    sent = {name: json.dumps(value) for name, value in values.items()}
    own = hyperparameters.for_script(hyperparameters.decode(sent))
    arguments = hyperparameters.arguments(own)
    assert arguments[1::2] == [own[name] for name in sorted(own)]


def test_values_that_are_no_json_are_taken_literally() -> None:
    assert hyperparameters.decode({"a": "x", "b": "[" * 5000, "c": "1e5", "d": '{"k": 1}'}) == {
        "a": "x",
        "b": "[" * 5000,
        "c": 100000.0,
        "d": {"k": 1},
    }
    assert hyperparameters.arguments({"d": {"k": 1, "a": 2}}) == ["-d", "a=2,k=1"]
