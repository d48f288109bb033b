"""What may be removed: old, and needed by nothing that runs."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta, timezone

import pytest
from botocore.stub import Stubber

from jupyterlab_offload.submit import Connection, connect, plan, submit
from jupyterlab_offload.submit.clean import Leftovers, _cut_off, leftovers, remove

from .tools import ended, payload, spec

pytestmark = pytest.mark.usefixtures("small_driver")
LATER = datetime.now(timezone.utc) + timedelta(days=8)


@pytest.fixture
def own(local: Connection, request: pytest.FixtureRequest) -> Connection:
    """The local backend with a bucket of the test's own."""
    name = f"offload-clean-{abs(hash(request.node.name)) % 10**8}"
    return connect(dataclasses.replace(local.backend, bucket=name))


def test_young_things_stay(own: Connection) -> None:
    ended(own, submit(plan(spec(), payload(a=1), own), own).name)
    assert leftovers(own).keys == []


def test_old_jobs_and_blobs_go(own: Connection) -> None:
    sent = submit(plan(spec(), payload(a=1), own), own)
    ended(own, sent.name)
    found = leftovers(own, LATER)
    assert list(found.jobs) == [sent.name]
    assert len(found.blobs) == 2  # the value, and the driver
    assert found.size > 0
    remove(own, found)
    assert leftovers(own, LATER).keys == []
    assert submit(plan(spec(), payload(a=1), own), own).sent.new == 1


def test_what_a_running_job_needs_stays(own: Connection) -> None:
    ended(own, submit(plan(spec(), payload(a=1, b=2), own), own).name)
    running = submit(plan(spec(), payload("sleep", a=1), own), own)
    found = leftovers(own, LATER)
    assert running.name not in found.jobs and len(found.jobs) == 1
    needed = {blob.sha256 for blob in plan(spec(), payload(a=1), own).blobs}
    assert needed and not needed & set(found.blobs)
    assert len(found.blobs) == 2
    own.client("sagemaker").stop_training_job(TrainingJobName=running.name)


def test_other_prefixes_are_not_looked_at(own: Connection) -> None:
    ended(own, submit(plan(spec(), payload(), own), own).name)
    own.client("s3").put_object(Bucket=own.place.bucket, Key="thesis.tex", Body=b"x")
    assert "thesis.tex" not in leftovers(own, LATER).keys


def test_uploads_that_were_cut_off_a_week_ago_go(own: Connection) -> None:
    ended(own, submit(plan(spec(), payload(), own), own).name)
    s3, bucket = own.client("s3"), own.place.bucket
    for key in (own.place.blob("0" * 64), "thesis.tar"):
        s3.create_multipart_upload(Bucket=bucket, Key=key)
    assert leftovers(own).uploads == []
    found = leftovers(own, LATER)
    assert [key for key, _ in found.uploads] == [own.place.blob("0" * 64)]
    remove(own, found)
    left = s3.list_multipart_uploads(Bucket=bucket)["Uploads"]
    assert [one["Key"] for one in left] == ["thesis.tar"]


def test_without_the_right_to_list_uploads_the_rest_goes_all_the_same(own: Connection) -> None:
    ended(own, submit(plan(spec(), payload(), own), own).name)
    with Stubber(own.client("s3")) as stubber:
        stubber.add_client_error("list_multipart_uploads", "AccessDenied", http_status_code=403)
        found = Leftovers()
        _cut_off(own, LATER, found)
    assert found.blind and not found.uploads
