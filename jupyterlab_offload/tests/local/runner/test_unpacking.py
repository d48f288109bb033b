"""Archives that mean harm, and those that do not."""

from __future__ import annotations

import contextlib
import io
import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.runner.unpacking import UnsafeArchive, extract


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


def archive(*members: tarfile.TarInfo) -> io.BytesIO:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as packed:
        for item in members:
            item.size = 1 if item.type == tarfile.REGTYPE else 0
            packed.addfile(item, io.BytesIO(b"x"))
    data.seek(0)
    return data


@pytest.mark.parametrize(
    "members",
    [
        [member("../evil")],
        [member("/tmp/evil-offload")],
        [member("a/../../evil")],
        [member("l", tarfile.SYMTYPE, ".."), member("l/evil")],
        [member("l", tarfile.SYMTYPE, "/tmp")],
        [member("d", tarfile.DIRTYPE), member("d/l", tarfile.SYMTYPE, "../../x")],
        [member("a", tarfile.SYMTYPE, "b"), member("b", tarfile.SYMTYPE, "..")],
        [member("h", tarfile.LNKTYPE, "../secret")],
        [member("h", tarfile.LNKTYPE, "/etc/passwd")],
        [member("pipe", tarfile.FIFOTYPE)],
        [member("null", tarfile.CHRTYPE)],
    ],
    ids=lambda members: "-".join(item.name for item in members),
)
def test_an_archive_that_leads_outside_is_refused(tmp_path: Path, members: list) -> None:
    folder = tmp_path / "in" / "code"
    folder.mkdir(parents=True)
    (tmp_path / "in" / "secret").write_text("s")
    with pytest.raises(UnsafeArchive):
        extract(archive(*members), folder, 1000, lambda: None)
    assert not list(tmp_path.rglob("evil"))
    assert not os.path.exists("/tmp/evil-offload")


def test_links_within_the_folder_are_kept(tmp_path: Path) -> None:
    members = [
        member("d", tarfile.DIRTYPE),
        member("d/a"),
        member("l", tarfile.SYMTYPE, "d/a"),
        member("h", tarfile.LNKTYPE, "d/a"),
    ]
    extract(archive(*members), tmp_path, 1000, lambda: None)
    assert (tmp_path / "l").is_symlink() and (tmp_path / "l").read_text() == "x"
    assert (tmp_path / "h").read_text() == "x"


def test_a_file_does_not_write_through_a_link_of_its_name(tmp_path: Path) -> None:
    members = [member("a"), member("l", tarfile.SYMTYPE, "a"), member("l")]
    extract(archive(*members), tmp_path, 1000, lambda: None)
    assert not (tmp_path / "l").is_symlink()


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchive, match="more than 2 bytes"):
        extract(archive(member("a"), member("b"), member("c")), tmp_path, 2, lambda: None)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "a/b", "../a", "a/../../b", "/c", "."]),
            st.sampled_from([tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE]),
            st.sampled_from(["a", "b", "..", "../..", "/", "a/b", ".", "a/.."]),
        ),
        max_size=6,
    )
)
def test_no_archive_writes_outside(tmp_path_factory, parts: list) -> None:
    outer = tmp_path_factory.mktemp("outer")
    folder = outer / "x" / "code"
    folder.mkdir(parents=True)
    with contextlib.suppress(UnsafeArchive, OSError, tarfile.TarError):
        extract(archive(*(member(*part) for part in parts)), folder, 1000, lambda: None)
    assert os.listdir(outer) == ["x"]
    assert os.listdir(outer / "x") == ["code"]
    for path in folder.rglob("*"):
        assert Path(os.path.realpath(path)).is_relative_to(folder)
