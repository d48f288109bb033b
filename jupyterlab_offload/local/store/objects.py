"""Objects: bytes under any key, replaced as a whole, listed in order.

Bytes go to a blob first; the index names it in one transaction; only then is the old blob
removed. So a reader in any process sees a whole object, old or new. Standard library only.
"""

from __future__ import annotations

import builtins
import hashlib
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..home import Home
from .blobs import Blobs, BlobWriter
from .buckets import BucketNotEmpty, Buckets, NoSuchBucket
from .db import Database
from .garbage import COMPOUND, Garbage, at_once
from .ordering import behind_prefix, just_after
from .reading import Gone, ObjectReader, Segment

MAX_KEY_BYTES = 1024
COPY_BYTES = 1 << 20
_COLUMNS = "bucket, key, blob, size, etag, modified, info"
_PUT = (
    f"INSERT INTO objects ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bucket, key)"
    " DO UPDATE SET blob = excluded.blob, size = excluded.size, etag = excluded.etag,"
    " modified = excluded.modified, info = excluded.info"
)


class NoSuchKey(Exception):
    """The bucket has no object of that key."""


class InvalidKey(ValueError):
    """A key is 1 to 1,024 bytes of UTF-8."""


@dataclass(frozen=True)
class Object:
    """One object as the index knows it. ``etag`` is without quotes; ``modified`` in seconds.

    ``info`` holds what GetObject answers beside that, as S3's model names it: ContentType,
    CacheControl, …, Metadata, ChecksumCRC32, …, ChecksumType, PartsCount.
    """

    bucket: str
    key: str
    blob: str
    size: int
    etag: str
    modified: float
    text: str
    """``info`` as JSON."""

    @cached_property
    def info(self) -> dict[str, Any]:
        info: dict[str, Any] = json.loads(self.text)
        return info


Condition = Callable[[Object | None], None]
"""Looks at the object that is there now, inside the transaction; raises to refuse the change."""


class ObjectStore:
    """The store of one process. ``later`` runs removals of files, see ``Garbage``."""

    def __init__(
        self, home: Home, db: Database, later: Callable[[Callable[[], None]], None] = at_once
    ) -> None:
        self.db = db
        self.buckets = Buckets(db)
        self.blobs = Blobs(home.blobs, home.tmp)
        self.garbage = Garbage(db, self.blobs, later)

    def writer(self) -> BlobWriter:
        """Takes an object's bytes before ``put``; belongs to ``put`` or ``discard``."""
        return self.blobs.writer()

    def put(
        self,
        writer: BlobWriter,
        bucket: str,
        key: str,
        etag: str,
        info: dict[str, Any],
        now: float,
        condition: Condition | None = None,
    ) -> Object:
        """Makes what was written the object of that key, at once and as a whole.

        Raises InvalidKey, NoSuchBucket, OSError or what ``condition`` raises; then the writer
        is discarded and nothing has changed.
        """
        try:
            new = Object(
                bucket, valid_key(key), writer.name, writer.size, etag, now, json.dumps(info)
            )
            self.replace(new, condition)
        except BaseException:
            writer.discard()
            raise
        self.blobs.settle(writer)
        return new

    def replace(
        self,
        new: Object,
        condition: Condition | None = None,
        also: Callable[[list[str]], None] | None = None,
    ) -> None:
        """Puts an object's record in the place of the key's old one; the old bytes go.

        ``also`` runs in the same transaction, given the list of orphaned blobs.
        Raises NoSuchBucket, or what ``condition`` raises.
        """
        with self.garbage.transaction() as orphans:
            old = self.get(new.bucket, new.key)
            if condition is not None:
                condition(old)
            try:
                self.db.run(
                    _PUT, new.bucket, new.key, new.blob, new.size, new.etag, new.modified, new.text
                )
            except sqlite3.IntegrityError as error:
                raise NoSuchBucket(new.bucket) from error
            if also is not None:
                also(orphans)
            if old is not None and old.blob != new.blob:
                orphans.append(old.blob)

    def put_file(
        self, bucket: str, key: str, path: Path | str, now: float, content_type: str | None = None
    ) -> Object:
        """Copies a file into the store. Raises as ``put`` does, and OSError for the file."""
        writer = self.writer()
        digest = hashlib.md5(usedforsecurity=False)
        try:
            with open(path, "rb", buffering=0) as source:
                while chunk := source.read(COPY_BYTES):
                    digest.update(chunk)
                    writer.write(chunk)
        except BaseException:
            writer.discard()
            raise
        info = {"ContentType": content_type} if content_type else {}
        return self.put(writer, bucket, key, digest.hexdigest(), info, now)

    def get(self, bucket: str, key: str) -> Object | None:
        row = self.db.one(
            f"SELECT {_COLUMNS} FROM objects WHERE bucket = ? AND key = ?", bucket, key
        )
        return Object(*row) if row else None

    def find(self, bucket: str, key: str) -> Object:
        """Raises NoSuchKey, NoSuchBucket."""
        found = self.get(bucket, key)
        if found is None:
            self.buckets.get(bucket)
            raise NoSuchKey(key)
        return found

    def open(self, found: Object) -> io.BufferedReader:
        """The object's bytes. Raises NoSuchKey when object and bytes are gone.

        An object that was overwritten since ``found`` was read gives its new bytes; to know
        which they are, use ``read``.
        """
        return io.BufferedReader(self.read(found.bucket, found.key)[1], COPY_BYTES)

    def read(self, bucket: str, key: str) -> tuple[Object, ObjectReader]:
        """The object and its bytes, which belong together. Raises NoSuchKey, NoSuchBucket."""
        while True:
            found = self.find(bucket, key)
            try:
                return found, self.reader(found)
            except Gone:
                # Replaced by another process between the two steps. If the index still names
                # the very same blob, its file was lost, and waiting will not bring it back.
                if self.get(bucket, key) == found:
                    raise OSError(f"the bytes of {bucket}/{key} are missing") from None

    def reader(self, found: Object) -> ObjectReader:
        """The bytes of exactly this object. Raises Gone when it was replaced."""
        return ObjectReader(self.blobs, self.segments(found))

    def segments(self, found: Object) -> builtins.list[Segment]:
        if not found.blob.startswith(COMPOUND):
            return [Segment(0, found.size, found.blob)]
        rows = self.db.all(
            "SELECT start, size, blob FROM segments WHERE compound = ? ORDER BY start", found.blob
        )
        if not rows:
            raise Gone
        return [Segment(*row) for row in rows]

    def list(
        self, bucket: str, prefix: str = "", after: str = "", limit: int = 1000
    ) -> builtins.list[Object]:
        """Objects behind ``after`` whose keys start with ``prefix``, in the order of keys."""
        return self.scan(bucket, max(prefix, just_after(after) if after else ""), prefix, limit)

    def scan(self, bucket: str, start: str, prefix: str, limit: int) -> builtins.list[Object]:
        """Objects from the key ``start`` on (inclusive) whose keys start with ``prefix``."""
        start = max(start, prefix)
        end = behind_prefix(prefix)
        if end is None:
            rows = self.db.all(
                f"SELECT {_COLUMNS} FROM objects WHERE bucket = ? AND key >= ?"
                " ORDER BY key LIMIT ?",
                bucket,
                start,
                limit,
            )
        else:
            rows = self.db.all(
                f"SELECT {_COLUMNS} FROM objects WHERE bucket = ? AND key >= ? AND key < ?"
                " ORDER BY key LIMIT ?",
                bucket,
                start,
                end,
                limit,
            )
        return [Object(*row) for row in rows]

    def delete(self, bucket: str, key: str, condition: Condition | None = None) -> bool:
        """Removes an object; False when there is none. Raises what ``condition`` raises."""
        with self.garbage.transaction() as orphans:
            old = self.get(bucket, key)
            if condition is not None:
                condition(old)
            if old is None:
                return False
            self.db.run("DELETE FROM objects WHERE bucket = ? AND key = ?", bucket, key)
            orphans.append(old.blob)
        return True

    def together(self) -> AbstractContextManager[object]:
        """Makes one transaction of the deletions inside: much quicker than one each."""
        return self.garbage.transaction()

    def delete_bucket(self, name: str) -> None:
        """Deletes an empty bucket with its unfinished uploads.

        Raises NoSuchBucket, BucketNotEmpty.
        """
        with self.garbage.transaction() as orphans:
            self.buckets.get(name)
            if self.db.one("SELECT 1 FROM objects WHERE bucket = ? LIMIT 1", name):
                raise BucketNotEmpty(name)
            parts = self.db.all(
                "SELECT blob FROM parts JOIN uploads ON upload = id WHERE bucket = ?", name
            )
            orphans.extend(row["blob"] for row in parts)
            self.db.run("DELETE FROM uploads WHERE bucket = ?", name)
            self.db.run("DELETE FROM buckets WHERE name = ?", name)

    def clean(self) -> None:
        """Clears what processes that died have left; for the start of an engine."""
        self.blobs.recover(self._named)
        self.garbage.clean()

    def _named(self, blobs: builtins.list[str]) -> set[str]:
        marks = ",".join("?" * len(blobs))
        rows = self.db.all(
            f"SELECT blob FROM objects WHERE blob IN ({marks})"
            f" UNION ALL SELECT blob FROM parts WHERE blob IN ({marks})"
            f" UNION ALL SELECT blob FROM segments WHERE blob IN ({marks})",
            *blobs,
            *blobs,
            *blobs,
        )
        return {row["blob"] for row in rows}


def valid_key(key: str) -> str:
    """The key itself. Raises InvalidKey."""
    try:
        size = len(key.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise InvalidKey("The key is not UTF-8.") from error
    if not 1 <= size <= MAX_KEY_BYTES:
        raise InvalidKey("The key is empty or too long.")
    return key
