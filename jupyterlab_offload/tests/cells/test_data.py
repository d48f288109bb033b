"""Channels of data, local and in S3, as a cell in a job finds them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyterlab_offload.tests.local.live import LiveEngine

from .notebook import NotebookShell

pytestmark = pytest.mark.slow

LISTED = (
    "import os\nroot = os.environ['SM_CHANNEL_TRAIN']\n"
    "found = sorted(os.path.relpath(os.path.join(at, name), root)"
    " for at, _, names in os.walk(root) for name in names)"
)


@pytest.fixture
def local_data(tmp_path: Path) -> Path:
    folder = tmp_path / "set"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.csv").write_text("same")
    (folder / "deep" / "b.csv").write_text("same")
    return folder


def test_local_data_has_its_names_in_the_job(shell: NotebookShell, local_data: Path) -> None:
    cell = f"{LISTED}\nplace = root\nopen(root + '/a.csv', 'a').write('!')\n"
    cell += "texts = [open(os.path.join(root, one)).read() for one in found]"
    shown = shell.run(f"%%offload --data train=./set\n{cell}")
    assert shown.error is None, shown.traceback
    assert shell.user_ns["found"] == ["a.csv", "deep/b.csv"]
    assert shell.user_ns["place"].endswith("/input/data/train")
    # Two files with the same bytes are two files.
    assert shell.user_ns["texts"] == ["same!", "same"]
    assert (local_data / "a.csv").read_text() == "same"


def test_unchanged_data_is_sent_once(shell: NotebookShell, local_data: Path) -> None:
    (local_data / "large.bin").write_bytes(os.urandom(1 << 20))
    shell.run("import jupyterlab_offload as offload")
    assert shell.run("%%offload --data train=./set\nx = 1").error is None
    first = shell.user_ns["offload"].last().facts["sent"]
    assert shell.run("%%offload --data train=./set\nx = 2").error is None
    second = shell.user_ns["offload"].last().facts["sent"]
    assert first.new_bytes >= 1 << 20 and second.new_bytes == 0
    plan = shell.run("%%offload --data train=./set --dry-run\nx = 3").data()[0]["text/plain"]
    (row,) = [line for line in plan.splitlines() if line.startswith("train")]
    assert "is there" in row and "3 files" in row


def test_data_that_has_changed_is_sent_again(shell: NotebookShell, local_data: Path) -> None:
    cell = "%%offload --data train=./set\nimport os\n"
    cell += "text = open(os.environ['SM_CHANNEL_TRAIN'] + '/a.csv').read()"
    assert shell.run(cell).error is None
    (local_data / "a.csv").write_text("other")
    assert shell.run(cell).error is None
    assert shell.user_ns["text"] == "other"


def test_data_in_s3_has_its_names_in_the_job(shell: NotebookShell, cell_engine: LiveEngine) -> None:
    cell_engine.s3.create_bucket(Bucket="my-data")
    for key in ("year/a.csv", "year/deep/b.csv", "years.csv"):
        cell_engine.s3.put_object(Bucket="my-data", Key=key, Body=b"1")
    shown = shell.run(f"%%offload --data train=s3://my-data/year/\n{LISTED}")
    assert shown.error is None, shown.traceback
    assert shell.user_ns["found"] == ["a.csv", "deep/b.csv"]


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("s3://not-there-at-all/x/", "no bucket not-there-at-all on the local engine"),
        ("s3://offload-local/nothing/", "nothing in the bucket begins with that"),
    ],
)
def test_data_that_is_not_there_makes_no_job(shell: NotebookShell, place: str, says: str) -> None:
    assert shell.run("%%offload\nx = 1").error is None  # makes the bucket
    for line in (f"--data train={place}", f"--data train={place} --dry-run"):
        shown = shell.run(f"%%offload {line}\nx = 2")
        assert shown.error is not None and says in shown.error[1]
    assert shell.user_ns["x"] == 1


def test_a_file_that_may_not_be_read_is_named(
    shell: NotebookShell, local_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (local_data / "gone.csv").write_text("x")
    opened = Path.open

    def refused(path: Path, *args: object, **kwargs: object) -> object:
        if path.name == "gone.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **kwargs)  # type: ignore[call-overload]  # as it came

    monkeypatch.setattr(Path, "open", refused)
    shown = shell.run("%%offload --data train=./set\nx = 2")
    assert shown.error is not None
    assert shown.error[1].endswith("gone.csv cannot be read: Permission denied.")
