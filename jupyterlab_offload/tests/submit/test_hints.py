"""Lines that messages offer: copied later or elsewhere, they are about the same job."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyterlab_offload.submit import backends, get_line, job_line, use

SCHOOL = {
    "region": "eu-west-1",
    "bucket": "class-bucket",
    "role": "arn:aws:iam::123456789012:role/r",
}


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of backends in which none is the active one."""
    monkeypatch.setattr(backends, "_chosen", [])
    path = tmp_path / "backends.json"
    path.write_text(json.dumps({"backends": {"school": SCHOOL}}))
    monkeypatch.setenv("OFFLOAD_BACKENDS", str(path))
    return path


def test_the_active_backend_goes_without_saying() -> None:
    assert job_line("stop", "a-1", "local") == "%offload stop a-1"
    assert get_line(("x",), "a-1", "local", newest=True) == "%offload get x"


def test_another_backend_is_named_with_the_job() -> None:
    assert job_line("stop", "a-1", "school") == "%offload stop a-1 --backend school"
    assert job_line("attach", "a-1", "school", "--trust") == (
        "%offload attach a-1 --backend school --trust"
    )
    assert get_line(("x",), "a-1", "school", newest=True) == (
        "%offload get x --job a-1 --backend school"
    )


def test_a_choice_of_this_kernel_is_named_for_others() -> None:
    use("school")
    assert job_line("attach", "a-1", "school") == "%offload attach a-1 --backend school"
    assert job_line("attach", "a-1", "local") == "%offload attach a-1 --backend local"


def test_what_the_environment_or_the_file_chooses_is_the_active_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFLOAD_BACKEND", "school")
    assert job_line("stop", "a-1", "school") == "%offload stop a-1"
    assert job_line("stop", "a-1", "local") == "%offload stop a-1 --backend local"
    monkeypatch.delenv("OFFLOAD_BACKEND")
    file.write_text(json.dumps({"active": "school", "backends": {"school": SCHOOL}}))
    assert job_line("stop", "a-1", "school") == "%offload stop a-1"


def test_a_file_that_cannot_be_used_stops_no_message(file: Path) -> None:
    file.write_text("{")
    assert job_line("stop", "a-1", "local") == "%offload stop a-1 --backend local"


def test_a_job_is_named_where_a_newer_one_would_be_taken() -> None:
    assert get_line(("x",), "a-1", "local", newest=False) == "%offload get x --job a-1"
    assert get_line((), "a-1", "local", newest=False) == "%offload get --job a-1"
    assert get_line((), "a-1", "local", newest=True) == "%offload get"


def test_a_file_with_a_space_is_one_word() -> None:
    assert get_line(("a b.csv",), "a-1", "local", newest=True) == "%offload get 'a b.csv'"
