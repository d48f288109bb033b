"""The engine's key is in one private file and nowhere else."""

import os
import stat
import subprocess
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from jupyterlab_offload.local import engine_status
from jupyterlab_offload.local.runner.layout import JobFolder

from .live import wait_for

SCRIPT = """
import json, os, time
print(json.dumps(dict(os.environ)), flush=True)
time.sleep(600)
"""


@pytest.fixture
def busy(start_engine, training_job, monkeypatch):
    """An engine, started from an environment with secrets of others, in which a job runs."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-the-caller")
    monkeypatch.setenv("JUPYTER_TOKEN", "token-of-the-caller")
    live = start_engine()
    request = training_job(live, live.make_bucket(), SCRIPT)
    live.sagemaker.create_training_job(**request)
    wait_for(lambda: live.log_lines(request["TrainingJobName"]), 20.0)
    return live, request["TrainingJobName"]


def secrets_of(live):
    return [live.info.secret_key, "secret-of-the-caller", "token-of-the-caller"]


def test_a_job_sees_no_credentials(busy):
    live, name = busy
    environment = live.log_lines(name)[0]
    assert "SM_MODEL_DIR" in environment
    for secret in [*secrets_of(live), live.info.access_key, "AWS_ENDPOINT_URL"]:
        assert secret not in environment


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="reads /proc")
def test_no_process_shows_a_credential(busy):
    live, name = busy
    supervisor = int(JobFolder(live.home.job(name)).pid.read_text())
    for pid in (live.info.pid, supervisor):
        environment = Path(f"/proc/{pid}/environ").read_text()
        for secret in [*secrets_of(live), live.info.access_key]:
            assert secret not in environment
    listing = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True).stdout
    assert "boot.py" in listing
    assert live.info.secret_key not in listing


def test_the_engine_logs_no_credential_even_when_requests_fail(busy):
    live, _ = busy
    url = live.s3.generate_presigned_url("get_object", Params={"Bucket": "nobody-s", "Key": "k"})
    session = live.client("sts").assume_role(
        RoleArn="arn:aws:iam::000000000000:role/offload", RoleSessionName="learner"
    )["Credentials"]
    for call in (
        lambda: live.s3.get_object(Bucket="nobody-s", Key="k"),
        lambda: live.sagemaker.describe_training_job(TrainingJobName="nobody-s"),
        lambda: live.client("sts").assume_role(RoleArn="x" * 20, RoleSessionName="??"),
    ):
        with pytest.raises(ClientError):
            call()
    log = live.home.engine_log.read_text()
    signature = url.rpartition("Signature=")[2]
    for secret in [
        *secrets_of(live),
        signature,
        session["SessionToken"],
        session["SecretAccessKey"],
    ]:
        assert secret not in log


def test_status_and_representations_do_not_show_the_key(busy):
    live, _ = busy
    assert live.info.secret_key not in repr(live.info)
    assert live.info.access_key not in repr(engine_status(live.home.root))


def test_nothing_that_the_engine_or_a_job_keeps_is_open_to_other_users(busy):
    live, _ = busy
    assert stat.S_IMODE(live.home.root.stat().st_mode) == 0o700
    for path in live.home.root.iterdir():
        if path.name != "settings.json":
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_the_key_is_only_in_its_own_file_and_the_index_knows_it_not(busy):
    live, _ = busy
    secret = live.info.secret_key.encode()
    holding = [
        path.name
        for path in live.home.root.rglob("*")
        if path.is_file() and not path.is_symlink() and secret in path.read_bytes()
    ]
    assert holding == ["credentials.json"]
