"""What a first user of an AWS backend meets, in a notebook: one message with the next step.

The engine plays AWS: the environment leads to it, and scenarios answer with AWS's errors on the
wire, as botocore reads them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.local.process.switch import clear_scenario, set_scenario
from jupyterlab_offload.submit import backends
from jupyterlab_offload.tests.local.live import LiveEngine

from .notebook import NotebookShell, Outputs

pytestmark = pytest.mark.slow
ROLE = "arn:aws:iam::000000000000:role/service-role/AmazonSageMaker-ExecutionRole"
CELL = "%%offload --no-wait --image local/python\nanswer = 6 * 7"
Break = Callable[..., None]


@pytest.fixture
def aws(
    shell: NotebookShell,
    cell_engine: LiveEngine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[NotebookShell]:
    """A kernel whose active backend is one of AWS's; nothing of the user's settings is read."""
    for name, value in cell_engine.info.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "aws-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "aws-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("OFFLOAD_BACKEND", "school")
    # Whatever an earlier test has found out is not known here.
    monkeypatch.setenv("OFFLOAD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    _write(tmp_path, monkeypatch, bucket=cell_engine.make_bucket())
    yield shell
    backends._chosen.clear()
    clear_scenario(cell_engine.home)


def _write(folder: Path, monkeypatch: pytest.MonkeyPatch, **members: Any) -> None:
    settings = {"region": "us-east-1", "role": ROLE, **members}
    file = folder / "backends.json"
    file.write_text(json.dumps({"backends": {"school": settings}}))
    monkeypatch.setenv("OFFLOAD_BACKENDS", str(file))


def answers(engine: LiveEngine, folder: Path, operation: str, code: str, message: str) -> None:
    """From now on AWS answers so."""
    error = {"code": code, "message": message, "status": 503 if code == "SlowDown" else 400}
    file = folder / "scenario.json"
    file.write_text(json.dumps({"faults": [{"operation": operation, "error": error}]}))
    set_scenario(engine.home, str(file))


def said(outputs: Outputs) -> str:
    """The one message of a cell that could not be done."""
    assert outputs.error is not None and outputs.error[0] == "OffloadError", outputs
    assert len(outputs.traceback) == 1 and "\n" not in outputs.error[1], outputs.traceback
    return outputs.error[1]


QUOTA = (
    "The account-level service limit 'ml.m5.large for training job usage' is 0 Instances, with"
    " current utilization of 0 Instances and a request delta of 1 Instances."
)
ANSWERS = [
    ("sts:*", "ExpiredToken", "The security token included in the request is expired", "expired"),
    ("sts:*", "SignatureDoesNotMatch", "Signature expired: 1 is now earlier than 2", "clock"),
    ("s3:PutObject", "AccessDenied", "x is not authorized to perform: kms:GenerateDataKey", "kms:"),
    ("s3:PutObject", "SlowDown", "Please reduce your request rate.", "fewer requests"),
    ("sagemaker:CreateTrainingJob", "ResourceLimitExceeded", QUOTA, "servicequotas"),
    ("sagemaker:CreateTrainingJob", "ThrottlingException", "Rate exceeded", "fewer requests"),
    ("sagemaker:CreateTrainingJob", "AccessDeniedException",
     f"User: x is not authorized to perform: iam:PassRole on resource: {ROLE}", "iam:PassRole"),
    ("sagemaker:CreateTrainingJob", "ValidationException",
     f"Could not assume role {ROLE}. Please ensure that the role exists and allows principal"
     " 'sagemaker.amazonaws.com' to assume the role.", "trust policy"),
    ("sagemaker:CreateTrainingJob", "ValidationException",
     "Cannot find the requested image: x", "--image"),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "code", "message", "says"), ANSWERS)
def test_a_cell_that_aws_refuses(
    aws: NotebookShell, cell_engine: LiveEngine, tmp_path: Path,
    operation: str, code: str, message: str, says: str,
) -> None:  # fmt: skip
    answers(cell_engine, tmp_path, operation, code, message)
    assert says in said(aws.run(CELL))
    assert aws.run("%offload jobs").text().startswith("This kernel has no job yet")


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "aws configure sso"),
        ({"AWS_SECRET_ACCESS_KEY": None}, "incomplete"),
        ({"AWS_PROFILE": "nobody", "AWS_ACCESS_KEY_ID": None}, "no AWS profile 'nobody'"),
        ({"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}, "does not accept the credentials"),
        ({"AWS_SECRET_ACCESS_KEY": "wrong"}, "does not accept the credentials"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "No connection to AWS in us-east-1"),
        ({"AWS_ENDPOINT_URL": "https://sts.us-east-1.amazonaws.com",
          "HTTPS_PROXY": "http://ana:hush@127.0.0.1:1"}, "HTTPS_PROXY"),
    ],
)  # fmt: skip
def test_without_a_way_to_aws_everything_says_so(
    aws: NotebookShell, monkeypatch: pytest.MonkeyPatch, variables: dict[str, Any], says: str
) -> None:
    for name, value in variables.items():
        if value is None:
            monkeypatch.delenv(name)
        else:
            monkeypatch.setenv(name, value)
    found = [
        said(aws.run(CELL)),
        said(aws.run("%offload clean")),
        said(aws.run("%offload setup aws")),
        aws.run("%offload check").text(),
        aws.run("%offload jobs").text(),
    ]
    for text in found:
        assert says in text
        assert "hush" not in text and "Traceback" not in text and "AKIA" not in text
    assert "MISSING  Credentials" in found[3]


def test_new_credentials_are_taken_without_a_restart(
    aws: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
        assert "does not accept" in said(aws.run(CELL))
    assert "MISSING" not in aws.run("%offload check").text()


def test_the_first_paid_job_of_a_kernel_says_who_pays_and_how_much_at_most(
    aws: NotebookShell, cell_engine: LiveEngine, tmp_path: Path
) -> None:
    answers(cell_engine, tmp_path, "sagemaker:CreateTrainingJob", "InternalFailure", "x")
    told = aws.run(CELL).text("stderr")
    assert "school is paid for by account 000000000000 in us-east-1" in told
    assert "at most $0.13 ($0.115 an hour" in told and "ml.m5.large for up to 1 h" in told
    assert "paid for" not in aws.run(CELL).text("stderr")


def test_a_local_job_does_not_speak_of_money(aws: NotebookShell) -> None:
    assert "nothing" in aws.run("%offload use local").text()
    assert "paid for" not in aws.run("%%offload --wait\nx = 1").text("stderr")
    assert "They cost money" in aws.run("%offload use school").text()


def test_a_secret_that_is_allowed_is_masked_in_the_log_and_the_plan(
    shell: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No digit of a digest, which the log has too.
    monkeypatch.setenv("MY_TOKEN", "ghp_" + "z" * 36)
    line = "%%offload --env MY_TOKEN --allow-secret"
    cell = "import os\nprint(os.environ['MY_TOKEN'])\nsize = len(os.environ['MY_TOKEN'])"
    planned = shell.run(f"{line} --dry-run\n{cell}")
    assert "zzzz" not in str(planned.items) and "***" in str(planned.items)
    assert "add --env" not in str(planned.items)
    shell.run(f"{line} --wait\n{cell}")
    assert shell.user_ns["size"] == 40
    log = shell.run("%offload logs").text()
    assert "***" in log and "zzzz" not in log
    assert "zzzz" not in shell.run("%offload status").text()
