"""Multipart uploads in the store: parts become an object without a copy, and go with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.store.db import Database
from jupyterlab_offload.local.store.objects import Object, ObjectStore
from jupyterlab_offload.local.store.uploads import NoSuchUpload, Upload, Uploads, piece_of

BUCKET = "one-bucket"


@pytest.fixture
def store(home: Home) -> Iterator[ObjectStore]:
    db = Database(home.index_file)
    store = ObjectStore(home, db)
    store.buckets.create(BUCKET, "us-east-1", 1.0)
    yield store
    db.close()


@pytest.fixture
def uploads(store: ObjectStore) -> Uploads:
    return Uploads(store)


def put_part(
    uploads: Uploads, store: ObjectStore, upload: Upload, number: int, data: bytes
) -> None:
    writer = store.writer()
    writer.write(data)
    uploads.put_part(upload, number, writer, f"etag-{number}", {"n": number}, 2.0)


def complete(uploads: Uploads, upload: Upload) -> Object:
    return uploads.complete(upload, uploads.parts(upload), "etag-all", {"k": "v"}, 3.0)


def uploaded(uploads: Uploads, store: ObjectStore, *parts: bytes, key: str = "key") -> Object:
    upload = uploads.create(BUCKET, key, {}, 1.0)
    for number, data in enumerate(parts, 1):
        put_part(uploads, store, upload, number, data)
    return complete(uploads, upload)


def blob_count(home: Home) -> int:
    return len(list(home.blobs.iterdir())) + len(list(home.tmp.iterdir()))


def test_parts_in_any_order_become_one_object(
    store: ObjectStore, uploads: Uploads, home: Home
) -> None:
    upload = uploads.create(BUCKET, "key", {"ContentType": "a/b"}, 1.0)
    for number, data in ((7, b"seven"), (2, b"first"), (2, b"two"), (9, b"unused")):
        put_part(uploads, store, upload, number, data)
    assert uploads.get(BUCKET, "key", upload.id).info == {"ContentType": "a/b"}
    assert [(part.number, part.size, part.info) for part in uploads.parts(upload)] == [
        (2, 3, {"n": 2}),
        (7, 5, {"n": 7}),
        (9, 6, {"n": 9}),
    ]
    chosen = uploads.parts(upload, limit=2)
    uploads.complete(upload, chosen, "whole", {}, 3.0)
    found, reader = store.read(BUCKET, "key")
    with reader:
        assert (found.size, reader.read()) == (8, b"twoseven")
    assert blob_count(home) == 2
    with pytest.raises(NoSuchUpload):
        uploads.get(BUCKET, "key", upload.id)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    parts=st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=6),
    reads=st.lists(st.tuples(st.integers(0, 130), st.integers(-1, 60)), max_size=6),
)
def test_reading_across_parts_is_reading_the_whole(
    store: ObjectStore, uploads: Uploads, parts: list[bytes], reads: list[tuple[int, int]]
) -> None:
    uploaded(uploads, store, *parts)
    whole = b"".join(parts)
    with store.read(BUCKET, "key")[1] as reader:
        for position, size in reads:
            reader.seek(position)
            expected = whole[position:] if size < 0 else whole[position : position + size]
            assert reader.read(size) == expected
            assert reader.tell() == position + len(expected)
    found = store.find(BUCKET, "key")
    with store.open(found) as stream:
        assert stream.read() == whole
    start = 0
    for number, data in enumerate(parts, 1):
        piece = piece_of(store, found, number)
        assert piece is not None and (piece.start, piece.size) == (start, len(data))
        start += len(data)
    assert piece_of(store, found, len(parts) + 1) is None


def test_an_overwritten_object_in_parts_goes_after_its_last_reader(
    store: ObjectStore, uploads: Uploads, home: Home
) -> None:
    uploaded(uploads, store, b"one", b"two", b"three")
    _, first = store.read(BUCKET, "key")
    _, second = store.read(BUCKET, "key")
    uploaded(uploads, store, b"new")
    assert first.read() == b"onetwothree"
    first.close()
    store.garbage.clean()
    assert second.read() == b"onetwothree"
    second.close()
    store.garbage.clean()
    assert blob_count(home) == 1
    assert store.db.one("SELECT count(*) FROM segments")[0] == 1


def test_a_deleted_object_in_parts_leaves_nothing(
    store: ObjectStore, uploads: Uploads, home: Home
) -> None:
    uploaded(uploads, store, b"one", b"two")
    store.delete(BUCKET, "key")
    assert blob_count(home) == 0


def test_an_aborted_upload_leaves_nothing(store: ObjectStore, uploads: Uploads, home: Home) -> None:
    upload = uploads.create(BUCKET, "key", {}, 1.0)
    put_part(uploads, store, upload, 1, b"one")
    uploads.abort(upload)
    assert blob_count(home) == 0
    with pytest.raises(NoSuchUpload):
        put_part(uploads, store, upload, 2, b"late")
    assert blob_count(home) == 0


def test_a_refused_completion_keeps_the_upload(store: ObjectStore, uploads: Uploads) -> None:
    upload = uploads.create(BUCKET, "key", {}, 1.0)
    put_part(uploads, store, upload, 1, b"one")

    def refuse(old: Object | None) -> None:
        raise PermissionError

    with pytest.raises(PermissionError):
        uploads.complete(upload, uploads.parts(upload), "", {}, 2.0, refuse)
    assert store.get(BUCKET, "key") is None
    assert complete(uploads, upload).size == 3


def test_a_bucket_goes_with_its_unfinished_uploads(
    store: ObjectStore, uploads: Uploads, home: Home
) -> None:
    upload = uploads.create(BUCKET, "key", {}, 1.0)
    put_part(uploads, store, upload, 1, b"one")
    store.delete_bucket(BUCKET)
    assert blob_count(home) == 0


def test_uploads_and_their_parts_survive_a_clean_start(
    store: ObjectStore, uploads: Uploads, home: Home
) -> None:
    upload = uploads.create(BUCKET, "key", {}, 1.0)
    put_part(uploads, store, upload, 1, b"one")
    store.clean()
    assert complete(uploads, upload).size == 3
    store.clean()
    with store.read(BUCKET, "key")[1] as reader:
        assert reader.read() == b"one"


def test_uploads_are_scanned_by_key_and_id(store: ObjectStore, uploads: Uploads) -> None:
    made = [uploads.create(BUCKET, key, {}, 1.0) for key in ("b", "a", "a", "c", "a/x")]
    ordered = sorted((u.key, u.id) for u in made)
    found = uploads.scan(BUCKET, "", "", "", 100)
    assert [(u.key, u.id) for u in found] == ordered
    assert [u.key for u in uploads.scan(BUCKET, "", "", "a", 100)] == ["a", "a", "a/x"]
    behind = uploads.scan(BUCKET, *ordered[0], "", 2)
    assert [(u.key, u.id) for u in behind] == ordered[1:3]
