"""A cell's payload to the local engine and its results back, through the real protocols."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from jupyterlab_offload.codecs import CodecError, decode
from jupyterlab_offload.submit import (
    Connection,
    SubmitError,
    connect,
    fetch,
    plan,
    submit,
    vouched_digest,
)
from jupyterlab_offload.transfer.arriving import Arriving

from .tools import ended, payload, results, spec

pytestmark = pytest.mark.usefixtures("small_driver")


def test_values_go_there_and_come_back(local: Connection) -> None:
    sent = submit(plan(spec(name="Straße 7"), payload(a=[1, 2], b="ü"), local), local)
    assert sent.name.startswith("strae-7-")
    found = results(local, sent)
    assert found.vouched
    values: dict[str, object] = {}
    for stored in found.document["values"]:
        with found.open(stored) as file:
            values |= decode(stored["format"], stored["meta"], file, allow_pickle=False)
    assert values == {"a": [1, 2], "b": "ü"}


def test_a_failed_job_answers_through_the_checkpoints(local: Connection) -> None:
    sent = submit(plan(spec(), payload("fail", a=1), local), local)
    found = results(local, sent)
    assert found.document["status"] == "failed"
    assert "/checkpoints/offload/" in found.base
    with found.open(found.document["values"][0]) as file:
        assert file.read() == b"1"


def test_unchanged_inputs_are_not_sent_again(local: Connection) -> None:
    first = submit(plan(spec(), payload(x=list(range(100))), local), local)
    second = submit(plan(spec(), payload("other", x=list(range(100))), local), local)
    assert first.sent.new == 1
    assert (second.sent.new, second.sent.reused) == (0, 1)


def test_a_plan_that_is_sent_twice_makes_one_job(local: Connection) -> None:
    planned = plan(spec(), payload(), local)
    assert submit(planned, local).arn == submit(planned, local).arn


def test_a_job_of_somebody_else_with_this_name_is_told(local: Connection) -> None:
    planned = plan(spec(), payload(), local)
    submit(planned, local)
    with pytest.raises(SubmitError, match="another job with the name"):
        submit(dataclasses.replace(planned, nonce="0" * 32), local)


@pytest.mark.parametrize(("how", "kind"), [("imitate", "imitated"), ("mention", None)])
def test_only_one_line_may_vouch(local: Connection, how: str, kind: str | None) -> None:
    sent = submit(plan(spec(), payload(how), local), local)
    ended(local, sent.name)
    if kind is None:
        assert vouched_digest(local, sent.name, sent.nonce)
        return
    with pytest.raises(SubmitError) as caught:
        vouched_digest(local, sent.name, sent.nonce)
    assert caught.value.kind == kind


def test_without_a_line_nothing_vouches(local: Connection) -> None:
    sent = submit(plan(spec(), payload("say nothing"), local), local)
    ended(local, sent.name)
    assert vouched_digest(local, sent.name, sent.nonce) is None
    found = fetch(local, sent.name, sent.nonce, None)
    assert found is not None and not found.vouched


def test_another_nonce_finds_nothing(local: Connection) -> None:
    sent = submit(plan(spec(), payload(), local), local)
    ended(local, sent.name)
    assert vouched_digest(local, sent.name, "f" * 32) is None


def replace(local: Connection, key: str, data: bytes) -> None:
    local.client("s3").put_object(Bucket=local.place.bucket, Key=key, Body=data)


@pytest.mark.parametrize("data", [b"{}", b'{"version":1}', b"not json"])
def test_a_result_that_was_swapped_is_not_taken(local: Connection, data: bytes) -> None:
    sent = submit(plan(spec(), payload(a=1), local), local)
    found = results(local, sent)
    digest = vouched_digest(local, sent.name, sent.nonce)
    replace(local, f"{found.base}result.json", data)
    assert fetch(local, sent.name, sent.nonce, digest) is None
    with pytest.raises(SubmitError, match="Nothing of"):
        fetch(local, sent.name, sent.nonce, None)


def test_a_value_that_was_swapped_is_not_taken(local: Connection) -> None:
    sent = submit(plan(spec(), payload(a=1), local), local)
    found = results(local, sent)
    replace(local, f"{found.base}values/0", b"2")
    with pytest.raises(SubmitError) as caught:
        found.open(found.document["values"][0])
    assert caught.value.kind == "damaged"


def test_results_of_another_job_are_not_taken(local: Connection) -> None:
    one = submit(plan(spec(), payload(a=1), local), local)
    two = submit(plan(spec(), payload(a=2), local), local)
    base = results(local, two).base
    body = local.client("s3").get_object(Bucket=local.place.bucket, Key=f"{base}result.json")
    replace(local, results(local, one).base + "result.json", body["Body"].read())
    with pytest.raises(SubmitError) as caught:
        fetch(local, one.name, one.nonce, None)
    assert caught.value.kind == "foreign"


def test_a_removed_bucket_is_made_again(local: Connection, submit_engine: Any) -> None:
    other = connect(dataclasses.replace(local.backend, bucket="offload-removed"))
    sent = submit(plan(spec(), payload(a=1), other), other)
    ended(other, sent.name)
    for one in submit_engine.s3.list_objects_v2(Bucket="offload-removed")["Contents"]:
        submit_engine.s3.delete_object(Bucket="offload-removed", Key=one["Key"])
    submit_engine.s3.delete_bucket(Bucket="offload-removed")
    assert results(other, submit(plan(spec(), payload(a=1), other), other)).vouched


def test_a_large_array_arrives_while_it_is_read(local: Connection) -> None:
    numpy = pytest.importorskip("numpy")
    array = numpy.arange(3 * 2**20, dtype="f8")
    sent = submit(plan(spec(), payload(x=array), local), local)
    found = results(local, sent)
    [stored] = found.document["values"]
    with found.open(stored, whole=False) as file:
        back = decode(stored["format"], stored["meta"], file, allow_pickle=False)["x"]
    assert isinstance(file, Arriving)
    assert numpy.array_equal(back, array)


def test_a_large_array_that_was_swapped_is_not_taken(local: Connection) -> None:
    numpy = pytest.importorskip("numpy")
    sent = submit(plan(spec(), payload(x=numpy.zeros(3 * 2**20)), local), local)
    found = results(local, sent)
    [stored] = found.document["values"]
    with found.open(stored) as file:
        data = bytearray(file.read())
    data[-1] = 1
    replace(local, f"{found.base}values/0", bytes(data))
    file = found.open(stored, whole=False)
    with file, pytest.raises(CodecError, match="not what the job announced"):
        decode(stored["format"], stored["meta"], file, allow_pickle=False)
    with pytest.raises(SubmitError, match="not what the job announced"):
        found.open(stored)


def test_a_large_pickle_is_verified_before_any_of_it_is_read(local: Connection) -> None:
    numpy = pytest.importorskip("numpy")
    value = [numpy.zeros(3 * 2**20), object]
    found = results(local, submit(plan(spec(), payload(x=value), local), local))
    [stored] = found.document["values"]
    assert stored["format"] == "pickle"
    with found.open(stored, whole=False) as file:
        assert not isinstance(file, Arriving)
