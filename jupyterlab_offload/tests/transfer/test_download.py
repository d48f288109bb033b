"""Downloads from a real engine: verified bytes or none."""

from __future__ import annotations

import hashlib
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import ResponseStreamingError

from jupyterlab_offload.transfer import Expected, Place, TransferError, download, open_verified
from jupyterlab_offload.transfer.multipart import PART

CONTENTS = {"empty": b"", "small": b"hello", "exact": b"a" * PART, "large": b"ab" * (PART + 3)}


def put(live_engine: Any, place: Place, data: bytes) -> Expected:
    key = place.job("job", "output/model/values/0")
    live_engine.s3.put_object(Bucket=place.bucket, Key=key, Body=data)
    return Expected(key, hashlib.sha256(data).hexdigest(), len(data), "x")


@pytest.mark.parametrize("name", CONTENTS)
def test_the_bytes_come_back(live_engine: Any, place: Place, name: str) -> None:
    wanted = put(live_engine, place, CONTENTS[name])
    arrived: list[int] = []
    with open_verified(live_engine.s3, place, wanted, arrived.append) as file:
        assert file.read() == CONTENTS[name]
    assert sum(arrived) == wanted.size


@pytest.mark.parametrize("size", [5, PART * 2 + 1])
def test_other_bytes_of_the_same_size_are_refused(
    live_engine: Any, place: Place, size: int
) -> None:
    wanted = put(live_engine, place, b"a" * size)
    put(live_engine, place, b"a" * (size - 1) + b"b")
    with pytest.raises(TransferError, match=r"x in .* is not what the job announced"):
        open_verified(live_engine.s3, place, wanted)


@pytest.mark.parametrize("size", [4, 6, 3 * PART])
def test_another_size_is_refused_without_fetching_it(
    live_engine: Any, place: Place, size: int
) -> None:
    wanted = put(live_engine, place, b"a" * 5)
    put(live_engine, place, b"a" * size)
    target = BytesIO()
    with pytest.raises(TransferError):
        download(live_engine.s3, place, wanted, target)
    assert len(target.getvalue()) <= wanted.size


class Breaking:
    """A client of S3 whose answers' bodies stop coming, so many times."""

    def __init__(self, client: Any, times: int) -> None:
        self._client, self.left, self.asked = client, times, 0

    def get_object(self, **request: Any) -> Any:
        answer = self._client.get_object(**request)
        self.asked += 1
        if self.left:
            self.left -= 1
            answer["Body"].read()
            raise_in_body = ResponseStreamingError(error="reset by peer")
            answer["Body"] = SimpleNamespace(read=Mock(side_effect=raise_in_body))
        return answer


def test_a_body_that_breaks_off_is_asked_for_again(live_engine: Any, place: Place) -> None:
    wanted = put(live_engine, place, b"hello")
    client: Any = Breaking(live_engine.s3, 3)
    with open_verified(client, place, wanted) as file:
        assert file.read() == b"hello"
    assert client.asked == 4


def test_a_body_that_always_breaks_off_is_given_up(live_engine: Any, place: Place) -> None:
    client: Any = Breaking(live_engine.s3, 100)
    with pytest.raises(ResponseStreamingError):
        open_verified(client, place, put(live_engine, place, b"hello"))
    assert client.asked == 4
