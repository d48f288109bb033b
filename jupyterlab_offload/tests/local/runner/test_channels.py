"""Which objects a channel brings, under which names, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.runner.channels import (
    Downloader,
    parse_manifest,
    relative_name,
    safe_path,
    split_uri,
)
from jupyterlab_offload.local.runner.endings import JobFailed, StopRequested
from jupyterlab_offload.local.store.objects import Object

from .conftest import BUCKET, Bench, channel, request


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "train"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(Home(tmp_path / "home").create())
    yield made
    made.close()


def fetch(bench: Bench, folder: Path, uri: str, kind: str = "S3Prefix") -> dict[str, str]:
    """The files that a channel brings, by relative path."""
    Downloader(bench.store, "us-east-1", "arn:role", lambda: None).fetch(
        channel("train", uri, kind), folder
    )
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("prefix", "key", "name"),
    [
        ("data/", "data/a/b", "a/b"),
        ("data", "data/a/b", "a/b"),
        ("data/tr", "data/train/a", "train/a"),
        ("data/a.csv", "data/a.csv", "a.csv"),
        ("a.csv", "a.csv", "a.csv"),
        ("", "x/y", "x/y"),
        ("data/", "data/", ""),
        ("data", "data/", ""),
    ],
)
def test_names_are_relative_to_the_prefix(prefix: str, key: str, name: str) -> None:
    assert relative_name(prefix, key) == name


def test_a_prefix_matches_by_string(bench: Bench, folder: Path) -> None:
    for key in ("d/train/a", "d/train2/b", "d/other"):
        bench.put(key, key)
    assert fetch(bench, folder, f"s3://{BUCKET}/d/train") == {
        "a": "d/train/a",
        "train2/b": "d/train2/b",
    }


def test_more_objects_than_a_page_come_all(bench: Bench, folder: Path) -> None:
    for number in range(1003):
        bench.put(f"many/{number}", str(number))
    assert len(fetch(bench, folder, f"s3://{BUCKET}/many/")) == 1003


def test_folder_markers_become_folders(bench: Bench, folder: Path) -> None:
    bench.put("d/", "")
    bench.put("d/sub/", "")
    bench.put("d/a", "1")
    assert fetch(bench, folder, f"s3://{BUCKET}/d/") == {"a": "1"}
    assert (folder / "sub").is_dir()


def test_a_manifest_names_a_prefix_and_its_objects(bench: Bench, folder: Path) -> None:
    for key in ("blobs/1", "blobs/x/2", "blobs/3"):
        bench.put(key, key)
    bench.put("m", json.dumps([{"prefix": f"s3://{BUCKET}/blobs/"}, "1", "x/2"]))
    assert fetch(bench, folder, f"s3://{BUCKET}/m", "ManifestFile") == {
        "1": "blobs/1",
        "x/2": "blobs/x/2",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "[1]",
        '["a"]',
        '[{"prefix": 1}, "a"]',
        '[{"prefix": "s3://b/"}]',
        '[{"prefix": "s3://b/"}, 1]',
        '[{"prefix": "s3://b/"}, ""]',
        "[" * 100_000,
        "\xff",
    ],
)
def test_a_manifest_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_manifest(text.encode("latin-1"))


@given(st.binary())
def test_no_manifest_fails_otherwise(text: bytes) -> None:
    try:
        prefix, names = parse_manifest(text)
    except ValueError:
        return
    assert prefix is not None and names


@pytest.mark.parametrize(
    ("uri", "kind"),
    [
        ("s3://bucket/none/", "S3Prefix"),
        ("s3://missing/x", "S3Prefix"),
        ("s3://bucket/none", "ManifestFile"),
        ("s3://bucket/m", "ManifestFile"),
    ],
)
def test_missing_data_is_told_in_aws_words(bench: Bench, folder: Path, uri: str, kind: str) -> None:
    bench.put("m", json.dumps([{"prefix": f"s3://{BUCKET}/"}, "gone"]))
    with pytest.raises(JobFailed) as failure:
        fetch(bench, folder, uri, kind)
    assert str(failure.value).startswith(
        'ClientError: Data download failed:No S3 objects found under S3 URL "s3://'
    )


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../../x", "/etc/passwd", "a//b", "./a", "a/.", "..", "x\0y", "n" * 256, "full/"],
)
def test_a_key_that_is_no_path_fails_the_job_and_leaves_the_folder_alone(
    bench: Bench, folder: Path, name: str
) -> None:
    bench.put(f"d/{name}", "evil")
    with pytest.raises(JobFailed, match=r"cannot be (the path of a file|stored)"):
        fetch(bench, folder, f"s3://{BUCKET}/d/")
    outside = [
        path
        for path in folder.parent.rglob("*")
        if path.is_file() and path.read_bytes() == b"evil" and bench.home.blobs not in path.parents
    ]
    assert outside == []


@pytest.mark.parametrize("keys", [("a", "a/b"), ("a/", "a"), ("a.b/c", "a.b")])
def test_a_key_that_is_both_file_and_folder_fails_the_job(
    bench: Bench, folder: Path, keys: tuple[str, ...]
) -> None:
    for key in keys:
        bench.put(f"d/{key}", "" if key.endswith("/") else "x")
    with pytest.raises(JobFailed, match="Data download failed"):
        fetch(bench, folder, f"s3://{BUCKET}/d/")


@given(st.text(max_size=40))
def test_a_safe_path_is_below_its_folder(name: str) -> None:
    item = Object("b", "k", "blob", 1, "e", 0.0, "{}")
    root = Path("/r/folder")
    try:
        path = safe_path(root, name, item)
    except (JobFailed, UnicodeEncodeError):
        return
    assert path != root
    assert Path(str(path)).resolve().is_relative_to(root)


@pytest.mark.parametrize("name", [".", ".."])
def test_a_channel_cannot_be_a_folder_of_another_place(bench: Bench, name: str) -> None:
    bench.put("d/a", "x")
    wanted = request("ch", "true", InputDataConfig=[channel(name, f"s3://{BUCKET}/d/")])
    assert "cannot be the name of a folder" in bench.run(wanted).state["failure"]


def test_a_stop_between_blocks_ends_the_download(bench: Bench, folder: Path) -> None:
    bench.put("d/a", "x")

    def stop() -> None:
        raise StopRequested

    with pytest.raises(StopRequested):
        wanted = channel("train", f"s3://{BUCKET}/d/")
        Downloader(bench.store, "r", "arn", stop).fetch(wanted, folder)


@pytest.mark.parametrize("uri", ["", "s3://", "http://b/k", "b/k", "s3:///k"])
def test_what_is_no_s3_uri_is_refused(uri: str) -> None:
    with pytest.raises(ValueError):
        split_uri(uri)
