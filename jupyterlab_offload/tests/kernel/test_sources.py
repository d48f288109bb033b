"""``--data``: what is wrong with a channel is said before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_offload.kernel import sources
from jupyterlab_offload.kernel.errors import OffloadError
from jupyterlab_offload.kernel.options import parse
from jupyterlab_offload.kernel.sources import data_sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "set" / "deep").mkdir(parents=True)
    (tmp_path / "set" / "a.csv").write_text("a")
    (tmp_path / "set" / "deep" / "b c.csv").write_text("b")
    (tmp_path / "link.csv").symlink_to(tmp_path / "set" / "a.csv")
    (tmp_path / "empty" / "inner").mkdir(parents=True)
    return tmp_path


def test_a_folder_keeps_its_names(folder: Path) -> None:
    found = data_sources([("train", "./set")], folder)
    assert sorted(found.files) == ["train/a.csv", "train/deep/b c.csv"]
    assert found.channels == []


@pytest.mark.parametrize("place", ["set/a.csv", "link.csv"])
def test_a_file_is_a_channel_of_one(folder: Path, place: str) -> None:
    found = data_sources([("f", place)], folder)
    assert list(found.files) == [f"f/{Path(place).name}"]


def test_an_absolute_path_may_be_elsewhere(folder: Path) -> None:
    found = data_sources([("t", str(folder / "set"))], Path("/"))
    assert "t/a.csv" in found.files


def test_a_place_in_s3_is_taken_as_it_is(folder: Path) -> None:
    found = data_sources([("t", "s3://my-data/x/")], folder)
    assert found.channels == [{"name": "t", "uri": "s3://my-data/x/"}] and not found.files


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--data t=./nope", "no such file or folder"),
        ("--data t=./empty", "no files in that folder"),
        ("--data a/b=set", "a channel's name"),
        ("--data ..=set", "a channel's name"),
        ("--data offload=set", "are taken"),
        ("--data offload-inputs=s3://b-c/x/", "are taken"),
        ("--data t=set --data t=s3://b-c/x/", "there twice"),
        ("--data t=set --data T=set", "share one variable"),
        ("--data t=s3:/b/x", "s3://bucket/folder/"),
        ("--data t=s3://B_C/x", "s3://bucket/folder/"),
        ("--data t=https://host/x", "s3://bucket/folder/"),
        ("--data t=", "name=./folder"),
        ("--data t", "name=./folder"),
    ],
)
def test_a_wrong_channel_is_named_with_what_to_write(folder: Path, line: str, says: str) -> None:
    with pytest.raises(OffloadError) as caught:
        data_sources(parse(line).data, folder)
    assert says in str(caught.value) and "--data" in str(caught.value)
    assert len(str(caught.value)) < 150


def test_very_many_files_belong_into_s3(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_FILES", 1)
    with pytest.raises(OffloadError, match="aws s3 sync"):
        data_sources([("t", "set")], folder)
