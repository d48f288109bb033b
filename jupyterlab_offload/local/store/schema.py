"""The index's tables. Times are seconds since the epoch (UTC), as floats."""

from __future__ import annotations

VERSION = 1

SCHEMA = (
    # Buckets and objects. Keys compare as UTF-8 bytes, which is the order S3 lists them in.
    """CREATE TABLE buckets (
        name TEXT PRIMARY KEY, created REAL NOT NULL, region TEXT NOT NULL
    ) WITHOUT ROWID""",
    # blob: name of the file that holds the bytes; info: JSON with headers, metadata, checksums.
    """CREATE TABLE objects (
        bucket TEXT NOT NULL REFERENCES buckets(name), key TEXT NOT NULL, blob TEXT NOT NULL,
        size INTEGER NOT NULL, etag TEXT NOT NULL, modified REAL NOT NULL, info TEXT NOT NULL,
        PRIMARY KEY (bucket, key)
    ) WITHOUT ROWID""",
    """CREATE TABLE uploads (
        id TEXT PRIMARY KEY, bucket TEXT NOT NULL REFERENCES buckets(name), key TEXT NOT NULL,
        initiated REAL NOT NULL, info TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX uploads_by_key ON uploads (bucket, key, id)",
    """CREATE TABLE parts (
        upload TEXT NOT NULL REFERENCES uploads(id) ON DELETE CASCADE, number INTEGER NOT NULL,
        blob TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, modified REAL NOT NULL,
        info TEXT NOT NULL, PRIMARY KEY (upload, number)
    ) WITHOUT ROWID""",
    # The pieces of objects that were uploaded in parts: objects.blob names the compound.
    """CREATE TABLE segments (
        compound TEXT NOT NULL, start INTEGER NOT NULL, number INTEGER NOT NULL,
        size INTEGER NOT NULL, blob TEXT NOT NULL, info TEXT NOT NULL,
        PRIMARY KEY (compound, start)
    ) WITHOUT ROWID""",
    # Blobs that nothing names any more; their files go right after the commit, else at the next
    # start.
    "CREATE TABLE garbage (blob TEXT PRIMARY KEY) WITHOUT ROWID",
    # Training jobs. request: the accepted CreateTrainingJob input; state: see store/jobs.py.
    """CREATE TABLE jobs (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
        arn TEXT NOT NULL UNIQUE, status TEXT NOT NULL, secondary TEXT NOT NULL,
        created REAL NOT NULL, modified REAL NOT NULL, instance_type TEXT NOT NULL,
        instances INTEGER NOT NULL, request TEXT NOT NULL, state TEXT NOT NULL
    )""",
    # Lists are paged by one of these and seq, which every index ends with.
    "CREATE INDEX jobs_by_time ON jobs (created)",
    "CREATE INDEX jobs_by_change ON jobs (modified)",
    "CREATE INDEX jobs_by_status ON jobs (status)",
    """CREATE TABLE tags (
        arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (arn, key)
    ) WITHOUT ROWID""",
    "CREATE INDEX tags_by_value ON tags (key, value)",
    # Log streams: the lines are in files under logs/; path is relative to it. first and last are
    # the events' times in ms; last and size (bytes) are known once the stream is complete.
    """CREATE TABLE log_streams (
        log_group TEXT NOT NULL, stream TEXT NOT NULL, path TEXT NOT NULL, first INTEGER NOT NULL,
        last INTEGER, size INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (log_group, stream)
    ) WITHOUT ROWID""",
    # Sessions that AssumeRole handed out.
    """CREATE TABLE sessions (
        access_key TEXT PRIMARY KEY, secret TEXT NOT NULL, token TEXT NOT NULL, arn TEXT NOT NULL,
        user_id TEXT NOT NULL, expires REAL NOT NULL
    ) WITHOUT ROWID""",
)
