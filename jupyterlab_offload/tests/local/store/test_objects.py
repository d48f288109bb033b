"""The store's promises: whole objects under any key, old or new, whatever breaks."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.store import blobs
from jupyterlab_offload.local.store.buckets import (
    BucketExists,
    BucketNotEmpty,
    InvalidBucketName,
    NoSuchBucket,
)
from jupyterlab_offload.local.store.db import Database
from jupyterlab_offload.local.store.objects import InvalidKey, NoSuchKey, Object, ObjectStore

BUCKET = "one-bucket"
KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@pytest.fixture
def store(home: Home) -> Iterator[ObjectStore]:
    db = Database(home.index_file)
    store = ObjectStore(home, db)
    store.buckets.create(BUCKET, "us-east-1", 1.0)
    yield store
    db.close()


def put(store: ObjectStore, key: str, data: bytes, bucket: str = BUCKET) -> Object:
    writer = store.writer()
    writer.write(data)
    return store.put(
        writer, bucket, key, hashlib.md5(data).hexdigest(), {"ContentType": "a/b"}, 2.0
    )


def content(store: ObjectStore, key: str) -> bytes:
    with store.read(BUCKET, key)[1] as reader:
        return reader.read()


def files(home: Home) -> list[str]:
    return sorted(p.name for folder in (home.blobs, home.tmp) for p in folder.iterdir())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(objects=st.dictionaries(KEYS, st.binary(max_size=40), max_size=8))
def test_any_key_holds_its_bytes(store: ObjectStore, objects: dict[str, bytes]) -> None:
    for key, data in objects.items():
        put(store, key, data)
    assert {key: content(store, key) for key in objects} == objects
    listed = store.list(BUCKET, limit=1000)
    assert [found.key for found in listed] == sorted(objects)
    for found in listed:
        assert (found.size, found.info) == (len(objects[found.key]), {"ContentType": "a/b"})
        assert store.delete(BUCKET, found.key)


@pytest.mark.parametrize("key", ["", "\ud800", "x" * 1025, "é" * 513])
def test_what_is_no_key_is_refused_and_leaves_nothing(
    store: ObjectStore, home: Home, key: str
) -> None:
    with pytest.raises(InvalidKey):
        put(store, key, b"x")
    assert files(home) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    keys=st.sets(st.text("ab/\0\U0010ffff\ud7ff\ue000", min_size=1, max_size=4), max_size=12),
    prefix=st.text("ab/\U0010ffff\ud7ff", max_size=2),
    after=st.text("ab/\0\U0010ffff", max_size=3),
    limit=st.integers(1, 5),
)
def test_a_listing_is_what_sorting_and_filtering_give(
    store: ObjectStore, keys: set[str], prefix: str, after: str, limit: int
) -> None:
    for key in keys:
        put(store, key, b"")
    found = [o.key for o in store.list(BUCKET, prefix, after, limit)]
    assert found == [k for k in sorted(keys) if k.startswith(prefix) and k > after][:limit]
    for key in keys:
        store.delete(BUCKET, key)


def test_a_reader_keeps_what_it_opened(store: ObjectStore, home: Home) -> None:
    put(store, "key", b"old bytes")
    _, reader = store.read(BUCKET, "key")
    with reader:
        put(store, "key", b"new")
        assert reader.read(3) == b"old"
        store.delete(BUCKET, "key")
        assert reader.read() == b" bytes"
    assert files(home) == []


def test_a_file_is_copied_with_its_md5(store: ObjectStore, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 3_000_000)
    found = store.put_file(BUCKET, "key", path, 5.0, "text/plain")
    assert found.etag == hashlib.md5(path.read_bytes()).hexdigest()
    assert (found.size, found.modified, found.info) == (
        3_000_000,
        5.0,
        {"ContentType": "text/plain"},
    )
    with store.open(found) as stream:
        assert stream.read(10) + stream.read() == path.read_bytes()


def test_a_refused_put_leaves_the_old_object_and_no_file(store: ObjectStore, home: Home) -> None:
    put(store, "key", b"old")
    before = files(home)

    def refuse(old: Object | None) -> None:
        assert old is not None and old.size == 3
        raise PermissionError

    writer = store.writer()
    writer.write(b"new")
    with pytest.raises(PermissionError):
        store.put(writer, BUCKET, "key", "", {}, 3.0, refuse)
    assert content(store, "key") == b"old"
    assert files(home) == before


def test_a_put_into_no_bucket_leaves_no_file(store: ObjectStore, home: Home) -> None:
    with pytest.raises(NoSuchBucket):
        put(store, "key", b"x", bucket="another")
    assert files(home) == []


def test_what_is_not_there_says_which_of_both(store: ObjectStore) -> None:
    with pytest.raises(NoSuchKey):
        store.read(BUCKET, "key")
    with pytest.raises(NoSuchBucket):
        store.read("another", "key")
    assert not store.delete(BUCKET, "key")


def test_a_full_disk_costs_the_new_object_only(
    store: ObjectStore, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, "key", b"old")
    before = files(home)
    path = tmp_path / "file"
    path.write_bytes(b"new")

    def full(file: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space"):
            store.put_file(BUCKET, "key", path, 3.0)
    assert content(store, "key") == b"old"
    assert files(home) == before


def test_a_short_write_is_continued(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda file, data: whole(file, data[:2]))
    put(store, "key", b"abcdefg")
    assert content(store, "key") == b"abcdefg"


def test_of_two_stores_that_create_a_key_one_wins(store: ObjectStore, home: Home) -> None:
    wins: list[str] = []
    barrier = threading.Barrier(4)

    def absent(old: Object | None) -> None:
        if old is not None:
            raise FileExistsError

    def create(name: str) -> None:
        db = Database(home.index_file)
        mine = ObjectStore(home, db)
        for round_number in range(10):
            writer = mine.writer()
            writer.write(name.encode())
            barrier.wait()
            try:
                mine.put(writer, BUCKET, f"key-{round_number}", "", {}, 1.0, absent)
                wins.append(name)
            except FileExistsError:
                pass
        db.close()

    threads = [threading.Thread(target=create, args=(f"store-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(wins) == 10
    assert len(files(home)) == 10


def test_start_clears_what_a_killed_writer_left_but_not_a_living_one_s(
    store: ObjectStore, home: Home
) -> None:
    dead, living = store.writer(), store.writer()
    dead.write(b"half")
    living.write(b"half")
    dead.close()
    store.clean()
    assert files(home) == [living.name]
    living.write(b" and half")
    store.put(living, BUCKET, "key", "", {}, 1.0)
    assert content(store, "key") == b"half and half"


def test_an_object_committed_before_kill_9_is_whole(
    store: ObjectStore, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(blobs.Blobs, "settle", lambda self, writer: writer.close())
        put(store, "key", b"committed")
    assert content(store, "key") == b"committed"
    store.clean()
    assert content(store, "key") == b"committed"
    assert list(home.tmp.iterdir()) == []


def test_blobs_orphaned_before_kill_9_go_at_the_start(
    store: ObjectStore, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(blobs.Blobs, "remove", lambda self, name: None)
        put(store, "key", b"old")
        put(store, "key", b"new")
        store.delete(BUCKET, "key")
    assert len(files(home)) == 2
    db = Database(home.index_file)
    ObjectStore(home, db).clean()
    assert files(home) == []
    assert db.one("SELECT count(*) FROM garbage")[0] == 0
    db.close()


def test_many_changes_in_one_transaction_orphan_their_blobs(store: ObjectStore, home: Home) -> None:
    for number in range(5):
        put(store, f"key-{number}", b"x")
    with store.together():
        for number in range(4):
            store.delete(BUCKET, f"key-{number}")
    assert [found.key for found in store.list(BUCKET)] == ["key-4"]
    assert len(files(home)) == 1


def test_records_of_garbage_do_not_pile_up(store: ObjectStore) -> None:
    for _ in range(300):
        put(store, "key", b"x")
    assert store.db.one("SELECT count(*) FROM garbage")[0] < 100


@pytest.mark.parametrize(
    "name",
    [
        "ab",
        "a" * 64,
        "Upper",
        "under_score",
        "-a-b",
        "a-b-",
        "a..b",
        "10.0.0.1",
        "xn--abc",
        "a b",
        "sthree-x",
        "x-s3alias",
        "a/b",
        "../a",
        "a\n",
        "é" * 4,
        "",
        "x--ol-s3",
    ],
)
def test_bucket_names_follow_the_rules(store: ObjectStore, name: str) -> None:
    with pytest.raises(InvalidBucketName):
        store.buckets.create(name, "us-east-1", 1.0)


def test_buckets_are_listed_and_deleted_when_empty(store: ObjectStore) -> None:
    for name in ("a.b-c", "abc", "10.0.0.x"):
        store.buckets.create(name, "eu-west-1", 2.0)
    with pytest.raises(BucketExists):
        store.buckets.create("abc", "us-east-1", 1.0)
    assert [b.name for b in store.buckets.list("", "", 10)] == ["10.0.0.x", "a.b-c", "abc", BUCKET]
    assert [b.name for b in store.buckets.list("a", "a.b-c", 10)] == ["abc"]
    assert store.buckets.get("abc").region == "eu-west-1"
    put(store, "key", b"x")
    with pytest.raises(BucketNotEmpty):
        store.delete_bucket(BUCKET)
    store.delete_bucket("abc")
    with pytest.raises(NoSuchBucket):
        store.delete_bucket("abc")
