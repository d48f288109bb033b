"""A stream as written is the stream as read, also after its writer's death."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.store import log_streams
from jupyterlab_offload.local.store.db import Database
from jupyterlab_offload.local.store.log_index import (
    BATCH_BYTES,
    BATCH_EVENTS,
    BEGINNING,
    Index,
    index_path,
)
from jupyterlab_offload.local.store.log_reader import EVENT_OVERHEAD, Event, LogReader
from jupyterlab_offload.local.store.logs import LogWriter, recover

GROUP = "/aws/sagemaker/TrainingJobs"
STREAM = "job/algo-1-1"
MUCH = 1 << 40
LATER = 1 << 50


class Clock:
    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Store:
    """A home with its index, and one stream in it."""

    def __init__(self, root: Path) -> None:
        self.home = Home(root).create()
        self.db = Database(self.home.index_file)
        self.clock = Clock()
        self.path = self.home.logs / "job" / "algo-1-1.log"

    def writer(self) -> LogWriter:
        return LogWriter(self.db, self.home, GROUP, STREAM, self.clock)

    def events(self, first: int = 0, limit: int = 10_000, size: int = MUCH) -> list[Event]:
        with LogReader(self.path) as reader:
            return reader.events(first, limit, size)

    def messages(self) -> list[str]:
        return [message for _, message in self.events()]

    def recover(self) -> int:
        return recover(self.db, self.home, GROUP, STREAM)

    def stream(self) -> log_streams.Stream | None:
        return log_streams.get(self.db, GROUP, STREAM, LATER)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "home")
    yield made
    made.db.close()


def test_no_group_and_no_stream_before_the_first_event(store: Store) -> None:
    writer = store.writer()
    writer.append(b"\n\r\nnot yet a line")
    assert store.stream() is None
    assert not log_streams.has_group(store.db, GROUP, LATER)
    writer.append(b"\n")
    assert store.stream() == log_streams.Stream(STREAM, "job/algo-1-1.log", 1_000_000, None)
    assert store.messages() == ["not yet a line"]
    writer.close()
    finished = store.stream()
    assert finished is not None and finished.last == 1_000_000


def test_all_events_of_one_read_have_its_time_and_time_never_goes_back(store: Store) -> None:
    writer = store.writer()
    writer.append(b"a\nb\n")
    store.clock.now = 1000.5
    writer.append(b"c\n")
    store.clock.now = 999.0
    writer.append(b"d\n")
    times = [(1_000_000, "a"), (1_000_000, "b"), (1_000_500, "c"), (1_000_500, "d")]
    assert store.events() == times
    with LogReader(store.path) as reader:
        assert (reader.count, reader.first_time, reader.last_time) == (4, 1_000_000, 1_000_500)
        found = [reader.find_time(ms) for ms in (0, 1_000_000, 1_000_001, 1_000_500, 1_000_501)]
        assert found == [0, 0, 2, 2, 4]
    with LogReader(store.path, until=1_000_499) as earlier:
        assert (earlier.count, earlier.last_time) == (2, 1_000_000)
        assert earlier.events(0, 10, MUCH) == times[:2]


def test_lines_of_our_own_do_not_mix_with_the_jobs_unfinished_line(store: Store) -> None:
    writer = store.writer()
    writer.append(b"half a li")
    writer.note("The job is being stopped.")
    writer.append(b"ne\n")
    assert store.messages() == ["half a li", "The job is being stopped.", "ne"]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 90)), max_size=12), st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_page_is_a_slice_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, batches: list[tuple[int, int]], data: st.DataObject
) -> None:
    store = Store(tmp_path_factory.mktemp("home"))
    writer = store.writer()
    whole: list[Event] = []
    for count, size in batches:
        store.clock.now += 1
        lines = [f"{len(whole) + n}" + "x" * size for n in range(count)]
        writer.append("".join(line + "\n" for line in lines).encode())
        whole += [(int(store.clock.now * 1000), line) for line in lines]
    if not whole:
        return
    first = data.draw(st.integers(0, len(whole)))
    limit = data.draw(st.integers(1, 500))
    size = data.draw(st.integers(1, 20_000))
    with LogReader(store.path) as reader:
        page = reader.events(first, limit, size)
        assert page == whole[first : first + len(page)]
        assert len(page) == fitting(whole[first : first + limit], size)
        page = reader.events_before(first, limit, size)
        assert page == whole[first - len(page) : first]
        assert len(page) == fitting(whole[max(0, first - limit) : first][::-1], size)
        moment = data.draw(st.integers(999_000, 1_014_000))
        assert reader.find_time(moment) == sum(time < moment for time, _ in whole)
    store.db.close()


def fitting(events: list[Event], size: int) -> int:
    taken = 0
    for number, (_, message) in enumerate(events):
        taken += len(message.encode()) + EVENT_OVERHEAD
        if taken > size:
            return max(1, number)
    return len(events)


def test_batches_stay_small_enough_to_be_skipped_through(store: Store) -> None:
    store.writer().append(b"x\n" * 50_000 + b"y" * 300_000 + b"\n" + b"z" * 99 + b"\n" * 3)
    descriptor = os.open(index_path(store.path), os.O_RDONLY)
    index = Index(descriptor)
    records = list(index.read(0, index.length))
    os.close(descriptor)
    before = BEGINNING
    for record in records:
        events, size = record.events - before.events, record.offset - before.offset
        assert events == 1 or (events <= BATCH_EVENTS and size <= BATCH_BYTES)
        before = record
    assert before.events == 50_003


@given(cut=st.integers(0, 60), torn_index=st.integers(0, 23))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_death_between_text_and_index_loses_no_line(
    tmp_path_factory: pytest.TempPathFactory, cut: int, torn_index: int
) -> None:
    store = Store(tmp_path_factory.mktemp("home"))
    writer = store.writer()
    writer.append(b"indexed\n")
    tail = ("written but ünindexed\n" * 3).encode()[:cut]
    with store.path.open("ab") as text, index_path(store.path).open("ab") as index:
        text.write(tail)
        index.write(b"\x07" * torn_index)
    expected = ["indexed", *filter(None, tail.decode(errors="replace").split("\n"))]
    assert store.messages() == ["indexed"]
    assert store.recover() == len(expected) - 1
    assert store.messages() == expected
    assert store.recover() == 0
    assert store.messages() == expected
    stream = store.stream()
    assert stream is not None and stream.last is not None
    store.db.close()


def test_a_stream_whose_writer_died_before_listing_it_is_listed(store: Store) -> None:
    assert store.recover() == 0
    store.path.parent.mkdir()
    store.path.write_bytes(b"only text\n")
    assert store.recover() == 1
    assert store.stream() is not None
    assert store.messages() == ["only text"]


def test_an_empty_file_makes_no_stream(store: Store) -> None:
    store.path.parent.mkdir()
    store.path.write_bytes(b"")
    assert store.recover() == 0
    assert store.stream() is None


def test_a_second_writer_goes_on_where_the_first_was_killed(store: Store) -> None:
    store.writer().append(b"first\n")
    with store.path.open("ab") as text:
        text.write(b"torn")
    second = store.writer()
    second.append(b"second\n")
    second.close()
    assert store.messages() == ["first", "torn", "second"]


def test_a_full_disk_leaves_the_stream_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = store.writer()
    writer.append(b"before\n")
    real = os.pwrite

    def full(descriptor: int, data: bytes, offset: int) -> int:
        if len(data) > 3:
            return real(descriptor, data[:3], offset)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr(os, "pwrite", full)
        writer.append(b"does not fit\n")
    assert store.messages() == ["before"]
    writer.append(b"after\n")
    assert store.messages() == ["before", "after"]


@pytest.mark.parametrize("name", ["../x/y", "job", "job/../x", "/etc/x", "a/b/c", "a/", "a/.b", ""])
def test_a_stream_name_never_leaves_the_folder(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="log stream"):
        LogWriter(store.db, store.home, GROUP, name, store.clock)


def test_files_are_closed_to_other_users(store: Store) -> None:
    store.writer().append(b"x\n")
    assert store.path.stat().st_mode & 0o777 == 0o600
    assert index_path(store.path).stat().st_mode & 0o777 == 0o600
    assert store.path.parent.stat().st_mode & 0o777 == 0o700


def test_an_index_that_is_busy_loses_no_line(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    writer = store.writer()
    with monkeypatch.context() as patch:
        patch.setattr(log_streams, "register", busy)
        writer.append(b"one\n")
    assert store.stream() is None
    writer.append(b"two\n")
    assert store.stream() is not None
    assert store.messages() == ["one", "two"]
