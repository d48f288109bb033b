"""What a job leaves behind: its model and output folders, as archives or as plain objects."""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from ..store.blobs import BlobWriter
from ..store.buckets import NoSuchBucket
from ..store.objects import InvalidKey, ObjectStore
from .channels import split_uri
from .endings import JobFailed
from .packing import BLOCK_BYTES, GzipWriter, Sink


class Uploader:
    """Puts a job's folders below ``<S3OutputPath>/<job>/output/``."""

    def __init__(self, store: ObjectStore, output: Mapping[str, Any], job: str) -> None:
        self._store = store
        self._plain = output.get("CompressionType") == "NONE"
        try:
            self._bucket, prefix = split_uri(output["S3OutputPath"])
        except ValueError as error:
            raise _failed(str(error)) from error
        self._prefix = f"{prefix.rstrip('/')}/{job}/output/".lstrip("/")

    def upload(self, folder: Path, name: str, archive: str, now: float) -> str:
        """Uploads a folder as ``archive``, or its files below ``name/``; returns the S3 URI.

        The keys of plain objects are not documented by AWS; these are an assumption.
        Raises JobFailed.
        """
        try:
            if self._plain:
                self._upload_files(folder, f"{self._prefix}{name}/", now)
                return f"s3://{self._bucket}/{self._prefix}{name}/"
            self._upload_archive(folder, self._prefix + archive, now)
        except NoSuchBucket as error:
            raise _failed("The specified bucket does not exist") from error
        except InvalidKey as error:
            raise _failed("A key would be longer than 1,024 bytes of UTF-8") from error
        except OSError as error:
            raise _failed(error.strerror or str(error)) from error
        return f"s3://{self._bucket}/{self._prefix}{archive}"

    def _upload_files(self, folder: Path, prefix: str, now: float) -> None:
        self._store.buckets.get(self._bucket)
        for path in files_below(folder):
            try:
                key = prefix + path.relative_to(folder).as_posix()
                self._store.put_file(self._bucket, key, path, now)
            except UnicodeEncodeError as error:
                raise InvalidKey(str(path)) from error

    def _upload_archive(self, folder: Path, key: str, now: float) -> None:
        writer = self._store.writer()
        try:
            sink = _Sink(writer)
            write_archive(folder, sink)
        except BaseException:
            writer.discard()
            raise
        info = {"ContentType": "application/x-gzip"}
        self._store.put(writer, self._bucket, key, sink.digest.hexdigest(), info, now)


class _Sink:
    """Takes an archive's bytes into a blob and an MD5."""

    def __init__(self, writer: BlobWriter) -> None:
        self._writer = writer
        self.digest = hashlib.md5(usedforsecurity=False)

    def write(self, data: bytes, /) -> None:
        self.digest.update(data)
        self._writer.write(data)


def write_archive(folder: Path, sink: Sink) -> None:
    """Writes a folder's contents as tar.gz: files, folders and symbolic links, nobody's owner."""
    packed = GzipWriter(sink)
    # Writing needs no more of a file than ``write`` and ``tell``.
    file = cast(BinaryIO, packed)
    with tarfile.TarFile(
        mode="w", fileobj=file, format=tarfile.PAX_FORMAT, copybufsize=BLOCK_BYTES
    ) as tar:
        for entry in sorted(os.listdir(folder)):
            tar.add(folder / entry, arcname=entry, filter=_without_owner)
    packed.close()


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leaves out devices, pipes and sockets, which mean nothing elsewhere."""
    if not (member.isreg() or member.isdir() or member.issym() or member.islnk()):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def files_below(folder: Path) -> Iterator[Path]:
    """Regular files below a folder, in order; links to files elsewhere are not followed."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink():
                yield path


def is_empty(folder: Path) -> bool:
    return not folder.is_dir() or not os.listdir(folder)


def _failed(reason: str) -> JobFailed:
    return JobFailed(f"ClientError: Artifact upload failed:{reason}")
