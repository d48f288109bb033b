"""Which backends there are, and that AWS is never chosen by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.submit import (
    SubmitError,
    active,
    all_backends,
    backend_named,
    backends,
    use,
)
from jupyterlab_offload.submit.backends import from_settings

AWS = {
    "region": "eu-west-1",
    "bucket": "class-bucket",
    "role": "arn:aws:iam::123456789012:role/offload",
    "prefix": "offload/{owner}",
}


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backends, "_chosen", [])


def write(folder: Path, document: Any, name: str = "backends.json") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config"


def test_without_a_file_there_is_the_local_one() -> None:
    assert list(all_backends()) == ["local"]
    assert active().local and not active().paid


def test_aws_backends_come_from_the_file_and_are_not_chosen(config: Path) -> None:
    write(config, {"backends": {"school": AWS}})
    school = backend_named("school")
    assert (school.paid, school.region, school.prefix) == (True, "eu-west-1", "offload/{owner}/")
    assert active().name == "local"


def test_the_file_may_choose(config: Path) -> None:
    write(config, {"active": "school", "backends": {"school": AWS}})
    assert active().name == "school"


def test_choices_go_before_the_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(config, {"active": "school", "backends": {"school": AWS, "other": AWS}})
    monkeypatch.setenv("OFFLOAD_BACKEND", "other")
    assert active().name == "other"
    use("local")
    assert active().name == "local"


def test_a_variable_names_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, {"backends": {"lab": AWS}}, "lab.json")
    monkeypatch.setenv("OFFLOAD_BACKENDS", str(path))
    assert list(all_backends()) == ["local", "lab"]


def test_defaults_of_the_local_one_may_be_set(config: Path) -> None:
    write(config, {"backends": {"local": {"instance_type": "ml.g5.xlarge", "max_runtime": 60}}})
    assert (active().instance_type, active().max_runtime) == ("ml.g5.xlarge", 60)
    assert active().bucket == "offload-local"


WRONG: list[tuple[Any, str]] = [
    ("{", "is not JSON"),
    ([], "must be of type object"),
    ({"backends": {"a": {"region": "eu-west-1"}}}, "The backend a lacks its bucket"),
    ({"backends": {"a": {**AWS, "regoin": "x"}}}, "do you mean 'region'"),
    ({"backends": {"a": {**AWS, "role": "admin"}}}, "backends.a.role is 'admin'"),
    ({"backends": {"local": {"bucket": "mine"}}}, "local has its own bucket"),
    ({"active": "schol", "backends": {"school": AWS}}, "do you mean school?"),
    ({"active": "x"}, "there is only local so far"),
]


def test_what_a_hand_written_backend_leaves_out_has_its_default(tmp_path: Path) -> None:
    bare = {name: AWS[name] for name in ("region", "bucket", "role")}
    found = from_settings("school", bare)
    assert (found.prefix, dict(found.tags)) == ("offload/", {})


@pytest.mark.parametrize(("document", "message"), WRONG)
def test_what_is_wrong_is_said_shortly(config: Path, document: Any, message: str) -> None:
    write(config, document)
    with pytest.raises(SubmitError, match=message):
        active()
