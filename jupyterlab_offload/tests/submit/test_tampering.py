"""Somebody who can write to the bucket replaces what a job will read: nothing of it runs."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from jupyterlab_offload.submit import Connection, Plan, plan, submit, vouched_digest
from jupyterlab_offload.tests.local.live import LiveEngine

from .tools import ended, payload, results, spec

EVIL = "print('EVIL RAN')"


def evil_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("__main__.py", EVIL)
    return file.getvalue()


def other_manifest(planned: Plan) -> bytes:
    manifest = json.loads(planned.manifest)
    manifest["parts"] = [{"source": EVIL}]
    return json.dumps(manifest).encode()


def tamper(planned: Plan, what: str) -> tuple[str, bytes]:
    """The key and the bytes that are put there."""
    place = planned.place
    if what == "driver":
        return place.driver(planned.name, "driver.pyz"), evil_zip()
    if what == "manifest":
        return place.driver(planned.name, "manifest.json"), other_manifest(planned)
    return place.blob(planned.blobs[0].sha256), b'"evil"'


@pytest.mark.parametrize("what", ["driver", "manifest", "blob"])
def test_nothing_of_it_runs(
    local: Connection, submit_engine: LiveEngine, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    value = f"honest {what}"
    planned = plan(spec(), payload("print('CELL RAN', x)", x=value), local)
    create = local.client("sagemaker").create_training_job

    def after_tampering(**request: Any) -> Any:
        key, data = tamper(planned, what)
        submit_engine.s3.put_object(Bucket=planned.place.bucket, Key=key, Body=data)
        return create(**request)

    monkeypatch.setattr(local.client("sagemaker"), "create_training_job", after_tampering)
    sent = submit(planned, local)
    assert ended(local, sent.name)["TrainingJobStatus"] == "Failed"
    log = "\n".join(submit_engine.log_lines(sent.name))
    assert log and "RAN" not in log
    if what == "blob":
        assert results(local, sent).document["status"] == "refused"
    else:
        assert vouched_digest(local, sent.name, sent.nonce) is None


def test_without_tampering_it_does(local: Connection, submit_engine: LiveEngine) -> None:
    sent = submit(plan(spec(), payload("print('CELL RAN', x)", x="honest"), local), local)
    assert results(local, sent).document["status"] == "done"
    assert "CELL RAN honest" in submit_engine.log_lines(sent.name)
