"""What is kept of a job's folders."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.runner import packing
from jupyterlab_offload.local.runner.artifacts import Uploader, files_below, write_archive
from jupyterlab_offload.local.runner.endings import JobFailed
from jupyterlab_offload.local.runner.packing import GzipWriter

from .conftest import BUCKET, Bench


@given(st.lists(st.binary(max_size=200)), st.integers(1, 300))
def test_what_is_packed_is_one_gzip_member_with_the_same_bytes(
    chunks: list[bytes], block: int
) -> None:
    data = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "BLOCK_BYTES", block)
        writer = GzipWriter(data)
        for chunk in chunks:
            writer.write(chunk)
        writer.close()
    assert gzip.decompress(data.getvalue()) == b"".join(chunks)
    member = zlib.decompressobj(wbits=31)
    assert member.decompress(data.getvalue()) == b"".join(chunks)
    assert member.eof and not member.unused_data


def test_blocks_that_do_not_shrink_are_stored_and_others_packed() -> None:
    noise, text = os.urandom(3 << 20), b"a line of text\n" * 200_000
    sizes = {}
    for name, content in (("noise", noise), ("text", text)):
        data = io.BytesIO()
        writer = GzipWriter(data)
        writer.write(content)
        writer.close()
        assert gzip.decompress(data.getvalue()) == content
        sizes[name] = len(data.getvalue()) / len(content)
    assert 1.0 <= sizes["noise"] < 1.001
    assert sizes["text"] < 0.05


def test_an_archive_has_the_files_and_links_without_owners_or_devices(tmp_path: Path) -> None:
    (tmp_path / "sub" / "empty").mkdir(parents=True)
    (tmp_path / "sub" / "a").write_bytes(b"x" * 300_000)
    os.symlink("sub/a", tmp_path / "link")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "日本 name").write_text("u")
    data = io.BytesIO()
    write_archive(tmp_path, data)
    data.seek(0)
    with tarfile.open(fileobj=data, mode="r:gz") as archive:
        members = {member.name: member for member in archive}
        assert archive.extractfile("sub/a").read() == b"x" * 300_000
    assert sorted(members) == ["link", "sub", "sub/a", "sub/empty", "日本 name"]
    assert members["link"].linkname == "sub/a"
    assert {(member.uid, member.gid, member.uname) for member in members.values()} == {(0, 0, "")}


def test_an_empty_folder_is_an_empty_archive(bench: Bench, tmp_path: Path) -> None:
    uploader = Uploader(bench.store, {"S3OutputPath": f"s3://{BUCKET}"}, "job")
    (tmp_path / "model").mkdir()
    uri = uploader.upload(tmp_path / "model", "model", "model.tar.gz", 1.0)
    assert uri == f"s3://{BUCKET}/job/output/model.tar.gz"
    assert bench.unpack("job/output/model.tar.gz") == {}


def test_plain_objects_keep_their_paths_and_leave_links_out(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "b").write_text("x")
    os.symlink("/etc/passwd", folder / "link")
    output = {"S3OutputPath": f"s3://{BUCKET}/p/", "CompressionType": "NONE"}
    Uploader(bench.store, output, "job").upload(folder, "model", "model.tar.gz", 1.0)
    assert bench.keys() == ["p/job/output/model/a/b"]
    assert [path.name for path in files_below(folder)] == ["b"]


def test_a_name_that_cannot_be_a_key_fails_the_upload(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    Path(os.fsdecode(bytes(folder) + b"/\xff")).write_text("x")
    output = {"S3OutputPath": f"s3://{BUCKET}", "CompressionType": "NONE"}
    with pytest.raises(JobFailed, match="Artifact upload failed"):
        Uploader(bench.store, output, "job").upload(folder, "model", "model.tar.gz", 1.0)
