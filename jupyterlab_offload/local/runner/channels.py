"""Input channels: objects of the store become files under /opt/ml/input/data.

Which objects: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..store.buckets import NoSuchBucket
from ..store.objects import NoSuchKey, Object, ObjectStore
from .control import BLOCK_BYTES
from .endings import JobFailed

PAGE = 1000
MAX_MANIFEST_BYTES = 64 * 2**20
_MAX_NAME_BYTES = 255


def split_uri(uri: str) -> tuple[str, str]:
    """Bucket and key (or prefix) of an ``s3://`` URI. Raises ValueError."""
    scheme, _, rest = uri.partition("://")
    bucket, _, key = rest.partition("/")
    if scheme != "s3" or not bucket:
        raise ValueError(f"{uri!r} is not an S3 URI")
    return bucket, key


class Downloader:
    """Fetches channels. ``check`` is called between blocks and may raise to end the work."""

    def __init__(
        self, store: ObjectStore, region: str, role: str, check: Callable[[], None]
    ) -> None:
        self._store = store
        self._region = region
        self._role = role
        self._check = check

    def fetch(self, channel: Mapping[str, Any], folder: Path) -> None:
        """Downloads one channel of a CreateTrainingJob request. Raises JobFailed."""
        if folder.name != channel["ChannelName"] or channel["ChannelName"] in (".", ".."):
            raise _failed(f"{channel['ChannelName']!r} cannot be the name of a folder.")
        folder.mkdir(parents=True, exist_ok=True)
        source = channel["DataSource"]["S3DataSource"]
        uri = source["S3Uri"]
        try:
            bucket, key = split_uri(uri)
        except ValueError as error:
            raise _failed(f"{error}.") from error
        if source["S3DataType"] == "ManifestFile":
            found = self._from_manifest(uri, bucket, key)
        else:
            found = self._from_prefix(uri, bucket, key)
        for item, name in found:
            self.save(item, folder, name)

    def save(self, item: Object, folder: Path, name: str) -> None:
        """Writes an object to ``name`` below ``folder``. Raises JobFailed, also for tricks."""
        target = safe_path(folder, name, item)
        try:
            if name.endswith("/"):
                target.mkdir(parents=True, exist_ok=True)
                return
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._store.open(item) as source, open(target, "xb", buffering=0) as file:
                while block := source.read(BLOCK_BYTES):
                    self._check()
                    file.write(block)
        except (FileExistsError, NotADirectoryError) as error:
            raise _failed(
                f"s3://{item.bucket}/{item.key} cannot be stored as {name!r}: another object of"
                " the channel is stored there, or is a folder of that name."
            ) from error
        except (NoSuchKey, NoSuchBucket) as error:
            raise _failed(f"s3://{item.bucket}/{item.key} was deleted meanwhile.") from error
        except OSError as error:
            raise _failed(f"s3://{item.bucket}/{item.key}: {error.strerror}.") from error

    def _from_prefix(self, uri: str, bucket: str, prefix: str) -> Iterator[tuple[Object, str]]:
        found = False
        for item in every(self._store, bucket, prefix):
            found = True
            name = relative_name(prefix, item.key)
            if name:
                yield item, name
        if not found:
            raise self._nothing(uri, bucket)

    def _from_manifest(self, uri: str, bucket: str, key: str) -> Iterator[tuple[Object, str]]:
        prefix, names = self._read_manifest(uri, bucket, key)
        try:
            bucket, start = split_uri(prefix)
        except ValueError as error:
            raise _failed(f"The manifest {uri}: {error}.") from error
        for name in names:
            item = self._store.get(bucket, start + name)
            if item is None:
                raise self._nothing(prefix + name, bucket)
            yield item, name

    def _read_manifest(self, uri: str, bucket: str, key: str) -> tuple[str, list[str]]:
        item = self._store.get(bucket, key) if key else None
        if item is None:
            raise self._nothing(uri, bucket)
        if item.size > MAX_MANIFEST_BYTES:
            raise _failed(f"The manifest {uri} is larger than {MAX_MANIFEST_BYTES} bytes.")
        with self._store.open(item) as file:
            text = file.read()
        try:
            return parse_manifest(text)
        except ValueError as error:
            raise _failed(f"The manifest {uri} {error}.") from error

    def _nothing(self, uri: str, bucket: str) -> JobFailed:
        reason = (
            f'No S3 objects found under S3 URL "{uri}" given in input data source. Please ensure'
            f" that the bucket exists in the selected region ({self._region}), that objects exist"
            f' under that S3 prefix, and that the role "{self._role}" has "s3:ListBucket"'
            f' permissions on bucket "{bucket}".'
        )
        try:
            self._store.buckets.get(bucket)
        except NoSuchBucket:
            reason += " Error message from S3: The specified bucket does not exist"
        return _failed(reason)


def every(store: ObjectStore, bucket: str, prefix: str) -> Iterator[Object]:
    """All objects whose keys start with a string, a page at a time."""
    after = ""
    while page := store.list(bucket, prefix, after, PAGE):
        yield from page
        after = page[-1].key


def relative_name(prefix: str, key: str) -> str:
    """What a key is called in the folder of a channel with that S3Prefix; "" for the folder itself.

    The prefix is a string and may end in the middle of a name: ``data/tr`` brings
    ``data/train/a`` as ``train/a``. A prefix that is a folder's or an object's whole name is
    taken as such: ``data/train`` brings it as ``a``.
    """
    rest = key[len(prefix) :]
    if prefix and not prefix.endswith("/"):
        if rest.startswith("/"):
            return rest[1:]
        return prefix.rpartition("/")[2] + rest
    return rest


def parse_manifest(text: bytes) -> tuple[str, list[str]]:
    """Prefix and relative names of a manifest. Raises ValueError, to read after its name."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is not JSON ({error})") from error
    if not (isinstance(content, list) and content and isinstance(content[0], dict)):
        raise ValueError('is not a JSON array that starts with {"prefix": "s3://…"}')
    prefix = content[0].get("prefix")
    if not isinstance(prefix, str):
        raise ValueError("names no prefix")
    names = content[1:]
    if not names:
        raise ValueError("lists no objects")
    if not all(isinstance(name, str) and name for name in names):
        raise ValueError("lists something that is not a key")
    return prefix, names


def safe_path(folder: Path, name: str, item: Object) -> Path:
    """The path of ``name`` below ``folder``. Raises JobFailed for a name that leads elsewhere."""
    parts = name.split("/")
    if parts[-1] == "" and len(parts) > 1 and item.size == 0:
        # An empty object whose key ends with a slash is how consoles mark a folder.
        parts.pop()
    for part in parts:
        if part in ("", ".", "..") or "\0" in part or len(part.encode()) > _MAX_NAME_BYTES:
            raise _failed(
                f"the key of s3://{item.bucket}/{item.key} cannot be the path of a file"
                f" in the channel's folder ({name!r})."
            )
    return folder.joinpath(*parts)


def _failed(reason: str) -> JobFailed:
    return JobFailed(f"ClientError: Data download failed:{reason}")
