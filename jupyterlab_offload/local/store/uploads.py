"""Multipart uploads: parts that arrive in any order and become one object without a copy.

The object's blob is then a *compound*: the parts' blobs, listed in the table ``segments``.
Standard library only.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .blobs import BlobWriter
from .garbage import COMPOUND
from .objects import Condition, Object, ObjectStore
from .ordering import behind_prefix

_PUT_PART = (
    "INSERT INTO parts (upload, number, blob, size, etag, modified, info)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (upload, number) DO UPDATE SET"
    " blob = excluded.blob, size = excluded.size, etag = excluded.etag,"
    " modified = excluded.modified, info = excluded.info"
)


class NoSuchUpload(Exception):
    """The upload was never begun, or is completed or aborted."""


@dataclass(frozen=True)
class Upload:
    """``info`` is the coming object's, and ChecksumAlgorithm and ChecksumType where chosen."""

    id: str
    bucket: str
    key: str
    initiated: float
    text: str

    @cached_property
    def info(self) -> dict[str, Any]:
        info: dict[str, Any] = json.loads(self.text)
        return info


@dataclass(frozen=True)
class Part:
    """``info`` holds the part's checksums, as S3's model names them."""

    number: int
    blob: str
    size: int
    etag: str
    modified: float
    text: str

    @cached_property
    def info(self) -> dict[str, Any]:
        info: dict[str, Any] = json.loads(self.text)
        return info


class Uploads:
    """The unfinished uploads of one store."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._db = store.db

    def create(self, bucket: str, key: str, info: dict[str, Any], now: float) -> Upload:
        """Raises NoSuchBucket."""
        self._store.buckets.get(bucket)
        upload = Upload(COMPOUND + secrets.token_hex(24), bucket, key, now, json.dumps(info))
        self._db.run(
            "INSERT INTO uploads (id, bucket, key, initiated, info) VALUES (?, ?, ?, ?, ?)",
            upload.id,
            bucket,
            key,
            now,
            upload.text,
        )
        return upload

    def get(self, bucket: str, key: str, upload_id: str) -> Upload:
        """Raises NoSuchUpload."""
        row = self._db.one(
            "SELECT id, bucket, key, initiated, info FROM uploads"
            " WHERE id = ? AND bucket = ? AND key = ?",
            upload_id,
            bucket,
            key,
        )
        if row is None:
            raise NoSuchUpload(upload_id)
        return Upload(*row)

    def put_part(
        self,
        upload: Upload,
        number: int,
        writer: BlobWriter,
        etag: str,
        info: dict[str, Any],
        now: float,
    ) -> Part:
        """Makes what was written the part of that number. Raises NoSuchUpload, OSError."""
        part = Part(number, writer.name, writer.size, etag, now, json.dumps(info))
        try:
            with self._store.garbage.transaction() as orphans:
                old = self._db.one(
                    "SELECT blob FROM parts WHERE upload = ? AND number = ?", upload.id, number
                )
                self._db.run(
                    _PUT_PART, upload.id, number, part.blob, part.size, etag, now, part.text
                )
                if old is not None:
                    orphans.append(old["blob"])
        except sqlite3.IntegrityError as error:
            writer.discard()
            raise NoSuchUpload(upload.id) from error
        except BaseException:
            writer.discard()
            raise
        self._store.blobs.settle(writer)
        return part

    def parts(self, upload: Upload, after: int = 0, limit: int = 10_000) -> list[Part]:
        """Parts numbered above ``after``, in order."""
        rows = self._db.all(
            "SELECT number, blob, size, etag, modified, info FROM parts"
            " WHERE upload = ? AND number > ? ORDER BY number LIMIT ?",
            upload.id,
            after,
            limit,
        )
        return [Part(*row) for row in rows]

    def scan(self, bucket: str, start: str, start_id: str, prefix: str, limit: int) -> list[Upload]:
        """Uploads from the key ``start`` on, in order of key and id.

        Of the key ``start`` itself, only those with ids above ``start_id``.
        """
        if start < prefix:
            start, start_id = prefix, ""
        end = behind_prefix(prefix)
        rows = self._db.all(
            "SELECT id, bucket, key, initiated, info FROM uploads WHERE bucket = ?"
            " AND key >= ? AND (key, id) > (?, ?)"
            + (" AND key < ?" if end is not None else "")
            + " ORDER BY key, id LIMIT ?",
            *(bucket, start, start, start_id),
            *((end,) if end is not None else ()),
            limit,
        )
        return [Upload(*row) for row in rows]

    def abort(self, upload: Upload) -> None:
        """Gives up an upload and its parts."""
        with self._store.garbage.transaction() as orphans:
            orphans.extend(part.blob for part in self.parts(upload))
            self._db.run("DELETE FROM uploads WHERE id = ?", upload.id)

    def complete(
        self,
        upload: Upload,
        chosen: Sequence[Part],
        etag: str,
        info: dict[str, Any],
        now: float,
        condition: Condition | None = None,
    ) -> Object:
        """Makes the chosen parts, in their order, one object; the other parts go.

        Raises what ``condition`` raises, and then changes nothing.
        """
        size = sum(part.size for part in chosen)
        new = Object(upload.bucket, upload.key, upload.id, size, etag, now, json.dumps(info))

        def move_parts(orphans: list[str]) -> None:
            kept = {part.blob for part in chosen}
            orphans.extend(p.blob for p in self.parts(upload) if p.blob not in kept)
            start = 0
            for number, part in enumerate(chosen, 1):
                self._db.run(
                    "INSERT INTO segments (compound, start, number, size, blob, info)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    upload.id,
                    start,
                    number,
                    part.size,
                    part.blob,
                    part.text,
                )
                start += part.size
            self._db.run("DELETE FROM uploads WHERE id = ?", upload.id)

        self._store.replace(new, condition, move_parts)
        return new


@dataclass(frozen=True)
class Piece:
    """Where part ``number`` of a finished upload stands in its object."""

    start: int
    size: int
    info: dict[str, Any]


def piece_of(store: ObjectStore, found: Object, number: int) -> Piece | None:
    """The part of that number, counted from 1 without gaps; None when there is none.

    An object that was put whole is its own part 1.
    """
    if not found.blob.startswith(COMPOUND):
        return Piece(0, found.size, found.info) if number == 1 else None
    row = store.db.one(
        "SELECT start, size, info FROM segments WHERE compound = ? AND number = ?",
        found.blob,
        number,
    )
    return Piece(row["start"], row["size"], json.loads(row["info"])) if row else None
