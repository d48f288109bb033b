"""Buckets in the index, and which names they may have. Standard library only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .db import Database

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_NAME = re.compile(r"(?!.*\.\.)(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\Z")
_ADDRESS = re.compile(r"[0-9]+(\.[0-9]+){3}\Z")
_RESERVED_ENDS = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")


class BucketExists(Exception):
    """A bucket of that name is there already."""


class NoSuchBucket(Exception):
    """No bucket has that name."""


class BucketNotEmpty(Exception):
    """A bucket that holds objects cannot be deleted."""


class InvalidBucketName(Exception):
    """The name breaks S3's rules for general purpose buckets."""


@dataclass(frozen=True)
class Bucket:
    name: str
    created: float
    region: str


def valid_name(name: str) -> bool:
    looks_right = _NAME.match(name) and not _ADDRESS.match(name)
    return bool(looks_right) and not name.endswith(_RESERVED_ENDS)


class Buckets:
    """The buckets of one index."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def create(self, name: str, region: str, now: float) -> Bucket:
        """Raises InvalidBucketName, BucketExists."""
        if not valid_name(name):
            raise InvalidBucketName(name)
        added = self._db.run(
            "INSERT OR IGNORE INTO buckets (name, created, region) VALUES (?, ?, ?)",
            name,
            now,
            region,
        )
        if not added:
            raise BucketExists(name)
        return Bucket(name, now, region)

    def get(self, name: str) -> Bucket:
        """Raises NoSuchBucket."""
        row = self._db.one("SELECT name, created, region FROM buckets WHERE name = ?", name)
        if row is None:
            raise NoSuchBucket(name)
        return Bucket(*row)

    def list(self, prefix: str, after: str, limit: int) -> list[Bucket]:
        """Buckets behind ``after`` whose names start with ``prefix``, in order."""
        rows = self._db.all(
            "SELECT name, created, region FROM buckets WHERE name > ? AND name >= ?"
            " AND substr(name, 1, ?) = ? ORDER BY name LIMIT ?",
            after,
            prefix,
            len(prefix),
            prefix,
            limit,
        )
        return [Bucket(*row) for row in rows]
