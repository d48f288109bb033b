"""A script's folder: fetched from the store or a channel, and unpacked with suspicion."""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from ..store.objects import ObjectStore
from .channels import split_uri
from .control import BLOCK_BYTES
from .endings import JobFailed
from .layout import OPT_ML, JobFolder


class Unpacker:
    """Fetches a script's folder. ``check`` is called now and then and may end the work."""

    def __init__(
        self, store: ObjectStore, folder: JobFolder, max_bytes: int, check: Callable[[], None]
    ) -> None:
        self._store = store
        self._folder = folder
        self._max_bytes = max_bytes
        self._check = check

    def unpack(self, source: str | None) -> None:
        """Fills the code folder from ``sagemaker_submit_directory``. Raises JobFailed."""
        if source is None:
            return
        if source.startswith("s3://"):
            bucket, key = split_uri(source)
            item = self._store.get(bucket, key) if key else None
            if item is None:
                raise JobFailed(
                    f"ClientError: There is no object {source} (sagemaker_submit_directory)."
                )
            with self._store.open(item) as archive:
                self._extract(archive, source)
            return
        path = self._local(source)
        if path.is_dir():
            shutil.copytree(path, self._folder.code, symlinks=True, dirs_exist_ok=True)
        elif path.is_file():
            with open(path, "rb") as archive:
                self._extract(archive, source)

    def _local(self, source: str) -> Path:
        """A path under /opt/ml (network isolation brings code in a channel) on this machine."""
        path = self._folder.ml / os.path.relpath(source.removeprefix("file://"), OPT_ML)
        if not path.resolve().is_relative_to(self._folder.ml.resolve()) or not path.exists():
            raise JobFailed(
                f"ClientError: {source} (sagemaker_submit_directory) is neither an"
                f" object nor a file below {OPT_ML}."
            )
        return path

    def _extract(self, archive: BinaryIO, source: str) -> None:
        try:
            extract(archive, self._folder.code, self._max_bytes, self._check)
        except (tarfile.TarError, EOFError, UnsafeArchive, OSError) as error:
            raise JobFailed(f"ClientError: {source} cannot be unpacked: {error}") from error


class UnsafeArchive(Exception):
    """An archive would write outside its folder, or more than is allowed."""


def extract(archive: BinaryIO, folder: Path, max_bytes: int, check: Callable[[], None]) -> None:
    """Unpacks a tar, of any compression, below a folder. Raises UnsafeArchive, TarError, OSError.

    Stricter than ``tarfile``'s own filters, which not every Python 3.10 has: nothing is written
    through a link, no link leads out, and devices are refused.
    """
    root = os.path.realpath(folder)
    size = 0
    with tarfile.open(fileobj=archive, mode="r:*") as packed:
        for member in packed:
            check()
            size += member.size
            if size > max_bytes:
                raise UnsafeArchive(f"it unpacks to more than {max_bytes} bytes")
            _extract_member(packed, member, root)


def _extract_member(packed: tarfile.TarFile, member: tarfile.TarInfo, root: str) -> None:
    target = os.path.normpath(os.path.join(root, member.name))
    if os.path.isabs(member.name) or not _inside(target, root):
        raise UnsafeArchive(f"{member.name!r} would be outside the folder")
    if target == root:
        return
    parent = os.path.dirname(target)
    os.makedirs(parent, exist_ok=True)
    if os.path.islink(target):
        os.unlink(target)
    if member.isdir():
        os.makedirs(target, exist_ok=True)
    elif member.issym():
        _link_inside(os.path.join(parent, member.linkname), member, root)
        os.symlink(member.linkname, target)
    elif member.islnk():
        _link_inside(os.path.join(root, member.linkname), member, root)
        shutil.copyfile(os.path.join(root, member.linkname), target)
    elif member.isreg():
        _write(packed, member, target)
    else:
        raise UnsafeArchive(f"{member.name!r} is a device or a pipe")


def _write(packed: tarfile.TarFile, member: tarfile.TarInfo, target: str) -> None:
    source = packed.extractfile(member)
    assert source is not None
    with open(target, "wb") as file:
        shutil.copyfileobj(source, file, BLOCK_BYTES)
    os.chmod(target, member.mode & 0o755 | 0o600)


def _inside(path: str, root: str) -> bool:
    """True if a path, after all links that are there already, is the folder or below it."""
    real = os.path.realpath(
        path if os.path.lexists(path) and not os.path.islink(path) else os.path.dirname(path)
    )
    return path == root or real == root or real.startswith(root + os.sep)


def _link_inside(path: str, member: tarfile.TarInfo, root: str) -> None:
    real = os.path.realpath(path)
    if os.path.isabs(member.linkname) or not (real == root or real.startswith(root + os.sep)):
        raise UnsafeArchive(f"the link {member.name!r} leads outside the folder")
