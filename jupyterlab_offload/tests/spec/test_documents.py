"""Results come from outside: nothing in them may lead out of their folder."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyterlab_offload.spec import SpecError, backends_file, result

DIGEST = "0" * 64


def document(**value: Any) -> bytes:
    stored = {
        "names": ["a"],
        "format": "json",
        "meta": {},
        "file": "values/0",
        "sha256": DIGEST,
        "size": 1,
    }
    return json.dumps(
        {"version": 1, "job": "j", "nonce": "n", "status": "done", "values": [{**stored, **value}]}
    ).encode()


def test_a_result_passes() -> None:
    assert result(document())["values"][0]["file"] == "values/0"


@pytest.mark.parametrize("path", ["values/0", "a", "..a/b", "a..", "a/...", ".hidden", "ü x/y"])
def test_paths_below_the_folder_pass(path: str) -> None:
    assert result(document(file=path))


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "..", "../x", "a/../b", "a/..", ".", "./a", "a/./b", "a\0b", "a\\b"]
)
def test_paths_that_lead_elsewhere_do_not(path: str) -> None:
    with pytest.raises(SpecError):
        result(document(file=path))


@pytest.mark.parametrize("member", [{"size": -1}, {"sha256": "0"}, {"names": []}, {"names": [1]}])
def test_malformed_values_do_not(member: dict[str, Any]) -> None:
    with pytest.raises(SpecError):
        result(document(**member))


@pytest.mark.parametrize("data", [b"", b"\xff", b"[" * 100_000, b"nul"])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(SpecError, match="not JSON"):
        result(data)


def test_the_file_of_backends_has_defaults() -> None:
    assert backends_file({}) == {"active": "local", "backends": {}}
